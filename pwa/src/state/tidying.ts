import type { KeptRecord, Meta, OwnEdit, ServerKept } from '../device/types';
import type { SyncAnswer } from '../server/messages';
import { recordDigest, scopeDigest } from '../sync';
import type { Surroundings } from './exchange';
import { serverOf } from './request';
import { got } from './unwrap';

const DAY = 24 * 60 * 60 * 1_000;
/** Own edits stay this long even when they are safe at headquarters. */
const OWN_FOR = 30 * DAY;

/**
 * Once a day, with nothing unsent: whether each region's copy is exactly what the office says it should be.
 * Answers whether one is not, and is to be fetched anew.
 */
export async function tidy({ device, now }: Surroundings, answer: SyncAnswer): Promise<boolean> {
  const meta = got(await device.meta());
  const server = serverOf(meta);
  if (now() - server.checked_at < DAY) return false;
  const own = got(await device.edits(meta.replica!.id));
  const wrong = isQuiet(meta, own) ? await differing(got(await device.allRecords()), answer) : [];
  const scopes = Object.fromEntries(Object.entries(server.scopes).filter(([name]) => !wrong.includes(name)));
  const forgotten = own.filter((edit) => isOver(edit, server, now()));
  got(
    await device.update(async () => {
      const latest = got(await device.meta());
      const kept = { ...serverOf(latest), scopes, checked_at: now() };
      return { writes: { forgotten, meta: { servers: { ...latest.servers, [answer.server]: kept } } }, result: null };
    }),
  );
  return wrong.length > 0;
}

function isQuiet(meta: Meta, own: readonly OwnEdit[]): boolean {
  return Object.keys(meta.servers).length === 1 && own.every((edit) => edit.is === 'applied');
}

function isOver(edit: OwnEdit, { safe }: ServerKept, now: number): boolean {
  return edit.is === 'applied' && edit.n <= safe && now - edit.saved_at > OWN_FOR;
}

async function differing(records: readonly KeptRecord[], answer: SyncAnswer): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, scope] of Object.entries(answer.scopes)) {
    if (scope.more || scope.reset || !scope.digest) continue;
    if ((await digestOf(records, name)) !== scope.digest) wrong.push(name);
  }
  return wrong;
}

async function digestOf(records: readonly KeptRecord[], scope: string): Promise<string> {
  const mine = records.filter((kept) => kept.scope === scope && Object.keys(kept.office?.have ?? {}).length > 0);
  return scopeDigest(await Promise.all(mine.map((kept) => recordDigest(kept.id, kept.office!.have))));
}
