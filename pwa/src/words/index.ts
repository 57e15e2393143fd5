import { en, type Words } from './en';

export type { Words } from './en';

/** The languages of the app, each by its own name. */
export const LANGUAGES: readonly { readonly code: string; readonly name: string }[] = [{ code: 'en', name: 'English' }];

const SPOKEN: Readonly<Record<string, Words>> = { en };

/** The sentences of a language; English where it is not there. */
export function wordsOf(language: string): Words {
  return SPOKEN[language] ?? en;
}
