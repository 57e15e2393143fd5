import type { FormCopy, ListCopy } from '../device/types';
import type { Units } from '../forms/types';
import type { Client, Trouble } from '../server/client';
import type { PublishedForm, PublishedList, SyncAnswer } from '../server/messages';
import type { Surroundings } from './exchange';
import { summary } from './summary';
import { got } from './unwrap';
import { spoken } from './versions';

type Named = Pick<PublishedForm, 'id' | 'version' | 'digest'>;

/** Troubles that say that going on makes no sense; one bad form or list stops nothing else. */
const FINAL = ['offline', 'busy', 'signed_out', 'device_revoked'];

/** Fetches the forms and lists that an answer names, before its records are shown with them. */
export async function fetchPublished(
  around: Surroundings,
  answer: SyncAnswer,
  here: readonly FormCopy[],
): Promise<Trouble | null> {
  const forms: FormCopy[] = [];
  const lists: ListCopy[] = [];
  for (const named of wanted(answer, here)) {
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

/** The forms that are new here, and the versions that records in the answer were written with. */
function wanted(answer: SyncAnswer, here: readonly FormCopy[]): Named[] {
  const have = new Set(here.map(({ id, version }) => `${id} ${version}`));
  const found = new Map<string, Named>(answer.forms.map((form) => [`${form.id} ${form.version}`, form]));
  for (const { form: id, edits, first } of Object.values(answer.scopes).flatMap(({ records }) => records)) {
    for (const { version } of first ? [first, ...edits] : edits) {
      const key = `${id} ${version}`;
      if (!have.has(key) && !found.has(key)) found.set(key, { id, version, digest: '' });
    }
  }
  return [...found.values()];
}

async function fetchForm(client: Client, named: Named): Promise<FormCopy | Trouble> {
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
      const all = [...got(await device.forms()), ...forms];
      const changed = new Set(forms.map((form) => form.id));
      const ids = got(await device.summaries())
        .filter((one) => changed.has(one.form))
        .map((one) => one.id);
      const records = ids.length > 0 ? got(await device.records(ids)) : [];
      const summaries = records.map((kept) => summary(kept, spoken(kept, all)));
      return { writes: { forms, lists, summaries }, result: null };
    }),
  );
}
