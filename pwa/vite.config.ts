import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { precache } from './build/precache.ts';

export default defineConfig({
  plugins: [svelte(), svelteTesting(), precache('src/service-worker.ts')],
  build: { target: 'es2022', modulePreload: { polyfill: false }, sourcemap: false },
  server: { proxy: { '/api': 'http://localhost:8000' } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'build/**/*.test.ts'],
    restoreMocks: true,
  },
});
