/* eslint-disable svelte/prefer-svelte-reactivity -- maps are replaced as a whole and held by $state.raw */
/** The entries of an open form's repeats: their places, and the one that was removed last. */
import type { EngineNode } from './engine-types';
import { between, reordered } from './order';
import { idOf, repeatOf } from './paths';
import { entries, isRepeat, ridOf, unitOf, type Entry, type Orders } from './tree';
import type { Values } from './types';

const ORDER = '/@order';

export class Repeats {
  #orders = $state.raw<Orders>(new Map());
  #known = new Set<string>();
  #removed = $state.raw<{ readonly entry: string; readonly values: Values } | null>(null);

  /** Removes the entries that a form begins with, where a person may add them. */
  static empty(node: EngineNode): void {
    for (const child of node.currentState.children ?? []) Repeats.empty(child);
    if (node.nodeType !== 'repeat-range:uncontrolled') return;
    const count = node.currentState.children?.length ?? 0;
    if (count > 0) node.removeInstances?.(0, count);
  }

  get orders(): Orders {
    return this.#orders;
  }

  get removed(): string | null {
    return this.#removed?.entry ?? null;
  }

  /** Takes over the places that were stored. Entries stored without one keep none. */
  load(values: Values): void {
    const placed = Object.entries(values).filter(([unit, key]) => unit.endsWith(`]${ORDER}`) && key !== null);
    this.#orders = new Map(placed.map(([unit, key]) => [unit.slice(0, -ORDER.length), key!]));
    const rids = Object.keys(values).filter((unit) => unit.endsWith(']/_rid'));
    this.#known = new Set(rids.map((unit) => unit.slice(0, -'/_rid'.length)));
    this.#removed = null;
  }

  /** Gives new entries a place after the last one. */
  place(repeats: Iterable<EngineNode>): void {
    const orders = new Map(this.#orders);
    for (const repeat of repeats) this.#placeIn(repeat, orders);
    if (orders.size !== this.#orders.size) this.#orders = orders;
  }

  #placeIn(repeat: EngineNode, orders: Map<string, string>): void {
    const unit = unitOf(repeat);
    const found = (repeat.currentState.children ?? []).map((node) => `${unit}[${ridOf(node)}]`);
    let last = entries(repeat, orders, unit).at(-1)?.order ?? null;
    for (const entry of found) {
      if (orders.has(entry) || this.#known.has(entry)) continue;
      last = between(last, null);
      orders.set(entry, last);
    }
  }

  entries(repeat: EngineNode): Entry[] {
    return entries(repeat, this.#orders);
  }

  /** Adds an entry at the end and answers its unit. */
  add(repeat: EngineNode): string {
    repeat.addInstances?.();
    const added = repeat.currentState.children!.at(-1)!;
    for (const child of added.currentState.children ?? []) if (isRepeat(child)) Repeats.empty(child);
    return `${unitOf(repeat)}[${ridOf(added)}]`;
  }

  remove(repeat: EngineNode, entry: string, values: Values): void {
    const id = idOf(entry);
    const at = repeat.currentState.children?.findIndex((node) => ridOf(node) === id) ?? -1;
    if (at < 0) return;
    const inside = Object.entries(values).filter(([unit]) => unit.startsWith(`${entry}/`));
    repeat.removeInstances?.(at, 1);
    this.#removed = { entry, values: Object.fromEntries(inside) };
  }

  /** These answers with those of the entry that was removed last. */
  withRemoved(values: Values): Values {
    return { ...values, ...this.#removed?.values };
  }

  /** Moves an entry one place; as few others as possible get a new key. */
  move(repeat: EngineNode, entry: string, by: -1 | 1): void {
    const all = this.entries(repeat);
    const from = all.findIndex((one) => one.unit === entry);
    const to = from + by;
    if (from < 0 || to < 0 || to >= all.length) return;
    const [moved] = all.splice(from, 1);
    all.splice(to, 0, moved!);
    const orders = new Map(this.#orders);
    for (const [id, key] of reordered(all, to)) orders.set(`${repeatOf(entry)}[${id}]`, key);
    this.#orders = orders;
  }
}
