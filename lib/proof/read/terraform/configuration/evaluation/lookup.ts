import type { BlockIds } from '../blocks/block-ids';
import type { Evaluator } from './evaluator';
import type { Instances } from '../instances/instances';
import type { ModuleTree } from '../modules/module-tree';
import type { RemoteStates } from '../modules/remote-states';

/** Where the names in a program's expressions are looked up. */
export interface Lookup {
  readonly evaluator: Evaluator;
  readonly instances: Instances;
  readonly modules: ModuleTree;
  readonly states: RemoteStates;
  readonly ids: BlockIds;
}
