import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { slimEngine } from '../../../build/slim-engine.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [slimEngine(), svelte({ configFile: path.resolve(import.meta.dirname, '../../../svelte.config.js') })],
  build: { target: 'es2022', modulePreload: { polyfill: false }, emptyOutDir: true },
});
