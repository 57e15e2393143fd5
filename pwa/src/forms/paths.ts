/** Unit paths: `issue[4f0c…]/text` names one answer, `issue[]/text` the question. */

/** The question behind a unit: its path without the ids of entries. */
export function template(unit: string): string {
  return unit.replace(/\[[^\]]*\]/g, '[]');
}

/** The entry that a unit stands in, `issue[4f0c…]`; null outside of repeats. */
export function entryOf(unit: string): string | null {
  const end = unit.lastIndexOf(']');
  return end < 0 ? null : unit.slice(0, end + 1);
}

/** All entries around a unit, outermost first. */
export function entriesAround(unit: string): string[] {
  return [...unit.matchAll(/\]/g)].map((found) => unit.slice(0, found.index + 1));
}

/** The id of an entry. */
export function idOf(entry: string): string {
  return entry.slice(entry.lastIndexOf('[') + 1, -1);
}

/** The repeat that an entry belongs to: `issue[4f0c…]` → `issue`. */
export function repeatOf(entry: string): string {
  return entry.slice(0, entry.lastIndexOf('['));
}

/** Whether a change of `unit` is a change of an input of `derived`, seen from where `derived` stands. */
export function feeds(unit: string, derived: string, inputs: readonly string[]): boolean {
  const around = entriesAround(derived);
  const same = around.every((entry) => {
    const repeat = repeatOf(entry) + '[';
    return !unit.startsWith(repeat) || unit.startsWith(entry + '/');
  });
  if (!same) return false;
  const question = template(unit);
  const [, repeat] = /^(.*\[\])\/(?:@deleted|@order|_rid)$/.exec(question) ?? [];
  return inputs.some((input) => input === question || (repeat !== undefined && input.startsWith(repeat + '/')));
}
