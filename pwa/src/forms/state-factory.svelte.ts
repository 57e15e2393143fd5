/** One signal for each property: the engine assigns, whatever reads it in a part follows. */
export function stateFactory<T extends object>(initial: T): T {
  const state = {} as T;
  for (const key of Object.keys(initial) as (keyof T)[]) {
    let value = $state.raw(initial[key]);
    Object.defineProperty(state, key, {
      enumerable: true,
      configurable: true,
      get: () => value,
      set: (next: T[keyof T]) => {
        value = next;
      },
    });
  }
  return state;
}
