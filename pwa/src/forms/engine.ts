/** The one door to the form engine: everything else knows only `engine-types.ts`. */
import type { EngineRoot } from './engine-types';
import { stateFactory } from './state-factory.svelte';

export interface Person {
  readonly username: string;
  readonly deviceid: string;
}

/** A form that was read once and opens as many instances as are asked of it. */
export interface LoadedForm {
  readonly missing: readonly string[];
  blank(): EngineRoot;
  restored(instance: string): Promise<EngineRoot>;
}

type FetchList = (name: string) => Promise<string | null>;

/** `jr://file-csv/places.csv` → `places.csv`. */
function listName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

async function attachment(url: string, fetchList: FetchList, missing: Set<string>): Promise<Response> {
  const name = listName(url);
  const text = await fetchList(name);
  if (text !== null) return new Response(text, { headers: { 'content-type': contentType(name) } });
  missing.add(name);
  return new Response('', { status: 404 });
}

function contentType(name: string): string {
  if (name.endsWith('.geojson')) return 'application/geo+json';
  return name.endsWith('.xml') ? 'text/xml' : 'text/csv';
}

function instanceData(instance: string): readonly [FormData] {
  const data = new FormData();
  data.set('xml_submission_file', new File([instance], 'xml_submission_file', { type: 'text/xml' }));
  return [data];
}

/** Reads a form with the lists it names; a list that this device lacks is empty and named in `missing`. */
export async function load(xform: string, fetchList: FetchList, person: Person): Promise<LoadedForm> {
  const engine = await import('@getodk/xforms-engine');
  const missing = new Set<string>();
  const result = await engine.loadForm(xform, {
    fetchFormAttachment: (url: URL | string) => attachment(String(url), fetchList, missing),
    missingResourceBehavior: 'BLANK',
  });
  if (result.status === 'failure') throw result.error;
  const preloadProperties = { deviceID: person.deviceid, username: person.username };
  const config = { stateFactory, preloadProperties };
  return {
    missing: [...missing],
    blank: () => result.createInstance(config).root as unknown as EngineRoot,
    restored: async (instance) => {
      const input = { data: instanceData(instance) } as unknown as Parameters<typeof result.restoreInstance>[0];
      return (await result.restoreInstance(input, config)).root as unknown as EngineRoot;
    },
  };
}
