import type { Kept } from '../device/types';

/** Thrown where a device's answer is needed to go on; it carries that answer. */
export class NotKept extends Error {
  readonly kept: Exclude<Kept<never>, { is: 'done' }>;

  constructor(kept: Exclude<Kept<never>, { is: 'done' }>) {
    super(kept.is);
    this.kept = kept;
  }
}

/** What the device answered, or an error that carries why not. */
export function got<T>(kept: Kept<T>): T {
  if (kept.is === 'done') return kept.data;
  throw new NotKept(kept);
}
