import { expect, test } from 'vitest';
import corpus from './fixtures/xpath-corpus.json';
import type { XPathNode } from './xpath-grammar';
import { parseXPath } from './xpath-parser';

const CORPUS = corpus as [expression: string, tree: string | null][];

function shape({ type, text, children }: XPathNode): string {
  return `(${type} ${children.length > 0 ? children.map(shape).join(' ') : JSON.stringify(text)})`;
}

function tree(expression: string): string | null {
  try {
    return shape(parseXPath(expression).rootNode);
  } catch {
    return null;
  }
}

test.each(CORPUS)('%j', (expression, expected) => {
  expect(tree(expression)).toBe(expected);
});

test('the corpus is large, and a part of it is refused', () => {
  expect(CORPUS.length).toBeGreaterThan(300);
  expect(CORPUS.filter(([, expected]) => expected === null).length).toBeGreaterThan(80);
});

test('the text of every node is where it stands in the expression', () => {
  const expression = " coalesce( /data/a[@b = 'c'] ,0) + -1";
  const check = (node: XPathNode): void => {
    expect(expression.slice(node.start, node.start + node.text.length)).toBe(node.text);
    expect(node.childCount).toBe(node.children.length);
    node.children.forEach((child, at) => expect(node.child(at)).toBe(child));
    node.children.forEach(check);
  };
  const { rootNode } = parseXPath(expression);
  expect(rootNode.text).toBe(expression.trim());
  expect(rootNode.child(9)).toBeNull();
  check(rootNode);
});

test('the error names the expression', () => {
  expect(() => parseXPath('a ==')).toThrow('Expression has syntax error: a ==');
});
