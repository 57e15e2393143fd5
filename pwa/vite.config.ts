import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { precache } from './build/precache.ts';
import { slimEngine } from './build/slim-engine.ts';

export default defineConfig({
  plugins: [slimEngine(), svelte(), svelteTesting(), precache('src/service-worker.ts')],
  build: { target: 'es2022', modulePreload: { polyfill: false }, sourcemap: false },
  // The vectors that both languages run lie beside this folder.
  server: { proxy: { '/api': 'http://localhost:8000' }, fs: { allow: ['.', '../sync/vectors'] } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'build/**/*.test.ts'],
    restoreMocks: true,
    // Only what the bundler reads is given the plain XPath parser.
    server: { deps: { inline: [/@getodk/] } },
  },
});
