/** A calculated answer is stale when something it is worked out from has changed since, by a merge. */
import { sees, type Edit } from './edits';
import type { Heads } from './merge';
import { byCodePoint } from './order';
import { instances, template } from './paths';
import type { Policies } from './policies';

type Places = ReadonlyMap<string, ReadonlyMap<string, Edit>>;
const MARKS = ['_rid', '@deleted'];

/** The derived units whose shown head had not seen a head of an input. */
export function stale(heads: Heads, policies: Policies): string[] {
  const isDerived = (unit: string) => policies.of(unit).kind === 'derived' && policies.inputs(unit).length > 0;
  const derived = [...heads.keys()].filter(isDerived).sort(byCodePoint);
  if (derived.length === 0) return [];
  const wanted = new Set(derived.flatMap((unit) => policies.inputs(unit)));
  for (const input of [...wanted]) marks(input, 0).forEach((mark) => wanted.add(mark));
  const places = placed(heads, wanted);
  return derived.filter((unit) => {
    const shown = heads.get(unit)?.[0];
    return shown !== undefined && policies.inputs(unit).some((input) => misses(unit, shown, input, places));
  });
}

/** Whether the shown head misses the input's head, or was saved at once with a row's coming or going. */
function misses(unit: string, shown: Edit, input: string, places: Places): boolean {
  const around = shared(unit, input);
  const missed = (pattern: string) =>
    [...(places.get(key(pattern, around.at(-1) ?? ''))?.values() ?? [])].filter((head) => !sees(shown, head));
  if (missed(input).length > 0) return true;
  return marks(input, around.length - 1).some((mark) => missed(mark).some((head) => !sees(head, shown)));
}

/** The instances, from the record inwards, that a unit has in common with the input's template. */
function shared(unit: string, input: string): readonly string[] {
  return ['', ...instances(unit).filter((place) => `${input}/`.startsWith(`${template(place)}/`))];
}

/** The units that say that a row of the input's repeats came or went, but for the `outside` outermost ones. */
function marks(input: string, outside: number): readonly string[] {
  const steps = input.split('[]');
  const levels = steps.slice(outside + 1).map((_, place) => steps.slice(0, outside + 1 + place).join('[]'));
  return levels.flatMap((level) => MARKS.map((mark) => `${level}[]/${mark}`));
}

/** The last head of each replica, by template and by each place that its unit lies in. */
function placed(heads: Heads, wanted: ReadonlySet<string>): Places {
  const found = new Map<string, Map<string, Edit>>();
  for (const [unit, tips] of heads) {
    const pattern = template(unit);
    if (!wanted.has(pattern)) continue;
    for (const place of ['', ...instances(unit)]) {
      const latest = found.get(key(pattern, place)) ?? new Map<string, Edit>();
      found.set(key(pattern, place), latest);
      for (const tip of tips) if (tip.n > (latest.get(tip.replica)?.n ?? 0)) latest.set(tip.replica, tip);
    }
  }
  return found;
}

/** A template and a place as one text; no path has a NUL. */
function key(pattern: string, place: string): string {
  return `${pattern}\0${place}`;
}
