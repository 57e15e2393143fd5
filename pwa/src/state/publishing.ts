import type { FormCopy, ListCopy } from '../device/types';
import type { Units } from '../forms/types';
import type { Client, Trouble } from '../server/client';
import type { PublishedForm, PublishedList, SyncAnswer } from '../server/messages';
import type { Surroundings } from './exchange';
import { newestForms, summary } from './summary';
import { got } from './unwrap';

/** Troubles that say that going on makes no sense; one bad form or list stops nothing else. */
const FINAL = ['offline', 'busy', 'signed_out', 'device_revoked'];

/** Fetches the forms and lists that an answer names, before its records are shown with them. */
export async function fetchPublished(around: Surroundings, answer: SyncAnswer): Promise<Trouble | null> {
  const forms: FormCopy[] = [];
  const lists: ListCopy[] = [];
  for (const named of answer.forms) {
    const form = await fetchForm(around.client, named);
    if ('status' in form) {
      if (FINAL.includes(form.code)) return form;
    } else forms.push(form);
  }
  for (const named of answer.lists) {
    const list = await fetchList(around.client, named);
    if ('status' in list) {
      if (FINAL.includes(list.code)) return list;
    } else lists.push(list);
  }
  if (forms.length + lists.length > 0) await keep(around, forms, lists);
  return null;
}

async function fetchForm(client: Client, named: PublishedForm): Promise<FormCopy | Trouble> {
  const [xform, units] = await Promise.all([
    client.xform(named.id, named.version),
    client.units<Units>(named.id, named.version),
  ]);
  if (xform.error) return xform.error;
  if (units.error) return units.error;
  return { id: named.id, version: named.version, digest: named.digest, xform: xform.data, units: units.data };
}

async function fetchList(client: Client, named: PublishedList): Promise<ListCopy | Trouble> {
  const text = await client.list(named.name);
  return text.error ?? { name: named.name, digest: named.digest, text: text.data };
}

/** Keeps them, and says every record of a changed form anew. */
async function keep({ device }: Surroundings, forms: FormCopy[], lists: ListCopy[]): Promise<void> {
  got(
    await device.update(async () => {
      const all = newestForms([...got(await device.forms()), ...forms]);
      const changed = new Set(forms.map((form) => form.id));
      const ids = got(await device.summaries())
        .filter((one) => changed.has(one.form))
        .map((one) => one.id);
      const records = ids.length > 0 ? got(await device.records(ids)) : [];
      const summaries = records.map((kept) => summary(kept, all.get(kept.form)));
      return { writes: { forms, lists, summaries }, result: null };
    }),
  );
}
