/** Reading the engine's tree of nodes by unit paths. */
import type { EngineNode, EngineRoot } from './engine-types';
import { byOrder, type Placed } from './order';

export const RID = '_rid';

/** One answer's place in the tree. */
export interface Leaf {
  readonly unit: string;
  readonly node: EngineNode;
}

/** An entry of a repeat. */
export interface Entry extends Placed {
  readonly unit: string;
  readonly node: EngineNode;
}

/** Keys of entries by unit (`issue[4f0c…]`). */
export type Orders = ReadonlyMap<string, string>;

export function nameOf(node: EngineNode): string {
  return node.definition.qualifiedName.localName;
}

export function isRepeat(node: EngineNode): boolean {
  return node.nodeType.startsWith('repeat-range');
}

/** The engine blanks the id of an entry that is not relevant: its name is remembered while it is hidden. */
const named = new WeakMap<EngineNode, string>();

/** The stable id of an entry. */
export function ridOf(entry: EngineNode): string {
  const child = entry.currentState.children?.find((node) => nameOf(node) === RID);
  const rid = child?.currentState.instanceValue;
  if (rid) named.set(entry, rid);
  return rid || (named.get(entry) ?? entry.nodeId);
}

/** Gives the entries of a loaded instance their ids, hidden ones too. */
export function nameEntries(root: EngineNode, ids: ReadonlyMap<string, readonly string[]>): void {
  for (const repeat of repeats(root)) {
    const known = ids.get(unitOf(repeat)) ?? [];
    repeat.currentState.children?.forEach((entry, at) => known[at] && named.set(entry, known[at]));
  }
}

/** The unit path of a node; of a repeat without brackets, of an entry with its id. */
export function unitOf(node: EngineNode): string {
  const { parent } = node;
  if (parent === null || parent.nodeType === 'root') return nameOf(node);
  if (node.nodeType === 'repeat-instance') return `${unitOf(parent)}[${ridOf(node)}]`;
  return `${unitOf(parent)}/${nameOf(node)}`;
}

/** The entries of a repeat in the order every reader shows. */
export function entries(repeat: EngineNode, orders: Orders, unit = unitOf(repeat)): Entry[] {
  const found = (repeat.currentState.children ?? []).map((node) => entry(node, unit, orders));
  return found.sort(byOrder);
}

function entry(node: EngineNode, repeat: string, orders: Orders): Entry {
  const id = ridOf(node);
  const unit = `${repeat}[${id}]`;
  return { id, unit, node, order: orders.get(unit) ?? null };
}

/** Every repeat below a node, the outer ones first. */
export function* repeats(parent: EngineNode): Generator<EngineNode> {
  for (const child of parent.currentState.children ?? []) {
    if (isRepeat(child)) yield child;
    yield* repeats(child);
  }
}

/** Every answer below a node, in the order of the form and of the entries; `meta` is no part of the answers. */
export function* leaves(parent: EngineNode, orders: Orders, prefix = ''): Generator<Leaf> {
  for (const node of parent.currentState.children ?? []) {
    const unit = prefix + nameOf(node);
    if (unit === 'meta') continue;
    if (isRepeat(node)) yield* entryLeaves(node, orders, unit);
    else if (node.currentState.children) yield* leaves(node, orders, unit + '/');
    else if (node.nodeType !== 'note') yield { unit, node };
  }
}

function* entryLeaves(repeat: EngineNode, orders: Orders, unit: string): Generator<Leaf> {
  for (const found of entries(repeat, orders, unit)) yield* leaves(found.node, orders, found.unit + '/');
}

/** The node at a unit path. */
export function find(root: EngineRoot, unit: string): EngineNode | null {
  let node: EngineNode | undefined = root;
  for (const segment of unit.split('/')) {
    const [, name, id] = /^([^[]+)(?:\[(.+)\])?$/.exec(segment) ?? [];
    node = node?.currentState.children?.find((child) => nameOf(child) === name);
    if (id !== undefined) node = node?.currentState.children?.find((child) => ridOf(child) === id);
  }
  return node ?? null;
}
