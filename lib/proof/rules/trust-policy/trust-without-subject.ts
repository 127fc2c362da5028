import { admittedBy } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const trustWithoutSubject: Rule = {
  slug: 'trust-without-subject',
  cloud: 'aws',
  level: 'error',
  effect: 'Whoever can run a pod in the cluster gets the role.',
  fix: 'Add a StringEquals condition on <issuer>:sub with system:serviceaccount:<namespace>:<name>.',
  sources: ['Wiz, “EKS Cluster Games”, challenge 5', 'Amazon EKS, “Assign IAM roles to Kubernetes service accounts”'],
  check: ({ evaluation }) => ({
    findings: evaluation.admissions.all
      .filter(
        ({ mechanism, pattern, namespace, serviceAccount, uncertain }) =>
          mechanism === 'irsa' &&
          pattern &&
          namespace === '*' &&
          serviceAccount === '*' &&
          // What only may be open is undecided.
          uncertain === undefined,
      )
      .map(({ identity, cluster, at, except, namespace, serviceAccount }) => ({
        rule: trustWithoutSubject.slug,
        level: 'error',
        message: `${withPlace(identity, at)} admits every service account of ${cluster}${except.length > 0 ? `, but ${except.join(', ')}` : ''}: no condition limits the subject (<issuer>:sub).`,
        subject: identity,
        at,
        help: 'Whoever can run a pod in the cluster gets the role. Add a StringEquals condition on <issuer>:sub with system:serviceaccount:<namespace>:<name>.',
        admits: admittedBy([{ cluster, namespace, serviceAccount }]),
      })),
  }),
};
