"""XPath 1.0, checked against the parser of libxml2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.forms.xpath import Broken, Call, Path, Step, Terms, Text, walk
from app.forms.xpath_parser import parse

NAMESPACES = {"jr": "http://openrosa.org/javarosa", "a": "urn:a"}
GOOD = [
    "1 + 2",
    "a*b",
    "* * *",
    "-1",
    "--1",
    "a div b",
    "div div div",
    "../a[x='1']/b",
    "f(1,2)",
    "f()",
    "child::a",
    "//a",
    "/",
    "/data/*",
    ".",
    ". >= 0 and not(.)",
    "@x",
    "jr:itext('x')",
    "node()",
    "a:*",
    "(a)[1]/b",
    "1 and 2or 3",
    "é > 1",
    "a -1",
    "a-1",
    "5div 2",
    "a[1][2]",
    "text() = 'x'",
    "..",
    "../..",
    ".5",
    "5.",
    "a!=b",
    "a|b",
    "a | (b)",
    "child::*",
    "a:b",
    "- (1)",
    "a=-b",
    "-a|b",
    "1*2*3",
    "processing-instruction('x')",
    "f(1)[2]/a//b",
    "(1)/a",
    "self::node()",
    "parent::a",
    "/data/a/ancestor::b",
    "//a//b",
]
BAD = [
    "f(,)",
    "f(1,)",
    "(a",
    "a b",
    "a and",
    "'x",
    "a::b",
    "",
    "a! =b",
    "a=b]",
    "a)",
    "selected(${x},1)",
    "a[",
    "a/",
    "$x",
    "f(",
    "a::",
    "::a",
    "[1]",
    "@",
    "a..b c",
    "1 1",
    "//",
    "a:",
    ",",
]
WORDS = ["a", "b", ".", "..", "/", "//", "*", "1", "'x'", "(", ")", "[", "]", "@", ",", "=", "and", "-", "|", "f("]


def accepted(expression: str) -> bool:
    try:
        etree.XPath(expression, namespaces=NAMESPACES)
    except etree.XPathError:
        return False
    return True


@pytest.mark.parametrize("expression", GOOD)
def test_an_expression_is_read(expression: str) -> None:
    assert parse(expression)
    assert accepted(expression)


@pytest.mark.parametrize("expression", BAD)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(Broken):
        parse(expression)


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_what_is_read_here_is_read_by_the_other_parser(parts: list[str]) -> None:
    expression = " ".join(parts)
    try:
        parse(expression)
    except Broken:
        return
    assert accepted(expression)


@pytest.mark.parametrize("hostile", ["(" * 30_000, "a[" * 5_000, "f(" * 3_000, "'" * 32_001, " " * 32_000 + "$"])
def test_a_hostile_expression_is_refused_at_once(hostile: str) -> None:
    with pytest.raises(Broken):
        parse(hostile)


def test_a_path_keeps_its_steps_and_predicates() -> None:
    assert parse("../a[. = 1]/@b") == Path(
        absolute=False,
        base=None,
        steps=(
            Step("parent", "node"),
            Step("child", "a", (Terms((Path(absolute=False, base=None, steps=(Step("self", "node"),)), Text("1"))),)),
            Step("elsewhere", "b"),
        ),
    )


def test_calls_are_found_wherever_they_stand() -> None:
    tree = parse("f(1)[g()]/a[h()] + -(i() or 'j()')")
    assert [node.name for node in walk(tree) if isinstance(node, Call)] == ["f", "g", "h", "i"]
