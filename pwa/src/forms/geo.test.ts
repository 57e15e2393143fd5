import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coarsened } from './geo';
import type { Geo } from './types';

const DEGREE = 111_320;
const SIZES: Readonly<Partial<Record<Geo, number>>> = { '1km': 1000, '10km': 10_000, adm2: DEGREE / 2 };
const lat = fc.double({ min: -89, max: 89, noNaN: true });
const lon = fc.double({ min: -180, max: 180, noNaN: true });

function metresApart([lat1, lon1]: number[], [lat2, lon2]: number[]): number {
  const east = (lon1! - lon2!) * Math.cos(((lat1! + lat2!) / 2) * (Math.PI / 180));
  return Math.hypot(lat1! - lat2!, east) * DEGREE;
}

describe.each(Object.entries(SIZES) as [Geo, number][])('a place kept to %s', (geo, size) => {
  test('is the centre of a cell that holds it, and names its reach', () => {
    fc.assert(
      fc.property(lat, lon, (north, east) => {
        const parts = coarsened(`${north} ${east} 12 3`, geo)!.split(' ').map(Number);
        expect(metresApart([north, east], parts)).toBeLessThanOrEqual(parts[3]! * 1.02);
        expect(parts[2]).toBe(0);
        expect(parts[3]).toBeGreaterThan(size / 2);
      }),
    );
  });

  test('comes out the same when it is coarsened again', () => {
    fc.assert(
      fc.property(lat, lon, (north, east) => {
        const once = coarsened(`${north} ${east} 0 0`, geo)!;
        expect(coarsened(once, geo)).toBe(once);
      }),
    );
  });
});

test('two captures at one spot give one value', () => {
  expect(coarsened('-4.32111 15.31234 300 5', '10km')).toBe(coarsened('-4.3212 15.3125 280 12', '10km'));
});

test('an exact place stays as it is, and where nothing may be kept nothing is', () => {
  expect(coarsened('-4.3 15.3 1.5 2', 'exact')).toBe('-4.3 15.3 1.5 2');
  expect(coarsened('-4.3 15.3 1.5 2', 'none')).toBeNull();
  expect(coarsened('', 'adm2')).toBe('');
  expect(coarsened('nonsense', 'adm2')).toBe('');
});

test('a line is coarse in every point, and its points in one cell are one', () => {
  expect(coarsened('-4.3 15.3 0 0;-4.31 15.31 0 0; 4.3 15.3 0 0', 'adm2')).toBe(
    '-4.25 15.25 0 39358;4.25 15.25 0 39358',
  );
});
