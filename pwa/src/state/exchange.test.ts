import { beforeEach, describe, expect, it } from 'vitest';
import { Office } from '../testing/office';
import { Phone } from '../testing/phone';
import { got } from './unwrap';

const WELL = '11111111-1111-4111-8111-111111111111';
const ROAD = '22222222-2222-4222-8222-222222222222';

let office: Office;
let amina: Phone;
let otieno: Phone;

beforeEach(async () => {
  office = new Office();
  amina = await Phone.of(office);
  otieno = await Phone.of(office, 'otieno');
});

describe('sending', () => {
  it('a record that Amina finished offline reaches the office in one request', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    expect((await amina.line(WELL))!.unsent).toBe(1);
    expect(await amina.sync()).toMatchObject({ is: 'done', sent: 1 });
    expect(office.requests).toHaveLength(1);
    expect((await amina.line(WELL))!.unsent).toBe(0);
  });

  it('who wrote an edit is not said in it', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    expect(Object.keys(office.requests[0]!.edits[0]!)).not.toContain('author');
    expect(Object.keys(office.requests[0]!.edits[0]!)).not.toContain('device');
  });

  it('a lost answer is repaired by sending again', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    office.after = () => {
      throw new TypeError('the link broke');
    };
    expect(await amina.sync()).toMatchObject({ is: 'trouble', trouble: { code: 'offline' } });
    expect((await amina.line(WELL))!.unsent).toBe(1);
    office.after = () => {};
    expect(await amina.sync()).toMatchObject({ is: 'done' });
    expect(office.requests[1]!.edits).toEqual(office.requests[0]!.edits);
    expect((await amina.line(WELL))!.unsent).toBe(0);
  });

  it('without the office everything stays and the list still says so', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    office.before = () => {
      throw new TypeError('no network');
    };
    await amina.sync();
    expect(await amina.heads(WELL, 'place')).toEqual(['Kanyabayonga']);
  });

  it('an edit that the office does not take stands apart, and the next one does not build on it', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    office.judge = (edit) => (edit.n === 2 ? { is: 'quarantined', code: 'not_allowed', message: 'Not yours.' } : null);
    await amina.save(WELL, { place: 'Goma' });
    await amina.sync();
    expect((await amina.line(WELL))!.refused).toBe(1);
    expect(await amina.heads(WELL, 'place')).toEqual(['Kanyabayonga']);
    await amina.save(WELL, { date: '2026-11-24' });
    await amina.sync();
    expect(office.requests.at(-1)!.edits[0]!.seen[amina.replica]).toBe(1);
    expect((await amina.line(WELL))!.unsent).toBe(0);
    expect(office.requests.at(-1)!.pending).toEqual({ 2: 'not_allowed' });
  });

  it('an edit that a lead released later is no longer told apart', async () => {
    office.judge = () => ({ is: 'quarantined', code: 'not_your_region', message: 'Not here.' });
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    office.judge = () => null;
    office.after = () => {};
    const pending = office.requests.at(-1)!;
    expect(pending.edits).toHaveLength(1);
    expect((await amina.record(WELL))!.refused).toEqual([{ n: 1, code: 'not_your_region', message: 'Not here.' }]);
  });

  it('a held edit is shown as waiting for an earlier change', async () => {
    office.judge = () => ({ is: 'held', code: 'cause_missing' });
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    expect((await amina.line(WELL))!.unsent).toBe(1);
    await amina.sync();
    expect(office.requests.at(-1)!.pending).toEqual({ 1: 'cause_missing' });
  });

  it('a batch that is too large is halved until it fits', async () => {
    for (let count = 0; count < 6; count += 1) await amina.save(WELL, { place: `place ${count}` });
    const real = office.fetch;
    const tight = async (url: string, init: RequestInit): Promise<Response> => {
      const sent = await new Response(init.body as BodyInit).text();
      const asked = JSON.parse(sent || '{}') as { edits?: unknown[] };
      if ((asked.edits?.length ?? 0) <= 2) return real(url, init);
      return new Response(JSON.stringify({ error: 'too_large', detail: 'Too large.', facts: {} }), {
        status: 413,
        headers: { 'Content-Type': 'application/json' },
      });
    };
    const plain = CompressionStream;
    Reflect.deleteProperty(globalThis, 'CompressionStream');
    try {
      const { exchange } = await import('./exchange');
      const { Client } = await import('../server/client');
      const around = { device: amina.device, client: new Client(() => 't', tight), now: Date.now };
      const outcome = await exchange({ ...around, fresh: () => '', renewed: async () => {} });
      expect(outcome).toMatchObject({ is: 'done', sent: 6 });
    } finally {
      globalThis.CompressionStream = plain;
    }
  });
});

describe('numbers', () => {
  it('after a fork the phone takes a new replica and sends what was not acknowledged under it', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    await amina.save(WELL, { place: 'Goma' });
    await amina.save(WELL, { place: 'Sake' });
    office.judge = (edit) => (edit.replica === amina.replica ? { is: 'fork' } : null);
    expect(await amina.sync()).toMatchObject({ is: 'done', rekeyed: true });
    const meta = got(await amina.device.meta());
    expect(meta.replica!.id).not.toBe(amina.replica);
    const sent = office.requests.at(-1)!.edits;
    expect(sent.map((edit) => edit.n)).toEqual([1, 2]);
    expect(sent[1]!.seen).toEqual({ [amina.replica]: 1, [meta.replica!.id]: 1 });
    expect((await amina.line(WELL))!.unsent).toBe(0);
    expect(await amina.heads(WELL, 'place')).toEqual(['Sake']);
  });

  it('after a gap the phone goes on from what the office has', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    await amina.save(WELL, { place: 'Goma' });
    // The office was restored from a backup that is older than the first sync.
    office.forget(amina.replica);
    office.records.clear();
    expect(await amina.sync()).toMatchObject({ is: 'done' });
    expect(office.requests.map((asked) => asked.edits.map((edit) => edit.n))).toEqual([[1], [2], [1, 2]]);
    expect((await amina.line(WELL))!.unsent).toBe(0);
    expect(await amina.heads(WELL, 'place')).toEqual(['Goma']);
  });

  it('numbers that the phone no longer keeps are said to be lost', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.save(WELL, { place: 'Goma' });
    const [first] = got(await amina.device.edits(amina.replica));
    got(await amina.device.update(async () => ({ writes: { forgotten: [first!] }, result: null })));
    await amina.sync();
    expect(office.requests[0]!.lost).toEqual([[1, 1]]);
  });
});

describe('receiving', () => {
  it('what Otieno wrote arrives on Amina’s phone, page by page', async () => {
    office.page = 1;
    await otieno.save(WELL, { place: 'Kanyabayonga' });
    await otieno.save(ROAD, { place: 'Goma' });
    await otieno.sync();
    await amina.sync();
    expect(await amina.heads(WELL, 'place')).toEqual(['Kanyabayonga']);
    expect(await amina.heads(ROAD, 'place')).toEqual(['Goma']);
  });

  it('two answers given apart are both kept on both phones', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    await otieno.sync();
    await amina.save(WELL, { place: 'Goma' });
    await otieno.save(WELL, { place: 'Sake' });
    await amina.sync();
    await otieno.sync();
    await amina.sync();
    expect((await amina.heads(WELL, 'place')).sort()).toEqual(['Goma', 'Sake']);
    expect((await otieno.line(WELL))!.unsettled).toBe(1);
  });

  it('an edit of what was not seen replaces nothing, though it arrived before the save', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    await otieno.sync();
    const opened = (await amina.record(WELL))!.office!.have;
    await otieno.save(WELL, { place: 'Sake' });
    await otieno.sync();
    await amina.sync();
    await amina.save(WELL, { place: 'Goma' }, opened);
    expect((await amina.heads(WELL, 'place')).sort()).toEqual(['Goma', 'Sake']);
  });

  it('a record that is gone leaves the phone', async () => {
    await otieno.save(WELL, { place: 'Kanyabayonga' });
    await otieno.sync();
    await amina.sync();
    office.hide(WELL);
    await amina.sync();
    expect(await amina.record(WELL)).toBeUndefined();
    expect(await amina.line(WELL)).toBeUndefined();
  });

  it('after a restore the copy is put together anew, and own work that the office lost stays', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await otieno.save(ROAD, { place: 'Goma' });
    await otieno.sync();
    await amina.sync();
    await amina.save(ROAD, { date: '2026-11-24' });
    office.epoch = 'e2';
    office.records.delete(ROAD);
    expect(await amina.sync()).toMatchObject({ is: 'done' });
    expect(await amina.heads(WELL, 'place')).toEqual(['Kanyabayonga']);
    expect((await amina.record(ROAD))!.own).toHaveLength(1);
  });

  it('with other rights everything that may no longer be seen goes', async () => {
    await otieno.save(WELL, { place: 'Kanyabayonga' });
    await otieno.sync();
    await amina.sync();
    office.grant = 'g2';
    office.records.delete(WELL);
    await amina.sync();
    expect(await amina.record(WELL)).toBeUndefined();
  });

  it('a region that is no longer granted goes once everything is sent', async () => {
    await otieno.save(WELL, { place: 'Kanyabayonga' });
    await otieno.sync();
    await amina.sync();
    office.scopes = ['south'];
    await amina.sync();
    expect(await amina.record(WELL)).toBeUndefined();
    expect(Object.keys(got(await amina.device.meta()).servers['office']!.scopes)).toEqual(['south']);
  });

  it('the page of a captive portal is no answer', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    const portal = new Office();
    Object.assign(portal, {
      fetch: async () => new Response('<html>Pay here</html>', { headers: { 'Content-Type': 'text/html' } }),
    });
    const { Client } = await import('../server/client');
    const { exchange } = await import('./exchange');
    const client = new Client(() => 't', portal.fetch);
    const around = { device: amina.device, client, now: Date.now, fresh: () => '', renewed: async () => {} };
    expect(await exchange(around)).toMatchObject({ is: 'trouble', trouble: { code: 'offline' } });
    expect((await amina.line(WELL))!.unsent).toBe(1);
  });
});
