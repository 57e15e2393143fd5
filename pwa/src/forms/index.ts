import { load } from './engine';
import { FormSession } from './session.svelte';
import type { OpenOptions } from './types';

export { FormSession } from './session.svelte';
export type { Page } from './pages';
export type {
  Changes,
  Geo,
  Language,
  OpenOptions,
  Translated,
  Unit,
  UnitGroup,
  Units,
  Values,
  Violation,
} from './types';

/** Opens a form; the engine is fetched when the first form is opened. */
export async function openForm(options: OpenOptions): Promise<FormSession> {
  const form = await load(options.xform, options.fetchList, options);
  return FormSession.open(form, options);
}
