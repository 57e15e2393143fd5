/** A page that holds one form and nothing else, so that a browser can be watched filling it. */
import { mount, unmount } from 'svelte';
import { openForm, type FormSession, type OpenOptions, type Units, type Values } from '../index';
import '../../style.css';
import Harness from './Harness.svelte';

interface Fixture {
  readonly xform: string;
  readonly units: Units;
  readonly lists: Readonly<Record<string, string>>;
}

const fixtures = import.meta.glob<{ default: Fixture }>(['../fixtures/*.json', '!../fixtures/xpath-corpus.json']);

interface Opening extends Partial<OpenOptions> {
  readonly form: string;
}

/** What a test can reach. */
class Bench {
  session: FormSession | null = null;
  finished = 0;
  drafts = 0;
  /** Whether the phone has none of the lists. */
  lacking = false;
  #mounted: Record<string, unknown> | null = null;

  async open({ form, ...options }: Opening): Promise<void> {
    if (this.#mounted) await unmount(this.#mounted);
    this.session?.close();
    const { xform, units, lists } = (await fixtures[`../fixtures/${form}.json`]!()).default;
    const fetchList = (name: string) => Promise.resolve(this.lacking ? null : (lists[name] ?? null));
    const person = { username: 'amina', deviceid: 'phone-1', language: 'en', values: null };
    const session = await openForm({ xform, units, fetchList, ...person, ...options });
    this.session = session;
    const props = { session, onfinish: () => this.finished++, onchange: () => this.drafts++ };
    this.#mounted = mount(Harness, { target: document.getElementById('form')!, props });
  }

  values(): Values {
    return this.session!.values();
  }
}

Object.assign(window, { bench: new Bench() });
