import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type BindingLike, checkServiceAccount, PodtrustError, type ServiceAccountReference } from '../core';
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

/** A service account with everything on it that its identities ask for. A cdk8s construct; it lives in a chart. */
export class BoundServiceAccount extends Construct {
  public readonly serviceAccount: ServiceAccountReference;
  /** The ServiceAccount itself. */
  public readonly resource: ApiObject;

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
  }
}

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
