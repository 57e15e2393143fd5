import { describe, expect, it } from 'vitest';
import { editsOf, longest, outgoing, type Intent, type Writer } from './edits';
import { renumbered } from './rekey';
import { batch, lost } from './request';
import type { OwnEdit } from '../device/types';

const amina: Writer = { replica: 'a'.repeat(32), n: 4, at: 0, offset_ms: -20, author: 'amina', device: 'd1' };
const intent: Intent = {
  record: 'r1',
  form: 'meeting',
  version: '1',
  scope: 'north',
  parent: null,
  seen: { b: 3 },
  set: { place: 'Goma', groups: 'women youth' },
  was: { groups: 'women' },
};

function own(n: number, size = 10): OwnEdit {
  const [edit] = editsOf({ ...intent, set: { place: 'x'.repeat(size) } }, { ...amina, n: n - 1 });
  return { n, edit: edit!, is: 'waiting', code: null, message: null, saved_at: 0 };
}

describe('an edit', () => {
  it('has the next number, the device’s clock and what was seen', () => {
    const [edit] = editsOf(intent, amina);
    expect(edit).toMatchObject({ n: 5, at: '1970-01-01T00:00:00.000Z', offset_ms: -20, seen: { b: 3 } });
    expect(edit!.was).toEqual({ groups: 'women' });
  });

  it('is sent without who wrote it', () => {
    expect(Object.keys(outgoing(editsOf(intent, amina)[0]!)).sort()).not.toContain('author');
  });

  it('is text in its composed form, without zero characters', () => {
    const [edit] = editsOf({ ...intent, set: { place: 'Be\u0301ni\0' } }, amina);
    expect(edit!.set).toEqual({ place: 'B\u00e9ni' });
  });

  it('that is too large becomes several, each having seen the one before', () => {
    const set = Object.fromEntries(Array.from({ length: 4_100 }, (_, index) => [`q${index}`, 'yes']));
    const edits = editsOf({ ...intent, set }, amina);
    expect(edits.map((edit) => edit.n)).toEqual([5, 6]);
    expect(edits[1]!.seen).toEqual({ b: 3, [amina.replica]: 5 });
    expect(edits.flatMap((edit) => Object.keys(edit.set))).toHaveLength(4_100);
  });

  it('with an answer longer than any server takes is named before it is saved', () => {
    expect(longest({ place: 'Goma', story: 'é'.repeat(40_000) })).toBe('story');
    expect(longest({ place: 'Goma' })).toBeNull();
  });
});

describe('a request', () => {
  it('carries as many edits as fit, in order', () => {
    const edits = Array.from({ length: 30 }, (_, index) => own(index + 1, 60_000));
    const first = batch(edits);
    expect(first.length).toBeLessThan(15);
    expect(first.map((edit) => edit.n)).toEqual(first.map((_, index) => index + 1));
  });

  it('always carries one edit, however large', () => {
    expect(batch([own(1, 64_000)], 1)).toHaveLength(1);
  });

  it('names the numbers that are no longer kept in pairs', () => {
    expect(lost(2, 9, [own(5), own(6)])).toEqual([
      [3, 4],
      [7, 9],
    ]);
    expect(lost(9, 9, [])).toEqual([]);
  });
});

describe('a new replica', () => {
  it('keeps what the office acknowledged of the old one in every edit of the record', () => {
    const edits = [own(5), own(6)].map((one, index) => {
      return { ...one, edit: { ...one.edit, seen: { [amina.replica]: index === 0 ? 3 : 5, b: 1 } } };
    });
    const again = renumbered(edits, 'f'.repeat(32), 4);
    expect(again.map((one) => one.edit.seen)).toEqual([
      { b: 1, [amina.replica]: 3 },
      { b: 1, [amina.replica]: 3, ['f'.repeat(32)]: 1 },
    ]);
  });
});
