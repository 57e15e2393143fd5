import type { Device } from '../device/device';
import type { FormCopy, Kept, KeptRecord, Meta } from '../device/types';
import { seenBy } from './copy';
import { editsOf, type Intent, type Writer } from './edits';
import { summary } from './summary';
import { got } from './unwrap';
import { spoken } from './versions';

function writerOf(meta: Meta, now: number): Writer {
  return {
    replica: meta.replica!.id,
    n: meta.replica!.n,
    at: now,
    offset_ms: meta.offset_ms,
    author: meta.session!.user.name,
    device: meta.session!.device,
  };
}

/** Saves what a person changed: edit, record, its line and the end of the draft are one transaction. */
export function save(
  device: Device,
  intent: Intent,
  { forms, now }: { forms: readonly FormCopy[]; now: number },
): Promise<Kept<KeptRecord>> {
  return device.update(async () => {
    const meta = got(await device.meta());
    const found = got(await device.records([intent.record]))[0] ?? null;
    const writer = writerOf(meta, now);
    const edits = editsOf({ ...intent, seen: seenBy(found, writer.replica, intent.seen) }, writer);
    const fresh = { id: intent.record, form: intent.form, scope: intent.scope, office: null, own: [], refused: [] };
    const kept: KeptRecord = { ...(found ?? fresh), own: [...(found?.own ?? []), ...edits] };
    const n = writer.n + edits.length;
    return {
      writes: {
        records: [kept],
        summaries: [summary(kept, spoken(kept, forms))],
        edits: edits.map(
          (edit) => ({ n: edit.n, edit, is: 'waiting', code: null, message: null, saved_at: now }) as const,
        ),
        finished: [intent.record],
        meta: { replica: { id: writer.replica, n } },
      },
      result: kept,
    };
  });
}
