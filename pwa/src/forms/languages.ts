import type { EngineLanguage, EngineRoot } from './engine-types';
import type { Language, Units } from './types';

const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|ks|nqo|prs|ps|sd|ug|ur|yi)(-|$)/i;

/** Which way a language is written. */
export function direction(code: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.test(code) ? 'rtl' : 'ltr';
}

function codeOf(language: EngineLanguage, units: Units): string {
  const known = units.languages.find((one) => one.name === language.language || one.code === language.language);
  return known?.code ?? language.locale?.toString() ?? /\(([\w-]+)\)\s*$/.exec(language.language)?.[1] ?? '';
}

function toLanguage(language: EngineLanguage, units: Units): Language {
  const code = codeOf(language, units);
  return { code, name: language.language, dir: direction(code) };
}

/** The languages a form can be read in. */
export function languages(root: EngineRoot, units: Units): Language[] {
  return root.languages.map((language) => toLanguage(language, units));
}

/** The language now shown. */
export function activeLanguage(root: EngineRoot, units: Units): Language {
  return toLanguage(root.currentState.activeLanguage, units);
}

/** Shows the form in a language; one that the form lacks changes nothing. */
export function setLanguage(root: EngineRoot, units: Units, code: string): void {
  const wanted = root.languages.find((language) => codeOf(language, units) === code);
  if (wanted) root.setLanguage(wanted);
}
