/** Between XForms values and what the native inputs show. */

export const INPUT_TYPES: Readonly<Record<string, 'date' | 'time' | 'datetime-local'>> = {
  date: 'date',
  time: 'time',
  dateTime: 'datetime-local',
};

/** A stored date, time or moment as the native input of its type shows it. */
export function toInput(value: string, type: string): string {
  if (value === '') return '';
  if (type === 'date') return value.slice(0, 10);
  if (type === 'time') return value.slice(0, 5);
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
