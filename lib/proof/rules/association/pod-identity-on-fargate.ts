import { EKS_CONTROLLERS, type EksControllerFacts } from '../../../core/aws/eks-controllers';
import { isOfCluster, takesWorkload } from '../../mechanisms/pod-identity/fargate';
import { and, isNo, isUnknown, isYes } from '../../model/known/known';
import type { Model } from '../../model/model';
import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const podIdentityOnFargate: Rule = {
  slug: 'pod-identity-on-fargate',
  cloud: 'aws',
  level: 'error',
  effect:
    'No agent answers on Fargate, so the SDK finds no credentials: EKS Pod Identity is for Linux nodes of EC2 only.',
  fix: 'Give the role to the service account by IRSA, or take the pods out of the Fargate profile.',
  sources: [
    'Amazon EKS, “Learn how EKS Pod Identity grants Pods access to AWS services”',
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3477',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const { fargateProfiles } = model.runtime;
    if (fargateProfiles.length === 0) return { findings };
    for (const workload of model.workloads) {
      for (const cluster of workload.clusters) {
        const { namespace, serviceAccount } = workload;
        const association = evaluation.accounts.of(cluster, namespace, serviceAccount).associations[0];
        if (!association) continue;
        const answers = fargateProfiles
          .map((profile) => ({ profile, isOf: isOfCluster(profile, cluster) }))
          .filter(({ isOf }) => !isNo(isOf))
          .map(({ profile, isOf }) => ({ profile, takes: and(takesWorkload(profile, workload), isOf) }));
        const profile = answers.find(({ takes }) => isYes(takes))?.profile;
        if (!profile) {
          const open = answers.map(({ takes }) => takes).find(isUnknown);
          if (open) {
            const because = `its role comes by ${association.id}, which does nothing on Fargate: ${open.why}`;
            undecided.push({ about: workload.id, because: describeSymbols(because), at: workload.templateAt });
          }
          continue;
        }
        findings.push(
          findingOf(podIdentityOnFargate, {
            message: `${withPlace(workload.id, workload.templateAt)} gets its role by ${withPlace(association.id, association.at)}, and runs on Fargate by ${withPlace(profile.id, profile.at)}.`,
            subject: workload.id,
            at: workload.templateAt,
          }),
        );
      }
    }
    return { findings: [...findings, ...addonsOnFargate(model)], undecided };
  },
};

/**
 * The add-ons that EKS itself installs, whose pods no manifest shows: those that are known to be Deployments, where a profile
 * takes every pod of their namespace. Which labels they have is not documented.
 */
function addonsOnFargate({ associations, runtime: { fargateProfiles } }: Model): Finding[] {
  return associations.flatMap((association) => {
    const { id, addon, cluster, namespace, serviceAccount, at } = association;
    if (addon === undefined || cluster === undefined || !isDeployment(association)) return [];
    const profile = fargateProfiles.find((one) =>
      isYes(and(isOfCluster(one, cluster), takesWorkload(one, { namespace, podLabels: {}, openLabels: true }))),
    );
    if (!profile) return [];
    return [
      findingOf(podIdentityOnFargate, {
        message: `The pods of the add-on ${addon}, which run as ${namespace}/${serviceAccount}, get their role by ${withPlace(id, at)}, and run on Fargate by ${withPlace(profile.id, profile.at)}.`,
        subject: id,
        at,
        help: 'Give the add-on its role by IRSA (service_account_role_arn), or take its pods out of the Fargate profile.',
      }),
    ];
  });
}

function isDeployment({ addon, namespace, serviceAccount }: PodIdentityAssociation): boolean {
  return Object.values<EksControllerFacts>(EKS_CONTROLLERS).some(
    (one) =>
      one.addon === addon &&
      one.account.namespace === namespace &&
      one.account.name === serviceAccount &&
      !one.onEachNode,
  );
}
