import { body } from './body';
import type { HistoryEdit, Session, SyncAnswer, SyncRequest } from './messages';

/** Why there is no answer. `offline` is a state, not a fault. */
export interface Trouble {
  readonly code: string;
  readonly detail: string;
  readonly status: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retry_after: number | null;
}

export type Answer<T> =
  { readonly data: T; readonly error?: never } | { readonly error: Trouble; readonly data?: never };

export interface SignIn {
  readonly username: string;
  readonly password: string;
  readonly replica: string;
  readonly label: string;
}

const OFFLINE: Trouble = { code: 'offline', detail: '', status: 0, facts: {}, retry_after: null };
const PATIENCE = 60_000;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The server as the app sees it. Nothing else touches the network. */
export class Client {
  readonly #fetch: Fetch;
  readonly #token: () => string | null;

  constructor(token: () => string | null, fetching: Fetch = (url, init) => fetch(url, init)) {
    this.#token = token;
    this.#fetch = fetching;
  }

  /** Signs in with a password. */
  signIn(login: SignIn): Promise<Answer<Session>> {
    return this.#json<Session>('POST', '/api/session', login);
  }

  /** Gets a session for another replica of the same person. */
  rekey(replica: string, label: string): Promise<Answer<Session>> {
    return this.#json<Session>('POST', '/api/session', { replica, label });
  }

  /** Ends the session. */
  async signOut(): Promise<Answer<null>> {
    const answer = await this.#send('DELETE', '/api/session', null);
    return answer.error ? answer : { data: null };
  }

  /** Sends and fetches in one request. */
  sync(request: SyncRequest): Promise<Answer<SyncAnswer>> {
    return this.#json<SyncAnswer>('POST', '/api/sync', request);
  }

  /** What a published form says of its questions. */
  units<T>(form: string, version: string): Promise<Answer<T>> {
    return this.#json<T>('GET', `${formUrl(form, version)}/units`, null);
  }

  /** A published form as the engine reads it. */
  async xform(form: string, version: string): Promise<Answer<string>> {
    return this.#text(formUrl(form, version), 'xml');
  }

  /** A list that a form chooses from. */
  list(name: string): Promise<Answer<string>> {
    return this.#text(`/api/lists/${encodeURIComponent(name)}`, 'csv');
  }

  /** Every change that was made to a record. */
  history(record: string): Promise<Answer<{ edits: readonly HistoryEdit[] }>> {
    return this.#json('GET', `/api/records/${record}/history`, null);
  }

  /** All records of a form as a file, with the share that has arrived told on the way. */
  async export(form: string, format: string, onprogress: (bytes: number) => void): Promise<Answer<Download>> {
    const answer = await this.#send('GET', `/api/exports/${encodeURIComponent(form)}.${format}`, null);
    if (answer.error) return answer;
    return download(answer.data, `${form}.${format}`, onprogress);
  }

  async #json<T>(method: string, url: string, message: unknown): Promise<Answer<T>> {
    const answer = await this.#send(method, url, message);
    if (answer.error) return answer;
    // A captive portal answers with its own page: that is no answer.
    if (!isKind(answer.data, 'json')) return { error: OFFLINE };
    return settled(async () => (await answer.data.json()) as T);
  }

  async #text(url: string, kind: string): Promise<Answer<string>> {
    const answer = await this.#send('GET', url, null);
    if (answer.error) return answer;
    if (!isKind(answer.data, kind)) return { error: OFFLINE };
    return settled(() => answer.data.text());
  }

  async #send(method: string, url: string, message: unknown): Promise<Answer<Response>> {
    const token = this.#token();
    const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
    const packed = message === null ? null : await body(message);
    const init: RequestInit = { method, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) };
    if (packed) init.body = packed.bytes;
    init.headers = { ...headers, ...packed?.headers };
    const answer = await settled(() => this.#fetch(url, init));
    if (answer.error) return answer;
    return answer.data.ok ? answer : { error: await refusal(answer.data) };
  }
}

/** A file that has arrived. */
export interface Download {
  readonly name: string;
  readonly file: Blob;
}

function formUrl(form: string, version: string): string {
  return `/api/forms/${encodeURIComponent(form)}/${encodeURIComponent(version)}`;
}

function isKind(response: Response, kind: string): boolean {
  return (response.headers.get('Content-Type') ?? '').includes(kind);
}

async function settled<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { data: await work() };
  } catch (error) {
    return { error: { ...OFFLINE, detail: error instanceof Error ? error.message : String(error) } };
  }
}

async function refusal(response: Response): Promise<Trouble> {
  const known = isKind(response, 'json') ? await settled(() => response.json() as Promise<unknown>) : null;
  const said = (known?.data ?? {}) as Partial<{ error: string; detail: string; facts: Record<string, unknown> }>;
  if (!said.error) return response.status >= 500 ? { ...OFFLINE, code: 'busy', status: response.status } : OFFLINE;
  const wait = Number(response.headers.get('Retry-After'));
  return {
    code: said.error,
    detail: said.detail ?? '',
    status: response.status,
    facts: said.facts ?? {},
    retry_after: Number.isFinite(wait) && wait > 0 ? wait : null,
  };
}

async function download(response: Response, fallback: string, onprogress: (bytes: number) => void) {
  const kind = response.headers.get('Content-Type') ?? '';
  if (kind.includes('html') || !response.body) return { error: OFFLINE };
  return settled(async () => {
    const parts: BlobPart[] = [];
    let bytes = 0;
    const reader = response.body!.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      parts.push(piece.value as Uint8Array<ArrayBuffer>);
      bytes += piece.value.byteLength;
      onprogress(bytes);
    }
    return { name: fileName(response, kind, fallback), file: new Blob(parts, { type: kind }) };
  });
}

function fileName(response: Response, kind: string, fallback: string): string {
  const named = /filename="?([^";]+)"?/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  return named ?? (kind.includes('zip') ? fallback.replace(/\.csv$/, '.zip') : fallback);
}
