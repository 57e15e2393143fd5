import type { Blocks } from './blocks';
import type { Key, Write } from './vault';
import type { Meta, OwnEdit, Writes } from './types';
import { STORES } from './versions';

type Rows = readonly { readonly key: Key; readonly value?: unknown }[];

function rows<T>(values: readonly T[] | undefined, key: (value: T) => Key): Rows {
  return (values ?? []).map((value) => ({ key: key(value), value }));
}

function removals(keys: readonly Key[] | undefined): Rows {
  return (keys ?? []).map((key) => ({ key }));
}

/** The key of an own edit: in order of its number. */
export const editKey = ({ edit }: OwnEdit): [string, number] => [edit.replica, edit.n];

/** The key of one version of a form. */
export const formKey = (id: string, version: string): string => `form ${id} ${version}`;

/** The key of a list. */
export const listKey = (name: string): string => `list ${name}`;

/** What lands in which store. */
export function placed(writes: Writes, blocks: ReadonlyMap<number, unknown>): Write[] {
  const meta = Object.entries(writes.meta ?? {}).map(([key, value]) => ({ key: key as keyof Meta, value }));
  const by: [(typeof STORES)[keyof typeof STORES], Rows][] = [
    [STORES.records, [...removals(writes.dropped), ...rows(writes.records, (record) => record.id)]],
    [STORES.edits, [...removals(writes.forgotten?.map(editKey)), ...rows(writes.edits, editKey)]],
    [STORES.drafts, [...removals(writes.finished), ...rows(writes.drafts, (draft) => draft.record)]],
    [STORES.published, rows(writes.forms, (form) => formKey(form.id, form.version))],
    [STORES.published, rows(writes.lists, (list) => listKey(list.name))],
    [STORES.meta, meta],
    [STORES.summaries, [...blocks].map(([key, value]) => ({ key, value }))],
  ];
  return by.flatMap(([store, found]) => found.map((row) => ({ store, ...row })));
}

/** The blocks that these writes change. */
export function blocksChanged(blocks: Blocks, writes: Writes): ReturnType<Blocks['changed']> {
  return blocks.changed(writes.summaries ?? [], writes.dropped ?? []);
}
