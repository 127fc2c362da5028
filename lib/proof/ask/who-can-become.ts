import type { ServiceAccountReference } from '../../core/trust/subject';
import { BecomingGraph } from '../become/becoming';
import type { Becoming } from '../become/becoming';
import { Evaluation } from '../evaluate/evaluation';
import { refusingDeepNesting, sourcesOf } from '../input';
import type { InMemoryDocument } from '../input';
import { ClusterFinder } from '../model/cluster/cluster-finder';
import { read } from '../read/read';
import { checkSettingsOptions, loadSettings } from '../settings/load-settings';
import type { SettingsOptions } from '../settings/load-settings';
import { clusterOfPod } from './cluster-of-pod';

/** Which service account's pods others may become. */
export interface BecomingQuery {
  readonly subject: ServiceAccountReference;
  /**
   * The id of the cluster that the pods run in.
   *
   * @default - the only cluster, or the only one that declares the service account
   */
  readonly cluster?: string;
}

/**
 * Who can become the pods of a service account, and so gets their identities: each by the shortest way, and why others may as
 * well. It is what the input says: nobody else is known.
 *
 * @param input paths (a `cdktf.out`, files, directories, `-`), or texts
 * @throws PodtrustError where something cannot be read, and `cluster-unknown`, `cluster-ambiguous`
 */
export function whoCanBecome(
  input: readonly (string | InMemoryDocument)[],
  { subject, cluster }: BecomingQuery,
  options: SettingsOptions = {},
): Becoming {
  checkSettingsOptions(options);
  return refusingDeepNesting(() => {
    const settings = loadSettings(options);
    const model = read(sourcesOf(input), { clusterOfPath: new Map(), settings });
    const pods = clusterOfPod(model, new ClusterFinder(model.clusters), cluster, subject);
    return new BecomingGraph(new Evaluation(model)).of(pods, subject);
  });
}
