import type { RoleSubject } from '../model/cluster/access-control';
import { isNo, isYes, or } from '../model/known/known';
import { accountInSubject } from '../model/kubernetes/subject';
import { equal, startsWith } from '../model/known/text';

/** What a subject of RBAC can be. */
export const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'] as const;

export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Service accounts that a subject stands for: one, or a pattern of them. */
export interface SubjectAccounts {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly pattern: boolean;
  /** Whether it stands for them whatever turns out of its name. */
  readonly isCertain: boolean;
}

/** The group of everybody who has signed in, people and pods. */
export const EVERYBODY = 'system:authenticated';
/** The group of those who have not. */
export const STRANGERS = 'system:unauthenticated';
/** The group of all service accounts. */
export const EVERY_ACCOUNT_GROUP = 'system:serviceaccounts';
/** Before the namespace whose service accounts a group is. */
export const ALL_OF_NAMESPACE = 'system:serviceaccounts:';
/** The group that may do everything, which no RBAC takes away. */
export const SUPERUSERS = 'system:masters';

/** Whether a group is one that any pod, or anybody, is in. */
export function isEverybody(group: string): boolean {
  return [EVERYBODY, STRANGERS, EVERY_ACCOUNT_GROUP].includes(group);
}

const EVERY_ACCOUNT = { namespace: '*', serviceAccount: '*', pattern: true };

/** The service accounts that a subject stands for, were it of this kind; nothing where it is a person or a group of people. */
export function accountsOf(kind: SubjectKind, { name, namespace }: RoleSubject): SubjectAccounts | undefined {
  if (kind === 'ServiceAccount') {
    // The API server refuses one without a namespace.
    return namespace ? { namespace, serviceAccount: name, pattern: false, isCertain: true } : undefined;
  }
  if (kind === 'User') {
    const account = accountInSubject(name);
    return (
      account && {
        namespace: account.namespace,
        serviceAccount: account.name,
        pattern: false,
        isCertain: account.isCertain,
      }
    );
  }
  const isEvery = or(equal(name, EVERY_ACCOUNT_GROUP), equal(name, EVERYBODY));
  if (isYes(isEvery)) return { ...EVERY_ACCOUNT, isCertain: true };
  const isOfNamespace = startsWith(name, ALL_OF_NAMESPACE);
  if (isYes(isOfNamespace)) {
    return { namespace: name.slice(ALL_OF_NAMESPACE.length), serviceAccount: '*', pattern: true, isCertain: true };
  }
  return isNo(or(isEvery, isOfNamespace)) ? undefined : { ...EVERY_ACCOUNT, isCertain: false };
}
