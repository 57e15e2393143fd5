import type { FormSession } from './session.svelte';

/** The label of a question in the language now shown; empty where it has none. */
export function labelAt(session: FormSession, unit: string): string {
  return session.nodeAt(unit)?.currentState.label?.asString ?? '';
}
