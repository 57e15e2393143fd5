import type { KeptRecord, Meta, OwnEdit } from '../device/types';
import type { Have, Session } from '../server/messages';
import type { Trouble } from '../server/client';
import type { Surroundings } from './exchange';
import { NO_SERVER, serverOf } from './request';
import { summary } from './summary';
import { spoken } from './versions';
import { got } from './unwrap';

/** Takes a new replica id, and writes what was not acknowledged again under it. */
export async function rekey(around: Surroundings): Promise<Trouble | null> {
  const { device, client, fresh } = around;
  const meta = got(await device.meta());
  const replica = fresh();
  const session = await client.rekey(replica, meta.session!.label);
  if (session.error) return session.error;
  got(await device.update(() => rewritten(around, replica, session.data)));
  await around.renewed();
  return null;
}

async function rewritten({ device }: Surroundings, replica: string, session: Session) {
  const meta = got(await device.meta());
  const old = meta.replica!.id;
  const waiting = got(await device.edits(old, serverOf(meta).ack));
  const records = got(await device.records([...new Set(waiting.map((edit) => edit.edit.record))]));
  const forms = got(await device.forms());
  const edits = renumbered(waiting, replica, serverOf(meta).ack);
  const kept = records.map((record) => moved(record, edits, { old, ack: serverOf(meta).ack }));
  const writes = {
    edits,
    forgotten: waiting,
    records: kept,
    summaries: kept.map((record) => summary(record, spoken(record, forms))),
    meta: metaAfter(meta, { replica, n: edits.length, session }),
  };
  return { writes, result: null };
}

function metaAfter(meta: Meta, now: { replica: string; n: number; session: Session }): Partial<Meta> {
  const servers = Object.entries(meta.servers).map(([name, server]) => {
    return [name, { ...server, ack: NO_SERVER.ack, safe: NO_SERVER.safe, pending: {} }] as const;
  });
  return {
    replica: { id: now.replica, n: now.n },
    session: { ...meta.session!, ...now.session },
    servers: Object.fromEntries(servers),
  };
}

/** The same changes with new numbers: `seen` keeps what the office acknowledged of the old replica. */
export function renumbered(waiting: readonly OwnEdit[], replica: string, ack: number): OwnEdit[] {
  const chains = new Map<string, Chain>();
  return waiting.map((own, index) => {
    const { record, replica: old, seen } = own.edit;
    const chain = chains.get(record) ?? { acknowledged: Math.min(seen[old] ?? 0, ack), latest: 0 };
    chains.set(record, { ...chain, latest: index + 1 });
    const edit = { ...own.edit, replica, n: index + 1, seen: reseen(seen, { old, replica, chain }) };
    return { ...own, n: index + 1, edit, is: 'waiting', code: null, message: null };
  });
}

/** How far a record's chain of own edits is: in the old numbers, and in the new ones. */
interface Chain {
  readonly acknowledged: number;
  readonly latest: number;
}

function reseen(seen: Have, { old, replica, chain }: { old: string; replica: string; chain: Chain }): Have {
  const { [old]: _, ...others } = seen;
  const before = chain.acknowledged > 0 ? { [old]: chain.acknowledged } : {};
  return chain.latest > 0 ? { ...others, ...before, [replica]: chain.latest } : { ...others, ...before };
}

function moved(kept: KeptRecord, edits: readonly OwnEdit[], from: { old: string; ack: number }): KeptRecord {
  const still = kept.own.filter((edit) => edit.replica !== from.old || edit.n <= from.ack);
  const again = edits.filter((own) => own.edit.record === kept.id).map((own) => own.edit);
  return { ...kept, own: [...still, ...again] };
}
