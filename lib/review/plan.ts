import { PodtrustError } from '../core/errors';
import { grouped } from '../core/groups';
import type { Inventory } from '../proof/inventory';
import { compareText } from '../proof/model/place';
import { checkShown } from '../proof/read/terraform/show/check-shown';
import type { Change, PlannedChange } from './change';
import type { Review } from './review';

/** A change of a plan, and whom it names. */
export interface Planned extends PlannedChange {
  /** The subjects of tokens and the accounts that its attributes name. */
  readonly accounts: ReadonlySet<string>;
  /** The Kubernetes objects that it makes, changes or deletes, as `RoleBinding/shop/deployers`. */
  readonly objects: ReadonlySet<string>;
}

interface ShownChange {
  readonly address: string;
  readonly mode?: string;
  readonly type?: string;
  readonly change: { readonly actions?: unknown; readonly before?: unknown; readonly after?: unknown };
}

/**
 * What a plan changes, but for data sources and what stays as it is.
 *
 * @param text what `terraform show -json` prints of a plan
 * @throws PodtrustError `json-invalid`; `terraform-invalid` for what is not a plan
 */
export function parsePlan(text: string, file: string): readonly Planned[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PodtrustError({
      code: 'json-invalid',
      where: file,
      what: `is not JSON: ${(error as Error).message}`,
      remedy: 'Give what terraform show -json PLAN prints.',
    });
  }
  checkShown(value, { file, pointer: '' });
  const { resource_changes: changes } = value as { readonly resource_changes?: readonly ShownChange[] | null };
  if (!changes) {
    throw new PodtrustError({
      code: 'terraform-invalid',
      where: file,
      what: 'has no resource_changes: it is not a plan',
      remedy: 'Give what terraform show -json PLAN prints of a plan, not of a state.',
    });
  }
  return changes.flatMap(({ address, mode, type, change }) => {
    const action = actionOf(change.actions);
    return action === undefined || mode === 'data'
      ? []
      : [{ address, action, accounts: accountsOf(change), objects: objectsOf(type, change) }];
  });
}

/** Terraform JSON output format, "Change Representation". */
function actionOf(actions: unknown): PlannedChange['action'] | undefined {
  const all = Array.isArray(actions) ? actions : [];
  if (all.length === 2) return 'replace';
  const [one] = all as readonly unknown[];
  return one === 'create' || one === 'update' || one === 'delete' || one === 'forget' ? one : undefined;
}

/** An association and a federated credential name who gets in. */
function accountsOf({ before, after }: ShownChange['change']): ReadonlySet<string> {
  return new Set(
    [before, after].flatMap((values) => {
      if (typeof values !== 'object' || values === null) return [];
      const { namespace, service_account: account, subject } = values as Readonly<Record<string, unknown>>;
      const named = typeof namespace === 'string' && typeof account === 'string' ? [`${namespace}/${account}`] : [];
      const [, inSubject, name] =
        typeof subject === 'string' ? (/^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? []) : [];
      return inSubject === undefined ? named : [...named, `${inSubject}/${name}`];
    }),
  );
}

/** The resources of Terraform's kubernetes provider that give roles. */
const BINDINGS: Readonly<Record<string, string>> = {
  kubernetes_role_binding: 'RoleBinding',
  kubernetes_role_binding_v1: 'RoleBinding',
  kubernetes_cluster_role_binding: 'ClusterRoleBinding',
  kubernetes_cluster_role_binding_v1: 'ClusterRoleBinding',
};

/** A manifest names its object, and a resource of RBAC the one that it is. */
function objectsOf(type: string | undefined, { before, after }: ShownChange['change']): ReadonlySet<string> {
  const ofType = BINDINGS[type ?? ''];
  return new Set(
    [before, after].flatMap((values) => {
      if (typeof values !== 'object' || values === null) return [];
      const { manifest, metadata } = values as Readonly<Record<string, unknown>>;
      const object = manifest as { readonly kind?: unknown; readonly metadata?: unknown } | null | undefined;
      const kind = ofType ?? object?.kind;
      const [one] = ofType === undefined ? [object?.metadata] : Array.isArray(metadata) ? metadata : [metadata];
      const { name, namespace } = (one ?? {}) as { readonly name?: unknown; readonly namespace?: unknown };
      return typeof kind === 'string' && typeof name === 'string'
        ? [[kind, ...(typeof namespace === 'string' ? [namespace] : []), name].join('/')]
        : [];
    }),
  );
}

/**
 * A review with what plans do beside each change: to the identity, to its policies, to what names the account, and to what lets
 * somebody become another.
 */
export function withPlans(review: Review, plans: readonly Planned[], base: Inventory, head: Inventory): Review {
  const sources = grouped([...(base.policies ?? []), ...(head.policies ?? [])], ({ identity }) => identity);
  const byAddress = grouped(plans, ({ address }) => address);
  const byAccount = grouped(
    plans.flatMap((one) => [...one.accounts].map((account) => ({ account, one }))),
    ({ account }) => account,
  );
  const used = new Set<Planned>();
  const byObject = grouped(
    plans.flatMap((one) => [...one.objects].map((object) => ({ object, one }))),
    ({ object }) => object,
  );
  const beside = ({ id, account, subject, sources: lets = [] }: Change): readonly PlannedChange[] => {
    const ofIdentity = id === undefined ? [] : [id, ...(sources.get(id) ?? []).map(({ source }) => source)];
    const ids = new Set([...ofIdentity, ...lets]);
    const own = [...ids].flatMap((one) => byAddress.get(addressIn(one)) ?? []);
    const naming = subject === 'access' ? (byAccount.get(account ?? '') ?? []).map(({ one }) => one) : [];
    const letting = lets.flatMap((one) => byObject.get(one) ?? []).map(({ one }) => one);
    const all = [...new Set([...own, ...naming, ...letting])];
    for (const one of all) used.add(one);
    return all.map(({ address, action }) => ({ address, action })).sort((a, b) => compareText(a.address, b.address));
  };
  const changes = review.changes.map((change) => {
    const planned = beside(change);
    return planned.length === 0 ? change : { ...change, planned };
  });
  return { ...review, changes, plan: { changes: plans.length, beside: used.size } };
}

/** Without the stack before it. */
function addressIn(id: string): string {
  return id.replace(/^[^./[]+\//, '');
}
