import { describe, expect, it } from 'vitest';
import type { Summary } from '../device/types';
import type { Units } from '../forms/types';
import { voice } from '../words';
import { chips } from './chips';
import { heading } from './labels';
import { askedFirst, matching } from './lines';
import { labels, rows } from './lists';
import { sections, type Reader } from './sections';

const { words } = voice('en');

function summary(more: Partial<Summary>): Summary {
  return {
    id: 'r1',
    form: 'meeting',
    scope: 'north',
    number: null,
    title: 'Kanyabayonga',
    at: 0,
    author: 'amina',
    review: 'received',
    question: null,
    unsettled: 0,
    held: 0,
    unsent: 0,
    refused: 0,
    deleted: false,
    restricted: false,
    ...more,
  };
}

const said = (more: Partial<Summary>): string[] => chips(summary(more), words).map((chip) => chip.text);

describe('where a record is, in words', () => {
  it.each([
    [{ unsent: 1 }, ['On this phone']],
    [{}, ['At the office']],
    [{ review: 'approved' }, ['Approved']],
    [{ review: 'returned', question: 'which women?' }, ['Returned: “which women?”']],
    [{ review: 'returned' }, ['Returned']],
    [{ unsettled: 1 }, ['At the office', 'Two answers differ']],
    [{ unsettled: 3 }, ['At the office', 'Answers differ in 3 places']],
    [{ held: 1, unsent: 1 }, ['On this phone', 'An earlier change is still on its way']],
    [{ refused: 1 }, ['Not taken by the office']],
    [{ review: 'changed', unsent: 1 }, ['On this phone', 'Changed since it was approved']],
  ] as const)('%o is said as %o', (more, expected) => {
    expect(said(more as Partial<Summary>)).toEqual(expected);
  });
});

describe('a list', () => {
  const records = [summary({ id: 'a', title: 'Béni' }), summary({ id: 'b', title: 'Goma', author: 'otieno' })];

  it('is found by place without its accents, and by person', () => {
    expect(matching(records, 'beni', (form) => form).map((one) => one.id)).toEqual(['a']);
    expect(matching(records, 'otieno meeting', (form) => form).map((one) => one.id)).toEqual(['b']);
    expect(matching(records, ' ', (form) => form)).toHaveLength(2);
  });

  it('begins with what I was asked about', () => {
    const asked = summary({ id: 'c', review: 'returned' });
    expect(askedFirst([...records, asked], 'amina').map((one) => one.id)).toEqual(['c', 'a', 'b']);
    expect(askedFirst([...records, asked], 'otieno').map((one) => one.id)).toEqual(['a', 'b', 'c']);
  });
});

describe('a list file', () => {
  it('is read with quotes, commas and line breaks inside', () => {
    expect(rows('name,label\r\na,"Goma, the ""big"" one"\nb,"two\nlines"\n')).toEqual([
      ['name', 'label'],
      ['a', 'Goma, the "big" one'],
      ['b', 'two\nlines'],
    ]);
  });

  it('names its rows', () => {
    expect(labels('\uFEFFname,label\ncd61,Nord-Kivu').get('cd61')).toBe('Nord-Kivu');
  });
});

function unit(path: string, more: Partial<Units['units'][number]> = {}): Units['units'][number] {
  const none = { hxl: null, repeat: null, choices: null, geo: null, consent: null, link: null };
  const label = { en: `${path.split('/').at(-1)}?` };
  const rest = { label, hint: {}, policy: { is: 'person' }, fields: [], inputs: [], restricts: [] };
  return { path, type: 'text', ...none, ...rest, ...more };
}

const units: Units = {
  form: 'meeting',
  version: '1',
  title: { en: 'Meeting' },
  default_language: 'en',
  languages: [{ code: 'en', name: 'English' }],
  registers: [],
  constants: {},
  units: [
    unit('start', { type: 'start' }),
    unit('place/village', { hxl: '#loc+name' }),
    unit('theme', { type: 'select_multiple', choices: 'theme' }),
    unit('issues[]/text', { repeat: 'issues[]' }),
    unit('issues[]/steps[]/step', { repeat: 'issues[]/steps[]' }),
    unit('promises[]/issue', { repeat: 'promises[]', link: 'issues[]' }),
  ],
  groups: [
    { path: 'place', kind: 'group', label: { en: 'Place' }, registers: [] },
    { path: 'issues[]', kind: 'repeat', label: { en: 'Issue' }, registers: [] },
    { path: 'issues[]/steps[]', kind: 'repeat', label: { en: 'Step' }, registers: [] },
    { path: 'promises[]', kind: 'repeat', label: { en: 'Promise' }, registers: [] },
  ],
  choices: {
    theme: [
      { name: 'land', label: { en: 'Land' } },
      { name: 'water', label: { en: 'Water' } },
    ],
  },
  lists: [],
  warnings: [],
};

const reader: Reader = {
  units,
  language: 'en',
  lists: new Map(),
  stale: [],
  unknown: 'Earlier answers',
  item: (label, index) => `${label} ${index}`,
};

describe('a record', () => {
  const values = {
    start: '2026-11-24',
    'place/village': 'Kanyabayonga',
    theme: 'land water',
    'issues[aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa]/_rid': 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
    'issues[aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa]/@order': 'b',
    'issues[aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa]/text': 'The road is cut',
    'issues[bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb]/@order': 'a',
    'issues[bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb]/text': 'The well is dry',
    'issues[aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa]/steps[cccccccc-cccc-4ccc-8ccc-cccccccccccc]/step':
      'Ask the engineers',
    'promises[dddddddd-dddd-4ddd-8ddd-dddddddddddd]/issue': 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
    'old/question': 'yes',
    '@review': 'approved',
  };

  it('reads in the order and under the headings of its form', () => {
    const told = sections(values, reader).map(({ label, items }) => [label, items.map((item) => item.value)]);
    expect(told).toEqual([
      ['Place', ['Kanyabayonga']],
      ['', ['Land, Water']],
      ['Issue 1', ['The well is dry']],
      ['Issue 2', ['The road is cut']],
      ['Step 1', ['Ask the engineers']],
      ['Promise 1', ['The well is dry']],
      ['Earlier answers', ['yes']],
    ]);
  });

  it('is called by its place', () => {
    expect(heading(values, units)).toBe('Kanyabayonga');
    expect(heading({}, units)).toBe('');
  });

  it('whose form is not here yet is shown under its short names', () => {
    const told = sections({ 'place/village': 'Goma' }, { ...reader, units: null });
    expect(told[0]!.items).toEqual([{ unit: 'place/village', label: 'place/village', value: 'Goma', stale: false }]);
  });
});

describe('a moment', () => {
  it('is said as a person says it', () => {
    const { ago } = voice('en');
    expect(ago(Date.now() - 5_000)).toBe('just now');
    expect(ago(Date.now() - 5 * 60_000)).toBe('5 minutes ago');
    expect(ago(Date.parse('2020-01-02T10:00:00'))).toMatch(/^on Jan 2, 2020 at 10:00/);
  });
});
