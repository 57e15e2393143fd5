import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, byOrder, compareBytes, reordered, type Placed } from './order';

const KEY = fc.stringMatching(/^[0-9A-Za-z]{0,6}[1-9A-Za-z]$/);

describe('a key between two others', () => {
  test('stands between them', () => {
    fc.assert(
      fc.property(KEY, KEY, (a, b) => {
        const [low, high] = compareBytes(a, b) < 0 ? [a, b] : [b, a];
        fc.pre(low !== high);
        const key = between(low, high);
        expect(compareBytes(low, key)).toBeLessThan(0);
        expect(compareBytes(key, high)).toBeLessThan(0);
        expect(key).not.toMatch(/0$/);
      }),
    );
  });

  test('stands before the first and after the last', () => {
    fc.assert(
      fc.property(KEY, (key) => {
        expect(compareBytes(between(null, key), key)).toBeLessThan(0);
        expect(compareBytes(key, between(key, null))).toBeLessThan(0);
      }),
    );
  });

  test('stays short when a hundred entries are appended', () => {
    let last: string | null = null;
    for (let count = 0; count < 100; count++) last = between(last, null);
    expect(last!.length).toBeLessThan(6);
  });

  test('comes just after the first when none fits between', () => {
    expect(between('V', 'V')).toBe('VV');
    expect(between('V', 'V0')).toBe('VV');
    expect(between('é', 'é')).toBe('éV');
  });
});

describe('entries', () => {
  const placed = (id: string, order: string | null): Placed => ({ id, order });

  test('sort by key in bytes, then by id, those without a key first', () => {
    const entries = [placed('c', 'a'), placed('b', 'Z'), placed('z', null), placed('a', 'Z')];
    expect(entries.sort(byOrder).map(({ id }) => id)).toEqual(['z', 'a', 'b', 'c']);
    expect(compareBytes('\u{1F600}', '\uFFFD')).toBeGreaterThan(0);
  });

  test('sort as they are listed once the moved one has its key', () => {
    const order = fc.option(fc.constantFrom('G', 'V', 'V', 'l', 'VV'), { nil: null });
    fc.assert(
      fc.property(fc.array(order, { minLength: 2, maxLength: 7 }), fc.nat(), fc.nat(), (orders, from, to) => {
        const entries = orders.map((key, at) => placed(String.fromCharCode(97 + at), key)).sort(byOrder);
        const [moved] = entries.splice(from % entries.length, 1);
        const target = to % (entries.length + 1);
        entries.splice(target, 0, moved!);
        const keys = reordered(entries, target);
        const now = entries.map(({ id, order: key }) => placed(id, keys.get(id) ?? key));
        expect(now.map(({ id }) => id)).toEqual([...now].sort(byOrder).map(({ id }) => id));
      }),
    );
  });

  test('other entries keep their keys when there is room', () => {
    const keys = reordered([placed('c', 'l'), placed('a', 'G'), placed('b', 'V')], 0);
    expect([...keys.keys()]).toEqual(['c']);
  });
});
