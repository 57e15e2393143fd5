/** The messages of the protocol, named as they travel. */

import type { Edit, Values, Vector } from '../sync';

export type { Edit } from '../sync';
export type Have = Vector;
export type Changes = Values;

/** Where and by whom a record was begun. */
export interface First {
  readonly replica: string;
  readonly n: number;
  readonly author: string | null;
  readonly version: string;
  readonly scope: string;
  readonly parent: string | null;
  readonly at: string;
  readonly offset_ms: number;
  readonly received_at: string | null;
}

/** A record as it travels: its version vector and its live edits. */
export interface RecordEntry {
  readonly id: string;
  readonly form: string;
  readonly number: string | null;
  readonly restricted: boolean;
  readonly have: Have;
  readonly edits: readonly Edit[];
  readonly held: number;
  readonly first: First | null;
}

export type Role = 'officer' | 'lead' | 'admin' | 'hub';

export interface Grant {
  readonly region: string;
  readonly role: Role;
  readonly focal: boolean;
  readonly until: string | null;
}

export interface User {
  readonly name: string;
  readonly role: Role;
  readonly regions: readonly string[];
  readonly grants: readonly Grant[];
}

/** What signing in answers. */
export interface Session {
  readonly token: string;
  readonly ticket: string;
  readonly user: User;
  readonly device: string;
  readonly seal: { readonly kid: string; readonly public_key: string } | null;
}

export interface ScopeState {
  readonly epoch: string;
  readonly cursor: number;
  readonly mark: string;
  readonly grant: string;
}

export interface ScopeAnswer extends ScopeState {
  readonly head: number;
  readonly digest: string;
  readonly reset: 'unknown' | 'rights' | null;
  readonly records: readonly RecordEntry[];
  readonly gone: readonly string[];
  readonly more: boolean;
}

export interface SyncRequest {
  readonly protocol: 1;
  readonly replica: string;
  readonly clock: string;
  readonly edits: readonly Edit[];
  readonly lost: readonly (readonly [number, number])[];
  readonly scopes: Readonly<Record<string, ScopeState>>;
  readonly forms: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, string>>;
  readonly pending: Readonly<Record<string, string>>;
  readonly waiting: number;
  readonly budget: number;
}

export interface Verdict {
  readonly n: number;
  readonly is: 'applied' | 'duplicate' | 'held' | 'quarantined' | 'fork' | 'gap';
  readonly code?: string | null;
  readonly message?: string | null;
}

export interface PublishedForm {
  readonly id: string;
  readonly version: string;
  readonly url: string;
  readonly digest: string;
}

export interface PublishedList {
  readonly name: string;
  readonly digest: string;
  readonly url: string;
}

export interface SyncAnswer {
  readonly protocol: 1;
  readonly time: string;
  readonly server: string;
  readonly ack: number;
  readonly safe: number;
  readonly verdicts: readonly Verdict[];
  readonly scopes: Readonly<Record<string, ScopeAnswer>>;
  readonly forms: readonly PublishedForm[];
  readonly lists: readonly PublishedList[];
  readonly orders: readonly unknown[];
}

/** One edit as the history tells it. */
export interface HistoryEdit {
  readonly replica: string;
  readonly n: number;
  readonly author: string;
  readonly device: string | null;
  readonly at: string;
  readonly corrected: string;
  readonly received_at: string | null;
  readonly set: Readonly<
    Record<string, { value: string | null; replaced: { replica: string; n: number; value: string | null }[] }>
  >;
}
