import { irsa } from '../../mechanisms/irsa/mechanism';
import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const deniedByResourceControlPolicy: Rule = {
  slug: 'denied-by-resource-control-policy',
  cloud: 'aws',
  level: 'error',
  mildest: 'warning',
  effect:
    'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity, with an explicit deny in a resource control policy.',
  fix: 'Add the cluster’s issuer to those that the policy lets in, or attach it elsewhere.',
  sources: [
    'AWS Organizations, “Resource control policies (RCPs)” and “RCP evaluation”',
    'https://github.com/aws-samples/data-perimeter-policy-examples, EnforceTrustedOIDCProviders',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    const { accountsOfRoles } = evaluation.of(irsa);
    for (const admission of evaluation.admissions.all) {
      const { controls = [], identity, cluster, namespace, serviceAccount } = admission;
      if (controls.length === 0 || !evaluation.isClaimed(admission)) continue;
      for (const control of controls) {
        const account = accountsOfRoles.of(evaluation.identities.get(identity)!).id;
        const isOwn = account !== undefined && control.targets.includes(account);
        const pods = describeSymbols(`${namespace}/${serviceAccount}`);
        findings.push(
          findingOf(deniedByResourceControlPolicy, {
            level: isOwn ? 'error' : 'warning',
            message: `${identity} trusts ${pods} of ${cluster}, and ${withPlace(control.id, control.at)} denies it${isOwn ? '' : ', if it is for the role’s account'}.`,
            subject: identity,
            at: admission.at,
          }),
        );
      }
    }
    return { findings };
  },
};
