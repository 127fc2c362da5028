import type { Json, SampleProgram } from './sample-program';

/** One way to break a program. */
export interface Mutant {
  /** Where and how: `eks-platform/aws_iam_role.frontend assume_role_policy.Statement.0.Effect: re-cased`. */
  readonly name: string;
  /** Changes a copy of the program. */
  readonly apply: (program: SampleProgram) => void;
}

/** A place in a program: an object or list, and a key in it. */
interface Spot {
  readonly path: readonly string[];
  readonly name: string;
}

/**
 * The mutants of every field on the path of a trust, each field in every way.
 *
 * @param known a program whose mutants are known: fields that are the same there are left out
 */
export function fieldMutants(program: SampleProgram, known: SampleProgram = {}): Mutant[] {
  const spots = spotsOf(program).filter(
    ({ path }) => JSON.stringify(valueAt(program, path)) !== JSON.stringify(valueAt(known, path)),
  );
  return spots.flatMap((spot) =>
    changesOf(valueAt(program, spot.path), spot, program).map(([how, change]) => ({
      name: `${spot.name}: ${how}`,
      apply: (copy: SampleProgram) => put(copy, spot.path, change),
    })),
  );
}

/** Resources on the path of a trust, and which of their fields are. `**` is everything below. */
const FIELDS: readonly (readonly [stack: RegExp, type: string, name: RegExp, fields: readonly string[]])[] = [
  [/eks-platform/, 'aws_iam_role', /frontend|backend|vpc-cni/, ['', 'assume_role_policy', 'assume_role_policy.**']],
  [/eks-platform/, 'aws_iam_openid_connect_provider', /./, ['', 'url', 'client_id_list', 'client_id_list.0']],
  [
    /eks-platform/,
    'aws_eks_pod_identity_association',
    /./,
    ['', 'cluster_name', 'namespace', 'service_account', 'role_arn'],
  ],
  [
    /eks-platform/,
    'aws_eks_addon',
    /vpc-cni|pod-identity-agent/,
    ['', 'cluster_name', 'pod_identity_association', 'pod_identity_association.0.**'],
  ],
  [/eks-platform/, 'aws_iam_role_policy', /frontend|backend/, ['', 'role', 'policy.**']],
  [/eks-platform/, 'aws_iam_role_policy_attachment', /vpc-cni/, ['', 'role', 'policy_arn']],
  [
    /aks-platform/,
    'azurerm_federated_identity_credential',
    /./,
    ['', 'issuer', 'subject', 'audience', 'audience.0', 'parent_id'],
  ],
  [/aks-platform/, 'azurerm_user_assigned_identity', /frontend|backend/, ['']],
  [/aks-platform/, 'azurerm_kubernetes_cluster', /./, ['oidc_issuer_enabled', 'workload_identity_enabled']],
  [
    /aks-platform/,
    'azurerm_role_assignment',
    /frontend|backend/,
    ['', 'principal_id', 'role_definition_name', 'scope'],
  ],
  [/aks-platform/, 'azurerm_cosmosdb_sql_role_assignment', /./, ['', 'principal_id', 'role_definition_id', 'scope']],
  [
    /workloads/,
    'kubernetes_manifest',
    /serviceaccount/,
    [
      '',
      'manifest.kind',
      'manifest.apiVersion',
      'manifest.metadata.name',
      'manifest.metadata.namespace',
      'manifest.metadata.annotations',
      'manifest.metadata.annotations.**',
    ],
  ],
  [
    /workloads/,
    'kubernetes_manifest',
    /deployment/,
    [
      'manifest.metadata.namespace',
      'manifest.spec.template.spec.serviceAccountName',
      'manifest.spec.template.metadata.labels.azure.workload.identity/use',
    ],
  ],
];

/** Outputs and what reads them. */
const OTHER_FIELDS: readonly (readonly [stack: RegExp, path: readonly string[]])[] = [
  [/eks-platform/, ['output', 'frontend_role_arn']],
  [/eks-platform/, ['output', 'frontend_role_arn', 'value']],
  [/eks-platform/, ['output', 'cluster_endpoint']],
  [/eks-platform/, ['output', 'cluster_endpoint', 'value']],
  [/aks-platform/, ['output', 'frontend_client_id']],
  [/aks-platform/, ['output', 'frontend_client_id', 'value']],
  [/aks-platform/, ['output', 'backend_client_id']],
  [/aks-platform/, ['output', 'backend_client_id', 'value']],
  [/aks-platform/, ['output', 'tenant_id']],
  [/aks-platform/, ['output', 'tenant_id', 'value']],
  [/aks-platform/, ['output', 'cluster_host']],
  [/aks-platform/, ['output', 'cluster_host', 'value']],
  [/workloads/, ['data', 'terraform_remote_state', '*']],
  [/workloads/, ['data', 'terraform_remote_state', '*', 'config', 'path']],
  [/workloads/, ['provider', 'kubernetes', '0', 'host']],
];

function spotsOf(program: SampleProgram): Spot[] {
  const spots: Spot[] = [];
  const add = (path: readonly string[], name: string): void => {
    if (valueAt(program, path) !== undefined) spots.push({ path, name });
  };
  for (const stack of Object.keys(program)) {
    for (const [stacks, type, names, fields] of FIELDS) {
      if (!stacks.test(stack)) continue;
      for (const name of Object.keys(program[stack].resource[type] ?? {}).filter((one) => names.test(one))) {
        const base = [stack, 'resource', type, name];
        // Names without the hash that cdktf gives them, which would make them hard to find here.
        const title = `${stack}/${type}.${name.replace(/_[0-9A-F]{8}$/, '')}`;
        for (const field of fields) {
          const deep = field.endsWith('.**');
          const keys = field === '' ? [] : keysOf(deep ? field.slice(0, -3) : field);
          const path = [...base, ...keys];
          if (!deep) add(path, `${title} ${keys.join('.')}`.trim());
          else
            for (const below of pathsBelow(valueAt(program, path))) {
              add([...path, ...below], `${title} ${[...keys, ...below].join('.')}`);
            }
        }
      }
    }
    for (const [stacks, pattern] of OTHER_FIELDS) {
      if (!stacks.test(stack)) continue;
      const star = pattern.indexOf('*');
      const parent = valueAt(program, [stack, ...pattern.slice(0, Math.max(star, 0))]);
      const paths = star < 0 ? [pattern] : Object.keys(parent ?? {}).map((key) => pattern.with(star, key));
      for (const path of paths) add([stack, ...path], `${stack}/${path.join('.')}`);
    }
  }
  return spots;
}

/** A field's keys; the label's own name holds dots. */
function keysOf(field: string): string[] {
  const label = 'azure.workload.identity/use';
  if (!field.endsWith(label)) return field.split('.');
  return [...field.slice(0, -label.length - 1).split('.'), label];
}

function pathsBelow(value: Json): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [[key], ...pathsBelow(value[key]).map((path) => [key, ...path])]);
}

function valueAt(program: SampleProgram, path: readonly string[]): Json {
  return path.reduce((value: Json, key) => value?.[key], program as Json);
}

const REMOVED = Symbol('removed');

type Change = (value: Json, parent: Json, key: string) => Json;

function put(program: SampleProgram, path: readonly string[], change: Change): void {
  const parent = valueAt(program, path.slice(0, -1));
  const key = path.at(-1)!;
  const value = change(parent[key], parent, key);
  if (value !== REMOVED) parent[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

/** Every way to change a value where it stands. */
function changesOf(value: Json, spot: Spot, program: SampleProgram): [string, Change][] {
  const changes: [string, Change][] = [['removed', () => REMOVED]];
  const key = spot.path.at(-1)!;
  if (typeof value === 'string') {
    changes.push(...textChanges(value).map(([how, text]): [string, Change] => [how, () => text]));
    const other = otherReference(value, spot.path[0]!, program);
    if (other !== undefined) changes.push(['of another resource', () => other]);
  } else if (typeof value === 'boolean') {
    changes.push(['turned', () => !value]);
  } else if (Array.isArray(value)) {
    changes.push(['emptied', () => []]);
    if (value.length > 0) changes.push(['its first element twice', () => [value[0], ...value]]);
  } else if (spot.path.length > 4) {
    changes.push(['emptied', () => ({})]);
  }
  // A condition's operators and keys, and kinds of principals: what stands left of the colon says as much as the value.
  if (/\.(Condition|Principal)(\.|$)/.test(spot.name) && !/\.(Condition|Principal)$|\.\d+$/.test(spot.name)) {
    changes.push(
      ...textChanges(key).map(([how, text]): [string, Change] => [
        `its key ${how}`,
        (held, parent, old) => {
          delete parent[old];
          parent[text] = held;
          return text === old ? held : REMOVED;
        },
      ]),
    );
  }
  return changes;
}

function textChanges(text: string): [string, string][] {
  const changes: [string, string][] = [
    ['emptied', ''],
    ['changed', `${text}x`],
    ['with a blank', `${text} `],
    ['a slash added', `${text}/`],
  ];
  const recased = recase(text);
  if (recased !== undefined) changes.push(['re-cased', recased]);
  const slash = outside(text).lastIndexOf('/');
  if (slash >= 0) changes.push(['a slash lost', text.slice(0, slash) + text.slice(slash + 1)]);
  if (/oidc_issuer_url\}$|issuer\}$/.test(text)) {
    changes.push(['a slash lost', text.replace(/\$\{(.*)\}/, '${trimsuffix($1, "/")}')]);
  }
  if (/^[a-z-]+$/.test(text)) changes.push(['a wildcard', '*']);
  if (text.startsWith('system:')) changes.push(['a wildcard', text.replace(/:[^:]*$/, ':*')]);
  return changes;
}

/** The text with expressions blanked out: what is in them is not the text's own. */
function outside(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, (expression) => ' '.repeat(expression.length));
}

/** The last letter in the other case. */
function recase(text: string): string | undefined {
  const at = outside(text).search(/[A-Za-z][^A-Za-z]*$/);
  if (at < 0) return undefined;
  const letter = text[at]!;
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return text.slice(0, at) + other + text.slice(at + 1);
}

/** The same attribute of another resource of the type, or another output of the stack. */
function otherReference(text: string, stack: string, program: SampleProgram): string | undefined {
  const [, type, name] = /^\$\{([a-z_]+)\.([\w-]+)[.[]/.exec(text) ?? [];
  const siblings = type === undefined ? [] : Object.keys(program[stack].resource?.[type] ?? {});
  const sibling = siblings.find(
    (one) => one !== name && /frontend|backend|Data/.test(one) === /frontend|backend|Data/.test(name!),
  );
  if (sibling !== undefined) return text.replace(name!, sibling);
  const other = { frontend: 'backend', backend: 'frontend' };
  return /outputs\.(frontend|backend)_/.test(text)
    ? text.replace(/outputs\.(frontend|backend)_/, (_, one: keyof typeof other) => `outputs.${other[one]}_`)
    : undefined;
}
