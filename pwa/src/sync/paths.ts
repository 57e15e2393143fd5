/** A unit is named by its path, in which each repeat instance carries its own id. */
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const IDENTIFIER = new RegExp(`^${UUID}$`);
const IN_BRACKETS = new RegExp(`\\[${UUID}\\]`, 'g');
const AN_INSTANCE = new RegExp(`\\[${UUID}\\](?=/)`, 'g');

/** Whether the text is a UUID in lower case. */
export function isUuid(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** The path as the form knows it, without the instances' ids: `issues[4f0c…]/text` becomes `issues[]/text`. */
export function template(unit: string): string {
  return unit.includes('[') ? unit.replace(IN_BRACKETS, '[]') : unit;
}

/** The repeat instances that the unit lies in, the outermost first: `issues[4f0c…]`. */
export function instances(unit: string): readonly string[] {
  if (!unit.includes(']/') || unit.startsWith('@')) return [];
  return [...unit.matchAll(AN_INSTANCE)].map((found) => unit.slice(0, found.index + found[0].length));
}

/** The innermost repeat instance that the unit lies in. */
export function instance(unit: string): string | null {
  return instances(unit).at(-1) ?? null;
}

/** The last step of the path. */
export function tail(unit: string): string {
  return unit.slice(unit.lastIndexOf('/') + 1);
}

/** Whether the unit says that the record or one of its instances is removed. */
export function isDeletion(unit: string): boolean {
  return unit === '@deleted' || unit.endsWith('/@deleted');
}

/** Whether the unit is said by the form, an instance's `_rid` included, and not about the record. */
export function isAnswer(unit: string): boolean {
  return !unit.startsWith('@') && !unit.includes('/@');
}

/** Whether the protocol gives the unit its meaning, not the form. */
export function isReserved(unit: string): boolean {
  return !isAnswer(unit) || unit.endsWith(']/_rid');
}
