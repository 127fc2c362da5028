import { ApiObject, type ApiObjectProps, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type BindingLike,
  checkServiceAccount,
  type ClusterPermission,
  PodtrustError,
  type ServiceAccountReference,
} from '../../core';
import { mergeBindings } from './merged-binding';

/** Props of {@link BoundServiceAccount}. */
export interface BoundServiceAccountProps {
  /** The bindings of the identities that its pods become. All of one service account; may be empty. */
  readonly bindings: readonly BindingLike[];
  /** Namespace and name. Default: those of the bindings; needed where there is none. */
  readonly serviceAccount?: ServiceAccountReference;
  /**
   * Whether its pods get a token for the Kubernetes API itself.
   *
   * Default `false`: neither webhook needs it, both project a token of their own, and an application that calls AWS or
   * Azure rarely calls the API server. Set it for an operator or a controller.
   */
  readonly automountServiceAccountToken?: boolean;
}

/**
 * A service account with everything that its identities ask for: annotations, and where a trust is decided by RBAC, as AKS
 * identity bindings are, a ClusterRole and a ClusterRoleBinding. A cdk8s construct; it lives in a chart.
 */
export class BoundServiceAccount extends Construct {
  public readonly serviceAccount: ServiceAccountReference;
  /** The ServiceAccount itself. */
  public readonly resource: ApiObject;
  /** Its ClusterRoles, each followed by its ClusterRoleBinding. */
  public readonly accessControl: readonly ApiObject[];

  /**
   * @throws PodtrustError `binding-missing`, `bindings-of-several-accounts`, `irsa-and-pod-identity`,
   *   `bindings-conflict`, `subject-invalid`, `subject-wildcard`
   */
  public constructor(scope: Construct, id: string, props: BoundServiceAccountProps) {
    super(scope, id);
    const where = this.node.path;
    const merged = props.bindings.length > 0 ? mergeBindings(props.bindings, where) : undefined;
    this.serviceAccount = agreed(props.serviceAccount, merged?.serviceAccount, where);
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        ...this.serviceAccount,
        annotations: filled(merged?.serviceAccountAnnotations),
        labels: filled(merged?.serviceAccountLabels),
      },
      automountServiceAccountToken: props.automountServiceAccountToken ?? false,
    });
    this.accessControl = (merged?.clusterPermissions ?? []).flatMap((permission) => this.permit(permission));
  }

  private permit({ name, verbs, apiGroups, resources }: ClusterPermission): ApiObject[] {
    const metadata = { name };
    const rules = [{ verbs: [...verbs], apiGroups: [...apiGroups], resources: [...resources] }];
    const subjects = [{ kind: 'ServiceAccount', ...this.serviceAccount }];
    const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name };
    const apiVersion = `${RBAC}/v1`;
    return [
      this.ofWholeCluster(`Role-${name}`, { apiVersion, kind: 'ClusterRole', metadata, rules }),
      this.ofWholeCluster(`RoleBinding-${name}`, {
        ...{ apiVersion, kind: 'ClusterRoleBinding', metadata },
        ...{ roleRef, subjects },
      }),
    ];
  }

  private ofWholeCluster(id: string, props: ApiObjectProps): ApiObject {
    const object = new ApiObject(this, id, props);
    // cdk8s gives every object the namespace of its chart.
    if (Chart.of(this).namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    return object;
  }
}

const RBAC = 'rbac.authorization.k8s.io';

function agreed(
  given: ServiceAccountReference | undefined,
  bound: ServiceAccountReference | undefined,
  where: string,
): ServiceAccountReference {
  if (given) checkServiceAccount(given, where);
  if (given && bound && (given.namespace !== bound.namespace || given.name !== bound.name)) {
    throw new PodtrustError({
      code: 'bindings-of-several-accounts',
      where,
      what: `the service account is ${given.namespace}/${given.name}, its bindings are of ${bound.namespace}/${bound.name}`,
      why: 'The identity trusts the other service account and would refuse this one.',
      remedy: 'Leave out serviceAccount, or let the identity trust this one.',
    });
  }
  const result = given ?? bound;
  if (result) return { namespace: result.namespace, name: result.name };
  throw new PodtrustError({
    code: 'binding-missing',
    where,
    what: 'neither a binding nor a service account was given',
    why: 'Nothing says which service account this is.',
    remedy: 'Hand over the binding of an identity, or serviceAccount for an account without one.',
  });
}

function filled(map: Readonly<Record<string, string>> = {}): { [key: string]: string } | undefined {
  return Object.keys(map).length > 0 ? { ...map } : undefined;
}
