import type { FormSession } from './session.svelte';
import { entriesAround, repeatOf } from './paths';

/** Where a question stands, in the language now shown: the entries around it with their numbers, then its label. */
export function labelAt(session: FormSession, unit: string): string {
  const around = entriesAround(unit).map((entry) => entryLabel(session, entry));
  return [...around, textAt(session, unit)].filter((text) => text !== '').join(' · ');
}

function textAt(session: FormSession, unit: string): string {
  return session.nodeAt(unit)?.currentState.label?.asString ?? '';
}

function entryLabel(session: FormSession, entry: string): string {
  const repeat = session.nodeAt(repeatOf(entry));
  const at = repeat === null ? -1 : session.entries(repeat).findIndex((one) => one.unit === entry);
  return `${textAt(session, repeatOf(entry))} ${at + 1}`.trim();
}
