/** Clocks label edits and decide nothing: what a device's clock said, corrected by what the server measured. */
const AT =
  /^([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;
const FIRST = -62135596800000;
const LAST = 253402300799999;

/** The moment that a written time names, in milliseconds since 1970; RangeError when there is no such time. */
export function milliseconds(at: string): number {
  const found = at.includes('\n') ? null : AT.exec(at);
  if (found === null) throw new RangeError(`“${at}” is not a time with a date, seconds, and Z or an offset`);
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as Six;
  const moment = Date.UTC(year, month - 1, day, hour, minute, second);
  const real = new Date(moment).toISOString().slice(0, 19) === at.slice(0, 19);
  if (!real) throw new RangeError(`“${at}” is not a time that exists`);
  return moment + Number((found[7] ?? '0').slice(0, 3).padEnd(3, '0')) - offset(found);
}

type Six = [number, number, number, number, number, number];

/** How far the written time is ahead of UTC, in milliseconds. */
function offset(found: RegExpExecArray): number {
  if (found[8] === undefined) return 0;
  const [hours, minutes] = [Number(found[9]), Number(found[10])];
  if (hours > 23 || minutes > 59) throw new RangeError(`an offset of ${hours}:${minutes} does not exist`);
  return (hours * 60 + minutes) * 60_000 * (found[8] === '-' ? -1 : 1);
}

/** When the edit was saved by the server's clock, kept within the integers that both languages count exactly. */
export function correctedTime(at: string, offsetMs: number): number {
  const largest = Number.MAX_SAFE_INTEGER;
  return Math.max(-largest, Math.min(largest, milliseconds(at) + offsetMs));
}

/** A moment as written in answers: UTC with milliseconds, kept within the years 1 to 9999. */
export function iso(moment: number): string {
  return new Date(Math.max(FIRST, Math.min(LAST, moment))).toISOString();
}
