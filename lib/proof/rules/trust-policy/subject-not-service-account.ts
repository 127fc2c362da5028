import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const subjectNotServiceAccount: Rule = {
  slug: 'subject-not-service-account',
  level: 'error',
  mildest: 'note',
  effect:
    'Whoever holds a token with that subject gets the identity of the pods; where the issuer is a cluster, nobody does.',
  fix: 'The subject of a pod is system:serviceaccount:<namespace>:<name>. Give a pipeline an identity of its own.',
  sources: ['Kubernetes, “Managing Service Accounts”', 'Entra Workload ID, “Flexible federated identity credentials”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const add = (identity: string, subject: string, issuer: string, source: string, at: Finding['at']): void => {
      const cluster = evaluation.clusterOfIssuer.get(issuer);
      findings.push({
        rule: subjectNotServiceAccount.slug,
        // A cluster issues no other tokens; another issuer may serve a pipeline, which then holds a pod's identity.
        level: (cluster?.cloud ?? 'other') === 'other' ? 'note' : 'error',
        message: `${withPlace(source, at)} admits ${JSON.stringify(describeSymbols(subject))} of ${cluster?.issuerText ?? describeSymbols(issuer)} to ${identity}: that is not a service account.`,
        subject: identity,
        at,
        help: 'The subject of a pod is system:serviceaccount:<namespace>:<name>. Anything else is somebody who is not in the cluster, or a slip.',
      });
    };
    const outbound = new Set(evaluation.outboundFederation.map(({ source }) => source));
    for (const { subject, identity, parentText, issuer, id, at } of model.federatedCredentials) {
      // It is about a role, and those who have it are shown.
      if (outbound.has(id)) continue;
      // What looks like a service account and cannot be one is another rule's matter.
      if (/^system:serviceaccount:/i.test(subject) || hasSymbol(subject) || /[*?]/.test(subject)) continue;
      add(identity ?? parentText, subject, issuer, id, at);
    }
    for (const { kind, identity, cluster, what, at } of evaluation.problems) {
      // What comes with a trust that names no subject at all is that rule's matter.
      if (kind !== 'other-subject' || cluster === undefined || what === '*') continue;
      const { issuer, cloud, service } = evaluation.clusters.get(cluster)!;
      // A role for pipelines alone is none of pods.
      if (service && !evaluation.admissions.of(identity).some(({ mechanism }) => mechanism !== 'node')) continue;
      // A cluster issues no other tokens, so what a pattern takes beside service accounts is nobody.
      if (cloud === 'other' || !/[*?]/.test(what)) add(identity, what, issuer, identity, at);
    }
    return { findings };
  },
};
