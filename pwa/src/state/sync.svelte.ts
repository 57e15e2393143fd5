import type { Kept } from '../device/types';
import { exchange, type Outcome, type Surroundings } from './exchange';
import { locks } from './lock';

const SECOND = 1_000;
const SHORTEST = 5 * SECOND;
const LONGEST = 15 * 60 * SECOND;
const AFTER_SAVE = 1 * SECOND;
const REGULARLY = 10 * 60 * SECOND;

/** Why the last sync did not end well. */
export type Why =
  'offline' | 'signed_out' | 'revoked' | 'outdated' | 'busy_server' | 'full' | 'locked' | 'other' | null;

/** When and how the phone and the office exchange what they have. One at a time, over all tabs. */
export class Sync {
  readonly #around: Surroundings;
  readonly #after: (outcome: Outcome) => Promise<void>;
  #running = $state(false);
  #why = $state<Why>(null);
  #detail = $state('');
  #sent = $state<number | null>(null);
  #rekeyed = $state(false);
  #received = $state(0);
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again = false;

  constructor(around: Surroundings, after: (outcome: Outcome) => Promise<void>) {
    this.#around = around;
    this.#after = after;
  }

  get running(): boolean {
    return this.#running;
  }

  get why(): Why {
    return this.#why;
  }

  get detail(): string {
    return this.#detail;
  }

  /** How many changes the last good sync sent; null before there was one. */
  get sent(): number | null {
    return this.#sent;
  }

  /** How many records have arrived in the sync that runs. */
  get received(): number {
    return this.#received;
  }

  get rekeyed(): boolean {
    return this.#rekeyed;
  }

  /** Starts to sync by itself: now, when the network or the person comes back, and regularly. */
  start(): () => void {
    const wake = (): void => {
      if (document.visibilityState === 'visible') void this.run();
    };
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    void this.run();
    return () => {
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      clearTimeout(this.#timer);
    };
  }

  /** Syncs soon: several saves in a row travel together. */
  soon(): void {
    this.#plan(AFTER_SAVE);
  }

  /** Syncs now; a second call while one runs makes it run once more. */
  async run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = true;
    this.#sent = null;
    this.#received = 0;
    const around = { ...this.#around, onprogress: (received: number) => (this.#received = received) };
    try {
      await alone(async () => this.#finish(await exchange(around)));
    } catch (error) {
      this.#fail('other', error instanceof Error ? error.message : String(error));
    } finally {
      this.#running = false;
    }
    if (this.#again) {
      this.#again = false;
      this.soon();
    }
  }

  async #finish(outcome: Outcome): Promise<void> {
    await this.#after(outcome);
    if (outcome.is === 'done') {
      this.#why = null;
      this.#sent = outcome.sent;
      this.#rekeyed ||= outcome.rekeyed;
      this.#failures = 0;
      this.#plan(REGULARLY);
    } else if (outcome.is === 'device') this.#fail(whyKept(outcome.kept), '');
    else this.#fail(whyTrouble(outcome.trouble.code), outcome.trouble.detail, outcome.trouble.retry_after);
  }

  #fail(why: Why, detail: string, wait: number | null = null): void {
    this.#why = why;
    this.#detail = detail;
    this.#failures += 1;
    if (why === 'signed_out' || why === 'revoked' || why === 'outdated') return;
    const backoff = Math.min(LONGEST, SHORTEST * 2 ** (this.#failures - 1));
    this.#plan(Math.max((wait ?? 0) * SECOND, backoff * (0.75 + Math.random() / 2)));
  }

  #plan(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.run(), delay);
  }
}

async function alone(work: () => Promise<void>): Promise<void> {
  await (locks()?.request('sync', work) ?? work());
}

function whyTrouble(code: string): Why {
  const known: Readonly<Record<string, Why>> = {
    offline: 'offline',
    signed_out: 'signed_out',
    device_revoked: 'revoked',
    protocol: 'outdated',
    busy: 'busy_server',
    storage_full: 'busy_server',
  };
  return known[code] ?? 'other';
}

function whyKept(kept: Exclude<Kept<never>, { is: 'done' }>): Why {
  if (kept.is === 'full' || kept.is === 'locked' || kept.is === 'outdated') return kept.is;
  return 'other';
}
