/** The app as the browser keeps it: its storage, and a newer version that waits. */
export class Installed {
  #persisted = $state<boolean | null>(null);
  #used = $state<number | null>(null);
  #waiting = $state.raw<ServiceWorker | null>(null);

  /** Whether the browser promised to keep the storage; null where it cannot say. */
  get persisted(): boolean | null {
    return this.#persisted;
  }

  /** How many bytes are used. */
  get used(): number | null {
    return this.#used;
  }

  /** Whether a newer version is ready. */
  get updated(): boolean {
    return this.#waiting !== null;
  }

  /** Looks whether the storage is kept, and how full it is. */
  async look(): Promise<void> {
    this.#persisted = (await navigator.storage?.persisted?.()) ?? null;
    this.#used = (await navigator.storage?.estimate?.())?.usage ?? null;
  }

  /** Asks the browser to keep the storage. */
  async keep(): Promise<void> {
    await navigator.storage?.persist?.();
    await this.look();
  }

  /** Registers the service worker and watches for a newer one. */
  async register(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    const registration = await navigator.serviceWorker.register(trusted('/sw.js'));
    const look = (): void => {
      if (registration.waiting && navigator.serviceWorker.controller) this.#waiting = registration.waiting;
    };
    look();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
  }

  /** Takes the newer version: the page starts anew with it. */
  take(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.#waiting?.postMessage('take over');
  }
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** The one address that this page may run as a script, said so where the browser asks. */
function trusted(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  return types ? types.createPolicy('baraza', { createScriptURL: (asked) => asked }).createScriptURL(url) : url;
}
