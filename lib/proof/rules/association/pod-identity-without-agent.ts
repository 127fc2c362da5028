import type { AccountMaker } from '../../model/kubernetes/account-maker';
import { BY_ABSENCE } from '../../model/assumption';
import { isNamespaceElsewhere } from '../../model/declared-elsewhere';
import { any, isNo, isYes, or } from '../../model/known/known';
import { describeSymbols } from '../../model/known/symbol';
import { endsWith } from '../../model/known/text';
import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const AGENT = 'eks-pod-identity-agent';

/** Whether something that was not read may install the agent in a cluster: it lives in kube-system. */
function mayInstall({ clusters, namespace = 'kube-system', accounts }: AccountMaker, cluster: string): boolean {
  return accounts === undefined && namespace === 'kube-system' && clusters.includes(cluster);
}

export const podIdentityWithoutAgent: Rule = {
  slug: 'pod-identity-without-agent',
  cloud: 'aws',
  level: 'error',
  effect:
    'The pods get their variables and a token, and nobody answers at 169.254.170.23: the SDK says that it could not load credentials from the container provider.',
  fix: `Add the add-on ${AGENT}, or use EKS Auto Mode, which brings it.`,
  sources: ['Amazon EKS, “Set up the Amazon EKS Pod Identity Agent”'],
  check: ({ model, evaluation }) => {
    const { ownClusters, autoModeClusters, addons } = model.runtime;
    const first = new Map<string, PodIdentityAssociation>();
    for (const association of model.associations) {
      const { cluster } = association;
      if (cluster !== undefined && ownClusters.has(cluster) && !first.has(cluster)) first.set(cluster, association);
    }
    // A module whose resources were not read may well bring it.
    if (first.size === 0 || model.unreadModules.length > 0) return { findings: [] };
    const elsewhere = any(model.workloads, ({ id }) => endsWith(id, `/${AGENT}`));
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const [id, association] of first) {
      const inCluster = addons.filter(({ cluster, anywhere }) => anywhere || cluster === id);
      const has = or(
        elsewhere,
        any(inCluster, ({ name }) => endsWith(name, AGENT)),
      );
      if (isYes(has) || autoModeClusters.has(id)) continue;
      const { at } = evaluation.clusters.get(id)!;
      // Another add-on installs itself alone.
      const maker = model.accountMakers.find(
        (one) => mayInstall(one, id) && !addons.some((addon) => addon.id === one.source),
      );
      if (maker) {
        const because = `whether ${maker.source}, ${maker.kind}, installs ${AGENT}, without which ${association.id} gives pods nothing, is not known`;
        undecided.push({ about: id, because, at });
        continue;
      }
      if (!isNo(has)) {
        undecided.push({ about: id, because: `whether it has ${AGENT}: ${describeSymbols(has.why)}`, at });
        continue;
      }
      if (isNamespaceElsewhere(model, 'kube-system')) {
        const because = `whether it has ${AGENT} is not known: podtrust.yaml says that objects of kube-system are declared elsewhere`;
        undecided.push({ about: id, because, at });
        continue;
      }
      findings.push(
        findingOf(podIdentityWithoutAgent, {
          message: `${withPlace(id, at)} has ${withPlace(association.id, association.at)}, and neither the add-on ${AGENT} nor Auto Mode.`,
          subject: id,
          at,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings, undecided };
  },
};
