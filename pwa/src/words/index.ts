import { en, type Words } from './en';
import { ago, date } from './time';

export type { Words } from './en';

/** The languages of the app, each by its own name. */
export const LANGUAGES: readonly { readonly code: string; readonly name: string }[] = [{ code: 'en', name: 'English' }];

const SPOKEN: Readonly<Record<string, Words>> = { en };

/** How the app speaks to this reader. */
export interface Voice {
  readonly words: Words;
  readonly language: string;
  /** A moment as a person says it. */
  readonly ago: (when: number) => string;
  /** A day as a person writes it. */
  readonly day: (when: number) => string;
}

/** The app in a language; in English where it does not speak it. */
export function voice(language: string): Voice {
  const words = SPOKEN[language] ?? en;
  return {
    words,
    language,
    ago: (when) => ago(when, Date.now(), language, words),
    day: (when) => date(when, language),
  };
}
