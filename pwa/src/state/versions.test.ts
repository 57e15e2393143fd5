import { expect, it } from 'vitest';
import type { FormCopy, KeptRecord } from '../device/types';
import type { Unit } from '../forms/types';
import type { Edit } from '../server/messages';
import { Office } from '../testing/office';
import { Phone } from '../testing/phone';
import { opened } from './record';
import { summary } from './summary';
import { got } from './unwrap';
import { fitting, spoken } from './versions';

const RECORD = '11111111-1111-4111-8111-111111111111';

function unit(path: string, is: string, label: string): Unit {
  return {
    path,
    type: 'text',
    label: { en: label },
    policy: { is, order: [] },
    inputs: [],
    fields: [],
  } as never as Unit;
}

function version(name: string, ...units: Unit[]): FormCopy {
  const about = { form: 'meeting', version: name, title: { en: 'Meeting' }, default_language: 'en', languages: [] };
  const rest = { groups: [], choices: { theme: [{ name, label: { en: `In ${name}` } }] }, lists: [], warnings: [] };
  return { id: 'meeting', version: name, digest: '', xform: '', units: { ...about, ...rest, units } as never };
}

function edit(replica: string, set: Edit['set'], written: string): Edit {
  const about = { replica, n: 1, record: RECORD, form: 'meeting', version: written, scope: 'north', parent: null };
  return { ...about, at: '2026-11-24T08:00:00.000Z', offset_ms: 0, seen: {}, set, author: replica, device: 'phone' };
}

function kept(...edits: Edit[]): KeptRecord {
  const have = Object.fromEntries(edits.map(({ replica }) => [replica, 1]));
  const first = { ...edits[0]!, author: 'amina', received_at: null };
  const office = { id: RECORD, form: 'meeting', number: null, restricted: false, have, edits, held: 0, first };
  return { id: RECORD, form: 'meeting', scope: 'north', office, own: [], refused: [] } as never as KeptRecord;
}

const ONE = version('1', unit('total', 'derived', 'Total'), unit('place', 'person', 'Village'));
const TWO = version('2', unit('place', 'person', 'Town'));
const SUMS = kept(edit('a', { total: '4', place: 'Goma' }, '1'), edit('b', { total: '7', place: 'Goma' }, '1'));

it('a newer version that drops a question makes no conflict of its answers', () => {
  expect(summary(SUMS, spoken(SUMS, [ONE, TWO])).unsettled).toBe(0);
  expect(opened(SUMS, spoken(SUMS, [TWO, ONE])).view.conflicts).toEqual([]);
});

it('answers of an earlier version keep their names beside those of a later one', () => {
  const both = kept(edit('a', { total: '4' }, '1'), edit('b', { place: 'Goma' }, '2'));
  const told = spoken(both, [ONE, TWO])!;
  expect(told.units.units.map((one) => [one.path, one.label['en']])).toEqual([
    ['place', 'Town'],
    ['total', 'Total'],
  ]);
  expect(told.units.choices['theme']!.map(({ name }) => name)).toEqual(['2', '1']);
  expect(told.policies.of('total').kind).toBe('derived');
});

it('what is said of a record is said with the newest version that can say it', () => {
  expect(fitting('meeting', ['place', '@review'], [ONE, TWO])).toBe(TWO);
  expect(fitting('meeting', ['total'], [ONE, TWO])).toBe(ONE);
  expect(fitting('meeting', ['nowhere'], [ONE, TWO])).toBe(TWO);
  expect(fitting('other', ['place'], [ONE, TWO])).toBe(null);
});

it('a form of which only another version is here is read by that one', () => {
  expect(spoken(SUMS, [TWO])!.units.version).toBe('2');
  expect(spoken(SUMS, [])).toBe(null);
});

it('the version that a record was written with is fetched with it, though another is in use', async () => {
  const office = new Office();
  office.earlier = [{ id: 'meeting', version: '1', units: ONE.units }];
  const amina = await Phone.of(office);
  await amina.save(RECORD, { place: 'Goma' });
  await amina.sync();
  const otieno = await Phone.of(office, 'otieno');
  await otieno.sync();
  expect(got(await otieno.device.form('meeting', '1'))?.units.version).toBe('1');
});
