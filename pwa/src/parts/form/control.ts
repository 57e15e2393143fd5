import type { EngineNode } from '../../forms/engine-types';
import type { FormView } from './view.svelte';

/** What every control of a question is given. */
export interface ControlProps {
  readonly node: EngineNode;
  readonly view: FormView;
  readonly unit: string;
  /** Ids of its hint and error. */
  readonly described: string | undefined;
  readonly invalid: boolean;
}
