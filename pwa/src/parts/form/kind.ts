import type { EngineNode } from '../../forms/engine-types';

export type Kind =
  | 'text'
  | 'number'
  | 'moment'
  | 'one'
  | 'many'
  | 'rank'
  | 'range'
  | 'acknowledge'
  | 'note'
  | 'geopoint'
  | 'unsupported';

const INPUTS: Readonly<Record<string, Kind>> = {
  string: 'text',
  int: 'number',
  decimal: 'number',
  date: 'moment',
  time: 'moment',
  dateTime: 'moment',
  geopoint: 'geopoint',
  barcode: 'text',
};

const OTHERS: Readonly<Record<string, Kind>> = {
  rank: 'rank',
  range: 'range',
  trigger: 'acknowledge',
  note: 'note',
};

/** How a question is asked. */
export function kindOf(node: EngineNode): Kind {
  if (node.nodeType === 'select') return node.selectType === 'select1' ? 'one' : 'many';
  if (node.nodeType === 'input') return INPUTS[node.valueType ?? ''] ?? 'unsupported';
  return OTHERS[node.nodeType] ?? 'unsupported';
}

/** Whether several controls answer it together, so that it needs a legend instead of a label. */
export function isGroup(node: EngineNode): boolean {
  const kind = kindOf(node);
  if (kind === 'one') return !isNative(node);
  return ['many', 'rank', 'geopoint', 'acknowledge', 'unsupported'].includes(kind);
}

/** Whether the choices are a native list. */
export function isNative(node: EngineNode): boolean {
  return Boolean(node.appearances?.['minimal']);
}

/** What the value is in an element's `id`. */
export function idFor(unit: string, part = 'answer'): string {
  return `${part}:${unit}`;
}
