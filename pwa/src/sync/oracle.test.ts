import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editId, greatestFirst, parseEdit, type Edit } from './edits';
import { apply, EMPTY, heads, join, standing, type Snapshot } from './merge';
import { Policies } from './policies';
import { expand } from './testing';
import { view } from './view';

const PEOPLE = ['a', 'b', 'c'] as const;
const UNITS = ['place', 'mood', '@deleted'] as const;
const NONE = new Policies();

interface Phone {
  record: Snapshot;
  waiting: Edit[];
  heard: Map<string, Edit>;
  opened: Snapshot['have'];
}

const hasSeen = (one: Edit, other: Edit) => (one.seen[other.replica] ?? 0) >= other.n;
const apart = (one: Edit, other: Edit) => one !== other && !hasSeen(one, other) && !hasSeen(other, one);

/** For each unit, the edits that set it and that no other one that sets it has seen. */
function headsOf(history: readonly Edit[]): Map<string, Edit[]> {
  const sorted = greatestFirst(history);
  const units = new Set(history.flatMap((edit) => Object.keys(edit.set)));
  const setting = (unit: string) => sorted.filter((edit) => unit in edit.set);
  const tips = (unit: string) =>
    setting(unit).filter((edit) => !setting(unit).some((later) => later !== edit && hasSeen(later, edit)));
  return new Map([...units].map((unit) => [unit, tips(unit)]));
}

/** The kind of each unit's conflict. */
function conflictsOf(history: readonly Edit[]): Map<string, string> {
  const tips = headsOf(history);
  const removals = tips.get('@deleted') ?? [];
  const deleting = removals.filter((edit) => edit.set['@deleted'] === 'true');
  const others = [...tips].flatMap(([unit, edits]) => (unit === '@deleted' ? [] : edits));
  const against = others.some((edit) => !deleting.includes(edit) && deleting.some((one) => apart(edit, one)));
  const contested = deleting.length > 0 && (against || deleting.length < removals.length);
  const kind = deleting.length > 0 && !contested ? 'merged' : 'value';
  const found = [...tips].filter(
    ([unit, edits]) => unit !== '@deleted' && new Set(edits.map((edit) => edit.set[unit])).size > 1,
  );
  const conflicts = new Map(found.map(([unit]) => [unit, kind]));
  if (contested) conflicts.set('@deleted', 'delete');
  return conflicts;
}

function inPlainWords(tips: ReadonlyMap<string, readonly Edit[]>): unknown {
  return Object.fromEntries([...tips].map(([unit, edits]) => [unit, edits.map(editId)]));
}

function checkRecord(record: Snapshot, history: readonly Edit[]): void {
  expect(inPlainWords(heads(record))).toEqual(inPlainWords(headsOf(history)));
  const shown = view(record, NONE).conflicts.map((one) => [one.unit, one.kind]);
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(conflictsOf(history)));
}

class World {
  readonly phones = new Map<string, Phone>();
  readonly history: Edit[] = [];

  constructor() {
    for (const name of PEOPLE) this.phones.set(name, { record: EMPTY, waiting: [], heard: new Map(), opened: {} });
  }

  phone(name: string): Phone {
    return this.phones.get(name) as Phone;
  }

  open(name: string): void {
    this.phone(name).opened = this.phone(name).record.have;
  }

  save(name: string, units: readonly string[], value: string | null): void {
    const seen = Object.entries(this.phone(name).opened).map(([replica, n]) => [replica.charAt(0), n] as const);
    const n = this.history.filter((edit) => edit.replica.startsWith(name)).length + 1;
    const said = units.map((unit) => [unit, unit === '@deleted' ? (value === '1' ? 'true' : null) : value] as const);
    const times = { minute: (this.history.length * 7) % 5 };
    const edit = { by: name, n, seen: Object.fromEntries(seen), set: Object.fromEntries(said), ...times };
    this.history.push(parseEdit(expand(edit)));
    this.hear(name, this.history.length - 1);
    this.open(name);
  }

  hear(name: string, place: number): void {
    const edit = this.history[place % this.history.length];
    if (edit === undefined) return;
    const phone = this.phone(name);
    const causes = Object.entries(edit.seen).every(([replica, n]) => phone.heard.has(`${replica}:${n}`));
    const said = standing(phone.record, edit);
    expect(said).toBe(phone.heard.has(editId(edit)) ? 'duplicate' : causes ? 'ready' : 'held');
    if (said === 'held') phone.waiting.push(edit);
    if (said === 'ready') phone.record = apply(phone.record, edit);
    this.settleDown(phone);
  }

  meet(name: string, other: string): void {
    const phone = this.phone(name);
    phone.record = join(phone.record, this.phone(other).record);
    this.settleDown(phone);
  }

  settleDown(phone: Phone): void {
    for (let going = true; going;) {
      const ready = phone.waiting.find((edit) => standing(phone.record, edit) === 'ready');
      if (ready !== undefined) phone.record = apply(phone.record, ready);
      going = ready !== undefined;
    }
    const heard = this.history.filter((edit) => (phone.record.have[edit.replica] ?? 0) >= edit.n);
    phone.heard = new Map(heard.map((edit) => [editId(edit), edit]));
  }

  check(): void {
    const phones = [...this.phones.values()];
    for (const phone of phones) checkRecord(phone.record, [...phone.heard.values()]);
    for (const one of phones) {
      for (const other of phones) {
        const both = join(one.record, other.record);
        expect(join(other.record, one.record)).toEqual(both);
        checkRecord(both, [...new Map([...one.heard, ...other.heard]).values()]);
      }
    }
    const [a, b, c] = phones.map((phone) => phone.record) as [Snapshot, Snapshot, Snapshot];
    expect(join(join(a, b), c)).toEqual(join(a, join(c, b)));
  }
}

const name = fc.constantFrom(...PEOPLE);
const units = fc.uniqueArray(fc.constantFrom(...UNITS));
const step = fc.oneof(
  fc.tuple(name, units, fc.constantFrom(null, '1', '2')).map((told) => (world: World) => world.save(...told)),
  name.map((who) => (world: World) => world.open(who)),
  fc.tuple(name, fc.nat(30)).map((told) => (world: World) => world.hear(...told)),
  fc.tuple(name, name).map((told) => (world: World) => world.meet(...told)),
);

describe('a record', () => {
  it('is after every step what its whole history says', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const world = new World();
        for (const live of steps) {
          live(world);
          world.check();
        }
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it('of 4,000 answers takes one more in a few milliseconds', () => {
    const set = Object.fromEntries(Array.from({ length: 4000 }, (_, place) => [`unit${place}`, 'x']));
    const large = apply(EMPTY, parseEdit(expand({ by: 'a', n: 1, set })));
    const one = parseEdit(expand({ by: 'b', n: 1, seen: { a: 1 }, set: { unit7: 'y' } }));
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      apply(large, one);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(100);
    expect(heads(apply(large, one)).get('unit7')).toEqual([one]);
  });
});
