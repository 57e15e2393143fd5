// @vitest-environment jsdom
import { describe, expect, test, vi } from 'vitest';
import { at, fill, idIn, open } from './fixtures/open';
import { instanceXml } from './instance';
import { labelAt } from './labels';
import consultation from './fixtures/community_consultation.json';
import type { FormSession } from './index';
import type { Values } from './types';

vi.setConfig({ testTimeout: 60_000 });

const AGREED = { 'consent/consent_brief': 'yes', 'consent/consent_rec': 'yes', 'consent/risk': 'none' };

async function meeting(): Promise<{ session: FormSession; issue: string; commitment: string }> {
  const session = await open('consultation');
  fill(session, { 'meeting/ev_date': '2026-11-20', 'meeting/loc_name': 'Kanyabayonga', 'people/n_f': '12', ...AGREED });
  const issue = session.add(at(session, 'issue'));
  fill(session, { [`${issue}/sens`]: 'no', [`${issue}/issue_text`]: 'The well is dry\n – since "March" & <before>' });
  const commitment = session.add(at(session, 'commitment'));
  fill(session, { [`${commitment}/com_text`]: 'Ask the water office', [`${commitment}/com_issue`]: idIn(issue) });
  return { session, issue, commitment };
}

describe('a new record', () => {
  test('begins without entries, says who fills it, and has changed nothing', async () => {
    const session = await open('consultation');
    expect(session.values()).toMatchObject({ username: 'amina', deviceid: 'phone-1' });
    expect(Object.keys(session.values()).filter((unit) => unit.includes('['))).toEqual([]);
    expect(session.changes()).toEqual({ set: {}, was: {} });
  });

  test('sends what was answered, what is calculated from it, and every entry with its id and its place', async () => {
    const { session, issue, commitment } = await meeting();
    const { set } = session.changes();
    expect(set).toMatchObject({
      'people/n_f': '12',
      'people/n_total': '12',
      username: 'amina',
      [`${issue}/_rid`]: idIn(issue),
      [`${commitment}/com_issue`]: idIn(issue),
    });
    expect(set[`${issue}/@order`]).toMatch(/^[0-9A-Za-z]+$/);
    expect(set['end']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    expect(Object.keys(set)).not.toContain('meeting/channel');
  });

  test('leaves an entry out in which nobody answered anything', async () => {
    const { session } = await meeting();
    const blank = session.add(at(session, 'issue'));
    expect(Object.keys(session.changes().set).filter((unit) => unit.startsWith(blank))).toEqual([]);
    expect(session.violations().filter(({ unit }) => unit.startsWith(blank))).toEqual([]);
  });
});

describe('a record that is opened again', () => {
  test('is the same to the byte, and has changed nothing', async () => {
    const { session } = await meeting();
    const values = session.values();
    const again = await open('consultation', { values });
    expect(again.values()).toEqual(values);
    expect(again.changes()).toEqual({ set: {}, was: {} });
    const stable = (xml: string) => xml.replace(/uuid:[0-9a-f-]+/, '');
    const written = (of: Values) => stable(instanceXml(consultation.xform, of));
    expect(written(again.values())).toBe(written(values));
  });

  test('sends only the answer that a person changed, with what is calculated from it', async () => {
    const { session } = await meeting();
    const again = await open('consultation', { values: session.values() });
    fill(again, { 'people/n_f': '13' });
    expect(Object.keys(again.changes().set).sort()).toEqual(['end', 'people/n_f', 'people/n_total', 'people/pct_f']);
    expect(again.changes().set['people/pct_f']).toBe('100');
  });

  test('sends nothing when the old answer is put back', async () => {
    const { session } = await meeting();
    const again = await open('consultation', { values: session.values() });
    fill(again, { 'people/n_f': '13' });
    fill(again, { 'people/n_f': '12' });
    expect(again.changes()).toEqual({ set: {}, was: {} });
  });

  test('names the value that a set of choices started from, and gives the set in the list’s order', async () => {
    const session = await open('consultation', { values: { 'people/groups': 'idp host' } });
    fill(session, { 'people/groups': ['farmer', 'host', 'idp'] });
    const { set, was } = session.changes();
    expect(set['people/groups']).toBe('idp host farmer');
    expect(was).toEqual({ 'people/groups': 'idp host' });
  });

  test('never touches what the form cannot hold', async () => {
    const values = { 'people/groups': 'idp martians', 'people/n_f': 'twelve', 'gone/unit': 'x', '@review': 'received' };
    const session = await open('consultation', { values });
    fill(session, { 'meeting/loc_name': 'Sake' });
    expect(Object.keys(session.changes().set).filter((unit) => unit in values)).toEqual([]);
  });

  test('keeps choices that nobody could see in a set that is changed', async () => {
    const session = await open('consultation', { values: { 'people/groups': 'idp martians' } });
    fill(session, { 'people/groups': ['idp', 'host'] });
    const { set, was } = session.changes();
    expect(set['people/groups']).toBe('idp host martians');
    expect(was).toEqual({ 'people/groups': 'idp martians' });
  });

  test('does not ask again for an answer that is stored and not in the list of this phone', async () => {
    const session = await open('consultation', { values: { 'meeting/adm1': 'YY77', 'meeting/loc_name': 'Sake' } });
    const asked = () => session.violations().map(({ unit }) => unit);
    expect(asked()).not.toContain('meeting/adm1');
    expect(session.unoffered(at(session, 'meeting/adm1'))).toBe('YY77');
    fill(session, { 'meeting/loc_name': 'Goma' });
    expect(session.changes().set).not.toHaveProperty(['meeting/adm1']);
    expect(session.values()['meeting/adm1']).toBe('YY77');
    fill(session, { 'meeting/adm1': 'XX01' });
    expect(session.unoffered(at(session, 'meeting/adm1'))).toBeNull();
    fill(session, { 'meeting/adm1': null });
    expect(asked()).toContain('meeting/adm1');
  });

  test('sends a stale calculation even when it comes out the same', async () => {
    const { session } = await meeting();
    const again = await open('consultation', { values: session.values(), stale: ['people/n_total'] });
    expect(again.changes().set).toEqual({ 'people/n_total': '12', 'people/pct_f': '100' });
  });
});

describe('answers that become hidden', () => {
  test('stay in the draft, come back from it, and are not sent', async () => {
    const { session, issue, commitment } = await meeting();
    fill(session, { 'consent/consent_brief': 'no' });
    const draft = session.values();
    expect(draft[`${issue}/issue_text`]).toContain('The well is dry');
    expect(draft[`${commitment}/com_issue`]).toBe(idIn(issue));
    expect(Object.keys(session.changes().set).filter((unit) => unit.startsWith('issue['))).toEqual([]);
    const again = await open('consultation', { draft });
    expect(again.values()).toEqual(draft);
    fill(again, { 'consent/consent_brief': 'yes' });
    expect(again.changes().set[`${issue}/issue_text`]).toContain('The well is dry');
    expect(again.changes().set[`${commitment}/com_issue`]).toBe(idIn(issue));
  });

  test('are cleared when they were stored', async () => {
    const { session, issue } = await meeting();
    const again = await open('consultation', { values: session.values() });
    fill(again, { 'consent/consent_brief': 'no' });
    const { set } = again.changes();
    expect(set).toMatchObject({
      'consent/consent_brief': 'no',
      'consent/consent_rec': null,
      [`${issue}/issue_text`]: null,
    });
    expect(set).not.toHaveProperty([`${issue}/_rid`]);
  });

  test('are left alone when they were hidden already', async () => {
    const values = { 'consent/consent_brief': 'no', 'consent/consent_rec': 'yes', 'people/n_m': '3' };
    const session = await open('consultation', { values });
    fill(session, { 'people/n_m': '4' });
    expect(session.changes().set).not.toHaveProperty(['consent/consent_rec']);
    expect(session.values()['consent/consent_rec']).toBe('yes');
  });
});

describe('a draft', () => {
  test('is compared with the record it was begun on', async () => {
    const { session, issue } = await meeting();
    const values = session.values();
    const first = await open('consultation', { values });
    fill(first, { [`${issue}/issue_text`]: 'The well is deep' });
    const again = await open('consultation', { values, draft: first.values() });
    expect(again.changes().set).toEqual({ [`${issue}/issue_text`]: 'The well is deep', end: expect.any(String) });
  });
});

describe('entries', () => {
  test('are removed with one word, and come back as they were', async () => {
    const { session, issue, commitment } = await meeting();
    const values = session.values();
    const again = await open('consultation', { values });
    again.remove(at(again, 'issue'), issue);
    expect(again.changes().set).toEqual({ [`${issue}/@deleted`]: 'true', end: expect.any(String) });
    expect(again.removed).toBe(issue);
    await again.undo();
    expect(again.removed).toBeNull();
    expect(again.values()).toEqual(values);
    expect(again.values()[`${commitment}/com_issue`]).toBe(idIn(issue));
    expect(again.changes()).toEqual({ set: {}, was: {} });
  });

  test('keep their answers when they move, and only the moved one is sent', async () => {
    const { session, issue } = await meeting();
    const second = session.add(at(session, 'issue'));
    fill(session, { [`${second}/issue_text`]: 'Light' });
    const again = await open('consultation', { values: session.values() });
    again.move(at(again, 'issue'), second, -1);
    expect(again.entries(at(again, 'issue')).map((entry) => entry.unit)).toEqual([second, issue]);
    expect(again.changes().set).toEqual({ [`${second}/@order`]: expect.any(String), end: expect.any(String) });
    const third = await open('consultation', { values: again.values() });
    expect(third.entries(at(third, 'issue')).map((entry) => entry.unit)).toEqual([second, issue]);
  });

  test('keep a link when the linked text is reworded', async () => {
    const { session, issue, commitment } = await meeting();
    fill(session, { [`${issue}/issue_text`]: 'The pump is broken' });
    expect(session.values()[`${commitment}/com_issue`]).toBe(idIn(issue));
    const options = at(session, `${commitment}/com_issue`).currentState.valueOptions!;
    expect(options.map((option) => option.label.asString)).toEqual(['The pump is broken']);
  });

  test('nest, and the sums over them follow', async () => {
    const session = await open('features');
    fill(session, { name: 'Sake', more: 'yes' });
    const house = session.add(at(session, 'extra/house'));
    fill(session, { [`${house}/head`]: 'Furaha' });
    const [one, two] = [session.add(at(session, `${house}/member`)), session.add(at(session, `${house}/member`))];
    fill(session, { [`${one}/age`]: '30', [`${two}/age`]: '4' });
    const values = session.values();
    expect(values).toMatchObject({ [`${house}/years`]: '34', 'extra/houses': '1', [`${house}/state`]: 'new' });
    const again = await open('features', { values });
    expect(again.values()).toEqual(values);
    again.remove(at(again, `${house}/member`), two);
    const { set } = again.changes();
    expect(set).toEqual({ [`${two}/@deleted`]: 'true', [`${house}/years`]: '30', end: expect.any(String) });
    again.remove(at(again, 'extra/house'), house);
    expect(again.changes().set).toEqual({
      [`${house}/@deleted`]: 'true',
      'extra/houses': '0',
      end: expect.any(String),
    });
  });

  test('follow a count, each with its place', async () => {
    const session = await open('features');
    fill(session, { rounds: '3' });
    const units = session.entries(at(session, 'round')).map((entry) => entry.unit);
    fill(session, { [`${units[0]}/said`]: 'a', [`${units[2]}/said`]: 'c' });
    const again = await open('features', { values: session.values() });
    expect(again.entries(at(again, 'round')).map((entry) => entry.unit)).toEqual(units);
    expect(again.changes()).toEqual({ set: {}, was: {} });
  });
});

test('a question in an entry is named with the entry', async () => {
  const { session, commitment } = await meeting();
  expect(labelAt(session, `${commitment}/com_due`)).toBe('Commitments made to the community 1 · By what date?');
  expect(labelAt(session, 'prev_back')).toBe('Did you report back on earlier commitments?');
});

describe('kinds of answers', () => {
  test('keep their lexical form through a draft', async () => {
    const session = await open('features');
    fill(session, {
      name: 'x',
      'kinds/whole': '7',
      'kinds/part': '1.50',
      'kinds/day': '2026-02-03',
      'kinds/hour': '13:45',
      'kinds/moment': '2026-02-03T13:45',
      'kinds/trust': '4',
      'kinds/order': ['papaya', 'mango', 'banana'],
      'kinds/agreed': true,
      'kinds/fruits': ['papaya', 'mango'],
      'kinds/best': 'mango',
    });
    const values = session.values();
    expect(values).toMatchObject({
      'kinds/whole': '7',
      'kinds/day': '2026-02-03',
      'kinds/trust': '4',
      'kinds/order': 'papaya mango banana',
      'kinds/agreed': 'OK',
      'kinds/fruits': 'mango papaya',
      'kinds/best': 'mango',
    });
    expect(values['kinds/hour']).toMatch(/^13:45:00\.000/);
    expect(values['kinds/moment']).toMatch(/^2026-02-03T13:45:00\.000[+-]\d\d:\d\d$/);
    expect(Number(values['kinds/part'])).toBe(1.5);
    const again = await open('features', { values });
    expect(again.values()).toEqual(values);
    fill(again, { name: 'y' });
    expect(Object.keys(again.changes().set).sort()).toEqual(['end', 'name']);
  });

  test('keep places only as exactly as the form says', async () => {
    const session = await open('features');
    const place = '-4.32111 15.31234 300 5';
    const places = ['exact', 'near', 'wide', 'district', 'nowhere'].map((name) => `places/${name}`);
    fill(session, Object.fromEntries(places.map((unit) => [unit, place])));
    const { set } = session.changes();
    expect(set['places/exact']).toBe('-4.32111 15.31234 300.0 5.0');
    expect(set['places/district']).toBe('-4.25 15.25 0 39358');
    expect(set).not.toHaveProperty(['places/nowhere']);
    expect(JSON.stringify([set, session.values()]).split('15.31234').length).toBe(3);
  });

  test('are well-formed NFC text, and too long a text is told in words', async () => {
    const session = await open('features');
    fill(session, { name: 'Cafe\u0301 \uD800\0', story: 'é'.repeat(33_000) });
    expect(session.values()['name']).toBe('Caf\u00E9 \uFFFD');
    expect(session.violations().map(({ unit }) => unit)).toEqual(['story']);
  });

  test('a stored picture stays, though it cannot be asked', async () => {
    const session = await open('features', { values: { 'kinds/picture': 'ab12.jpg', name: 'x' } });
    fill(session, { name: 'y' });
    expect(session.values()['kinds/picture']).toBe('ab12.jpg');
    expect(Object.keys(session.changes().set)).not.toContain('kinds/picture');
  });
});

describe('pages, languages and lists', () => {
  test('hidden pages are passed over, and a violation names its page', async () => {
    const session = await open('consultation');
    expect(session.pages.map((page) => page.key)).toEqual(['meeting', 'people', 'consent', 'commitment', 'prev_back']);
    fill(session, AGREED);
    expect(session.pages.map((page) => page.key)).toContain('issue');
    fill(session, { 'meeting/ev_date': '2126-01-01' });
    expect(session.violations()[0]).toEqual({
      page: 0,
      unit: 'meeting/ev_date',
      message: 'The date cannot be in the future.',
    });
  });

  test('titles, messages and direction follow the language', async () => {
    const session = await open('consultation', { language: 'ar' });
    expect(session.language).toMatchObject({ code: 'ar', dir: 'rtl' });
    expect(session.pages[0]?.title).toBe('الاجتماع');
    fill(session, { 'meeting/ev_date': '2126-01-01' });
    expect(session.violations()[0]?.message).toBe('لا يمكن أن يكون التاريخ في المستقبل.');
    session.setLanguage('fr');
    expect(session.pages[0]?.title).toBe('Réunion');
  });

  test('a list that the phone lacks is empty and named', async () => {
    const session = await open('consultation', { fetchList: () => Promise.resolve(null) });
    expect(session.missing).toEqual(['places.csv']);
    expect(at(session, 'meeting/adm1').currentState.valueOptions).toEqual([]);
  });

  test('listeners hear of every change until they stop', async () => {
    const session = await open('features');
    let heard = 0;
    const stop = session.onchange(() => heard++);
    fill(session, { name: 'a' });
    stop();
    fill(session, { name: 'b' });
    expect(heard).toBe(1);
  });
});
