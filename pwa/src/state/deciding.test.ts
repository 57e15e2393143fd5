import { beforeEach, describe, expect, it } from 'vitest';
import type { KeptRecord } from '../device/types';
import { scopeDigest, recordDigest } from '../sync';
import { Office } from '../testing/office';
import { Phone } from '../testing/phone';
import { voice } from '../words';
import { conflictLine, type Teller } from './conflicts';
import { change, opened } from './record';
import { remark, remarks } from './remarks';
import { save } from './saving';
import { got } from './unwrap';

const WELL = '11111111-1111-4111-8111-111111111111';
const COMMENT = '33333333-3333-4333-8333-333333333333';

let office: Office;
let amina: Phone;
let otieno: Phone;
let wanjiru: Phone;

const teller: Teller = {
  voice: voice('en'),
  me: { name: 'wanjiru', device: 'd1' },
  label: (unit) => (unit === 'place' ? 'Village' : unit),
  text: (_, value) => value ?? 'No answer',
};

beforeEach(async () => {
  office = new Office();
  amina = await Phone.of(office);
  otieno = await Phone.of(office, 'otieno');
  wanjiru = await Phone.of(office, 'wanjiru');
});

async function kept(phone: Phone): Promise<KeptRecord> {
  return (await phone.record(WELL))!;
}

async function say(phone: Phone, set: Record<string, string | null>): Promise<void> {
  const open = opened(await kept(phone), null);
  got(await save(phone.device, change(open, null, set), { forms: [], now: (phone.now += 1_000) }));
}

async function apart(): Promise<void> {
  await amina.save(WELL, { place: 'Kanyabayonga', date: '2026-11-24' });
  await amina.sync();
  await otieno.sync();
  await amina.save(WELL, { place: 'Goma' });
  await otieno.save(WELL, { place: 'Sake' });
  for (const phone of [amina, otieno, wanjiru]) await phone.sync();
}

describe('two answers', () => {
  it('stand side by side with who gave them', async () => {
    await apart();
    const [conflict] = opened(await kept(wanjiru), null).view.conflicts;
    const line = conflictLine(conflict!, teller);
    expect(line).toMatchObject({ title: 'Two answers differ', label: 'Village', editable: true });
    expect(line.sides.map((side) => side.text).sort()).toEqual(['Goma', 'Sake']);
    expect(line.sides[0]!.by).toMatch(/^by amina, .* from Chrome on Android$/);
  });

  it('are settled for everybody by one tap, also the answer already shown', async () => {
    await apart();
    await say(wanjiru, { place: 'Goma' });
    for (const phone of [wanjiru, amina, otieno]) await phone.sync();
    for (const phone of [wanjiru, amina, otieno]) {
      expect(await phone.heads(WELL, 'place')).toEqual(['Goma']);
      expect((await phone.line(WELL))!.unsettled).toBe(0);
    }
  });

  it('that arrive after the screen was drawn are not settled by it', async () => {
    await apart();
    const seen = opened(await kept(wanjiru), null);
    await otieno.save(WELL, { place: 'Minova' });
    await otieno.sync();
    await wanjiru.sync();
    got(await save(wanjiru.device, change(seen, null, { place: 'Goma' }), { forms: [], now: wanjiru.now }));
    expect((await wanjiru.heads(WELL, 'place')).sort()).toEqual(['Goma', 'Minova']);
  });
});

describe('a deletion', () => {
  it('against a change is shown as such, and either side can be chosen', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    await otieno.sync();
    await say(amina, { '@deleted': 'true' });
    await otieno.save(WELL, { place: 'Sake' });
    for (const phone of [amina, otieno, wanjiru]) await phone.sync();
    const open = opened(await kept(wanjiru), null);
    const line = conflictLine(
      open.view.conflicts.find((one) => one.kind === 'delete')!,
      teller,
    );
    expect(line.sides.map((side) => [side.action, side.choose?.value])).toEqual([
      ['Delete it', 'true'],
      ['Keep it', null],
    ]);
    await say(wanjiru, { '@deleted': null });
    expect(opened(await kept(wanjiru), null).view).toMatchObject({ deleted: false, conflicts: [] });
  });

  it('is never undone by typing', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await say(amina, { '@deleted': 'true' });
    const open = opened(await kept(amina), null);
    expect(change(open, null, { place: 'Goma' }).set).toEqual({ place: 'Goma', '@deleted': 'true' });
  });
});

describe('a review', () => {
  it('that returns a record carries its question to the officer, and an answer is told from it', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    await wanjiru.sync();
    await say(wanjiru, { '@review': 'returned', ...remark('Which women?', 'place', COMMENT) });
    await wanjiru.sync();
    await amina.sync();
    expect(await amina.line(WELL)).toMatchObject({ review: 'returned', question: 'Which women?' });
    expect(remarks(opened(await kept(amina), null), teller.me, teller.voice)).toMatchObject([
      { text: 'Which women?', about: 'place' },
    ]);
    await say(amina, { place: 'Goma' });
    expect(await amina.line(WELL)).toMatchObject({ review: 'answered', question: null });
    await amina.sync();
    await wanjiru.sync();
    await say(wanjiru, { '@review': 'approved' });
    expect((await wanjiru.line(WELL))!.review).toBe('approved');
  });
});

describe('once a day', () => {
  it('a copy that is not what the office says is fetched anew', async () => {
    await amina.save(WELL, { place: 'Kanyabayonga' });
    await amina.sync();
    const { have } = office.records.get(WELL)!.entry;
    office.digest = scopeDigest([await recordDigest(WELL, have)]);
    await otieno.sync();
    expect(office.requests.at(-1)!.scopes).toEqual({});
    otieno.now += 25 * 60 * 60 * 1_000;
    await otieno.sync();
    expect(office.requests.at(-1)!.scopes).not.toEqual({});
    got(await otieno.device.update(async () => ({ writes: { dropped: [WELL] }, result: null })));
    otieno.now += 25 * 60 * 60 * 1_000;
    await otieno.sync();
    expect(await otieno.heads(WELL, 'place')).toEqual(['Kanyabayonga']);
  });
});
