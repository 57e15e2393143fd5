import type { Edit, RecordEntry, ScopeState, Session } from '../server/messages';
import type { Units, Values } from '../forms/types';

/** What a call to the device comes back with: there is always a sentence for what went wrong. */
export type Kept<T> =
  | { readonly is: 'done'; readonly data: T }
  | { readonly is: 'locked' }
  | { readonly is: 'full' }
  | { readonly is: 'outdated' }
  | { readonly is: 'failed'; readonly reason: string };

/** An own edit that is no part of the record, and why. */
export interface Refused {
  readonly n: number;
  readonly code: string;
  readonly message: string;
}

/** A record on this device: the office's copy, and the own edits that are not in it yet. */
export interface KeptRecord {
  readonly id: string;
  readonly form: string;
  readonly scope: string;
  readonly office: RecordEntry | null;
  readonly own: readonly Edit[];
  readonly refused: readonly Refused[];
}

/** An edit that this device wrote, and what became of it. */
export interface OwnEdit {
  readonly n: number;
  readonly edit: Edit;
  readonly is: 'waiting' | 'applied' | 'held' | 'quarantined';
  readonly code: string | null;
  readonly message: string | null;
  readonly saved_at: number;
}

/** What is being typed and not finished. `seen` is what was on the screen when it was begun. */
export interface Draft {
  readonly record: string;
  readonly form: string;
  readonly version: string;
  readonly scope: string;
  readonly parent: string | null;
  readonly seen: Readonly<Record<string, number>>;
  readonly base: Values | null;
  readonly values: Values;
  readonly page: number;
  readonly title: string;
  readonly saved_at: number;
}

/** One line of a list, made when the record changes so that lists open at once. */
export interface Summary {
  readonly id: string;
  readonly form: string;
  readonly scope: string;
  readonly number: string | null;
  readonly title: string;
  readonly at: number;
  readonly author: string | null;
  readonly review: 'received' | 'returned' | 'approved' | 'changed' | 'answered';
  readonly question: string | null;
  readonly unsettled: number;
  readonly held: number;
  readonly unsent: number;
  readonly refused: number;
  readonly deleted: boolean;
  readonly restricted: boolean;
}

/** A published form as the phone keeps it. */
export interface FormCopy {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly xform: string;
  readonly units: Units;
}

export interface ListCopy {
  readonly name: string;
  readonly digest: string;
  readonly text: string;
}

/** How far this device is with one region of one server. */
export interface ScopeKept extends ScopeState {
  /** Set while the copy is put together anew: what has come so far. */
  readonly anew: readonly string[] | null;
}

export interface ServerKept {
  readonly ack: number;
  readonly safe: number;
  readonly scopes: Readonly<Record<string, ScopeKept>>;
  readonly pending: Readonly<Record<string, string>>;
  /** When the copy was last compared with what the office says it should be. */
  readonly checked_at: number;
}

export interface SignedIn extends Session {
  readonly label: string;
  readonly signed_out: boolean;
}

/** Everything about the device itself. */
export interface Meta {
  readonly replica: { readonly id: string; readonly n: number } | null;
  readonly session: SignedIn | null;
  readonly server: string | null;
  readonly servers: Readonly<Record<string, ServerKept>>;
  readonly offset_ms: number;
  readonly synced_at: number | null;
  readonly language: string;
  readonly region: string | null;
}

export const EMPTY_META: Meta = {
  replica: null,
  session: null,
  server: null,
  servers: {},
  offset_ms: 0,
  synced_at: null,
  language: 'en',
  region: null,
};

/** What one transaction writes. Undefined parts stay as they are. */
export interface Writes {
  readonly records?: readonly KeptRecord[];
  readonly dropped?: readonly string[];
  readonly edits?: readonly OwnEdit[];
  readonly forgotten?: readonly OwnEdit[];
  readonly drafts?: readonly Draft[];
  readonly finished?: readonly string[];
  readonly forms?: readonly FormCopy[];
  readonly lists?: readonly ListCopy[];
  readonly summaries?: readonly Summary[];
  readonly meta?: Partial<Meta>;
}
