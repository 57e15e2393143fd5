import type { Words } from './en';

const MINUTE = 60_000;

function day(when: number): number {
  return new Date(when).setHours(0, 0, 0, 0);
}

/** A moment as a person says it. */
export function ago(when: number, now: number, language: string, words: Words): string {
  const minutes = Math.floor((now - when) / MINUTE);
  if (minutes >= 0 && minutes < 1) return words.time.just_now;
  if (minutes > 0 && minutes < 60) return words.time.minutes(minutes);
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(when);
  if (day(when) === day(now)) return words.time.today(time);
  if (day(when) === day(day(now) - 1)) return words.time.yesterday(time);
  return words.time.on(date(when, language), time);
}

/** A day as a person writes it. */
export function date(when: number, language: string): string {
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' }).format(when);
}
