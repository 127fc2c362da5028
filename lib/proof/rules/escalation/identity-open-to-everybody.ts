import { grouped } from '../../../core/groups';
import { holderText } from '../../access-control/powers';
import type { Power } from '../../access-control/powers';
import { isEverybody } from '../../access-control/subjects';
import { BecomingGraph } from '../../become/becoming';
import type { BecomingWay } from '../../become/becoming';
import { keyOf, mayText } from '../../become/way';
import type { Evaluation } from '../../evaluate/evaluation';
import { compareText } from '../../model/place';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

/** How many service accounts a message names. */
const SHOWN = 3;

export const identityOpenToEverybody: Rule = {
  slug: 'identity-open-to-everybody',
  level: 'error',
  mildest: 'warning',
  effect:
    'Nothing fails: whoever has a token of the cluster, be it any pod’s, becomes such a pod and gets its identity, whatever the trust says.',
  fix: 'Give the role to the service accounts or the groups of people that need it, in place of a group that everybody is in.',
  sources: ['Kubernetes, “Role Based Access Control Good Practices”', 'Kubernetes, “Using RBAC Authorization”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    const wide = evaluation.powers.powers.filter(
      ({ who, becomes, perhaps }) =>
        who.kind === 'group' &&
        isEverybody(who.name) &&
        (becomes === 'pod' || becomes === 'account') &&
        perhaps === undefined,
    );
    if (wide.length === 0) return { findings };
    const hops = new Hops(evaluation);
    for (const ofBinding of grouped(
      wide,
      ({ cluster, source, who }) => `${cluster}\n${source}\n${who.name}`,
    ).values()) {
      const pods = ofBinding.filter(({ becomes }) => becomes === 'pod');
      const told = pods.length > 0 ? pods : ofBinding;
      const [{ cluster, source, at, who }] = told as [Power];
      const reached = [...new Set(told.flatMap((power) => reachedBy(power, evaluation)))].sort(compareText);
      if (reached.length === 0) {
        const way = hops.of(told[0]!);
        if (!way) continue;
        const steps = way.steps.map((step, index) => `${index === 0 ? '' : `then, as ${step.who}, `}${step.may}`);
        findings.push(
          findingOf(identityOpenToEverybody, {
            message: `${withPlace(source, at)} lets ${holderText(who)} ${steps.join(', ')}, and so become pods of ${cluster} that have an identity.`,
            subject: source,
            at,
          }),
        );
        continue;
      }
      const more = reached.length > SHOWN ? ` and ${reached.length - SHOWN} more` : '';
      const whom = `${reached.slice(0, SHOWN).join(', ')}${more} of ${cluster}`;
      const comes =
        pods.length > 0
          ? `become ${whom}, with ${reached.length === 1 ? 'its' : 'their'} identity`
          : `act in Kubernetes as ${whom}`;
      findings.push(
        findingOf(identityOpenToEverybody, {
          level: pods.length > 0 ? 'error' : 'warning',
          message: `${withPlace(source, at)} lets ${holderText(who)} ${mayText(told[0]!)}, and so ${comes}.`,
          subject: source,
          at,
        }),
      );
    }
    return { findings };
  },
};

/** The ways in several steps; worked out where some binding for everybody leads to no identity itself. */
class Hops {
  private graph?: BecomingGraph;
  private readonly ways = new Map<string, ReadonlyMap<string, BecomingWay>>();

  public constructor(private readonly evaluation: Evaluation) {}

  /** The way that begins with what a binding gives, if it is the shortest. */
  public of({ cluster, who, source }: Power): BecomingWay | undefined {
    let ways = this.ways.get(cluster);
    if (!ways) {
      this.graph ??= new BecomingGraph(this.evaluation);
      this.ways.set(cluster, (ways = this.graph.toIdentities(cluster)));
    }
    const way = ways.get(keyOf({ ...who, cluster }));
    return way?.steps[0]?.by.startsWith(`${source}, `) === true ? way : undefined;
  }
}

/** The service accounts that an identity admits by name, and whose pods a power makes its holder. */
function reachedBy({ cluster, namespace, names }: Power, { admissions }: Evaluation): readonly string[] {
  return admissions.all
    .filter(
      (one) =>
        one.cluster === cluster &&
        !one.pattern &&
        one.uncertain === undefined &&
        (namespace === undefined || one.namespace === namespace) &&
        (!names || names.includes(one.serviceAccount)),
    )
    .map((one) => accountText(one.namespace, one.serviceAccount));
}
