import { holderText } from '../access-control/powers';
import type { Holder, Power } from '../access-control/powers';
import { describeSymbols } from '../model/known/symbol';

/** Somebody on the way to a pod. */
export type Somebody =
  | (Holder & { readonly cluster: string })
  /** The pods of a service account, which have its tokens for any audience; the account alone acts in Kubernetes. */
  | { readonly kind: 'pod'; readonly cluster: string; readonly namespace: string; readonly name: string }
  /** An identity of the input, by its id. */
  | { readonly kind: 'identity'; readonly name: string }
  /** A principal of AWS that is none of the input, by its ARN. */
  | { readonly kind: 'principal'; readonly name: string };

/** What somebody may do in a cluster to become somebody else, whoever gives it. */
export type ClusterPower = Omit<Power, 'who'> & { readonly who: Somebody };

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
    case 'principal':
      return describeSymbols(one.name);
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
    }
  };
  return describeSymbols(text());
}

/** What gives a power, in words. */
export function sourceText({ source, role }: ClusterPower): string {
  return describeSymbols(role === undefined ? source : `${source}, which gives ${role}`);
}
