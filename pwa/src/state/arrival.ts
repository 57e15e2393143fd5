import type { FormCopy, KeptRecord, Meta, OwnEdit, ScopeKept, ServerKept, Summary, Writes } from '../device/types';
import type { Edit, RecordEntry, ScopeAnswer, SyncAnswer, Verdict } from '../server/messages';
import { caughtUp, joined, refused } from './copy';
import { NO_SERVER } from './request';
import { summary } from './summary';
import { spoken } from './versions';

/** What is known on the device of everything that an answer touches. */
export interface Known {
  readonly meta: Meta;
  readonly records: ReadonlyMap<string, KeptRecord>;
  readonly summaries: readonly Summary[];
  /** The own edits that the answer may touch: all of them while a region is put together anew. */
  readonly own: readonly OwnEdit[];
  readonly forms: readonly FormCopy[];
  readonly now: number;
}

/** The records that an answer changes, while it is worked in. */
class Changed {
  readonly records: Map<string, KeptRecord>;
  readonly touched = new Set<string>();
  readonly dropped = new Set<string>();

  constructor(records: ReadonlyMap<string, KeptRecord>) {
    this.records = new Map(records);
  }

  put(kept: KeptRecord): void {
    this.records.set(kept.id, kept);
    this.touched.add(kept.id);
    this.dropped.delete(kept.id);
  }

  drop(id: string): void {
    this.records.delete(id);
    this.touched.delete(id);
    this.dropped.add(id);
  }
}

/** The ids of all records that an answer touches, so that they can be read before. */
export function touchedBy(answer: SyncAnswer, known: Pick<Known, 'own' | 'summaries' | 'meta'>): string[] {
  const entries = Object.values(answer.scopes).flatMap((scope) => [
    ...scope.records.map((entry) => entry.id),
    ...scope.gone,
  ]);
  const judged = new Set(answer.verdicts.map((verdict) => verdict.n));
  const own = known.own.filter((edit) => judged.has(edit.n)).map((edit) => edit.edit.record);
  return [
    ...new Set([...entries, ...own, ...known.summaries.filter(inDoubt(answer, known.meta)).map((one) => one.id)]),
  ];
}

/** Whether a region is put together anew by this answer. */
export function anew(answer: SyncAnswer, meta: Meta): boolean {
  const before = meta.servers[answer.server]?.scopes ?? {};
  return Object.keys(answer.scopes).some((name) => !(name in before) || before[name]!.anew !== null);
}

/** Records that an answer may drop without naming them. */
function inDoubt(answer: SyncAnswer, meta: Meta): (summary: Summary) => boolean {
  const before = meta.servers[answer.server]?.scopes ?? {};
  const came = new Map(Object.entries(before).map(([name, kept]) => [name, kept.anew && new Set(kept.anew)]));
  return ({ id, scope }) => {
    const now = answer.scopes[scope];
    if (!now) return scope in before;
    const anew = came.get(scope);
    return !now.more && (anew ? !anew.has(id) : !(scope in before));
  };
}

/** What one answer writes: verdicts, pages and cursors, to be stored together. */
export function arrival(answer: SyncAnswer, found: Known): Writes {
  const changed = new Changed(found.records);
  const edits = judged(answer.verdicts, found.own);
  const known = { ...found, own: merged(found.own, edits) };
  const before = known.meta.servers[answer.server] ?? NO_SERVER;
  for (const edit of edits) judge(edit, changed);
  const scopes = Object.entries(answer.scopes).map(([name, scope]) => {
    return [name, page(name, scope, { before: before.scopes[name], changed, known, safe: answer.safe })] as const;
  });
  const kept = left(answer, before, { changed, known });
  const server: ServerKept = {
    ...before,
    ack: answer.ack,
    safe: answer.safe,
    scopes: { ...kept, ...Object.fromEntries(scopes) },
    pending: pending(before, edits),
  };
  return written(changed, edits, known, metaAfter(answer, known, server));
}

function metaAfter(answer: SyncAnswer, known: Known, server: ServerKept): Partial<Meta> {
  return {
    server: answer.server,
    servers: { ...known.meta.servers, [answer.server]: server },
    synced_at: known.now,
    offset_ms: Number.isNaN(Date.parse(answer.time)) ? known.meta.offset_ms : Date.parse(answer.time) - known.now,
  };
}

function written(changed: Changed, edits: OwnEdit[], known: Known, meta: Partial<Meta>): Writes {
  const records = [...changed.touched].map((id) => caughtUp(changed.records.get(id)!));
  return {
    records,
    summaries: records.map((kept) => summary(kept, spoken(kept, known.forms))),
    dropped: [...changed.dropped],
    edits,
    meta,
  };
}

function judged(verdicts: readonly Verdict[], own: readonly OwnEdit[]): OwnEdit[] {
  const by = new Map(own.map((edit) => [edit.n, edit]));
  return verdicts.flatMap((verdict): OwnEdit[] => {
    const edit = by.get(verdict.n);
    if (!edit || verdict.is === 'fork' || verdict.is === 'gap') return [];
    const is = verdict.is === 'duplicate' ? 'applied' : verdict.is;
    return [{ ...edit, is, code: verdict.code ?? null, message: verdict.message ?? null }];
  });
}

function merged(own: readonly OwnEdit[], edits: readonly OwnEdit[]): OwnEdit[] {
  const by = new Map(edits.map((edit) => [edit.n, edit]));
  return own.map((edit) => by.get(edit.n) ?? edit);
}

function judge(own: OwnEdit, changed: Changed): void {
  const kept = changed.records.get(own.edit.record);
  if (!kept) return;
  if (own.is === 'quarantined') {
    changed.put(refused(kept, { n: own.n, code: own.code ?? '', message: own.message ?? '' }));
  } else {
    changed.put({ ...kept, refused: kept.refused.filter((one) => one.n !== own.n) });
  }
}

function pending(before: ServerKept, edits: readonly OwnEdit[]): Record<string, string> {
  const judged = new Set(edits.map((edit) => String(edit.n)));
  const others = Object.entries(before.pending).filter(([n]) => !judged.has(n));
  const waiting = edits.filter((edit) => edit.is === 'held' || edit.is === 'quarantined');
  return Object.fromEntries([...others, ...waiting.map((edit) => [String(edit.n), edit.code ?? ''])]);
}

interface PageContext {
  readonly before: ScopeKept | undefined;
  readonly changed: Changed;
  readonly known: Known;
}

/** Works one region's page in, and answers how far the device is with it now. */
function page(
  name: string,
  scope: ScopeAnswer,
  { before, changed, known, safe }: PageContext & { safe: number },
): ScopeKept {
  const at = { epoch: scope.epoch, cursor: scope.cursor, mark: scope.mark, grant: scope.grant };
  if (scope.reset) return { ...at, anew: [] };
  // A region met for the first time is put together anew like one that starts again.
  const anew = before ? before.anew : [];
  const came = new Set(anew);
  for (const entry of scope.records) {
    arrive(name, entry, anew !== null && !came.has(entry.id), { changed, known });
    came.add(entry.id);
  }
  for (const id of scope.gone) if (changed.records.get(id)?.scope === name) changed.drop(id);
  if (anew === null) return { ...at, anew: null };
  if (scope.more) return { ...at, anew: [...came] };
  for (const { id, scope: held } of known.summaries)
    if (held === name && !came.has(id)) leave(id, name, { changed, known, safe });
  return { ...at, anew: null };
}

function arrive(
  scope: string,
  entry: RecordEntry,
  replace: boolean,
  { changed, known }: Omit<PageContext, 'before'>,
): void {
  const kept = changed.records.get(entry.id);
  const office = joined(replace ? null : (kept?.office ?? null), entry);
  const own = replace ? still(entry.id, 0, known) : (kept?.own ?? []);
  changed.put({ id: entry.id, form: entry.form, scope, office, own, refused: kept?.refused ?? [] });
}

/** The own edits of a record that are part of it and not safe: a restored server may have lost them. */
function still(record: string, safe: number, { own }: Known): Edit[] {
  const mine = own.filter((one) => one.edit.record === record && one.is !== 'quarantined');
  return mine.filter((one) => one.n > safe || one.is !== 'applied').map((one) => one.edit);
}

/** What the server no longer shows goes, but nothing that was written here and is not safe yet. */
function leave(
  id: string,
  scope: string,
  { changed, known, safe }: Omit<PageContext, 'before'> & { safe: number },
): void {
  const kept = changed.records.get(id);
  if (!kept || kept.scope !== scope) return;
  const own = still(id, safe, known);
  if (own.length + kept.refused.length > 0) changed.put({ ...kept, office: null, own });
  else changed.drop(id);
}

/** Regions that are no longer granted: they go once everything written here has been taken. */
function left(
  answer: SyncAnswer,
  before: ServerKept,
  { changed, known }: Omit<PageContext, 'before'>,
): ServerKept['scopes'] {
  const missing = Object.entries(before.scopes).filter(([name]) => !(name in answer.scopes));
  if (answer.ack < (known.meta.replica?.n ?? 0)) return Object.fromEntries(missing);
  const names = new Set(missing.map(([name]) => name));
  for (const kept of [...changed.records.values()]) if (names.has(kept.scope)) changed.drop(kept.id);
  return {};
}
