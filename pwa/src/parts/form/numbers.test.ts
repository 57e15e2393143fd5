import { expect, test } from 'vitest';
import { isDecimal, isWhole, plainNumber } from './numbers';

test('digits of other scripts and decimal commas are understood', () => {
  expect(plainNumber(' ١٢ ')).toBe('12');
  expect(plainNumber('۳٫۵')).toBe('3.5');
  expect(plainNumber('1,5')).toBe('1.5');
  expect(plainNumber('12 000')).toBe('12000');
});

test('a thousands comma is not taken for a decimal one', () => {
  expect(isDecimal(plainNumber('1,500'))).toBe(false);
  expect(isWhole(plainNumber('1,500'))).toBe(false);
});

test('a whole number has digits only, and fits', () => {
  expect(['0', '-7', '2147483647'].every(isWhole)).toBe(true);
  expect(['', '1.5', '1e3', '12a', '2147483648'].some(isWhole)).toBe(false);
  expect(['1.', '.5', '-1.25'].every(isDecimal)).toBe(true);
  expect(['', '.', '1.2.3', '1e5'].some(isDecimal)).toBe(false);
});
