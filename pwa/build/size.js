/** Prints the brotli size of what an officer downloads, and fails when it is over budget. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const KB = 1024;
const BUDGET = { 'first screen': 70 * KB, 'whole app': 220 * KB };
const folder = path.resolve(import.meta.dirname, '../dist');

function brotli(file) {
  const bytes = fs.readFileSync(path.join(folder, file));
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 22 };
  return zlib.brotliCompressSync(bytes, { params }).length;
}

function named(file) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  return [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name);
}

function imported(file) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  const names = [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)];
  return names.map(([, name]) => `assets/${name}`);
}

/** What the browser has to fetch before it can draw anything. */
function firstScreen() {
  const found = new Set();
  const waiting = named('index.html');
  while (waiting.length) {
    const file = waiting.pop();
    if (found.has(file)) continue;
    found.add(file);
    if (file.endsWith('.js')) waiting.push(...imported(file));
  }
  return ['index.html', ...found];
}

/** What an officer downloads; pictures are small, packed twins and stamps stay on the server. */
function everything() {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(folder, name)).isFile() && !/\.(png|br|gz)$|(^|\/)\./.test(name))
    .map((name) => name.split(path.sep).join('/'));
}

const sizes = new Map(everything().map((file) => [file, brotli(file)]));
const sum = (files) => [...files].reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
for (const [file, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
  console.log(`${(size / KB).toFixed(1).padStart(8)} KB  ${file}`);
}
const totals = { 'first screen': sum(firstScreen()), 'whole app': sum(sizes.keys()) };
for (const name of Object.keys(BUDGET)) {
  const over = totals[name] > BUDGET[name];
  console.log(`${name}: ${(totals[name] / KB).toFixed(1)} KB of ${BUDGET[name] / KB} KB${over ? ', over budget' : ''}`);
  if (over) process.exitCode = 1;
}
