import type { Changes, Edit, Have } from '../server/messages';

/** What a person changed, before it has a number. */
export interface Intent {
  readonly record: string;
  readonly form: string;
  readonly version: string;
  readonly scope: string;
  readonly parent: string | null;
  readonly seen: Have;
  readonly set: Changes;
  readonly was: Changes;
}

/** Who writes, and when. */
export interface Writer {
  readonly replica: string;
  readonly n: number;
  readonly at: number;
  readonly offset_ms: number;
  readonly author: string;
  readonly device: string;
}

const MOST_UNITS = 3_900;
const MOST_BYTES = 200_000;
const LONGEST = 64 * 1_024;
const encoder = new TextEncoder();

/** Thrown when one answer is longer than any server takes. */
export class TooLong extends Error {
  readonly unit: string;

  constructor(unit: string) {
    super(unit);
    this.unit = unit;
  }
}

function wellFormed(value: string): string {
  // A half character has no canonical form; browsers older than this method never make one here.
  const whole = (value as { toWellFormed?: () => string }).toWellFormed?.() ?? value;
  return whole.replaceAll('\0', '').normalize('NFC');
}

function clean(changes: Changes): [string, string | null][] {
  return Object.entries(changes).map(([unit, value]) => {
    const kept = value === null ? null : wellFormed(value);
    if (kept !== null && encoder.encode(kept).length > LONGEST) throw new TooLong(unit);
    return [unit, kept];
  });
}

/** The first unit whose answer is too long to be kept, or null. */
export function longest(set: Changes): string | null {
  try {
    clean(set);
    return null;
  } catch (error) {
    if (error instanceof TooLong) return error.unit;
    throw error;
  }
}

function parts(set: Changes): Changes[] {
  const found: [string, string | null][][] = [[]];
  let bytes = 0;
  for (const [unit, value] of clean(set)) {
    const size = encoder.encode(unit + (value ?? '')).length + 8;
    if (found.at(-1)!.length >= MOST_UNITS || bytes + size > MOST_BYTES) {
      found.push([]);
      bytes = 0;
    }
    found.at(-1)!.push([unit, value]);
    bytes += size;
  }
  return found.map((part) => Object.fromEntries(part));
}

/** The edits that say this: one, or several where one would be too large. `seen` names the own latest. */
export function editsOf(intent: Intent, writer: Writer): Edit[] {
  return parts(intent.set).map((set, index) => ({
    replica: writer.replica,
    n: writer.n + 1 + index,
    record: intent.record,
    form: intent.form,
    version: intent.version,
    scope: intent.scope,
    parent: intent.parent,
    at: new Date(writer.at).toISOString(),
    offset_ms: writer.offset_ms,
    seen: index === 0 ? intent.seen : { ...intent.seen, [writer.replica]: writer.n + index },
    set,
    was: Object.fromEntries(clean(intent.was).filter(([unit]) => unit in set)),
    author: writer.author,
    device: writer.device,
  }));
}

/** An edit as it is sent: who wrote it is for the server to say. */
export function outgoing(edit: Edit): Edit {
  const { author: _author, device: _device, received_at: _received, ...said } = edit;
  return said;
}
