/** A value as it lies in the database: nothing in it can be read without the key. */
export interface Sealed {
  readonly v: 1;
  readonly body: unknown;
}

/** Seals and opens what is kept. `place` names the store and key, so that no value can be put elsewhere. */
export interface Sealing {
  seal(value: unknown, place: string): Promise<Sealed>;
  open(sealed: Sealed, place: string): Promise<unknown>;
}

/** Thrown while the key is not there. */
export class Locked extends Error {}

/** Keeps values as they are. */
export const unsealed: Sealing = {
  seal: async (value) => ({ v: 1, body: value }),
  open: async (sealed) => sealed.body,
};
