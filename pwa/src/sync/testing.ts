/** A case is told in few words, delivered in some order, and its outcome written down; `replay.py` does the same. */
import { parseEdit, type Edit } from './edits';
import { apply, EMPTY, heads, join, standing, type Snapshot, type Standing } from './merge';
import { byCodePoint } from './order';
import { Policies, type FormUnits } from './policies';
import { unsettled, view } from './view';

const RECORD = '5d8c1f0e-0c5b-4c39-9d53-2f1f9c1f7a11';

/** An edit in few words. */
export interface Short {
  readonly by: string;
  readonly n: number;
  readonly minute?: number;
  readonly offset_ms?: number;
  readonly seen?: Readonly<Record<string, number>>;
  readonly set: Readonly<Record<string, string | null>>;
  readonly was?: Readonly<Record<string, string | null>>;
}

/** Edits, each after its causes, and the orders of their delivery. */
export interface Case {
  readonly edits: readonly Short[];
  readonly orders?: readonly (readonly number[])[];
}

/** The whole edit: the replica by its letter, the time by its minute, the rest the same for all. */
export function expand(short: Short): Record<string, unknown> {
  return {
    replica: short.by.repeat(32),
    n: short.n,
    record: RECORD,
    form: 'village_meeting',
    version: '2026112401',
    scope: 'north',
    parent: null,
    at: `2026-11-24T08:${String(short.minute ?? 0).padStart(2, '0')}:00.000Z`,
    offset_ms: short.offset_ms ?? 0,
    seen: Object.fromEntries(Object.entries(short.seen ?? {}).map(([name, n]) => [name.repeat(32), n])),
    set: short.set,
    ...(short.was === undefined ? {} : { was: short.was }),
  };
}

/** The record after these deliveries, and what was said of each; one that waits goes on by itself. */
export function deliver(edits: readonly Edit[]): { record: Snapshot; said: Standing[] } {
  let record = EMPTY;
  let waiting: Edit[] = [];
  const said = edits.map((edit) => {
    const is = standing(record, edit);
    if (is === 'held') waiting.push(edit);
    if (is === 'ready') record = apply(record, edit);
    let ready = waiting.find((one) => standing(record, one) === 'ready');
    while (ready !== undefined) {
      record = apply(record, ready);
      waiting = waiting.filter((one) => one !== ready);
      ready = waiting.find((one) => standing(record, one) === 'ready');
    }
    return is;
  });
  return { record, said };
}

/** Everything that a record comes to, in JSON, with each replica's letter. */
export function outcome(record: Snapshot, policies: Policies): Record<string, unknown> {
  const shown = view(record, policies);
  const tips = [...heads(record)].sort(([one], [other]) => byCodePoint(one, other));
  return {
    have: Object.fromEntries(Object.entries(record.have).map(([replica, n]) => [replica[0], n])),
    heads: Object.fromEntries(tips.map(([unit, edits]) => [unit, edits.map((edit) => [edit.replica[0], edit.n])])),
    values: shown.values,
    conflicts: shown.conflicts.map((one) => [
      one.unit,
      one.kind,
      one.heads.map((head) => [head.unit, head.value, head.edit.replica[0], head.edit.n]),
    ]),
    stale: shown.stale,
    review: shown.review,
    deleted: shown.deleted,
    scope: shown.scope,
    restricted: shown.restricted,
    unsettled: unsettled(shown),
  };
}

/** What becomes of a case: in each order, and joined from the halves of every two orders that follow each other. */
export function replay(one: Case, policies: Policies): { said: Standing[][]; outcomes: unknown[]; joined: unknown[] } {
  const edits = one.edits.map((short) => parseEdit(expand(short)));
  const orders = (one.orders ?? [[...edits.keys()]]).map((order) => order.map((place) => edits[place] as Edit));
  const delivered = orders.map(deliver);
  const halves = orders.map((order) => deliver(order.slice(0, Math.floor((order.length + 1) / 2))).record);
  const joined = halves.map((half, place) => join(half, halves[(place + 1) % halves.length] as Snapshot));
  return {
    said: delivered.map(({ said }) => said),
    outcomes: delivered.map(({ record }) => outcome(record, policies)),
    joined: joined.map((record) => outcome(record, policies)),
  };
}

/** What becomes of many cases, each as one text; for the comparison of both languages. */
export function replayAll(content: { units: FormUnits; cases: readonly Case[] }): string[] {
  const policies = Policies.fromUnits(content.units);
  return content.cases.map((one) => JSON.stringify(replay(one, policies)));
}
