/** What the parts of one open form share: the session, the words, and what a person has touched. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { FormSession } from '../../forms';
import type { EngineNode } from '../../forms/engine-types';
import { pageOf } from '../../forms/pages';
import { entriesAround, repeatOf } from '../../forms/paths';
import type { Given } from '../../forms/setting';
import { unitOf } from '../../forms/tree';
import type { Violation } from '../../forms/types';
import type { FormWords } from '../../words/form-en';

interface Typed {
  readonly text: string;
  readonly message: string;
}

export class FormView {
  readonly session: FormSession;
  readonly words: FormWords;
  /** Text that is no answer yet, such as a number with a letter in it. */
  readonly typed = new SvelteMap<string, Typed>();
  readonly #touched = new SvelteSet<string>();
  readonly #opened = new SvelteMap<string, string>();
  #checked = $state(false);
  #found = $state.raw<readonly Violation[]>([]);

  constructor(session: FormSession, words: FormWords) {
    this.session = session;
    this.words = words;
  }

  answer(node: EngineNode, value: Given): void {
    const unit = unitOf(node);
    this.typed.delete(unit);
    this.#touched.add(unit);
    this.session.answer(node, value);
    if (this.#checked) this.#found = this.#violations();
  }

  /** Keeps what was typed beside the answer, which is empty until the text can be one. */
  mistype(node: EngineNode, typed: Typed): void {
    this.answer(node, null);
    this.typed.set(unitOf(node), typed);
  }

  /** What to say beside a question; nothing before it was touched or the form was checked. */
  complaint(node: EngineNode): string | null {
    const unit = unitOf(node);
    const typed = this.typed.get(unit);
    if (typed) return typed.message;
    if (this.#touched.has(unit)) return this.session.complaint(node, this.words);
    return this.#checked ? (this.#found.find((one) => one.unit === unit)?.message ?? null) : null;
  }

  /** Looks at the whole form; from now on everything that needs attention is marked. */
  check(): readonly Violation[] {
    this.#checked = true;
    this.#found = this.#violations();
    return this.#found;
  }

  get found(): readonly Violation[] {
    return this.#found;
  }

  #violations(): Violation[] {
    const found = this.session.violations(this.words).filter((one) => !this.typed.has(one.unit));
    const typed = [...this.typed].map(([unit, { message }]) => ({
      unit,
      message,
      page: pageOf(unit, this.session.pages),
    }));
    return [...typed.filter((one) => one.page >= 0), ...found].sort((a, b) => a.page - b.page);
  }

  /** The entry of a repeat that is open for answering. */
  opened(repeat: string): string | null {
    return this.#opened.get(repeat) ?? null;
  }

  open(repeat: string, entry: string | null): void {
    if (entry === null) this.#opened.delete(repeat);
    else this.#opened.set(repeat, entry);
  }

  /** Opens every entry around a unit, so that it can be seen. */
  reveal(unit: string): void {
    for (const entry of entriesAround(unit)) this.open(repeatOf(entry), entry);
  }
}
