/** The labels of a list's rows, by their names. */
export type ListLabels = ReadonlyMap<string, string>;

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;

/** The rows of a CSV text. */
export function rows(text: string): string[][] {
  const found: string[][] = [];
  let row: string[] = [];
  const body = text.replace(/^\uFEFF/, '');
  for (const [, quoted, plain, end] of body.matchAll(CELL)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') found.push(row);
    row = [];
  }
  return found;
}

/** What a list's rows are called: its `name` and `label` columns. */
export function labels(text: string): ListLabels {
  const [head = [], ...body] = rows(text);
  const [name, label] = [head.indexOf('name'), head.indexOf('label')];
  if (name < 0 || label < 0) return new Map();
  return new Map(body.map((row) => [row[name] ?? '', row[label] ?? '']));
}
