/** Places made as coarse as the form says, on the phone, before they leave it. */
import type { Geo } from './types';

/** Metres in one degree of latitude. */
const DEGREE = 111_320;
const CELLS: Readonly<Record<string, number>> = { '1km': 1000 / DEGREE, '10km': 10_000 / DEGREE, adm2: 0.5 };

/** The same place as exactly as `geo` allows; null when nothing may be kept. Two captures at one spot give one value. */
export function coarsened(value: string, geo: Geo): string | null {
  if (geo === 'none') return null;
  const cell = CELLS[geo];
  if (geo === 'exact' || cell === undefined || value.trim() === '') return value;
  const points = value.split(';').map((point) => point.trim());
  const coarse = points.filter((point) => point !== '').map((point) => coarsePoint(point, cell, geo === 'adm2'));
  return coarse.filter((point, at) => point !== coarse[at - 1]).join(';');
}

function coarsePoint(point: string, cell: number, degrees: boolean): string {
  const [lat, lon] = point.split(/\s+/).map(Number);
  if (lat === undefined || lon === undefined || !Number.isFinite(lat) || !Number.isFinite(lon)) return '';
  const north = Math.max(-90, Math.min(90, centre(lat, cell)));
  const width = degrees ? cell : columnWidth(north, cell);
  return `${rounded(north)} ${rounded(centre(lon, width))} 0 ${reach(cell)}`;
}

function centre(degrees: number, cell: number): number {
  return (Math.floor(degrees / cell) + 0.5) * cell;
}

/** Columns that fit a whole number of times round the globe at this latitude, about as wide as the cell is high. */
function columnWidth(north: number, cell: number): number {
  const around = 360 * Math.cos((Math.min(89.9, Math.abs(north)) * Math.PI) / 180);
  return 360 / Math.max(1, Math.round(around / cell));
}

/** How far the true place may be from the centre, in metres: said as the accuracy. */
function reach(cell: number): number {
  return Math.ceil((cell * DEGREE * Math.SQRT2) / 2);
}

function rounded(degrees: number): string {
  return String(Number(degrees.toFixed(5)));
}
