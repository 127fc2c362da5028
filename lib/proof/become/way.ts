import { holderText } from '../access-control/powers';
import type { Act } from '../access-control/acts';
import type { Holder, Power } from '../access-control/powers';
import { describeSymbols, isSymbol, referenceOfSymbol, hasSymbol } from '../model/known/symbol';

/** Somebody on the way to a pod. */
export type Somebody =
  | (Holder & { readonly cluster: string })
  /** The pods of a service account, which have its tokens for any audience; the account alone acts in Kubernetes. */
  | { readonly kind: 'pod'; readonly cluster: string; readonly namespace: string; readonly name: string }
  /** An identity of the input, by its id. */
  | { readonly kind: 'identity'; readonly name: string }
  /** A principal of a cloud that is none of the input: of AWS by its ARN, of Entra by its object id. */
  | { readonly kind: 'principal'; readonly name: string };

/** What somebody does in a cluster to become somebody else: by its RBAC, or by the cloud that runs it. */
export type ClusterAct =
  | Act
  /** Enters the cluster as a user, or in a group. */
  | 'enter'
  /** Has the cloud let it in to the cluster as its administrator. */
  | 'administer'
  /** Has the cloud let it in to the cluster in any group that RBAC may name. */
  | 'join-groups';

/** What somebody does to become an identity of a cloud. */
export type IdentityAct =
  /** Assumes a role of AWS. */
  | 'assume'
  /** Changes the trust of a role. */
  | 'change-trust'
  /** Has EKS give a role to a pod. */
  | 'associate'
  /** Gives itself every right first. */
  | 'give-itself-rights'
  /** Enters an identity of Entra by a token of its AWS account. */
  | 'federate'
  /** Writes a federated credential, or a secret, of an identity of Entra. */
  | 'write-credential'
  /** Gives itself roles on a managed identity. */
  | 'assign-roles'
  /** Attaches a managed identity to a machine. */
  | 'attach';

/** What somebody may do in a cluster to become somebody else, whoever gives it. */
export type ClusterPower = Omit<Power, 'who' | 'act'> & { readonly who: Somebody; readonly act: ClusterAct };

/** What somebody may do to become an identity. */
export interface IdentityPower {
  readonly who: Extract<Somebody, { readonly kind: 'identity' | 'principal' }>;
  readonly act: IdentityAct;
  /** The id of the identity that they become. */
  readonly identity: string;
  /** Of `associate`: the cluster of whose pods one has to be theirs too. */
  readonly cluster?: string;
  /** What lets them, in words. */
  readonly sources: readonly string[];
  /** Why it is not certain. */
  readonly perhaps?: string;
}

/** One step of a way: what somebody may do, by what, and whom they become by it. */
export interface Step {
  readonly who: Somebody;
  /** What they may do, as what follows "may". */
  readonly may: string;
  /** What gives it, in words. */
  readonly by: string;
  readonly becomes: Somebody;
  readonly perhaps?: string;
}

/** The same for one somebody, and for no two. */
export function keyOf(one: Somebody): string {
  return [one.kind, 'cluster' in one ? one.cluster : '', 'namespace' in one ? one.namespace : '', one.name].join('\n');
}

/** Somebody as people write them. */
export function somebodyText(one: Somebody): string {
  switch (one.kind) {
    case 'identity':
      return describeSymbols(one.name);
    case 'principal':
      return describeSymbols(isOfAws(one.name) ? one.name : `principal ${one.name}`);
    case 'pod':
      return describeSymbols(`pods of ${one.namespace}/${one.name}`);
    default:
      return holderText(one);
  }
}

/** What a power lets its holder do, as what follows "may". */
export function mayText({
  act,
  becomes,
  namespace,
  names,
  binds,
}: Pick<ClusterPower, 'act' | 'becomes' | 'namespace' | 'names' | 'binds'>): string {
  const where = namespace === undefined ? 'every namespace' : namespace;
  const accounts = names ? names.join(' and ') : 'service accounts';
  const text = (): string => {
    switch (act) {
      case 'everything':
        return `do everything in ${where}`;
      case 'make-tokens':
        return `make tokens of ${accounts} in ${where}`;
      case 'make-pods':
        return `make pods in ${where}`;
      case 'run-commands':
        return `run commands in pods of ${where}`;
      case 'change-workloads':
        return `change what runs in ${where}`;
      case 'call-kubelets':
        return 'call the kubelets of nodes, and so run commands in every pod';
      case 'change-admission':
        return 'register mutating webhooks, and so change every pod that is made';
      case 'impersonate':
        return becomes === 'account' ? `impersonate ${accounts} in ${where}` : `impersonate ${becomes}s`;
      case 'read-token-secrets':
        return `read Secrets with tokens of ${accounts} in ${where}`;
      case 'bind-roles':
        return `give itself ${binds ?? 'any role'} in ${where}`;
      case 'change-roles':
        return `add rights to a role that it has in ${where}`;
      case 'enter':
        return `enter the cluster ${becomes === 'group' ? 'in the group' : 'as the user'} ${accounts}`;
      case 'administer':
        return 'have the cloud let it in to the cluster as its administrator';
      case 'join-groups':
        return 'have the cloud let it in to the cluster in any group';
    }
  };
  return describeSymbols(text());
}

/** What a power over an identity lets its holder do, as what follows "may". */
export function identityMayText({ act, identity }: Pick<IdentityPower, 'act' | 'identity'>): string {
  const text = (): string => {
    switch (act) {
      case 'assume':
        return `assume ${identity}`;
      case 'change-trust':
        return `change the trust of ${identity}`;
      case 'associate':
        return `have EKS give ${identity} to a pod`;
      case 'give-itself-rights':
        return `give itself every right, and so change the trust of ${identity}`;
      case 'federate':
        return `enter ${identity} by a token of its AWS account`;
      case 'write-credential':
        return `write a credential of ${identity}`;
      case 'assign-roles':
        return `give itself any role on ${identity}`;
      case 'attach':
        return `attach ${identity} to a machine of its own`;
    }
  };
  return describeSymbols(text());
}

/** What gives a power, in words. */
export function sourceText({ source, role }: ClusterPower): string {
  return describeSymbols(role === undefined ? source : `${source}, which gives ${role}`);
}

/** Groups that EKS gives nobody. Amazon EKS, "Create access entries". */
const RESERVED = /^(system:|eks:|aws:|amazon:|iam:)/;

/** Whether EKS lets somebody join a group of this name. */
export function isJoinable(group: string): boolean {
  return !RESERVED.test(group);
}

/** Whether a name of a principal is one of AWS, as opposed to an object id of Entra. */
function isOfAws(name: string): boolean {
  return name === '*' || /^(arn:|\d{12}$)/.test(name) || (isSymbol(name) && /\.arn$/.test(referenceOfSymbol(name)));
}

/** Whether a text, as programs or as messages have it, is not known before apply. */
export function isOpenText(text: string): boolean {
  return hasSymbol(text) || text.includes('${');
}
