/** What an edit must look like before anybody believes it: every limit that can be checked inside one edit. */
import { milliseconds } from './clock';
import { isDeletion, isUuid } from './paths';

export const UNITS = 4_000;
export const VALUE_BYTES = 64 * 1024;
export const SEEN = 1_024;
export const SERVER_FIELDS: ReadonlySet<string> = new Set(['author', 'device', 'received_at']);
const FIELDS = 'replica n record form version scope parent at offset_ms seen set'.split(' ');
const KNOWN: ReadonlySet<string> = new Set([...FIELDS, 'was', 'released']);
const REPLICA = /^[0-9a-f]{32}$/;
const HALF_A_CHARACTER = /[\ud800-\udfff]/u;
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map([
  ['@deleted', ['true']],
  ['@review', ['received', 'returned', 'approved']],
  ['@restricted', ['true']],
  ['@twin', ['same', 'other', 'different']],
]);

type Fields = Readonly<Record<string, unknown>>;

/** An edit that cannot be one, with the reason as a sentence. */
export class MalformedEdit extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Throws MalformedEdit unless everything inside the edit is as the protocol says. */
export function check(raw: unknown): asserts raw is Fields {
  if (!isObject(raw)) throw new MalformedEdit('The edit is not an object.');
  for (const name of FIELDS) require(Object.hasOwn(raw, name), `The edit has no “${name}”.`);
  checkIdentity(raw);
  checkTime(raw);
  checkSeen(raw['seen']);
  checkValues(raw['set'], 'set');
  checkValues(Object.hasOwn(raw, 'was') ? raw['was'] : {}, 'was');
  checkReleased(raw['released'] ?? null);
  for (const [name, value] of Object.entries(raw)) {
    if (!KNOWN.has(name) && !SERVER_FIELDS.has(name)) checkUnknown(name, value);
  }
}

/** Throws MalformedEdit with the reason unless the claim holds. */
function require(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new MalformedEdit(reason);
}

/** Whether the value is a JSON object. */
function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is a whole number that every language counts exactly. */
function isInteger(value: unknown, least = -Number.MAX_SAFE_INTEGER): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/** Whether the value is a replica's id: 32 lower-case hex digits. */
function isReplica(value: unknown): boolean {
  return typeof value === 'string' && REPLICA.test(value);
}

/** How many bytes the text takes; throws MalformedEdit when it is none, or half a character, or holds NUL. */
export function textBytes(value: unknown, what: string): number {
  if (typeof value !== 'string') throw new MalformedEdit(`${what} is not text.`);
  require(!value.includes('\0'), `${what} holds the character NUL.`);
  require(!HALF_A_CHARACTER.test(value), `${what} holds half a character.`);
  return new TextEncoder().encode(value).length;
}

/** Who wrote it, and where it belongs. */
function checkIdentity(raw: Fields): void {
  const { replica, n, record, parent } = raw as Record<'replica' | 'n' | 'record' | 'parent', unknown>;
  require(isReplica(replica), '“replica” is not 32 lower-case hex digits.');
  require(isInteger(n, 1), '“n” is not a whole number from 1.');
  require(typeof record === 'string' && isUuid(record), '“record” is not a lower-case UUID.');
  require(parent === null || (typeof parent === 'string' && isUuid(parent)), '“parent” is not a lower-case UUID.');
  for (const name of ['form', 'version', 'scope']) {
    const bytes = textBytes(raw[name], `“${name}”`);
    require(bytes > 0 && bytes <= VALUE_BYTES, `“${name}” is empty or too long.`);
  }
}

/** When its device believed to save it. */
function checkTime(raw: Fields): void {
  require(isInteger(raw['offset_ms']), '“offset_ms” is not a whole number.');
  checkAt(raw['at']);
}

/** A moment that exists. */
function checkAt(at: unknown): void {
  if (typeof at !== 'string') throw new MalformedEdit('“at” is not a time.');
  try {
    milliseconds(at);
  } catch {
    throw new MalformedEdit('“at” is not a time that exists.');
  }
}

/** What its writer had seen: the last edit of each replica. */
function checkSeen(seen: unknown): void {
  if (!isObject(seen)) throw new MalformedEdit('“seen” is not an object.');
  const entries = Object.entries(seen);
  require(entries.length <= SEEN, `“seen” has more than ${SEEN} entries.`);
  for (const [replica, n] of entries) {
    require(isReplica(replica), '“seen” names something that is no replica.');
    require(isInteger(n, 1), '“seen” has a number that is none from 1.');
  }
}

/** Units and their values: text, or null for cleared. */
function checkValues(values: unknown, name: 'set' | 'was'): void {
  if (!isObject(values)) throw new MalformedEdit(`“${name}” is not an object.`);
  const entries = Object.entries(values);
  require(entries.length <= UNITS, `“${name}” has more than ${UNITS} units.`);
  for (const [unit, value] of entries) {
    const bytes = textBytes(unit, "A unit's name");
    require(bytes > 0 && bytes <= VALUE_BYTES, "A unit's name is empty or too long.");
    if (value !== null) {
      require(textBytes(value, `The value of ${unit}`) <= VALUE_BYTES, `The value of ${unit} is above 64 KiB.`);
    }
    if (name === 'set') checkReserved(unit, value as string | null);
  }
}

/** The units whose values the protocol lists. */
function checkReserved(unit: string, value: string | null): void {
  if (unit.endsWith(']/_rid')) {
    const own = unit.slice(unit.lastIndexOf('[') + 1, -']/_rid'.length);
    require(value === own, `${unit} is not the entry's own id.`);
    return;
  }
  const name = isDeletion(unit) ? '@deleted' : unit.startsWith('@twin[') ? '@twin' : unit;
  const allowed = ALLOWED.get(name);
  require(allowed === undefined || value === null || allowed.includes(value), `${unit} cannot be “${value}”.`);
}

/** Whose edit a lead let go on, when this is such an edit. */
function checkReleased(released: unknown): void {
  if (released === null) return;
  if (!isObject(released)) throw new MalformedEdit('“released” is not an object.');
  require(isReplica(released['replica']), '“released” names no replica.');
  require(isInteger(released['n'], 1), '“released” names no edit.');
  textBytes(released['author'], 'The author in “released”');
  checkAt(released['at']);
  checkUnknown('released', released);
}

/** A field that nobody here knows: kept as it is, if it can be written down at all. */
function checkUnknown(name: string, value: unknown): void {
  textBytes(name, "A field's name");
  if (typeof value === 'string') textBytes(value, `“${name}”`);
  else if (Array.isArray(value)) value.forEach((inner) => checkUnknown(name, inner));
  else if (isObject(value)) Object.entries(value).forEach(([key, inner]) => checkUnknown(key, inner));
  else require(value === null || typeof value === 'boolean' || isInteger(value), `“${name}” is not a whole number.`);
}
