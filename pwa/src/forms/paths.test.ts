import { expect, test } from 'vitest';
import { entriesAround, feeds, template } from './paths';

test('a question is a path without the ids of entries', () => {
  expect(template('issue[4f0c]/steps[9a]/text')).toBe('issue[]/steps[]/text');
  expect(entriesAround('issue[4f0c]/steps[9a]/text')).toEqual(['issue[4f0c]', 'issue[4f0c]/steps[9a]']);
});

test('a calculation is fed by its inputs, in its own entry only', () => {
  expect(feeds('people/n_f', 'people/n_total', ['people/n_f'])).toBe(true);
  expect(feeds('people/n_m', 'people/n_total', ['people/n_f'])).toBe(false);
  expect(feeds('house[a]/age', 'house[a]/double', ['house[]/age'])).toBe(true);
  expect(feeds('house[b]/age', 'house[a]/double', ['house[]/age'])).toBe(false);
  expect(feeds('house[b]/age', 'total', ['house[]/age'])).toBe(true);
});

test('a sum over entries is fed by entries that come, go or move', () => {
  for (const unit of ['house[a]/_rid', 'house[a]/@deleted', 'house[a]/@order']) {
    expect(feeds(unit, 'total', ['house[]/age'])).toBe(true);
  }
  expect(feeds('other[a]/@deleted', 'total', ['house[]/age'])).toBe(false);
});
