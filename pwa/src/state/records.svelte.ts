import type { Device } from '../device/device';
import type { Draft, FormCopy, Kept, KeptRecord, Summary } from '../device/types';
import type { Intent } from './edits';
import { save } from './saving';
import { newestForms, type Forms } from './summary';
import { fitting, spoken, type Spoken } from './versions';

/** The records of this device, one line each, and what is being typed. */
export class Records {
  readonly #device: Device;
  readonly #changed: (own: boolean) => void;
  readonly #listeners = new Set<() => void>();
  #summaries = $state.raw<readonly Summary[]>([]);
  #drafts = $state.raw<readonly Draft[]>([]);
  #forms = $state.raw<Forms>(new Map());
  #copies: readonly FormCopy[] = [];

  constructor(device: Device, changed: (own: boolean) => void = () => {}) {
    this.#device = device;
    this.#changed = changed;
  }

  /** The latest first, without deleted ones that the office knows. */
  get list(): readonly Summary[] {
    return this.#summaries;
  }

  get drafts(): readonly Draft[] {
    return this.#drafts;
  }

  get forms(): Forms {
    return this.#forms;
  }

  /** How many records have something that is only on this phone. */
  get onPhone(): number {
    return this.#summaries.filter((summary) => summary.unsent > 0).length;
  }

  get atOffice(): number {
    return this.#summaries.length - this.onPhone;
  }

  /** How many changes wait to be sent. */
  get unsent(): number {
    return this.#summaries.reduce((total, summary) => total + summary.unsent, 0);
  }

  /** Reads everything that lists need. */
  async load(): Promise<Kept<null>> {
    const [summaries, drafts, forms] = await Promise.all([
      this.#device.summaries(),
      this.#device.drafts(),
      this.#device.forms(),
    ]);
    if (summaries.is !== 'done') return summaries;
    if (drafts.is !== 'done') return drafts;
    if (forms.is !== 'done') return forms;
    this.#summaries = summaries.data.filter(shown).sort((a, b) => b.at - a.at);
    this.#drafts = drafts.data;
    this.#copies = forms.data;
    this.#forms = newestForms(forms.data);
    for (const listener of this.#listeners) listener();
    return { is: 'done', data: null };
  }

  /** Calls back whenever something may have changed; answers a function that stops it. */
  onload(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** One record whole, or null. */
  async read(id: string): Promise<Kept<KeptRecord | null>> {
    const found = await this.#device.records([id]);
    return found.is === 'done' ? { is: 'done', data: found.data[0] ?? null } : found;
  }

  /** One version of a form, the newest unless told. */
  async form(id: string, version: string | null): Promise<FormCopy | null> {
    const newest = this.#forms.get(id) ?? null;
    if (!version || newest?.version === version) return newest;
    const found = await this.#device.form(id, version);
    return found.is === 'done' ? found.data : null;
  }

  /** The newest version of a form that has all these units. */
  fitting(id: string, units: readonly string[]): FormCopy | null {
    return fitting(id, units, this.#copies);
  }

  /** What the versions of its form that speak in a record say of it. */
  spoken(kept: KeptRecord): Spoken | null {
    return spoken(kept, this.#copies);
  }

  /** The text of a list that a form chooses from. */
  async listText(name: string): Promise<string | null> {
    const found = await this.#device.list(name);
    return found.is === 'done' ? (found.data?.text ?? null) : null;
  }

  /** Saves a change and says so. */
  async save(intent: Intent): Promise<Kept<KeptRecord>> {
    const saved = await save(this.#device, intent, { forms: this.#copies, now: Date.now() });
    if (saved.is === 'done') {
      await this.load();
      this.#changed(true);
    }
    return saved;
  }

  /** Keeps what is being typed. */
  async keepDraft(draft: Draft): Promise<Kept<null>> {
    const kept = await this.#device.keepDraft(draft);
    if (kept.is === 'done') this.#drafts = [draft, ...this.#drafts.filter((one) => one.record !== draft.record)];
    return kept;
  }

  /** Throws a draft away. */
  async dropDraft(record: string): Promise<Kept<null>> {
    const kept = await this.#device.dropDraft(record);
    if (kept.is === 'done') this.#drafts = this.#drafts.filter((draft) => draft.record !== record);
    return kept;
  }

  /** The draft of a record, or null. */
  draft(record: string): Promise<Kept<Draft | null>> {
    return this.#device.draft(record);
  }
}

function shown(summary: Summary): boolean {
  return !summary.deleted || summary.unsent > 0 || summary.unsettled > 0;
}
