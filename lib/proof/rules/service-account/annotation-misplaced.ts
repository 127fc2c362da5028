import { AZURE_KEYS, EKS_KEYS } from '../../../core/kubernetes/annotations';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

/** Annotations that a webhook reads from the service account alone. */
const OF_ACCOUNT = [
  EKS_KEYS.roleArn,
  EKS_KEYS.audience,
  EKS_KEYS.regionalSts,
  AZURE_KEYS.clientId,
  AZURE_KEYS.tenantId,
];
/** Annotations that a webhook reads from the pod alone. */
const OF_POD = [
  EKS_KEYS.skipContainers,
  AZURE_KEYS.skipContainers,
  AZURE_KEYS.injectProxySidecar,
  AZURE_KEYS.proxySidecarPort,
];

export const annotationMisplaced: Rule = {
  slug: 'annotation-misplaced',
  level: 'error',
  mildest: 'warning',
  effect: 'The webhook does not look there: no identity, no token, or not the setting that is meant.',
  fix: 'Put role-arn, client-id and tenant-id among the annotations of the service account, and skip-containers and the proxy’s among those of the pod template.',
  sources: [
    'https://github.com/Azure/azure-workload-identity/issues/691',
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const workload of model.workloads) {
      const { podAnnotations, podLabels, object, id, templateAt: at } = workload;
      const aroundTemplate = object.kind === 'Pod' ? {} : annotationsOf(object);
      const account = (key: string): boolean =>
        evaluation.accounts.runAs(workload).some(({ annotations }) => annotations[key] !== undefined);
      const add = (key: string, where: string, belongs: string, isError: boolean): void => {
        findings.push(
          findingOf(annotationMisplaced, {
            level: isError ? 'error' : 'warning',
            message: `${withPlace(id, at)} has ${key} among ${where}, where nobody reads it: it belongs among ${belongs}.`,
            subject: id,
            at,
          }),
        );
      };
      for (const key of OF_ACCOUNT) {
        const where =
          key in podAnnotations
            ? 'the annotations of its pods'
            : key in aroundTemplate
              ? 'its own annotations'
              : undefined;
        if (where) add(key, where, 'the annotations of the service account', !account(key) && isIdentity(key));
      }
      for (const key of OF_POD) {
        if (key in aroundTemplate && !(key in podAnnotations))
          add(key, 'its own annotations', 'the annotations of the pod template', false);
      }
      if (AZURE_KEYS.useLabel in podAnnotations && !(AZURE_KEYS.useLabel in podLabels)) {
        add(AZURE_KEYS.useLabel, 'the annotations of its pods', 'their labels', true);
      }
    }
    for (const { annotations, labels, namespace, name, at } of model.serviceAccounts) {
      const id = `ServiceAccount/${namespace}/${name}`;
      for (const key of OF_ACCOUNT) {
        if (!(key in labels) || key in annotations) continue;
        findings.push(
          findingOf(annotationMisplaced, {
            level: isIdentity(key) ? 'error' : 'warning',
            message: `${withPlace(id, at)} has ${key} among its labels, where nobody reads it: it belongs among its annotations.`,
            subject: id,
            at,
          }),
        );
      }
      for (const key of OF_POD) {
        if (!(key in annotations)) continue;
        findings.push(
          findingOf(annotationMisplaced, {
            level: 'warning',
            message: `${withPlace(id, at)} has ${key} among its annotations, where nobody reads it: it belongs among those of the pod template.`,
            subject: id,
            at,
          }),
        );
      }
    }
    return { findings };
  },
};

function isIdentity(key: string): boolean {
  return key === EKS_KEYS.roleArn || key === AZURE_KEYS.clientId;
}

function annotationsOf(object: Readonly<Record<string, unknown>>): object {
  const { metadata } = object as { metadata?: { annotations?: unknown } | null };
  const annotations = metadata?.annotations;
  return typeof annotations === 'object' && annotations !== null ? annotations : {};
}
