import type { Draft, FormCopy, Kept, KeptRecord } from '../device/types';
import { openForm, type FormSession } from '../forms';
import { pageOf } from '../forms/pages';
import type { Have } from '../server/messages';
import { copy } from './copy';
import { longest } from './edits';
import { heading } from './labels';
import { holdRecord } from './lock';
import { answers, change, opened, type OpenRecord } from './record';
import type { Records } from './records.svelte';
import type { About } from './router.svelte';
import { got, NotKept } from './unwrap';

/** Typing is kept on the phone at most this long after it was typed. */
const SOON = 1_200;

export type Unkept = Exclude<Kept<never>, { is: 'done' }>;
export type FillState = 'opening' | 'open' | 'elsewhere' | 'missing' | 'failed';

/** Who fills the form in, and in which language. */
export interface Filler {
  readonly username: string;
  readonly deviceid: string;
  readonly language: string;
}

/** One form while it is being filled in. What was on the screen when it was begun is what its save has seen. */
export class Filling {
  readonly #records: Records;
  readonly #about: About;
  readonly #filler: Filler;
  #state = $state<FillState>('opening');
  #session = $state.raw<FormSession | null>(null);
  #page = $state(0);
  #savedAt = $state<number | null>(null);
  #saving = $state(false);
  #newer = $state(false);
  #unkept = $state.raw<Unkept | null>(null);
  #form: FormCopy | null = null;
  #record: OpenRecord | null = null;
  #begun: Draft | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #release: (() => void) | null = null;
  #closed = false;

  constructor(records: Records, about: About, filler: Filler) {
    this.#records = records;
    this.#about = about;
    this.#filler = filler;
  }

  get state(): FillState {
    return this.#state;
  }

  get session(): FormSession | null {
    return this.#session;
  }

  get page(): number {
    return this.#page;
  }

  get saving(): boolean {
    return this.#saving;
  }

  /** When the draft was kept last. */
  get savedAt(): number | null {
    return this.#savedAt;
  }

  /** Whether changes of others arrived since the form was opened. */
  get newer(): boolean {
    return this.#newer;
  }

  get unkept(): Unkept | null {
    return this.#unkept;
  }

  /** Opens the form on the draft, on the record, or blank. */
  async open(): Promise<void> {
    try {
      this.#state = await this.#open();
    } catch (error) {
      if (error instanceof NotKept) this.#unkept = error.kept;
      this.#state = 'failed';
    }
    if (this.#closed) this.close();
  }

  async #open(): Promise<FillState> {
    const { record, form } = this.#about;
    if (!record || !form) return 'missing';
    this.#release = await holdRecord(record);
    if (!this.#release) return 'elsewhere';
    const draft = got(await this.#records.draft(record));
    const kept = got(await this.#records.read(record));
    this.#form = await this.#records.form(form, draft?.version ?? null);
    if (!this.#form) return 'missing';
    this.#record = kept && opened(kept, this.#records.spoken(kept));
    this.#begun = draft ?? this.#begin(record, this.#form);
    this.#savedAt = draft?.saved_at ?? null;
    this.#session = await this.#start(this.#form, this.#begun, draft);
    const asked = this.#about.unit ? pageOf(this.#about.unit, this.#session.pages) : -1;
    this.#page = asked >= 0 ? asked : this.#begun.page;
    this.#session.onchange(() => this.changed());
    return 'open';
  }

  #begin(record: string, form: FormCopy): Draft {
    const open = this.#record;
    return {
      record,
      form: form.id,
      version: form.version,
      scope: open?.scope ?? this.#about.scope ?? '',
      parent: open?.parent ?? null,
      seen: open?.have ?? {},
      base: open ? answers(open.view.values) : null,
      values: {},
      page: 0,
      title: '',
      saved_at: 0,
    };
  }

  #start(form: FormCopy, begun: Draft, draft: Draft | null): Promise<FormSession> {
    return openForm({
      ...this.#filler,
      xform: form.xform,
      units: form.units,
      fetchList: (name) => this.#records.listText(name),
      values: begun.base,
      draft: draft?.values ?? null,
      stale: this.#record?.view.stale ?? [],
    });
  }

  /** Turns to a page. */
  turn(page: number): void {
    this.#page = page;
    if (this.#savedAt !== null) this.changed();
  }

  /** Notes that something was typed: it is kept soon, however long the typing goes on. */
  changed(): void {
    this.#timer ??= setTimeout(() => void this.keep(), SOON);
  }

  /** Keeps at once what was typed and not kept yet. */
  async flush(): Promise<void> {
    if (this.#timer !== undefined) await this.keep();
  }

  /** Keeps the draft as it is. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#session || !this.#begun || !this.#form) return;
    const values = this.#session.values();
    const saved_at = Date.now();
    const title = heading(values, this.#form.units);
    this.#saving = true;
    const kept = await this.#records.keepDraft({ ...this.#begun, values, title, page: this.#page, saved_at });
    this.#saving = false;
    this.#unkept = kept.is === 'done' ? null : kept;
    if (kept.is === 'done') this.#savedAt = saved_at;
    await this.#lookForNewer();
  }

  async #lookForNewer(): Promise<void> {
    const kept = await this.#records.read(this.#begun!.record);
    if (kept.is === 'done' && kept.data) this.#newer = differs(kept.data, this.#begun!.seen);
  }

  /** Saves what was changed as one edit. Answers what became of it. */
  async finish(): Promise<'saved' | 'nothing' | 'too_long' | 'unkept'> {
    const { set, was } = this.#session!.changes();
    if (Object.keys(set).length === 0) {
      await this.discard();
      return 'nothing';
    }
    if (longest(set)) return 'too_long';
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { record, form, version, scope, parent, seen } = this.#begun!;
    const intent = { record, form, version, scope, parent, seen, set, was };
    const still = this.#record ? { ...change(this.#record, this.#form, set, was), seen } : intent;
    const saved = await this.#records.save(still);
    this.#unkept = saved.is === 'done' ? null : saved;
    if (saved.is !== 'done') return 'unkept';
    this.close();
    return 'saved';
  }

  /** Throws the draft away. */
  async discard(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#records.dropDraft(this.#begun!.record);
    this.close();
  }

  /** Lets go of the form and of its record. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#session?.close();
    this.#session = null;
    this.#release?.();
    this.#release = null;
  }
}

function differs(kept: KeptRecord, seen: Have): boolean {
  return Object.entries(copy(kept).entry.have).some(([replica, n]) => (seen[replica] ?? 0) < n);
}
