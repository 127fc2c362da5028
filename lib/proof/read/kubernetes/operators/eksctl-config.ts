import type { Cluster } from '../../../model/cluster/cluster';
import type { Place } from '../../../model/place';
import type { JsonObject } from '../kubernetes-object';

/** A ClusterConfig of eksctl, with the cluster that it is about. */
export interface EksctlConfig {
  readonly id: string;
  readonly config: JsonObject;
  readonly cluster: Cluster;
  readonly at: Place;
}
