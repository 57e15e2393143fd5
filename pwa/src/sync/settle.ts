/** Several heads of one unit become one value by its policy, or wait for a person. */
import type { Edit } from './edits';
import { byCodePoint } from './order';
import type { Policies, Policy } from './policies';

export type Difference = 'value' | 'merged';

/** The value that a unit shows, and how its heads differ, if they do and somebody should know. */
export interface Settled {
  readonly value: string | null;
  readonly difference: Difference | null;
}

/** What the unit shows; its heads come with the greatest first. */
export function settle(unit: string, tips: readonly Edit[], policies: Policies): Settled {
  const values = tips.map((tip) => tip.set[unit] ?? null);
  const first = values[0] ?? null;
  if (values.every((value) => value === first)) return { value: first, difference: null };
  const policy = policies.of(unit);
  if (policy.kind === 'derived') return { value: first, difference: null };
  if (policy.kind === 'greatest') return { value: first, difference: 'merged' };
  if (policy.kind === 'strictest') return { value: strictest(values, policy), difference: 'merged' };
  if (policy.kind === 'set' && haveOneBase(unit, tips)) {
    return { value: mergedSet(unit, tips, policies.choiceOrder(unit)), difference: 'merged' };
  }
  return { value: first, difference: 'value' };
}

/** The most restrictive value: rightmost in the list; cleared is leftmost, a code not in it rightmost of all. */
function strictest(values: readonly (string | null)[], policy: Policy): string | null {
  const places = new Map(policy.order.map((code, place) => [code, place]));
  const place = (value: string | null) => (value === null ? -1 : (places.get(value) ?? places.size));
  return values.reduce((most, value) => (place(value) > place(most) ? value : most));
}

/** Whether all the heads say that they started from the same value. */
function haveOneBase(unit: string, tips: readonly Edit[]): boolean {
  const said = tips.every((tip) => tip.was !== undefined && Object.hasOwn(tip.was, unit));
  return said && new Set(tips.map((tip) => tip.was?.[unit])).size === 1;
}

/** Three ways: what anybody took out is out, what anybody added is in, in the choice list's order. */
function mergedSet(unit: string, tips: readonly Edit[], order: readonly string[]): string | null {
  const base = codes(tips[0]?.was?.[unit]);
  const chosen = tips.map((tip) => codes(tip.set[unit]));
  const kept = [...base].filter((code) => chosen.every((one) => one.has(code)));
  const added = chosen.flatMap((one) => [...one].filter((code) => !base.has(code)));
  const places = new Map([...order.entries()].reverse().map(([place, code]) => [code, place]));
  const place = (code: string) => places.get(code) ?? order.length;
  const merged = [...new Set([...kept, ...added])];
  return merged.sort((one, other) => place(one) - place(other) || byCodePoint(one, other)).join(' ') || null;
}

/** The choices in a select_multiple's value. */
function codes(value: string | null | undefined): ReadonlySet<string> {
  return new Set((value ?? '').split(' ').filter((code) => code !== ''));
}
