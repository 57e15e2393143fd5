/** An edit is one save on one device: the fields it changed, and what it had seen. */
import { correctedTime } from './clock';
import { check, SERVER_FIELDS } from './limits';

export { MalformedEdit, SERVER_FIELDS } from './limits';

/** The last edit of each replica: `have` and `seen`. */
export type Vector = Readonly<Record<string, number>>;
/** Units and their values; null is cleared. */
export type Values = Readonly<Record<string, string | null>>;

/** Whose edit a lead let go on. */
export interface Released {
  readonly replica: string;
  readonly n: number;
  readonly author: string;
  readonly at: string;
}

/** One save as it travels, frozen when it was made; in a snapshot, `set` and `was` have only what still counts. */
export interface Edit {
  readonly replica: string;
  readonly n: number;
  readonly record: string;
  readonly form: string;
  readonly version: string;
  readonly scope: string;
  readonly parent: string | null;
  readonly at: string;
  readonly offset_ms: number;
  readonly seen: Vector;
  readonly set: Values;
  readonly was?: Values;
  readonly released?: Released | null;
  readonly author?: string | null;
  readonly device?: string | null;
  readonly received_at?: string | null;
}

/** The edit that somebody sent; MalformedEdit says why it is none. What only a server says of it is left out. */
export function parseEdit(raw: unknown): Edit {
  check(raw);
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !SERVER_FIELDS.has(name))) as unknown as Edit;
}

/** The text that is the edit's identity: RFC 8785 of all its fields but the server's. */
export function canonical(raw: object): string {
  return write(Object.fromEntries(Object.entries(raw).filter(([name]) => !SERVER_FIELDS.has(name))));
}

/** RFC 8785: keys in the order of their UTF-16 units, nothing between the tokens. */
export function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${write(inner)}`).join(',')}}`;
}

/** What tells two edits under one number apart. */
export function digest(raw: object): Promise<string> {
  return sha256(canonical(raw));
}

/** SHA-256 of a text, in hex. */
export async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The only identity of an edit. */
export function editId(edit: Edit): string {
  return `${edit.replica}:${edit.n}`;
}

/** When it was saved by the server's clock, in milliseconds since 1970. */
export function corrected(edit: Edit): number {
  return correctedTime(edit.at, edit.offset_ms);
}

/** The edits with the greatest (corrected time, replica, n) first: what is shown first, never what is kept. */
export function greatestFirst(edits: readonly Edit[]): Edit[] {
  const timed = edits.map((edit) => ({ edit, time: corrected(edit) }));
  timed.sort((one, other) => {
    const [a, b] = [one.edit, other.edit];
    return other.time - one.time || (a.replica === b.replica ? b.n - a.n : a.replica < b.replica ? 1 : -1);
  });
  return timed.map(({ edit }) => edit);
}

/** Whether a version vector includes the edit. */
export function covers(vector: Vector, edit: Edit): boolean {
  return (vector[edit.replica] ?? 0) >= edit.n;
}

/** Whether the writer of the edit had seen the other one; an edit has seen itself. */
export function sees(edit: Edit, other: Edit): boolean {
  return covers(edit.seen, other) || (edit.replica === other.replica && edit.n === other.n);
}
