// Reads cases from standard input and writes what this language makes of each, a line a case.
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { module } = await runnerImport('/src/sync/testing.ts', { configFile: false, root, logLevel: 'error' });
process.stdout.write(module.replayAll(JSON.parse(await text(process.stdin))).join('\n'));
