/** A form as pages: each group or repeat at the top is one, and so is each run of questions between them. */
import type { EngineNode, EngineRoot } from './engine-types';
import { isRepeat, nameOf } from './tree';

export interface Page {
  readonly key: string;
  readonly kind: 'group' | 'repeat' | 'questions';
  /** The label in the language now shown; empty where the form gives none. */
  readonly title: string;
  readonly nodes: readonly EngineNode[];
}

/** Whether there is something here that a person can read or answer now. */
export function isAskable(node: EngineNode): boolean {
  const { relevant, children } = node.currentState;
  if (!relevant || node.nodeType === 'model-value') return false;
  if (isRepeat(node)) return node.nodeType === 'repeat-range:uncontrolled' || (children?.length ?? 0) > 0;
  return children === null || children.some(isAskable);
}

function kindOf(node: EngineNode): Page['kind'] {
  if (isRepeat(node)) return 'repeat';
  return node.nodeType === 'group' ? 'group' : 'questions';
}

/** The pages that have something to ask just now, in the order of the form. */
export function pages(root: EngineRoot): Page[] {
  const runs: EngineNode[][] = [];
  for (const node of root.currentState.children ?? []) {
    if (nameOf(node) === 'meta' || node.nodeType === 'model-value') continue;
    const last = runs.at(-1);
    if (last && kindOf(node) === 'questions' && kindOf(last[0]!) === 'questions') last.push(node);
    else runs.push([node]);
  }
  return runs
    .map((run) => run.filter(isAskable))
    .filter((run) => run.length > 0)
    .map(page);
}

function page(nodes: readonly EngineNode[]): Page {
  const first = nodes[0]!;
  const kind = kindOf(first);
  const title = kind === 'questions' ? '' : (first.currentState.label?.asString ?? '');
  return { key: nameOf(first), kind, title, nodes };
}

/** The page on which a unit stands; -1 when it is on none. */
export function pageOf(unit: string, all: readonly Page[]): number {
  const [top] = unit.split(/[[/]/);
  return all.findIndex((one) => one.nodes.some((node) => nameOf(node) === top));
}
