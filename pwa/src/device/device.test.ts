import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Office } from '../testing/office';
import { draftOf, Phone } from '../testing/phone';
import { got } from '../state/unwrap';
import { Device } from './device';
import { Locked, unsealed, type Sealing } from './seal';
import type { KeptRecord, Summary } from './types';

const WELL = '11111111-1111-4111-8111-111111111111';
let databases = 0;

function device(sealing?: Sealing): Device {
  databases += 1;
  return new Device(`device ${databases}`, sealing);
}

function kept(id: string): KeptRecord {
  return { id, form: 'meeting', scope: 'north', office: null, own: [], refused: [] };
}

function line(id: string, title = ''): Summary {
  const counts = { unsettled: 0, held: 0, unsent: 0, refused: 0, at: 0 };
  const said = { number: null, author: null, review: 'received', question: null } as const;
  return { id, form: 'meeting', scope: 'north', title, deleted: false, restricted: false, ...counts, ...said };
}

describe('a save', () => {
  it('writes the edit, the record, its line and the end of the draft together', async () => {
    const amina = await Phone.of(new Office());
    got(await amina.device.keepDraft(draftOf(WELL, { place: 'Goma' })));
    got(await amina.save(WELL, { place: 'Goma' }));
    expect(got(await amina.device.edits(amina.replica))).toHaveLength(1);
    expect(await amina.line(WELL)).toMatchObject({ unsent: 1 });
    expect(got(await amina.device.draft(WELL))).toBeNull();
    expect(got(await amina.device.meta()).replica!.n).toBe(1);
  });

  it('that is cut off at any step leaves everything as it was, the draft too', async () => {
    let seals = -1;
    const dying: Sealing = {
      ...unsealed,
      seal: (value, place) => (seals-- === 0 ? Promise.reject(new Error('power gone')) : unsealed.seal(value, place)),
    };
    const amina = await Phone.of(new Office(), 'amina', dying);
    got(await amina.device.keepDraft(draftOf(WELL, { place: 'Goma' })));
    for (let step = 0; step < 4; step += 1) {
      seals = step;
      expect(await amina.save(WELL, { place: 'Goma' })).toMatchObject({ is: 'failed' });
      expect(await amina.record(WELL)).toBeUndefined();
      expect(await amina.line(WELL)).toBeUndefined();
      expect(got(await amina.device.draft(WELL))!.values).toEqual({ place: 'Goma' });
    }
    seals = -1;
    got(await amina.save(WELL, { place: 'Goma' }));
    expect(got(await amina.device.edits(amina.replica)).map((edit) => edit.n)).toEqual([1]);
  });

  it('that the disk has no room for says so and changes nothing', async () => {
    let full = false;
    const small: Sealing = {
      ...unsealed,
      seal: (value, place) =>
        full ? Promise.reject(new DOMException('No room', 'QuotaExceededError')) : unsealed.seal(value, place),
    };
    const amina = await Phone.of(new Office(), 'amina', small);
    full = true;
    expect(await amina.save(WELL, { place: 'Goma' })).toEqual({ is: 'full' });
    full = false;
    expect(await amina.record(WELL)).toBeUndefined();
  });

  it('from two tabs at once gives two numbers and loses nothing', async () => {
    const amina = await Phone.of(new Office());
    await Promise.all([amina.save(WELL, { place: 'Goma' }), amina.save(WELL, { date: '2026-11-24' })]);
    expect(got(await amina.device.edits(amina.replica)).map((edit) => edit.n)).toEqual([1, 2]);
    expect((await amina.record(WELL))!.own).toHaveLength(2);
  });
});

describe('two open databases', () => {
  it('write after one another, and see what the other wrote', async () => {
    const one = device();
    const other = new Device(`device ${databases}`);
    const put = (one: Device, id: string) =>
      one.update(async () => ({ writes: { records: [kept(id)], summaries: [line(id)] }, result: null }));
    await Promise.all(Array.from({ length: 8 }, (_, index) => put(index % 2 ? one : other, `record ${index}`)));
    expect(got(await one.summaries())).toHaveLength(8);
    expect(got(await other.summaries())).toHaveLength(8);
    expect(got(await other.allRecords())).toHaveLength(8);
  });
});

describe('a locked device', () => {
  it('says so instead of showing anything', async () => {
    const locked: Sealing = {
      seal: () => Promise.reject(new Locked()),
      open: () => Promise.reject(new Locked()),
    };
    const open = device();
    got(await open.keepDraft(draftOf(WELL)));
    const closed = new Device(`device ${databases}`, locked);
    expect(await closed.drafts()).toEqual({ is: 'locked' });
    expect(await closed.keepDraft(draftOf(WELL))).toEqual({ is: 'locked' });
  });
});

describe('the database', () => {
  it('opens again by itself after it was closed', async () => {
    const one = device();
    got(await one.keepDraft(draftOf(WELL)));
    await one.close();
    expect(got(await one.drafts())).toHaveLength(1);
  });

  it('is written where the name of a store says nothing', async () => {
    const one = device();
    got(await one.keepDraft(draftOf(WELL)));
    const found = await indexedDB.databases();
    expect(found.some((database) => database.name === `device ${databases}`)).toBe(true);
  });

  it('forgets everything when it is destroyed', async () => {
    const one = device();
    got(await one.update(async () => ({ writes: { records: [kept(WELL)], summaries: [line(WELL)] }, result: null })));
    got(await one.destroy());
    expect(got(await one.summaries())).toEqual([]);
    expect(got(await one.allRecords())).toEqual([]);
  });
});

describe('ten thousand lines', () => {
  it('are kept in packed blocks, and one of them is changed in its own block', async () => {
    const one = device();
    const many = Array.from({ length: 10_000 }, (_, index) => line(`record ${index}`));
    got(await one.update(async () => ({ writes: { summaries: many }, result: null })));
    got(await one.update(async () => ({ writes: { summaries: [line('record 5000', 'Goma')] }, result: null })));
    const again = new Device(`device ${databases}`);
    const found = got(await again.summaries());
    expect(found).toHaveLength(10_000);
    expect(found.filter((summary) => summary.title === 'Goma').map((summary) => summary.id)).toEqual(['record 5000']);
  });
});
