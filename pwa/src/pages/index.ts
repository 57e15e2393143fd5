import type { Component } from 'svelte';
import type { App } from '../state/app.svelte';
import type { About, Page } from '../state/router.svelte';
import Today from './Today.svelte';

type PageComponent = Component<{ app: App; about: About }>;

const LATER: Partial<Record<Page, () => Promise<{ default: PageComponent }>>> = {
  new: () => import('./New.svelte'),
  fill: () => import('./Fill.svelte'),
  record: () => import('./Record.svelte'),
  desk: () => import('./Desk.svelte'),
  export: () => import('./Export.svelte'),
  settings: () => import('./Settings.svelte'),
};

/** A page; all but the first are fetched when they are opened, from the phone itself once it is installed. */
export async function loadPage(page: Page): Promise<PageComponent> {
  const later = LATER[page];
  return later ? (await later()).default : Today;
}
