import type { Edit, RecordEntry, SyncAnswer, SyncRequest, Verdict } from '../server/messages';
import { apply, standing } from '../sync';

interface Kept {
  readonly entry: RecordEntry;
  readonly scope: string;
  readonly at: number;
}

/** A server in memory that speaks the protocol well enough to sync against, and can misbehave on demand. */
export class Office {
  name = 'office';
  epoch = 'e1';
  grant = 'g1';
  scopes = ['north'];
  page = 100;
  digest = '';
  users = new Map<string, string>();
  readonly records = new Map<string, Kept>();
  readonly gone = new Map<string, number>();
  readonly requests: SyncRequest[] = [];
  forms: { id: string; version: string; units: unknown }[] = [];
  /** Versions that are no longer in use, and can still be fetched. */
  earlier: { id: string; version: string; units: unknown }[] = [];
  /** Called with each request before it is answered: throw to be out of reach. */
  before: (request: SyncRequest) => void = () => {};
  /** Called after the work is done and before the answer leaves. */
  after: (request: SyncRequest) => void = () => {};
  /** Says what becomes of an edit, when it is not to be judged by itself. */
  judge: (edit: Edit) => Omit<Verdict, 'n'> | null = () => null;
  readonly #acks = new Map<string, number>();
  #seq = 0;

  /** Answers as `fetch` does. */
  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url === '/api/session') return this.#session(await message(init));
    if (url === '/api/sync') return this.#sync((await message(init)) as SyncRequest);
    const form = [...this.forms, ...this.earlier].find(({ id, version }) =>
      url.startsWith(`/api/forms/${id}/${version}`),
    );
    if (form && url.endsWith('/units')) return json(form.units);
    if (form) return new Response('<h:html/>', { headers: { 'Content-Type': 'application/xml' } });
    return json({ error: 'not_found', detail: 'There is no such thing.', facts: {} }, 404);
  };

  #session(asked: unknown): Response {
    const { replica, username } = asked as { replica: string; username?: string };
    const user = username ?? 'amina';
    if (this.users.has(replica) && this.users.get(replica) !== user) return json(refusal('replica_taken'), 409);
    this.users.set(replica, user);
    return json(session(user));
  }

  #sync(asked: SyncRequest): Response {
    this.requests.push(asked);
    this.before(asked);
    const verdicts = this.#push(asked);
    const scopes = Object.fromEntries(this.scopes.map((scope) => [scope, this.#pull(scope, asked)]));
    this.after(asked);
    const ack = this.#acks.get(asked.replica) ?? 0;
    const forms = this.forms
      .filter((form) => asked.forms[form.id] !== form.version)
      .map(({ id, version }) => ({ id, version, url: '', digest: 'd' }));
    const time = asked.clock;
    return json({
      protocol: 1,
      time,
      server: this.name,
      ack,
      safe: ack,
      verdicts,
      scopes,
      forms,
      lists: [],
      orders: [],
    });
  }

  #push({ replica, edits, lost }: SyncRequest): Verdict[] {
    const verdicts: Verdict[] = [];
    for (const [, to] of lost) this.#acks.set(replica, Math.max(to, this.#acks.get(replica) ?? 0));
    for (const edit of edits) {
      const ack = this.#acks.get(replica) ?? 0;
      const verdict = edit.n > ack + 1 ? ({ is: 'gap' } as const) : (this.judge(edit) ?? this.take(edit));
      verdicts.push({ n: edit.n, ...verdict });
      if (verdict.is === 'fork' || verdict.is === 'gap') break;
      this.#acks.set(replica, Math.max(ack, edit.n));
    }
    return verdicts;
  }

  /** Takes an edit as from its writer. */
  take(edit: Edit, author = 'amina'): Omit<Verdict, 'n'> {
    const entry = this.records.get(edit.record)?.entry ?? blank(edit);
    const is = standing(entry, edit);
    if (is === 'duplicate') return { is: 'duplicate' };
    if (is !== 'ready') return { is: 'held', code: 'cause_missing' };
    const signed = { ...edit, author, device: 'Chrome on Android', received_at: edit.at };
    this.put({ ...entry, ...apply(entry, signed) }, edit.scope);
    return { is: 'applied' };
  }

  /** Puts a record in its place in the feed. */
  put(entry: RecordEntry, scope = 'north'): void {
    this.#seq += 1;
    this.records.set(entry.id, { entry, scope, at: this.#seq });
  }

  /** Knows nothing of a phone any more. */
  forget(replica: string): void {
    this.#acks.delete(replica);
  }

  /** Takes a record out of sight. */
  hide(id: string): void {
    this.#seq += 1;
    this.records.delete(id);
    this.gone.set(id, this.#seq);
  }

  #pull(scope: string, asked: SyncRequest): SyncAnswer['scopes'][string] {
    const known = asked.scopes[scope];
    const same = known?.epoch === this.epoch && known.grant === this.grant;
    const at = { epoch: this.epoch, mark: 'm', grant: this.grant, head: this.#seq, digest: this.digest };
    if (known && !same) {
      const reset = known.epoch === this.epoch ? 'rights' : 'unknown';
      return { ...at, cursor: 0, reset, records: [], gone: [], more: true };
    }
    const from = known?.cursor ?? 0;
    const later = [...this.records.values()].filter((kept) => kept.scope === scope && kept.at > from);
    const rows = later.sort((a, b) => a.at - b.at).slice(0, this.page);
    const more = rows.length < later.length;
    const gone = from > 0 ? [...this.gone].filter(([, seq]) => seq > from).map(([id]) => id) : [];
    const cursor = more ? rows.at(-1)!.at : this.#seq;
    return { ...at, cursor, reset: null, records: rows.map((kept) => kept.entry), gone, more };
  }
}

/** What signing in answers. */
export function session(name: string): object {
  const user = { name, role: 'officer', regions: ['north'], grants: [] };
  return { token: `token of ${name}`, ticket: 't', user, device: 'd1', seal: null };
}

function blank(edit: Edit): RecordEntry {
  const { replica, n, version, scope, parent, at, offset_ms } = edit;
  const first = { replica, n, author: 'amina', version, scope, parent, at, offset_ms, received_at: at };
  return { id: edit.record, form: edit.form, number: null, restricted: false, have: {}, edits: [], held: 0, first };
}

function refusal(error: string): object {
  return { error, detail: 'A sentence.', facts: {} };
}

/** An answer as JSON. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}

async function message({ body, headers }: RequestInit): Promise<unknown> {
  const packed = new Response(body as BodyInit);
  const zipped = (headers as Record<string, string>)['Content-Encoding'] === 'gzip';
  const stream = zipped ? packed.body!.pipeThrough(new DecompressionStream('gzip')) : packed.body!;
  return new Response(stream).json();
}
