"""XPath 1.0 read: text in, tree out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.forms.xpath import Broken, Call, Node, Path, Step, Terms, Text

TOKEN = re.compile(
    r"""\s*(?:
    (?P<string>"[^"]*"|'[^']*')
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<name>[^\W\d][\w.\-·]*(?::[^\W\d][\w.\-·]*(?!:))?)
  | (?P<mark>\.\.|::|//|!=|<=|>=|[()\[\]@,/|+\-=<>*.:])
    )""",
    re.VERBOSE,
)
LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"), ("|",))
NEAR = frozenset({"child", "parent", "self"})
FAR = frozenset(
    {"ancestor", "ancestor-or-self", "attribute", "descendant", "descendant-or-self", "following"}
    | {"following-sibling", "namespace", "preceding", "preceding-sibling"}
)
NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
DEEPEST = 50


def parse(text: str) -> Node:
    """The tree of an expression; Broken where there is none."""
    parser = _Parser(list(_tokens(text)))
    tree = parser.expression(0)
    if parser.kind() != "end":
        raise Broken
    return tree


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        found = TOKEN.match(stripped, position)
        if found is None or found.lastgroup is None:
            raise Broken
        position = found.end()
        yield found.lastgroup, found.group(found.lastgroup)


class _Parser:
    """Recursive descent; after an operand `*`, `and`, `or`, `div` and `mod` are operators, elsewhere they are names."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def kind(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead][0] if self.at + ahead < len(self.tokens) else "end"

    def mark(self, *marks: str, ahead: int = 0) -> bool:
        if self.kind(ahead) != "mark":
            return False
        return self.tokens[self.at + ahead][1] in marks

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def expect(self, mark: str) -> None:
        if not self.mark(mark):
            raise Broken
        self.take()

    def expression(self, level: int) -> Node:
        if level == len(LEVELS):
            return self.unary()
        parts = [self.expression(level + 1)]
        while self.kind() in ("mark", "name") and self.tokens[self.at][1] in LEVELS[level]:
            self.take()
            parts.append(self.expression(level + 1))
        return parts[0] if len(parts) == 1 else Terms(tuple(parts))

    def unary(self) -> Node:
        while self.mark("-"):
            self.take()
        self.depth += 1
        if self.depth > DEEPEST:
            raise Broken
        node = self.path()
        self.depth -= 1
        return node

    def path(self) -> Node:
        if self.mark("/", "//"):
            return self.absolute()
        if self.starts_step():
            return Path(absolute=False, base=None, steps=(self.step(), *self.more_steps()))
        node = self.primary()
        predicates = self.predicates()
        steps = self.more_steps()
        if not predicates and not steps:
            return node
        return Path(absolute=False, base=node, steps=(Step("self", "node", predicates), *steps))

    def absolute(self) -> Path:
        if self.take() == "//":
            return Path(absolute=True, base=None, steps=(Step("elsewhere", "*"), self.step(), *self.more_steps()))
        if not self.starts_step():
            return Path(absolute=True, base=None, steps=())
        return Path(absolute=True, base=None, steps=(self.step(), *self.more_steps()))

    def more_steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self.mark("/", "//"):
            if self.take() == "//":
                steps.append(Step("elsewhere", "*"))
            steps.append(self.step())
        return tuple(steps)

    def starts_step(self) -> bool:
        if self.kind() == "name":
            is_call = self.mark("(", ahead=1) and self.tokens[self.at][1] not in NODE_TYPES
            return not is_call
        return self.mark(".", "..", "@", "*")

    def step(self) -> Step:
        if self.mark(".", ".."):
            return Step("self" if self.take() == "." else "parent", "node", self.predicates())
        axis = "child"
        if self.mark("@"):
            self.take()
            axis = "elsewhere"
        elif self.kind() == "name" and self.mark("::", ahead=1):
            axis = self.axis()
        return Step(axis, self.node_test(), self.predicates())

    def axis(self) -> str:
        name = self.take()
        if name not in NEAR | FAR:
            raise Broken
        self.expect("::")
        return name if name in NEAR else "elsewhere"

    def node_test(self) -> str:
        if self.mark("*"):
            return self.take()
        if self.kind() != "name":
            raise Broken
        name = self.take()
        if self.mark(":") and self.mark("*", ahead=1):
            self.at += 2
            return "*"
        if name in NODE_TYPES and self.mark("("):
            self.take()
            if self.kind() == "string":
                self.take()
            self.expect(")")
            return "node"
        return name

    def predicates(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self.mark("["):
            self.take()
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)

    def primary(self) -> Node:
        if self.kind() in ("string", "number"):
            return Text(self.take())
        if self.kind() == "name":
            return Call(self.take(), self.arguments())
        self.expect("(")
        node = self.expression(0)
        self.expect(")")
        return node

    def arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        found: list[Node] = []
        while not self.mark(")"):
            found.append(self.expression(0))
            if not self.mark(")"):
                self.expect(",")
                if self.mark(")"):
                    raise Broken
        self.take()
        return tuple(found)
