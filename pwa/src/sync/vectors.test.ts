import { describe, expect, it } from 'vitest';
import { correctedTime, iso } from './clock';
import { recordDigest } from './digest';
import { canonical, digest, parseEdit, write } from './edits';
import { MalformedEdit } from './limits';
import { byCodePoint } from './order';
import { instance, instances, isAnswer, isDeletion, isReserved, template } from './paths';
import { Policies, type FormUnits } from './policies';
import { expand, replay, type Case } from './testing';

type Fields = Record<string, unknown>;
interface Content {
  readonly units: FormUnits;
  readonly cases: readonly Fields[];
}

// As texts: half a character, which some vectors hold on purpose, is read by JSON.parse alone.
const TEXTS = import.meta.glob<string>('../../../sync/vectors/*', { eager: true, query: '?raw', import: 'default' });
const files = new Map(
  Object.entries(TEXTS).map(([path, text]) => [path.split('/').at(-1) ?? '', JSON.parse(text) as Content]),
);

function stories(content: Content): void {
  const policies = Policies.fromUnits(content.units);
  for (const story of content.cases) {
    const expected = story['expect'] as Fields;
    const { outcomes, said } = replay(story as unknown as Case, policies);
    // Compared as canonical texts: `expect` alone would take most of the time.
    const same = outcomes.every((outcome) => write(outcome) === write(outcomes[0]));
    const found = Object.fromEntries(Object.keys(expected).map((name) => [name, (outcomes[0] as Fields)[name]]));
    if (!same || write(found) !== write(expected)) expect({ name: story['name'], found, same }).toEqual(expected);
    if (said.flat().includes('broken_chain')) expect(said, String(story['name'])).toEqual([]);
  }
}

function editOf(given: Fields): Fields {
  const raw = expand({ by: 'a', n: 2, set: { place: 'x' }, was: { groups: 'women' }, seen: { a: 1, b: 3 } });
  const over = Object.entries((given['over'] ?? {}) as Fields).map(([name, value]) => [name, filled(value)] as const);
  const whole = { ...raw, ...Object.fromEntries(over) };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== given['without']));
}

function filled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const large = value as Record<'$units' | '$seen' | '$text', number | undefined>;
  const many = (count: number, entry: (place: number) => [string, unknown]) =>
    Object.fromEntries(Array.from({ length: count }, (_, place) => entry(place)));
  if (large.$units !== undefined) return many(large.$units, (place) => [`unit${place}`, 'x']);
  if (large.$seen !== undefined) return many(large.$seen, (place) => [place.toString(16).padStart(32, '0'), 1]);
  if (large.$text !== undefined) return 'é'.repeat(Math.floor(large.$text / 2)) + 'v'.repeat(large.$text % 2);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner)]));
}

function limits(content: Content): void {
  for (const given of content.cases) {
    const parse = () => parseEdit(editOf(given));
    if (given['taken'] === true) expect(parse, String(given['name'])).not.toThrow();
    else expect(parse, String(given['name'])).toThrow(MalformedEdit);
  }
}

async function digests(content: Content): Promise<void> {
  for (const given of content.cases) {
    if ('edit' in given) {
      const raw = given['edit'] as object;
      expect([canonical(raw), await digest(raw)]).toEqual([given['canonical'], given['digest']]);
    } else {
      const { id, have } = given as { id: string; have: Record<string, number> };
      expect(await recordDigest(id, have)).toBe(given['digest']);
    }
  }
}

function readings(content: Content): void {
  const policies = Policies.fromUnits(content.units);
  for (const given of content.cases) {
    if ('unit' in given) path(given, policies);
    else if ('at' in given) {
      const moment = correctedTime(given['at'] as string, given['offset_ms'] as number);
      expect([moment, iso(moment)]).toEqual([given['corrected'], given['iso']]);
    } else {
      const texts = given['code_points'] as string[];
      expect([...texts].reverse().sort(byCodePoint)).toEqual(texts);
    }
  }
}

function path(given: Fields, policies: Policies): void {
  const { unit, kind } = given as { unit: string; kind: string };
  expect([unit, template(unit), policies.knows(unit), instances(unit)]).toEqual([
    unit,
    given['template'],
    given['known'],
    given['instances'],
  ]);
  expect(instance(unit)).toBe((given['instances'] as string[]).at(-1) ?? null);
  expect([isReserved(unit), isDeletion(unit)]).toEqual([kind !== 'answer', kind === 'deletion']);
  expect(isAnswer(unit)).toBe(kind === 'answer' || unit.endsWith('_rid'));
}

const RUNS: Readonly<Record<string, (content: Content) => void | Promise<void>>> = {
  'small_scope.json': stories,
  'stories.json': stories,
  'limits.json': limits,
  'digests.json': digests,
  'readings.json': readings,
};

describe('the vectors', () => {
  it.each(Object.keys(RUNS))(
    '%s holds',
    async (name) => {
      const content = files.get(name);
      expect(content?.cases.length).toBeGreaterThan(4);
      await RUNS[name]?.(content as Content);
    },
    60_000,
  );

  it('are all run', () => {
    expect([...files.keys()].sort()).toEqual(Object.keys(RUNS).sort());
  });
});
