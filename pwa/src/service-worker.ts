/// <reference lib="webworker" />
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

// Only the app's own files are kept: nothing under /api is ever answered from a cache.
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/.*/], cleanURLs: false });

// A new version waits until the page says that no draft is open.
self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (message === 'take over') void self.skipWaiting();
});

// The first visit is served offline too, without a second load.
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});
