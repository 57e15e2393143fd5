/** A published form says for each unit how several heads become one value, or that a person decides. */
import { tail, template } from './paths';

export type Kind = 'person' | 'set' | 'derived' | 'strictest' | 'greatest';

/** How heads that differ are settled; `order` is a strictest one's list, the least restrictive first. */
export interface Policy {
  readonly kind: Kind;
  readonly order: readonly string[];
}

/** What policies need of a published form's units, as `GET /api/forms/{id}/{version}/units` answers them. */
export interface FormUnits {
  readonly units: readonly {
    readonly path: string;
    readonly policy?: { readonly is: string; readonly order?: readonly string[] | null } | null;
    readonly inputs?: readonly string[] | null;
    readonly choices?: string | null;
  }[];
  readonly groups?: readonly { readonly path: string; readonly kind: string }[];
  readonly choices?: Readonly<Record<string, readonly { readonly name: string }[]>>;
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['set', 'set'],
  ['derived', 'derived'],
  ['strictest', 'strictest'],
]);
const PERSON: Policy = { kind: 'person', order: [] };
const RESERVED: ReadonlyMap<string, Policy> = new Map<string, Policy>([
  ['@review', { kind: 'strictest', order: ['received', 'approved', 'returned'] }],
  ['@restricted', { kind: 'strictest', order: ['true'] }],
  ['@scope', { kind: 'greatest', order: [] }],
  ['@order', { kind: 'greatest', order: [] }],
]);
const OF_A_RECORD = '@deleted @review @restricted @scope @assigned @comment[] @comment[]/about @twin[]'.split(' ');
const OF_AN_INSTANCE = ['_rid', '@order', '@deleted', '@assigned'];

/** What one version of a form says of its units, by their templates. */
export class Policies {
  readonly #policies = new Map<string, Policy>();
  readonly #calculations = new Map<string, readonly string[]>();
  readonly #choices = new Map<string, readonly string[]>();
  readonly #known = new Set<string>(OF_A_RECORD);

  /** The policies in what a published form says of its questions. */
  static fromUnits(form: FormUnits): Policies {
    const policies = new Policies();
    const lists = new Map(Object.entries(form.choices ?? {}));
    for (const row of form.units) {
      policies.#known.add(row.path);
      policies.#policies.set(row.path, policyOf(row.policy));
      policies.#calculations.set(row.path, row.inputs ?? []);
      policies.#choices.set(
        row.path,
        (lists.get(row.choices ?? '') ?? []).map((choice) => choice.name),
      );
    }
    for (const group of form.groups ?? []) {
      if (group.kind === 'repeat') OF_AN_INSTANCE.forEach((name) => policies.#known.add(`${group.path}/${name}`));
    }
    return policies;
  }

  /**
   * What several versions of a form say of one record, the oldest first. A later version rules; a unit that only an
   * earlier one has is settled as it always was.
   */
  static together(versions: readonly Policies[]): Policies {
    if (versions.length === 1) return versions[0]!;
    const policies = new Policies();
    for (const one of versions) {
      one.#policies.forEach((policy, unit) => policies.#policies.set(unit, policy));
      one.#calculations.forEach((inputs, unit) => policies.#calculations.set(unit, inputs));
      one.#choices.forEach((order, unit) => policies.#choices.set(unit, order));
      one.#known.forEach((unit) => policies.#known.add(unit));
    }
    return policies;
  }

  /** How the unit's heads are settled; whatever nobody speaks of, a person decides. */
  of(unit: string): Policy {
    return RESERVED.get(tail(unit)) ?? this.#policies.get(template(unit)) ?? PERSON;
  }

  /** The templates of what a calculated unit is worked out from. */
  inputs(unit: string): readonly string[] {
    return this.#calculations.get(template(unit)) ?? [];
  }

  /** The unit's choices in the form's order; none when they stand in a file. */
  choiceOrder(unit: string): readonly string[] {
    return this.#choices.get(template(unit)) ?? [];
  }

  /** Whether this version of the form has the unit, those that the protocol gives it included. */
  knows(unit: string): boolean {
    return !unit.includes('[]') && this.#known.has(template(unit));
  }
}

/** The policy of one question. */
function policyOf(said: FormUnits['units'][number]['policy']): Policy {
  return { kind: KINDS.get(said?.is ?? '') ?? 'person', order: said?.order ?? [] };
}
