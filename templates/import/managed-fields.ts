/** Who set which fields of an object, as the API server keeps it. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly subresource?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: FieldSet;
  readonly time?: string;
}

/** The API server's own form of a set of fields: names within names. */
export interface FieldSet {
  readonly [name: string]: FieldSet;
}

/** An object of the cluster with its managed fields: `kubectl get -o json --show-managed-fields`. */
export interface ManagedObject {
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion?: string; readonly managedFields?: readonly ManagedFields[] };
}

/** As the kubernetes provider calls itself when it applies. */
const TERRAFORM = 'Terraform';

/** The cluster's own parts: what they set is theirs still. */
const OF_CLUSTER = /^(kube-controller-manager|kube-scheduler|kubelet|kube-apiserver|cloud-controller-manager)$/;

/**
 * A JSON patch that gives Terraform the fields which kubectl, Helm or others set: of a field with two owners, one alone cannot
 * take a value away, and the label `aadpodidbinding` would stay. Nothing else of the object changes.
 *
 * @returns nothing where Terraform has them all
 */
export function handOver({ apiVersion, metadata }: ManagedObject): readonly object[] | undefined {
  const { managedFields = [], resourceVersion } = metadata;
  const isGiven = (entry: ManagedFields): boolean =>
    !entry.subresource && entry.apiVersion === apiVersion && !OF_CLUSTER.test(entry.manager ?? '');
  const isTerraforms = ({ manager, operation }: ManagedFields): boolean =>
    manager === TERRAFORM && operation === 'Apply';
  const given = managedFields.filter(isGiven);
  if (given.every(isTerraforms)) return undefined;
  const fieldsV1 = given.reduce<FieldSet>((all, entry) => union(all, entry.fieldsV1 ?? {}), {});
  const entry = { manager: TERRAFORM, operation: 'Apply', apiVersion, fieldsType: 'FieldsV1', fieldsV1 };
  const value = [...managedFields.filter((one) => !isGiven(one)), entry];
  return [
    // The API server refuses the patch where the object has changed meanwhile.
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    { op: 'replace', path: '/metadata/managedFields', value },
  ];
}

function union(one: FieldSet, other: FieldSet): FieldSet {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...names].map((name) => [name, union(one[name] ?? {}, other[name] ?? {})]));
}
