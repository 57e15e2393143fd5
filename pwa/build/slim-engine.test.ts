import fs from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { slim } from './slim-engine.ts';

const ENGINE = createRequire(import.meta.url).resolve('@getodk/xforms-engine');

test('the installed engine is laid out as the patch knows it, and loses its WebAssembly', () => {
  const code = fs.readFileSync(ENGINE, 'utf8');
  const smaller = slim(code, '/xpath-parser.ts')!;
  expect(smaller.startsWith('import { parseXPath as __parseXPath } from "/xpath-parser.ts";')).toBe(true);
  expect(smaller.includes('application/wasm')).toBe(false);
  expect(code.length - smaller.length).toBeGreaterThan(300_000);
});

test('another layout is refused', () => {
  expect(slim('const somethingElse = 1;', '/xpath-parser.ts')).toBeNull();
});
