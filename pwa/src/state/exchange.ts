import type { Device } from '../device/device';
import type { Kept, Meta, OwnEdit } from '../device/types';
import type { Client, Trouble } from '../server/client';
import type { SyncAnswer } from '../server/messages';
import { anew, arrival, touchedBy } from './arrival';
import { fetchPublished } from './publishing';
import { rekey } from './rekey';
import { request, serverOf } from './request';
import { tidy } from './tidying';
import { got, NotKept } from './unwrap';

/** How one exchange with the office went. */
export type Outcome =
  | { readonly is: 'done'; readonly sent: number; readonly rekeyed: boolean }
  | { readonly is: 'trouble'; readonly trouble: Trouble }
  | { readonly is: 'device'; readonly kept: Exclude<Kept<never>, { is: 'done' }> };

/** What an exchange needs from outside. */
export interface Surroundings {
  readonly device: Device;
  readonly client: Client;
  readonly now: () => number;
  readonly fresh: () => string;
  /** Called when the session was renewed, so that the next request goes out under it. */
  readonly renewed: () => Promise<unknown>;
  /** Told how many records have arrived so far. */
  readonly onprogress?: (received: number) => void;
}

/** More rounds than any honest server needs: then something is wrong, and it stops instead of going on for ever. */
const MOST_ROUNDS = 2_000;
const MOST_IDLE = 5;
const SMALLEST = 1;

interface Round {
  readonly more: boolean;
  readonly sent: number;
  readonly received: number;
  readonly idle: boolean;
  readonly forked: boolean;
  readonly answer: SyncAnswer;
}

/** Sends and fetches until nothing is left on either side. */
export async function exchange(around: Surroundings): Promise<Outcome> {
  try {
    return await rounds(around);
  } catch (error) {
    if (error instanceof NotKept) return { is: 'device', kept: error.kept };
    throw error;
  }
}

async function rounds(around: Surroundings): Promise<Outcome> {
  let [sent, received, idle, rekeyed, most] = [0, 0, 0, false, undefined as number | undefined];
  for (let count = 0; count < MOST_ROUNDS && idle < MOST_IDLE; count += 1) {
    const round = await once(around, most);
    if ('status' in round) {
      if (round.code !== 'too_large' || most === SMALLEST) return { is: 'trouble', trouble: round };
      most = Math.max(SMALLEST, Math.floor((most ?? 500) / 2));
      continue;
    }
    sent += round.sent;
    received += round.received;
    around.onprogress?.(received);
    idle = round.idle ? idle + 1 : 0;
    if (round.forked) {
      const trouble = await rekey(around);
      if (trouble) return { is: 'trouble', trouble };
      rekeyed = true;
    } else if (!round.more && !(await tidy(around, round.answer))) break;
  }
  return { is: 'done', sent, rekeyed };
}

async function once(around: Surroundings, most: number | undefined): Promise<Round | Trouble> {
  const { device, client, now } = around;
  const meta = got(await device.meta());
  const queue = got(await device.edits(meta.replica!.id, serverOf(meta).ack));
  const known = { forms: got(await device.forms()), lists: got(await device.lists()) };
  const asked = request(meta, queue, known, { now: now(), most });
  const answer = await client.sync(asked);
  if (answer.error) return answer.error;
  const trouble = await fetchPublished(around, answer.data, known.forms);
  if (trouble) return trouble;
  await store(around, answer.data);
  return progress(meta, queue, answer.data);
}

/** Page, verdicts and cursors in one transaction. */
async function store({ device, now }: Surroundings, answer: SyncAnswer): Promise<void> {
  got(
    await device.update(async () => {
      const meta = got(await device.meta());
      const own = await judgedEdits(device, meta, answer);
      const summaries = got(await device.summaries());
      const ids = touchedBy(answer, { own, summaries, meta });
      const records = new Map(got(await device.records(ids)).map((kept) => [kept.id, kept]));
      const forms = got(await device.forms());
      return { writes: arrival(answer, { meta, records, summaries, own, forms, now: now() }), result: null };
    }),
  );
}

async function judgedEdits(device: Device, meta: Meta, answer: SyncAnswer): Promise<OwnEdit[]> {
  if (anew(answer, meta)) return got(await device.edits(meta.replica!.id));
  if (answer.verdicts.length === 0) return [];
  const first = Math.min(...answer.verdicts.map((verdict) => verdict.n));
  return got(await device.edits(meta.replica!.id, first - 1));
}

function progress(before: Meta, queue: readonly OwnEdit[], answer: SyncAnswer): Round {
  const was = before.server === answer.server ? serverOf(before).ack : -1;
  const scopes = Object.values(answer.scopes);
  const forked = answer.verdicts.some((verdict) => verdict.is === 'fork');
  const waiting = queue.some((edit) => edit.n > answer.ack) && answer.ack !== was;
  const more = waiting || scopes.some((scope) => scope.more || scope.reset !== null);
  const sent = answer.verdicts.filter((verdict) => verdict.is === 'applied' || verdict.is === 'held').length;
  const received = scopes.reduce((total, scope) => total + scope.records.length, 0);
  return { more, sent, received, idle: sent + received === 0, forked, answer };
}
