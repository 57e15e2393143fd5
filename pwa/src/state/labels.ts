import type { Translated, Unit, Units, Values } from '../forms/types';

type Choices = readonly { readonly name: string; readonly label: Translated }[];

/** A label in the reader's language, else in the form's own. */
export function said(words: Translated | undefined, language: string, fallback: string): string {
  if (!words) return fallback;
  return words[language] ?? words[''] ?? Object.values(words)[0] ?? fallback;
}

/** Where the answers of a record's line come from: place and date, else whatever was answered first. */
export function heading(values: Values, units: Units | null): string {
  if (!units) return '';
  const place = units.units.filter((unit) => /^#(loc|adm|country|region)/.test(unit.hxl ?? ''));
  const named = [...place].sort((a, b) => depth(b) - depth(a)).map((unit) => answer(values, unit, units));
  const first = named.find(Boolean) ?? firstAnswer(values, units);
  return first ?? '';
}

function depth(unit: Unit): number {
  return /name/.test(unit.hxl ?? '') ? 1 : 0;
}

function answer(values: Values, unit: Unit, units: Units): string | null {
  const value = values[unit.path];
  return value ? shown(value, unit, units, units.default_language) : null;
}

function firstAnswer(values: Values, units: Units): string | null {
  const visible = ['text', 'select_one', 'date'];
  const found = units.units.find((unit) => visible.includes(unit.type) && !unit.repeat && values[unit.path]);
  return found ? answer(values, found, units) : null;
}

function choiceLabel(choices: Choices, name: string, language: string): string {
  return said(choices.find((choice) => choice.name === name)?.label, language, name);
}

/** A value as a person reads it. */
export function shown(value: string, unit: Unit, units: Units, language: string): string {
  const choices = unit.choices ? units.choices[unit.choices] : undefined;
  if (choices && (unit.type === 'select_multiple' || unit.type === 'rank')) {
    return value
      .split(' ')
      .map((name) => choiceLabel(choices, name, language))
      .join(', ');
  }
  if (choices) return choiceLabel(choices, value, language);
  if (unit.type === 'date') return day(value, language);
  if (unit.type === 'geopoint') return value.split(' ').slice(0, 2).join(', ');
  return value;
}

function day(value: string, language: string): string {
  const when = Date.parse(`${value.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(when)) return value;
  const format = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language || 'en', format).format(when);
}
