import { Device } from '../device/device';
import type { Kept } from '../device/types';
import { Client } from '../server/client';
import { voice, type Voice } from '../words';
import { Account, freshReplica } from './account.svelte';
import type { Outcome } from './exchange';
import { Installed } from './installed.svelte';
import { Records } from './records.svelte';
import { Router } from './router.svelte';
import { Sync } from './sync.svelte';

/** Everything that pages connect to. */
export class App {
  readonly device: Device;
  readonly client: Client;
  readonly account: Account;
  readonly records: Records;
  readonly sync: Sync;
  readonly installed = new Installed();
  readonly router = new Router();
  readonly #channel: BroadcastChannel | null;
  #ready = $state(false);
  #blocked = $state(false);
  #trouble = $state.raw<Exclude<Kept<never>, { is: 'done' }> | null>(null);
  readonly #voice = $derived.by(() => voice(this.account.meta.language));
  #stop: (() => void) | null = null;

  constructor(device?: Device) {
    this.device = device ?? new Device('baraza', undefined, () => (this.#blocked = true));
    this.client = new Client(() => this.account.meta.session?.token ?? null);
    this.account = new Account(this.device, this.client);
    this.records = new Records(this.device, () => this.#saved());
    const renewed = (): Promise<unknown> => this.account.load();
    const around = { device: this.device, client: this.client, now: Date.now, fresh: freshReplica, renewed };
    this.sync = new Sync(around, (outcome) => this.#exchanged(outcome));
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('baraza');
    this.#channel?.addEventListener('message', () => void this.#reload());
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Whether another tab with an older version keeps the database from opening. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** Why the device could not be read, or null. */
  get trouble(): Exclude<Kept<never>, { is: 'done' }> | null {
    return this.#trouble;
  }

  get voice(): Voice {
    return this.#voice;
  }

  /** Opens what is on the device; the network is not needed for it. */
  async open(): Promise<void> {
    await this.#reload();
    this.#ready = true;
    this.router.listen();
    void this.installed.look();
    if (this.account.user && !this.account.signedOut) this.begin();
  }

  /** Starts to exchange with the office. */
  begin(): void {
    this.#stop?.();
    this.#stop = this.sync.start();
    void this.installed.keep();
  }

  /** Stops it, and forgets what the screen shows. */
  async end(): Promise<void> {
    this.#stop?.();
    this.#stop = null;
    this.#channel?.postMessage('changed');
    await this.#reload();
  }

  async #reload(): Promise<void> {
    const meta = await this.account.load();
    const lists = await this.records.load();
    if (typeof document !== 'undefined') document.documentElement.lang = this.account.meta.language;
    this.#trouble = meta.is !== 'done' ? meta : lists.is !== 'done' ? lists : null;
  }

  #saved(): void {
    this.#channel?.postMessage('changed');
    this.sync.soon();
  }

  async #exchanged(outcome: Outcome): Promise<void> {
    if (outcome.is === 'trouble' && outcome.trouble.code === 'signed_out') await this.account.expire();
    await this.#reload();
    this.#channel?.postMessage('changed');
  }
}
