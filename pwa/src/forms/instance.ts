/** Builds a form's instance from answers by unit path, on the skeleton that the XForm brings. */
import { byOrder } from './order';
import { entriesAround, idOf, repeatOf } from './paths';
import { RID } from './tree';
import type { Values } from './types';

const XFORMS = 'http://www.w3.org/2002/xforms';
const JAVAROSA = 'http://openrosa.org/javarosa';
/** What XML 1.0 cannot hold. */
// eslint-disable-next-line no-control-regex
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

interface Building {
  readonly document: Document;
  readonly values: Values;
  readonly entries: ReadonlyMap<string, readonly string[]>;
  readonly repeats: ReadonlySet<string>;
}

/** The instance that holds these answers, as XML. Units that the form lacks are left out. */
export function instanceXml(xform: string, values: Values): string {
  const form = new DOMParser().parseFromString(xform, 'application/xml');
  const skeleton = form.getElementsByTagNameNS(XFORMS, 'instance')[0]?.firstElementChild;
  if (!skeleton) throw new Error('The form has no instance');
  const document = form.implementation.createDocument(null, null);
  const building = { document, values, entries: entryIds(values), repeats: repeatPaths(form, skeleton) };
  const root = copy(building, skeleton);
  document.append(root);
  fill(building, { skeleton, target: root, path: '', prefix: '' });
  return new XMLSerializer().serializeToString(document);
}

interface Place {
  readonly skeleton: Element;
  readonly target: Element;
  /** Path of names, as the form's repeats are known by. */
  readonly path: string;
  /** Path of units. */
  readonly prefix: string;
}

function fill(building: Building, place: Place): void {
  const done = new Set<string>();
  for (const element of place.skeleton.children) {
    const path = `${place.path}/${element.localName}`;
    if (done.has(path)) continue;
    if (!building.repeats.has(path)) append(building, element, { ...place, path });
    else fillRepeat(building, element, { ...place, path });
    if (building.repeats.has(path)) done.add(path);
  }
}

function fillRepeat(building: Building, element: Element, place: Place): void {
  const repeat = place.prefix + element.localName;
  for (const id of building.entries.get(repeat) ?? []) {
    const target = copy(building, element);
    place.target.append(target);
    fill(building, { skeleton: element, target, path: place.path, prefix: `${repeat}[${id}]/` });
  }
}

function append(building: Building, element: Element, place: Place): void {
  const unit = place.prefix + element.localName;
  const target = copy(building, element);
  place.target.append(target);
  if (unit === 'meta') target.append(...[...element.children].map((child) => metaChild(building, child)));
  else if (element.children.length > 0) {
    fill(building, { skeleton: element, target, path: place.path, prefix: unit + '/' });
  } else target.textContent = text(building.values, place.prefix, element.localName);
}

function text(values: Values, prefix: string, name: string): string {
  if (name === RID && prefix.endsWith(']/')) return idOf(prefix.slice(0, -1));
  return (values[prefix + name] ?? '').replace(ILLEGAL, '');
}

function metaChild(building: Building, element: Element): Element {
  const child = copy(building, element);
  if (element.localName === 'instanceID') child.textContent = `uuid:${crypto.randomUUID()}`;
  return child;
}

function copy(building: Building, element: Element): Element {
  const target = building.document.importNode(element, false);
  target.removeAttributeNS(JAVAROSA, 'template');
  return target;
}

/** `/data/issue` → `/issue`: the names below the root. */
function repeatPaths(form: Document, skeleton: Element): Set<string> {
  const root = `/${skeleton.localName}/`;
  const nodesets = [...form.getElementsByTagNameNS(XFORMS, 'repeat')].map((repeat) => repeat.getAttribute('nodeset'));
  return new Set(nodesets.filter((path) => path?.startsWith(root)).map((path) => path!.slice(root.length - 1)));
}

/** The ids of every repeat's entries, in the order every reader shows: those that exist, or that hold an answer. */
export function entryIds(values: Values): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const [unit, value] of Object.entries(values)) {
    if (value === null || unit.slice(unit.lastIndexOf('/') + 1).startsWith('@')) continue;
    for (const entry of entriesAround(unit)) {
      const repeat = repeatOf(entry);
      found.set(repeat, (found.get(repeat) ?? new Set()).add(idOf(entry)));
    }
  }
  return new Map([...found].map(([repeat, ids]) => [repeat, sorted(repeat, ids, values)]));
}

function sorted(repeat: string, ids: ReadonlySet<string>, values: Values): string[] {
  const placed = [...ids].map((id) => ({ id, order: values[`${repeat}[${id}]/@order`] ?? null }));
  return placed.sort(byOrder).map((entry) => entry.id);
}

/** What the form itself answers in a new entry or record, by question. */
export function defaults(xform: string): Map<string, string> {
  const form = new DOMParser().parseFromString(xform, 'application/xml');
  const skeleton = form.getElementsByTagNameNS(XFORMS, 'instance')[0]?.firstElementChild;
  const found = new Map<string, string>();
  if (skeleton) collect(skeleton, { repeats: repeatPaths(form, skeleton), found, path: '', question: '' });
  return found;
}

interface Collecting {
  readonly repeats: ReadonlySet<string>;
  readonly found: Map<string, string>;
  readonly path: string;
  readonly question: string;
}

function collect(element: Element, at: Collecting): void {
  for (const child of element.children) {
    const path = `${at.path}/${child.localName}`;
    const question = at.question + child.localName + (at.repeats.has(path) ? '[]' : '');
    if (child.children.length > 0) collect(child, { ...at, path, question: question + '/' });
    else if (child.textContent && !at.found.has(question)) at.found.set(question, child.textContent);
  }
}
