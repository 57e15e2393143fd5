/** Fractional order keys: text compared by bytes, so that an entry can go between two others without touching them. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
const SURROGATE = /[\uD800-\uDFFF]/;
const encoder = new TextEncoder();

/** Negative, zero or positive as `a` stands before, with or after `b`, by UTF-8 bytes. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  // Only halves of characters compare otherwise as text than as bytes.
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    if (left[at] !== right[at]) return left[at]! - right[at]!;
  }
  return left.length - right.length;
}

/** A key after `a` and before `b`; null stands for the open end. Where none fits (`a` ≥ `b`), one just after `a`. */
export function between(a: string | null, b: string | null): string {
  const low = a ?? '';
  if (b === null) return after(low);
  const key = middle(low, b);
  const fits = compareBytes(low, key) < 0 && compareBytes(key, b) < 0;
  return fits ? key : low + DIGITS[BASE / 2]!;
}

function digit(key: string, at: number): number {
  const index = DIGITS.indexOf(key[at] ?? '0');
  return index < 0 ? BASE - 1 : index;
}

/** Steps on by one digit, so that appending a hundred entries keeps the keys short. */
function after(low: string): string {
  if (low === '') return DIGITS[BASE / 2]!;
  const last = low.length - 1;
  const next = DIGITS.indexOf(low[last]!) + 1;
  return next > 0 && next < BASE ? low.slice(0, last) + DIGITS[next]! : low + DIGITS[1]!;
}

function middle(low: string, high: string): string {
  let shared = '';
  for (let at = 0; at <= high.length; at++) {
    const [from, to] = [digit(low, at), at < high.length ? digit(high, at) : BASE];
    if (to - from > 1) return shared + DIGITS[from + Math.floor((to - from) / 2)]!;
    shared += low[at] ?? DIGITS[from]!;
    if (to > from) return shared + after(low.slice(at + 1));
  }
  return shared;
}

/** An entry of a repeat as far as its place goes. */
export interface Placed {
  readonly id: string;
  readonly order: string | null;
}

/** Entries in the order every reader shows: by key, then by id; those without a key first. */
export function byOrder(a: Placed, b: Placed): number {
  return compareBytes(a.order ?? '', b.order ?? '') || compareBytes(a.id, b.id);
}

/** New keys, as few as possible, so that the entries sort as they are listed once the one at `moved` is in its place. */
export function reordered(entries: readonly Placed[], moved: number): Map<string, string> {
  const keys = new Map<string, string>();
  let previous: string | null = moved > 0 ? entries[moved - 1]!.order : null;
  for (let at = moved; at < entries.length; at++) {
    const { id, order } = entries[at]!;
    const stays = at !== moved && order !== null && compareBytes(order, previous ?? '') > 0;
    const key: string = stays ? order : between(previous, nextAbove(entries, at + 1, previous));
    if (!stays) keys.set(id, key);
    previous = key;
  }
  return keys;
}

function nextAbove(entries: readonly Placed[], from: number, floor: string | null): string | null {
  const found = entries.slice(from).find((entry) => entry.order !== null && compareBytes(entry.order, floor ?? '') > 0);
  return found?.order ?? null;
}
