import 'fake-indexeddb/auto';
import { Device } from '../device/device';
import type { Draft, Kept, KeptRecord, Summary } from '../device/types';
import type { Sealing } from '../device/seal';
import { Client } from '../server/client';
import type { Changes } from '../server/messages';
import { copy } from '../state/copy';
import { exchange, type Outcome } from '../state/exchange';
import type { Intent } from '../state/edits';
import { save } from '../state/saving';
import { got } from '../state/unwrap';
import { session, type Office } from './office';

let phones = 0;

/** A phone with its own database, and a hand on what it does. */
export class Phone {
  readonly device: Device;
  readonly replica: string;
  readonly #client: Client;
  #fresh = 0;
  now = Date.parse('2026-11-24T08:00:00Z');

  private constructor(office: Office, sealing?: Sealing) {
    phones += 1;
    this.replica = phones.toString(16).padStart(32, '0');
    this.device = new Device(`phone ${phones}`, sealing);
    this.#client = new Client(() => 'token', office.fetch);
  }

  /** A phone that Amina, or another, has signed in on. */
  static async of(office: Office, name = 'amina', sealing?: Sealing): Promise<Phone> {
    const phone = new Phone(office, sealing);
    const signedIn = { ...(session(name) as never as object), label: 'Chrome on Android', signed_out: false };
    const meta = { replica: { id: phone.replica, n: 0 }, session: signedIn as never };
    got(await phone.device.update(async () => ({ writes: { meta }, result: null })));
    return phone;
  }

  /** Syncs until nothing is left. */
  async sync(): Promise<Outcome> {
    const fresh = (): string => (this.#fresh += 1).toString(16).padStart(31, '0') + 'f';
    const around = { device: this.device, client: this.#client, now: () => this.now, fresh, renewed: async () => {} };
    return exchange(around);
  }

  /** Saves answers on a record as it is on the phone now, or as it was `seen`. */
  async save(record: string, set: Changes, seen?: Intent['seen']): Promise<Kept<KeptRecord>> {
    this.now += 1_000;
    const kept = await this.record(record);
    const shown = seen ?? (kept ? copy(kept).entry.have : {});
    const intent = { record, form: 'meeting', version: '1', scope: 'north', parent: null, seen: shown, set, was: {} };
    return save(this.device, intent, { forms: [], now: this.now });
  }

  /** A record as it is kept. */
  async record(id: string): Promise<KeptRecord | undefined> {
    return got(await this.device.records([id]))[0];
  }

  /** The line of a record. */
  async line(id: string): Promise<Summary | undefined> {
    return got(await this.device.summaries()).find((summary) => summary.id === id);
  }

  /** The values that stand for a unit: several while they differ. */
  async heads(id: string, unit: string): Promise<(string | null)[]> {
    const kept = await this.record(id);
    if (!kept) return [];
    return copy(kept)
      .entry.edits.filter((edit) => unit in edit.set)
      .map((edit) => edit.set[unit]!);
  }
}

/** A draft of a record. */
export function draftOf(record: string, values: Changes = {}): Draft {
  return {
    record,
    form: 'meeting',
    version: '1',
    scope: 'north',
    parent: null,
    seen: {},
    base: null,
    values,
    page: 0,
    title: '',
    saved_at: 1,
  };
}
