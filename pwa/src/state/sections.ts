import type { Unit, Units, Values } from '../forms/types';
import { isReserved, template } from '../sync';
import { said, shown } from './labels';
import type { ListLabels } from './lists';

/** One answer as a page shows it. */
export interface Item {
  readonly unit: string;
  readonly label: string;
  readonly value: string;
  readonly stale: boolean;
}

/** Answers that stand together under one heading. */
export interface Section {
  readonly key: string;
  readonly label: string;
  readonly items: readonly Item[];
}

/** What a record is read with. */
export interface Reader {
  readonly units: Units | null;
  readonly language: string;
  readonly lists: ReadonlyMap<string, ListLabels>;
  readonly stale: readonly string[];
  readonly unknown: string;
  readonly item: (label: string, index: number) => string;
}

const SILENT = ['note', 'hidden', 'start', 'end', 'today', 'username', 'deviceid'];

/** Whether a question is nothing that a person reads. */
export function silent(unit: Unit): boolean {
  return SILENT.includes(unit.type) || (unit.type === 'calculate' && !said(unit.label, '', ''));
}

/** A record's answers in the order and under the headings of its form. */
export function sections(values: Values, reader: Reader): Section[] {
  const named = instancesByTemplate(values);
  const found = new Map<string, Item[]>();
  for (const unit of reader.units?.units ?? []) {
    const paths = named.get(unit.path) ?? [];
    named.delete(unit.path);
    if (!silent(unit)) for (const path of paths) add(found, container(path), item(path, unit, { values, reader }));
  }
  const told = [...found].map(([key, items]) => ({ key, label: sectionLabel(key, values, reader), items }));
  return [...told.sort(byRecord(values, reader.units)), ...unknown(named, values, reader)];
}

function instancesByTemplate(values: Values): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of Object.keys(values)) {
    if (isReserved(path) || values[path] === null) continue;
    const key = template(path);
    found.set(key, [...(found.get(key) ?? []), path]);
  }
  return found;
}

function add(found: Map<string, Item[]>, key: string, one: Item): void {
  found.set(key, [...(found.get(key) ?? []), one]);
}

/** The repeat instance that a unit stands in, else the group at the top. */
function container(path: string): string {
  const entry = path.lastIndexOf(']');
  if (entry >= 0) return path.slice(0, entry + 1);
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function item(path: string, unit: Unit, { values, reader }: { values: Values; reader: Reader }): Item {
  const { units, language, stale } = reader;
  const label = said(unit.label, language, unit.path.split('/').at(-1)!);
  return {
    unit: path,
    label,
    value: text(values[path]!, unit, { values, reader, units: units! }),
    stale: stale.includes(path),
  };
}

/** A value in words: a choice by its label, a linked row by what it says. */
export function text(value: string, unit: Unit, at: { values: Values; reader: Reader; units: Units }): string {
  const { reader, units } = at;
  if (unit.link?.endsWith('[]')) return linked(value, unit.link, at) ?? value;
  const list = unit.choices ? reader.lists.get(unit.choices) : undefined;
  if (list)
    return value
      .split(' ')
      .map((name) => list.get(name) ?? name)
      .join(', ');
  return shown(value, unit, units, reader.language);
}

/** What a linked entry says: its first question of free text. */
function linked(id: string, repeat: string, { values, units }: { values: Values; units: Units }): string | null {
  const texts = new Set(units.units.filter((unit) => unit.type === 'text').map((unit) => unit.path));
  const inside = Object.keys(values).filter((path) => path.includes(`[${id}]/`) && texts.has(template(path)));
  const order = [...texts].filter((path) => path.startsWith(`${repeat}/`));
  inside.sort((a, b) => order.indexOf(template(a)) - order.indexOf(template(b)));
  return inside[0] === undefined ? null : (values[inside[0]] ?? null);
}

/** All instances beside this one, in the order that people gave them. */
function siblings(key: string, values: Values): string[] {
  const prefix = key.slice(0, key.lastIndexOf('[') + 1);
  const ids = new Set(
    Object.keys(values)
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length, path.indexOf(']', prefix.length))),
  );
  const place = (id: string): string => `${values[`${prefix}${id}]/@order`] ?? ''} ${id}`;
  return [...ids].sort((a, b) => (place(a) < place(b) ? -1 : 1)).map((id) => `${prefix}${id}]`);
}

function sectionLabel(key: string, values: Values, reader: Reader): string {
  const group = reader.units?.groups.find((one) => one.path === template(key));
  const label = said(group?.label, reader.language, '');
  return key.endsWith(']')
    ? reader.item(label || key.slice(0, key.indexOf('[')), siblings(key, values).indexOf(key) + 1)
    : label;
}

/** Where a container begins in the form. */
function begins(key: string, units: Units | null): number {
  const inside = key === '' ? /^[^/]+$/ : { test: (path: string) => path.startsWith(`${template(key)}/`) };
  return units?.units.findIndex((unit) => !silent(unit) && inside.test(unit.path)) ?? 0;
}

function byRecord(values: Values, units: Units | null): (a: Section, b: Section) => number {
  const place = (key: string): number[] => {
    const places: number[] = [];
    for (let end = key.indexOf(']'); end >= 0; end = key.indexOf(']', end + 1)) {
      const entry = key.slice(0, end + 1);
      places.push(begins(entry, units), siblings(entry, values).indexOf(entry));
    }
    return places.length > 0 ? places : [begins(key, units)];
  };
  const known = new Map<string, number[]>();
  const of = (key: string): number[] => known.get(key) ?? known.set(key, place(key)).get(key)!;
  return (a, b) => compare(of(a.key), of(b.key));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, index) => one !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] ?? -1) - (b[at] ?? -1);
}

function unknown(named: Map<string, string[]>, values: Values, reader: Reader): Section[] {
  const items = [...named.values()]
    .flat()
    .map((path) => ({ unit: path, label: path, value: values[path]!, stale: false }));
  return items.length > 0 ? [{ key: '?', label: reader.unknown, items }] : [];
}
