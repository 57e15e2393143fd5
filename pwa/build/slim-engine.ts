import path from 'node:path';
import type { Plugin } from 'vite';

const ENGINE = /@getodk[\\/]xforms-engine[\\/]dist[\\/]index\.js/;
const PARSER = path.resolve(import.meta.dirname, '../src/forms/xpath-parser.ts');
const WASM_STARTS = 'const xpathLanguage = "data:application/wasm';
const WASM_ENDS = 'const expressionParser = await ExpressionParser.init({';

const REPLACEMENT = [
  'const commonjsGlobal = globalThis;',
  "const getDefaultExportFromCjs = (x) => (x && x.__esModule && Object.hasOwn(x, 'default') ? x.default : x);",
  'const getAugmentedNamespace = (n) => n;',
  'const expressionParser = { cache: new Map(), parse(text) {',
  '  let tree = this.cache.get(text);',
  '  if (!tree) this.cache.set(text, (tree = __parseXPath(text)));',
  '  return tree;',
  '} };',
].join('\n');

/** The engine's source with our parser in the place of the WebAssembly one; null when its layout is not as known. */
export function slim(code: string, parser: string): string | null {
  const start = code.indexOf(WASM_STARTS);
  const mark = code.indexOf(WASM_ENDS);
  const end = code.indexOf('});', mark);
  const known = start >= 0 && mark > start && end > mark && code.indexOf(WASM_ENDS, mark + 1) < 0;
  if (!known) return null;
  const ours = `import { parseXPath as __parseXPath } from ${JSON.stringify(parser)};\n`;
  return ours + code.slice(0, start) + REPLACEMENT + code.slice(end + '});'.length);
}

/** Takes 116 KB of WebAssembly out of the form engine, and with it the need for `wasm-unsafe-eval`. */
export function slimEngine(): Plugin {
  return {
    name: 'baraza-slim-engine',
    enforce: 'pre',
    transform(code, id) {
      if (!ENGINE.test(id)) return null;
      const smaller = slim(code, PARSER);
      if (smaller === null)
        this.error('The form engine is laid out differently than this build knows: review the patch');
      return { code: smaller, map: null };
    },
  };
}
