/** What the XPath parser knows of the language, and the node that it builds. */

/** A node of the tree, shaped as the engine expects it. */
export interface XPathNode {
  readonly type: string;
  readonly text: string;
  readonly start: number;
  readonly childCount: number;
  readonly children: readonly XPathNode[];
  child(index: number): XPathNode | null;
}

/** The axes of XPath 1.0. */
export const AXES = new Set(
  (
    'ancestor-or-self ancestor attribute child descendant-or-self descendant following-sibling following ' +
    'namespace parent preceding-sibling preceding self'
  ).split(' '),
);
/** Names that are tests for kinds of nodes, not functions. */
export const NODE_TYPES = new Set(['comment', 'node', 'processing-instruction', 'text']);

/** Binary operators, the loosest binding first. */
export const LEVELS: readonly ReadonlyMap<string, string>[] = [
  new Map([['or', 'or_expr']]),
  new Map([['and', 'and_expr']]),
  new Map([
    ['=', 'eq_expr'],
    ['!=', 'ne_expr'],
  ]),
  new Map([
    ['<', 'lt_expr'],
    ['<=', 'lte_expr'],
    ['>', 'gt_expr'],
    ['>=', 'gte_expr'],
  ]),
  new Map([
    ['+', 'addition_expr'],
    ['-', 'subtraction_expr'],
  ]),
  new Map([
    ['*', 'multiplication_expr'],
    ['div', 'division_expr'],
    ['mod', 'modulo_expr'],
  ]),
];
