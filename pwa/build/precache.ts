import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';

const HASHED = /-[\w-]{8}\.(js|css|wasm|woff2)$/;

interface Entry {
  readonly url: string;
  readonly revision: string | null;
}

/** Every built file with its revision; null where the name carries the hash. */
export function entries(folder: string): Entry[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(folder, name)).isFile() && name !== 'sw.js')
    .sort()
    .map((name) => ({ url: '/' + name.split(path.sep).join('/'), revision: revision(folder, name) }));
}

function revision(folder: string, name: string): string | null {
  if (HASHED.test(name)) return null;
  return crypto
    .createHash('sha256')
    .update(fs.readFileSync(path.join(folder, name)))
    .digest('hex')
    .slice(0, 16);
}

/** Builds the service worker with the list of everything the app needs without a network. */
export function precache(source: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'baraza-precache',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const folder = path.resolve(config.root, config.build.outDir);
      await build({
        configFile: false,
        root: config.root,
        publicDir: false,
        logLevel: 'warn',
        define: {
          'self.__WB_MANIFEST': JSON.stringify(entries(folder)),
          'process.env.NODE_ENV': '"production"',
        },
        build: {
          target: 'es2022',
          emptyOutDir: false,
          outDir: folder,
          lib: { entry: path.resolve(config.root, source), formats: ['iife'], name: 'worker', fileName: () => 'sw.js' },
        },
      });
    },
  };
}
