import type { Device } from '../device/device';
import { EMPTY_META, type Kept, type Meta } from '../device/types';
import type { Client, Trouble } from '../server/client';
import type { User } from '../server/messages';
import { got } from './unwrap';
import type { Me } from './writing';

/** 128 random bits as hex: what names a replica. Never made from anything of the device. */
export function freshReplica(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Who uses this device. */
export class Account {
  readonly #device: Device;
  readonly #client: Client;
  #meta = $state.raw<Meta>(EMPTY_META);

  constructor(device: Device, client: Client) {
    this.#device = device;
    this.#client = client;
  }

  get meta(): Meta {
    return this.#meta;
  }

  get user(): User | null {
    return this.#meta.session?.user ?? null;
  }

  /** Who reads, and on which device. */
  get me(): Me {
    return { name: this.user?.name ?? null, device: this.#meta.session?.device ?? null };
  }

  get signedOut(): boolean {
    return this.#meta.session?.signed_out ?? false;
  }

  /** Whether this person reviews and decides. */
  get leads(): boolean {
    return this.user?.role === 'lead' || this.user?.role === 'admin';
  }

  /** The regions in which this person may begin a record. */
  get regions(): readonly string[] {
    const granted = (this.user?.grants ?? []).map((grant) => grant.region);
    return [...new Set([...(this.user?.regions ?? []), ...granted])].sort();
  }

  /** Reads who is signed in. */
  async load(): Promise<Kept<Meta>> {
    const meta = await this.#device.meta();
    if (meta.is === 'done') this.#meta = meta.data;
    return meta;
  }

  /** Signs in while online; the device keeps its replica for as long as it keeps its data. */
  async signIn(username: string, password: string, label: string): Promise<Trouble | null> {
    const replica = this.#meta.replica ?? { id: freshReplica(), n: 0 };
    const answer = await this.#client.signIn({ username, password, replica: replica.id, label });
    if (answer.error) return answer.error;
    const region = this.#meta.region ?? answer.data.user.regions[0] ?? null;
    await this.#change({ session: { ...answer.data, label, signed_out: false }, replica, region });
    return null;
  }

  /** The office no longer knows the session: everything stays, and signing in again goes on. */
  async expire(): Promise<void> {
    const session = this.#meta.session;
    if (session) await this.#change({ session: { ...session, signed_out: true } });
  }

  /** Remembers the region of the last new record. */
  async prefer(region: string): Promise<void> {
    await this.#change({ region });
  }

  /** Changes the language of the app. */
  async speak(language: string): Promise<void> {
    await this.#change({ language });
  }

  /** Ends the session, and removes everything from the device. */
  async signOut(): Promise<Trouble | null> {
    const answer = await this.#client.signOut();
    if (answer.error && answer.error.code !== 'signed_out') return answer.error;
    got(await this.#device.destroy());
    this.#meta = EMPTY_META;
    return null;
  }

  async #change(meta: Partial<Meta>): Promise<void> {
    got(await this.#device.update(async () => ({ writes: { meta }, result: null })));
    await this.load();
  }
}

/** How this device is called, for the person who looks at a list of devices. */
export function deviceLabel(agent: string): string {
  const browsers = [
    ['Edg', 'Edge'],
    ['SamsungBrowser', 'Samsung Internet'],
    ['Firefox', 'Firefox'],
    ['Chrome', 'Chrome'],
    ['Safari', 'Safari'],
  ] as const;
  const systems = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS', 'Mac'],
    ['Linux', 'Linux'],
  ] as const;
  const named = (pairs: readonly (readonly [string, string])[]): string =>
    pairs.find(([sign]) => agent.includes(sign))?.[1] ?? '';
  return [named(browsers) || 'Browser', named(systems)].filter(Boolean).join(' on ');
}
