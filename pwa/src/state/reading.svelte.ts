import type { FormCopy, Kept } from '../device/types';
import type { Unit, Units } from '../forms/types';
import type { Changes } from '../server/messages';
import { template } from '../sync';
import type { Voice } from '../words';
import { said } from './labels';
import { labels, type ListLabels } from './lists';
import { change, opened, type OpenRecord } from './record';
import type { Records } from './records.svelte';
import type { Spoken } from './versions';
import { sections, silent, text, type Reader, type Section } from './sections';

/** One record while it is being read. What is on the screen is what every decision has seen. */
export class Reading {
  readonly #records: Records;
  readonly #id: string;
  #open = $state.raw<OpenRecord | null>(null);
  #form = $state.raw<FormCopy | null>(null);
  #told = $state.raw<Spoken | null>(null);
  #lists = $state.raw<ReadonlyMap<string, ListLabels>>(new Map());
  #state = $state<'opening' | 'open' | 'missing'>('opening');
  #trouble = $state.raw<Exclude<Kept<never>, { is: 'done' }> | null>(null);

  constructor(records: Records, id: string) {
    this.#records = records;
    this.#id = id;
  }

  get state(): 'opening' | 'open' | 'missing' {
    return this.#state;
  }

  get open(): OpenRecord | null {
    return this.#open;
  }

  /** What is known of the record's questions, those of earlier versions too. */
  get told(): Spoken | null {
    return this.#told;
  }

  /** The newest version of the form: what is said next is said with it. */
  get form(): FormCopy | null {
    return this.#form;
  }

  get trouble(): Exclude<Kept<never>, { is: 'done' }> | null {
    return this.#trouble;
  }

  /** Reads the record, now and whenever something arrived; answers how to stop. */
  start(): () => void {
    void this.#read();
    return this.#records.onload(() => void this.#read());
  }

  /** The answers in order. */
  sections(voice: Voice): Section[] {
    return this.#open ? sections(this.#open.view.values, this.#reader(voice)) : [];
  }

  /** How a question is called, short names for what the form does not know. */
  label(unit: string, voice: Voice): string {
    const found = this.#unit(unit);
    const { names } = voice.words.record;
    if (found) return said(found.label, voice.language, unit);
    return names[template(unit).replace(/^.*\//, '') as keyof typeof names] ?? unit;
  }

  /** Whether a unit is nothing that a person reads. */
  silent(unit: string): boolean {
    const found = this.#unit(unit);
    return found !== undefined && silent(found);
  }

  /** A value in words. */
  text(unit: string, value: string | null, voice: Voice): string {
    const found = this.#unit(unit);
    if (!value) return voice.words.conflict.none;
    if (!found || !this.#told || !this.#open) return value;
    return text(value, found, { values: this.#open.view.values, reader: this.#reader(voice), units: this.#told.units });
  }

  /** Says something about the record as it is shown, as an ordinary edit. */
  async say(set: Changes): Promise<boolean> {
    const open = this.#open;
    if (!open) return false;
    const form = this.#records.fitting(open.kept.form, Object.keys(set));
    const { whole, was } = await this.#whole(open, form, set);
    const saved = await this.#records.save(change(open, form, whole, was));
    this.#trouble = saved.is === 'done' ? null : saved;
    return saved.is === 'done';
  }

  async #whole(open: OpenRecord, form: FormCopy | null, set: Changes): Promise<{ whole: Changes; was: Changes }> {
    if (!form || Object.keys(set).every((unit) => unit.startsWith('@'))) return { whole: set, was: {} };
    const { worked } = await import('./worked');
    return worked(open, form, { set, fetchList: (name) => this.#records.listText(name) });
  }

  async #read(): Promise<void> {
    const kept = await this.#records.read(this.#id);
    if (kept.is !== 'done') {
      this.#trouble = kept;
      this.#state = 'open';
      return;
    }
    this.#form = kept.data && (await this.#records.form(kept.data.form, null));
    this.#told = kept.data && this.#records.spoken(kept.data);
    if (this.#told && this.#lists.size === 0) await this.#readLists(this.#told.units);
    this.#open = kept.data && opened(kept.data, this.#told);
    this.#state = kept.data ? 'open' : 'missing';
  }

  async #readLists(units: Units): Promise<void> {
    const found = await Promise.all(
      units.lists.map(async (name) => [name, labels((await this.#records.listText(name)) ?? '')] as const),
    );
    this.#lists = new Map(found);
  }

  #unit(unit: string): Unit | undefined {
    return this.#told?.units.units.find((one) => one.path === template(unit));
  }

  #reader({ words, language }: Voice): Reader {
    return {
      units: this.#told?.units ?? null,
      language,
      lists: this.#lists,
      stale: this.#open?.view.stale ?? [],
      unknown: words.record.unknown,
      item: words.record.group_item,
    };
  }
}
