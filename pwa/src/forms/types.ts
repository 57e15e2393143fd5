/** What a published form says of its questions, as the server serves it. */
export interface Units {
  readonly form: string;
  readonly version: string;
  readonly title: Translated;
  readonly default_language: string;
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly registers: readonly string[];
  readonly constants: Readonly<Record<string, string>>;
  readonly units: readonly Unit[];
  readonly groups: readonly UnitGroup[];
  readonly choices: Readonly<Record<string, readonly { readonly name: string; readonly label: Translated }[]>>;
  readonly lists: readonly string[];
  readonly warnings: readonly string[];
}

/** A text in each of the form's languages. */
export type Translated = Readonly<Record<string, string>>;

export interface Unit {
  readonly path: string;
  readonly type: string;
  readonly label: Translated;
  readonly hint: Translated;
  readonly policy: { readonly is: string; readonly order?: readonly string[] };
  readonly hxl: string | null;
  readonly fields: readonly string[];
  readonly repeat: string | null;
  readonly choices: string | null;
  readonly inputs: readonly string[];
  readonly geo: Geo | null;
  readonly restricts: readonly string[];
  readonly consent: string | null;
  readonly link: string | null;
}

export interface UnitGroup {
  readonly path: string;
  readonly kind: 'group' | 'repeat';
  readonly label: Translated;
  readonly registers: readonly string[];
}

/** How exactly a place is kept. */
export type Geo = 'exact' | '1km' | '10km' | 'adm2' | 'none';

/** Answers by unit path; null is cleared. */
export type Values = Readonly<Record<string, string | null>>;

/** What a person changed since the form was opened. */
export interface Changes {
  readonly set: Record<string, string | null>;
  readonly was: Record<string, string | null>;
}

/** Why a form cannot be finished yet: where, and in words. */
export interface Violation {
  readonly page: number;
  readonly unit: string;
  readonly message: string;
}

export interface Language {
  readonly code: string;
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
}

export interface OpenOptions {
  readonly xform: string;
  readonly units: Units;
  /** The text of a list (`places.csv`), or null when this device lacks it. */
  readonly fetchList: (name: string) => Promise<string | null>;
  /** The record's answers; null for a new record. */
  readonly values: Values | null;
  /** Answers of a draft that was begun on these values. */
  readonly draft?: Values | null;
  /** Derived units whose stored value is out of date. */
  readonly stale?: readonly string[];
  readonly language: string;
  readonly username: string;
  readonly deviceid: string;
}
