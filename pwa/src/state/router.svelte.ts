export type Page = 'today' | 'new' | 'fill' | 'record' | 'desk' | 'export' | 'settings' | 'sign-in';

const PAGES: readonly string[] = ['today', 'new', 'fill', 'record', 'desk', 'export', 'settings', 'sign-in'];

/** What a page is about. It stands in the history entry, never in the address: no record's id is left behind there. */
export interface About {
  readonly record?: string;
  readonly form?: string;
  readonly scope?: string;
  readonly unit?: string;
  /** Set when a form was just finished. */
  readonly finished?: boolean;
}

export interface Route {
  readonly page: Page;
  readonly about: About;
}

function here(): Route {
  const name = location.hash.replace(/^#\/?/, '') || 'today';
  const about = ((history.state as { about?: About } | null)?.about ?? {}) as About;
  return PAGES.includes(name) ? { page: name as Page, about } : { page: 'today', about: {} };
}

/** Which page is open. */
export class Router {
  #route = $state.raw<Route>(here());
  readonly #heard = (): void => {
    this.#route = here();
  };

  get route(): Route {
    return this.#route;
  }

  /** Follows the browser's back and forward. */
  listen(): () => void {
    addEventListener('popstate', this.#heard);
    addEventListener('hashchange', this.#heard);
    return () => {
      removeEventListener('popstate', this.#heard);
      removeEventListener('hashchange', this.#heard);
    };
  }

  /** Opens a page. */
  open(page: Page, about: About = {}): void {
    history.pushState({ about }, '', address(page));
    this.#route = { page, about };
    scrollTo(0, 0);
  }

  /** Opens a page in the place of this one, so that Back does not lead here again. */
  replace(page: Page, about: About = {}): void {
    history.replaceState({ about }, '', address(page));
    this.#route = { page, about };
    scrollTo(0, 0);
  }
}

/** The address of a page. */
export function address(page: Page): string {
  return page === 'today' ? '#/' : `#/${page}`;
}
