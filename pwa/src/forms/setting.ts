/** Putting one answer into the engine, as text. */
import type { Questions } from './answers';
import type { EngineNode } from './engine-types';
import { tidy } from './text';
import type { Units } from './types';

/** What a part hands over: text, the chosen codes, or whether a box is ticked; null clears. */
export type Given = string | readonly string[] | boolean | null;

/** Answers one question. */
export function give(node: EngineNode, value: Given, unit: string, about: About): void {
  if (node.nodeType === 'select') return select(node, codes(value), unit, about);
  if (node.nodeType === 'rank') return void node.setValues?.(codes(value));
  if (node.nodeType === 'trigger') return void node.setValue?.(value === true || value === 'OK');
  const text = typeof value === 'string' ? about.questions.kept(unit, tidy(value)) : '';
  node.setValue?.(text === '' ? null : lexical(node, text));
}

export interface About {
  readonly questions: Questions;
  readonly units: Units;
}

function codes(value: Given): readonly string[] {
  if (typeof value === 'string') return value.split(/\s+/).filter((code) => code !== '');
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function select(node: EngineNode, chosen: readonly string[], unit: string, about: About): void {
  if (node.selectType === 'select1') node.selectValue?.(chosen[0] ?? null);
  else node.selectValues?.(inListOrder(node, chosen, unit, about));
}

/** Whether every one of these codes can be chosen just now. */
export function isOffered(node: EngineNode | null, value: string): boolean {
  const offered = new Set(node?.currentState.valueOptions?.map((option) => option.value));
  return codes(value).every((code) => offered.has(code));
}

/** Chosen codes in the order of the choice list, whatever order they were ticked or shown in. */
function inListOrder(node: EngineNode, chosen: readonly string[], unit: string, about: About): string[] {
  const list = about.units.choices[about.questions.of(unit)?.choices ?? ''];
  const order =
    list?.map((choice) => choice.name) ?? node.currentState.valueOptions?.map((option) => option.value) ?? [];
  return [...new Set(chosen)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** The engine wants seconds on a time, and a zone on a moment; native inputs give neither. */
function lexical(node: EngineNode, text: string): string {
  if (node.valueType === 'time' && /^\d\d:\d\d$/.test(text)) return `${text}:00.000`;
  if (node.valueType !== 'dateTime' || !/T\d\d:\d\d(:\d\d)?$/.test(text)) return text;
  const seconds = /T\d\d:\d\d$/.test(text) ? `${text}:00.000` : `${text}.000`;
  return seconds + offset(new Date(text));
}

function offset(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const two = (count: number) => String(Math.floor(Math.abs(count))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** A moment as XForms writes it, in local time with its zone. */
export function moment(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, -1);
  return local + offset(at);
}
