/**
 * XPath 1.0 in plain TypeScript: the tree of types, texts and children that the form engine reads.
 * It stands in for the engine's WebAssembly parser, so that no `wasm-unsafe-eval` is needed and a form opens sooner.
 */
import { AXES, LEVELS, NODE_TYPES, type XPathNode } from './xpath-grammar';
import { tokens, type Token } from './xpath-tokens';

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokens(source);
  }

  whole(): XPathNode {
    const expr = this.#expr();
    if (this.#at !== this.#tokens.length) throw new SyntaxError('something follows the expression');
    return this.#node('xpath', expr.start, [expr]);
  }

  #token(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #take(): Token {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new SyntaxError('the expression ends too soon');
    return token;
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#token(ahead);
    return token?.text === text && token.kind !== 'string' && token.kind !== 'name';
  }

  #isOperator(text: string): boolean {
    return this.#token()?.kind === 'operator' && this.#token()?.text === text;
  }

  #eat(text: string): Token {
    if (!this.#is(text)) throw new SyntaxError(`${text} is missing`);
    return this.#take();
  }

  #node(type: string, start: number, children: XPathNode[] = [], end = this.#tokens[this.#at - 1]!.end): XPathNode {
    const text = this.#source.slice(start, end);
    return { type, text, start, childCount: children.length, children, child: (index) => children[index] ?? null };
  }

  #leaf(type: string, token: Token): XPathNode {
    return this.#node(type, token.start, [], token.end);
  }

  #expr(): XPathNode {
    const inner = this.#binary(0);
    return this.#node('expr', inner.start, [inner]);
  }

  #binary(level: number): XPathNode {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const token = this.#token();
      const type = token?.kind === 'operator' ? operators.get(token.text) : undefined;
      if (type === undefined) return left;
      this.#take();
      left = this.#node(type, left.start, [left, this.#binary(level + 1)]);
    }
  }

  #unary(): XPathNode {
    if (!this.#isOperator('-')) return this.#union();
    const { start } = this.#take();
    return this.#node('unary_expr', start, [this.#unary()]);
  }

  #union(): XPathNode {
    let left = this.#path();
    while (this.#isOperator('|')) {
      this.#take();
      left = this.#node('union_expr', left.start, [left, this.#path()]);
    }
    return left;
  }

  #path(): XPathNode {
    const first = this.#token();
    if (first === undefined) throw new SyntaxError('the expression ends too soon');
    if (this.#isOperator('//')) return this.#anywhere();
    if (this.#isOperator('/')) return this.#absolute();
    const filtered = first.kind === 'string' || first.kind === 'number' || this.#is('(') || this.#isCall();
    if (!filtered) return this.#node('relative_location_path', first.start, this.#steps([this.#step()]));
    const filter = this.#node('filter_expr', first.start, this.#predicates([this.#primary()]));
    return this.#node('filter_path_expr', first.start, this.#steps([filter]));
  }

  #anywhere(): XPathNode {
    const slashes = this.#take();
    const children = this.#steps([this.#leaf('//', slashes), this.#step()]);
    const inner = this.#node('abbreviated_absolute_location_path', slashes.start, children);
    return this.#node('absolute_location_path', slashes.start, [inner]);
  }

  #absolute(): XPathNode {
    const slash = this.#take();
    const root = this.#leaf('absolute_root_location_path', slash);
    const children = this.#startsStep() ? this.#steps([root, this.#step()]) : [root];
    return this.#node('absolute_location_path', slash.start, children);
  }

  #steps(found: XPathNode[]): XPathNode[] {
    for (;;) {
      if (this.#isOperator('//')) found.push(this.#leaf('//', this.#take()));
      else if (this.#isOperator('/')) this.#take();
      else return found;
      found.push(this.#step());
    }
  }

  #startsStep(): boolean {
    const token = this.#token();
    if (token === undefined) return false;
    return token.kind === 'name' || token.kind === 'star' || ['.', '..', '@'].some((mark) => this.#is(mark));
  }

  #step(): XPathNode {
    const first = this.#token();
    if (first === undefined) throw new SyntaxError('the expression ends too soon');
    if (this.#is('.') || this.#is('..')) {
      this.#take();
      const inner = this.#leaf(first.text === '.' ? 'self' : 'parent', first);
      return this.#node('step', first.start, [this.#node('abbreviated_step', first.start, [inner])]);
    }
    return this.#node('step', first.start, this.#predicates([this.#test(first)]));
  }

  #test(first: Token): XPathNode {
    if (this.#is('@')) {
      this.#take();
      return this.#node('abbreviated_axis_test', first.start, [this.#nameTest()]);
    }
    if (first.kind !== 'name' || !this.#is('::', 1)) return this.#node('node_test', first.start, [this.#nameTest()]);
    if (!AXES.has(first.text)) throw new SyntaxError(`${first.text} is no axis`);
    this.#at += 2;
    const test = this.#nameTest();
    return this.#node('axis_test', first.start, [this.#leaf('axis_name', first), test]);
  }

  #nameTest(): XPathNode {
    const first = this.#token();
    if (first?.kind === 'star') return this.#leaf('unprefixed_wildcard_name_test', this.#take());
    if (first?.kind === 'name' && this.#is(':', 1) && this.#is('*', 2)) {
      this.#at += 3;
      return this.#node('prefixed_wildcard_name_test', first.start, [this.#leaf('prefix', first)]);
    }
    if (first?.kind === 'name' && NODE_TYPES.has(first.text) && this.#is('(', 1)) return this.#nodeType(first);
    return this.#name();
  }

  #nodeType(first: Token): XPathNode {
    this.#at += 2;
    if (first.text === 'processing-instruction' && this.#token()?.kind === 'string') {
      const target = this.#leaf('string_literal', this.#take());
      this.#eat(')');
      return this.#node('processing_instruction_name_test', first.start, [target]);
    }
    this.#eat(')');
    return this.#node('node_type_test', first.start);
  }

  #predicates(found: XPathNode[]): XPathNode[] {
    while (this.#is('[')) {
      const { start } = this.#take();
      const inner = this.#expr();
      this.#eat(']');
      found.push(this.#node('predicate', start, [inner]));
    }
    return found;
  }

  #primary(): XPathNode {
    const first = this.#token()!;
    if (first.kind === 'string') return this.#leaf('string_literal', this.#take());
    if (first.kind === 'number') return this.#leaf('number', this.#take());
    if (!this.#is('(')) return this.#call(first);
    this.#take();
    const inner = this.#expr();
    this.#eat(')');
    return inner;
  }

  #isCall(): boolean {
    const first = this.#token();
    if (first?.kind !== 'name') return false;
    if (this.#is(':', 1) && this.#token(2)?.kind === 'name') return this.#is('(', 3);
    return this.#is('(', 1) && !NODE_TYPES.has(first.text);
  }

  #call(first: Token): XPathNode {
    const name = this.#name();
    const children = [this.#node('function_name', name.start, [name])];
    this.#eat('(');
    if (!this.#is(')')) children.push(...this.#arguments());
    this.#eat(')');
    return this.#node('function_call', first.start, children);
  }

  #arguments(): XPathNode[] {
    const found: XPathNode[] = [];
    for (;;) {
      const inner = this.#expr();
      found.push(this.#node('argument', inner.start, [inner]));
      if (!this.#is(',')) return found;
      this.#take();
    }
  }

  #name(): XPathNode {
    const first = this.#take();
    if (first.kind !== 'name') throw new SyntaxError(`${first.text} is no name`);
    const [colon, local] = [this.#token(), this.#token(1)];
    const joined = this.#is(':') && colon!.start === first.end && local?.kind === 'name' && local.start === colon!.end;
    if (!joined) return this.#leaf('unprefixed_name', first);
    this.#at += 2;
    return this.#node('prefixed_name', first.start, [this.#leaf('prefix', first), this.#leaf('local_part', local)]);
  }
}

/** The tree of an expression; throws an error that names the expression when it is none. */
export function parseXPath(source: string): { readonly rootNode: XPathNode } {
  try {
    return { rootNode: new Parser(source).whole() };
  } catch (error) {
    throw new Error(`Expression has syntax error: ${source}`, { cause: error });
  }
}
