import fc from 'fast-check';
import type { Act } from '../../../lib/proof/access-control/acts';
import { holderKey } from '../../../lib/proof/access-control/powers';
import type { Powers } from '../../../lib/proof/access-control/powers';
import { hasSymbol } from '../../../lib/proof/model/known/symbol';
import { accessControlOf } from '../mechanisms/identity-binding/random-access-control';
import { allows } from '../mechanisms/identity-binding/access-control-oracle';
import type { OracleRequest } from '../mechanisms/identity-binding/access-control-oracle';
import type { AccessControlObject } from '../mechanisms/identity-binding/random-access-control';

const NAMESPACES = ['todo', 'shop'] as const;

/** Whether a service account may do something to become the pods, or the account, `backend` of a namespace. */
export interface PowerQuestion {
  readonly who: { readonly namespace: string; readonly account: string };
  readonly act: Act;
  readonly namespace: string;
  /** The requests by which it is done: one is enough. */
  readonly requests: readonly OracleRequest[];
}

const WAYS: readonly (readonly [
  Act,
  readonly (readonly [verb: string, apiGroup: string, resource: string, name: string])[],
])[] = [
  [
    'make-pods',
    [
      ['create', '', 'pods', ''],
      ['create', 'apps', 'deployments', ''],
      ['create', 'batch', 'jobs', ''],
    ],
  ],
  ['make-tokens', [['create', '', 'serviceaccounts/token', 'backend']]],
  [
    'run-commands',
    [
      ['create', '', 'pods/exec', 'a-pod'],
      ['patch', '', 'pods/ephemeralcontainers', 'a-pod'],
    ],
  ],
  ['impersonate', [['impersonate', '', 'serviceaccounts', 'backend']]],
  [
    'call-kubelets',
    [
      ['get', '', 'nodes/proxy', 'a-node'],
      ['create', '', 'nodes/proxy', 'a-node'],
    ],
  ],
  [
    'change-admission',
    [
      ['create', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', ''],
      ['patch', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'a-webhook'],
    ],
  ],
];

const OF_CLUSTER: readonly Act[] = ['call-kubelets', 'change-admission'];

/** Each service account, with each act in each namespace. */
export const POWER_QUESTIONS: readonly PowerQuestion[] = NAMESPACES.flatMap((own) =>
  ['backend', 'worker'].flatMap((account) =>
    NAMESPACES.flatMap((namespace) =>
      WAYS.map(([act, ways]) => ({
        ...{ who: { namespace: own, account }, act, namespace },
        requests: ways.map(([verb, apiGroup, resource, name]) => ({
          ...{ verb, apiGroup, resource, name },
          ...(OF_CLUSTER.includes(act) ? {} : { namespace }),
        })),
      })),
    ),
  ),
);

const some = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const rule = fc.record(
  {
    verbs: some(['create', 'create', 'patch', 'get', 'impersonate', 'list', '*']),
    apiGroups: some(['', '', 'apps', 'batch', 'admissionregistration.k8s.io', '*']),
    resources: some([
      ...['pods', 'pods/exec', 'pods/ephemeralcontainers', 'pods/*', 'deployments', 'jobs', 'serviceaccounts'],
      ...['serviceaccounts/token', '*/token', '*/exec', 'nodes/proxy', 'mutatingwebhookconfigurations', '*'],
    ]),
    resourceNames: fc.oneof(
      { weight: 4, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: some(['backend', 'other', '']) },
    ),
  },
  { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
);

const clusterRole = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('r0', 'r1', 'r2', 'r3') },
  { weight: 2, arbitrary: fc.constantFrom('view', 'edit', 'admin', 'system:node-proxier', 'not-there') },
  { weight: 1, arbitrary: fc.constant('cluster-admin') },
);

/** Some RBAC by which a few of the service accounts become others. */
export const powerfulAccess = accessControlOf(rule, clusterRole);

/** What the oracle answers. */
export function mayDo(objects: readonly AccessControlObject[], { who, requests }: PowerQuestion): boolean {
  return requests.some((request) => allows(objects, who, request));
}

/** What the powers of a cluster say; null where they do not decide. */
export function saidOf({ powers, doubts }: Powers, { who, act, namespace }: PowerQuestion): boolean | null {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${who.namespace}`, 'system:authenticated'];
  const own = new Set([
    holderKey({ kind: 'service-account', namespace: who.namespace, name: who.account }),
    ...groups.map((name) => holderKey({ kind: 'group', name })),
  ]);
  const fitting = powers.filter(
    (power) =>
      own.has(holderKey(power.who)) &&
      (power.act === act || power.act === 'everything') &&
      ['pod', 'account'].includes(power.becomes) &&
      (power.namespace === undefined || (power.namespace === namespace && !OF_CLUSTER.includes(act))) &&
      (!power.names || power.names.some((name) => name === 'backend' || hasSymbol(name))),
  );
  if (fitting.some(({ perhaps, names }) => perhaps === undefined && (!names || names.includes('backend')))) return true;
  const isOpen = doubts.some(
    (doubt) =>
      doubt.holders.some((holder) => own.has(holderKey(holder))) &&
      (doubt.namespace === undefined || doubt.namespace === namespace),
  );
  return fitting.length > 0 || isOpen ? null : false;
}
