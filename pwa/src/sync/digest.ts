/** A scope's digest: two sides with the same one have applied the same edits to the same records. */
import { sha256, write, type Vector } from './edits';

export const NOTHING = '0'.repeat(64);

/** What one record adds to its scope's digest; nothing while nothing is applied. */
export function recordDigest(recordId: string, have: Vector): Promise<string> {
  if (Object.keys(have).length === 0) return Promise.resolve(NOTHING);
  return sha256(write({ have, id: recordId }));
}

/** Adds a record's digest to a scope's, or takes it out again. */
export function xor(one: string, other: string): string {
  return [...one]
    .map((digit, place) => (parseInt(digit, 16) ^ parseInt(other.charAt(place), 16)).toString(16))
    .join('');
}

/** The digest of a scope in which these records are seen. */
export function scopeDigest(digests: readonly string[]): string {
  return digests.reduce(xor, NOTHING);
}
