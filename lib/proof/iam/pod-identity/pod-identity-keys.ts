import { SESSION_TAGS } from '../../../core/aws/session-tags';
import { hasSymbol } from '../../model/known/symbol';
import type { KeyValue } from '../policy/condition';

/** What a request of EKS Pod Identity holds, as far as conditions can ask for it. */
export interface PodIdentityRequest {
  readonly namespace: KeyValue;
  readonly serviceAccount: KeyValue;
  readonly clusterArn: KeyValue;
  readonly clusterName: KeyValue;
  readonly account: KeyValue;
  /** Whether the association passes session tags. */
  readonly tags: boolean;
}

const ABSENT: KeyValue = { kind: 'absent' };

/** Keys that the call of EKS never has: no tags of its own, no external id without a target role, no user. */
const ABSENT_KEYS =
  /^(aws:(principaltag\/|username$|multifactorauth|federatedprovider$)|sts:(externalid|sourceidentity)$|aws:sourceidentity$)/;

/** Whether a key of AWS is in no such call. */
export function isNeverInPodIdentity(key: string): boolean {
  return ABSENT_KEYS.test(key.toLowerCase());
}

/** The value of a condition key in a call that EKS makes for a pod. Keys are compared without case. */
export function valueOfPodIdentityKey(key: string, request: PodIdentityRequest): KeyValue {
  if (hasSymbol(key)) return { kind: 'unknown', why: `the condition key ${key} is not known before apply` };
  const name = key.toLowerCase();
  if (name.startsWith('aws:requesttag/')) {
    return request.tags ? valueOfTag(name.slice('aws:requesttag/'.length), request) : ABSENT;
  }
  switch (name) {
    case 'aws:tagkeys':
    case 'sts:transitivetagkeys':
      return request.tags ? { kind: 'known', values: SESSION_TAGS, list: true } : ABSENT;
    case 'aws:sourceaccount':
      return request.account;
    case 'aws:sourcearn':
      return request.clusterArn;
    default:
      if (ABSENT_KEYS.test(name) || !/^(aws|sts):/.test(name)) return ABSENT;
      return { kind: 'unknown', why: `${key} is not known from the artefacts` };
  }
}

function valueOfTag(tag: string, request: PodIdentityRequest): KeyValue {
  switch (tag) {
    case 'kubernetes-namespace':
      return request.namespace;
    case 'kubernetes-service-account':
      return request.serviceAccount;
    case 'eks-cluster-arn':
      return request.clusterArn;
    case 'eks-cluster-name':
      return request.clusterName;
    case 'kubernetes-pod-name':
    case 'kubernetes-pod-uid':
      return { kind: 'unknown', why: `the session tag ${tag} is known only when a pod runs` };
    default:
      return ABSENT;
  }
}
