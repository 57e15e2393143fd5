/** A token of an XPath 1.0 expression, with its place in the source. */
export interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'operator' | 'star' | 'mark';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const NAME = /[\p{L}_][\p{L}\p{N}\p{M}\-._\u00B7]*/uy;
const NUMBER = /\d+(?:\.\d*)?|\.\d+/y;
const SPACE = /\s+/y;
const WORD_OPERATORS = new Set(['and', 'or', 'div', 'mod']);
const LONG_OPERATORS = new Set(['//', '!=', '<=', '>=']);
const LONG_MARKS = new Set(['..', '::']);
const BEFORE_OPERAND = new Set(['@', '::', '(', '[', ',']);

function match(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

/** Whether an operator is expected after this token (XPath 1.0, 3.7: there `*` and names are operators). */
function isOperand(token: Token | undefined): boolean {
  if (token === undefined || token.kind === 'operator') return false;
  return token.kind === 'string' || token.kind === 'name' || !BEFORE_OPERAND.has(token.text);
}

function quoted(source: string, at: number): string {
  const end = source.indexOf(source[at]!, at + 1);
  if (end < 0) throw new SyntaxError('a text without its closing quote');
  return source.slice(at, end + 1);
}

function nameKind(text: string, before: Token | undefined): Token['kind'] {
  return isOperand(before) && before?.text !== ':' && WORD_OPERATORS.has(text) ? 'operator' : 'name';
}

function next(source: string, at: number, before: Token | undefined): [Token['kind'], string] {
  const one = source[at]!;
  const two = source.slice(at, at + 2);
  if (one === '"' || one === "'") return ['string', quoted(source, at)];
  const digits = match(NUMBER, source, at);
  if (digits !== null) return ['number', digits];
  if (LONG_MARKS.has(two)) return ['mark', two];
  if (LONG_OPERATORS.has(two)) return ['operator', two];
  if (one === '*') return [isOperand(before) ? 'operator' : 'star', one];
  if ('/+-=<>|'.includes(one)) return ['operator', one];
  if ('()[],@.:'.includes(one)) return ['mark', one];
  const name = match(NAME, source, at);
  if (name === null) throw new SyntaxError(`unexpected ${one}`);
  return [nameKind(name, before), name];
}

/** The tokens of an expression; throws a SyntaxError where no token can begin. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < source.length) {
    at += match(SPACE, source, at)?.length ?? 0;
    if (at >= source.length) break;
    const [kind, text] = next(source, at, found.at(-1));
    found.push({ kind, text, start: at, end: at + text.length });
    at += text.length;
  }
  return found;
}
