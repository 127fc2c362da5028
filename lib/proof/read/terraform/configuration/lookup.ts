import type { BlockIds } from './block-ids';
import type { Evaluator } from './evaluator';
import type { Instances } from './instances';
import type { ModuleTree } from './module-tree';
import type { RemoteStates } from './remote-states';

/** Where the names in a program's expressions are looked up. */
export interface Lookup {
  readonly evaluator: Evaluator;
  readonly instances: Instances;
  readonly modules: ModuleTree;
  readonly states: RemoteStates;
  readonly ids: BlockIds;
}
