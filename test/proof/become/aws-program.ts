import { BecomingGraph } from '../../../lib/proof/become/becoming';
import type { Becoming } from '../../../lib/proof/become/becoming';
import { evaluationOf } from '../access-control/read-objects';
import type { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import type { Json } from '../todo-program';

export const ACCOUNT = '111122223333';

const ISSUER = '${aws_eks_cluster.main.identity[0].oidc[0].issuer}';
const CLAIMS = '${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}';

/** A trust, of statements. */
export function trust(...statements: readonly Json[]): string {
  // What stands in an expression is not escaped as JSON is.
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }).replace(/\\"/g, '"');
}

/** What lets a service account of the cluster in. */
export function pod(account: string): Json {
  return {
    Effect: 'Allow',
    Principal: { Federated: '${aws_iam_openid_connect_provider.main.arn}' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${CLAIMS}:sub`]: `system:serviceaccount:${account.replace('/', ':')}`,
        [`${CLAIMS}:aud`]: 'sts.amazonaws.com',
      },
    },
  };
}

/** What lets a principal of AWS assume the role. */
export function assumedBy(principal: string, more: Json = {}): Json {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...more };
}

export const POD_IDENTITY: Json = {
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
};

export const allow = (action: string | string[], resource: string | string[] = '*', more: Json = {}): Json => ({
  ...{ Effect: 'Allow', Action: action, Resource: resource, ...more },
});
export const deny = (action: string | string[], resource: string | string[] = '*'): Json => ({
  ...{ Effect: 'Deny', Action: action, Resource: resource },
});

/** A role of a program: whom it trusts, what it may do, and what else it has. */
export interface RoleOfTest {
  readonly trusts?: readonly Json[];
  readonly may?: readonly Json[];
  readonly more?: Json;
}

/** An EKS cluster with roles, and further resources. */
export function eksWith(roles: Readonly<Record<string, RoleOfTest>>, resources: Json = {}, cluster: Json = {}): string {
  const entries = Object.entries(roles);
  const own = {
    aws_eks_cluster: {
      main: { name: 'eks', access_config: { authentication_mode: 'API' }, ...cluster },
    },
    aws_iam_openid_connect_provider: { main: { url: ISSUER, client_id_list: ['sts.amazonaws.com'] } },
    aws_iam_role: Object.fromEntries(
      entries.map(([name, { trusts = [], more = {} }]) => [
        name,
        { name, assume_role_policy: trust(...(trusts.length > 0 ? trusts : [NOBODY])), ...more },
      ]),
    ),
    aws_iam_role_policy: Object.fromEntries(
      entries
        .filter(([, { may }]) => may)
        .map(([name, { may = [] }]) => [name, { role: `\${aws_iam_role.${name}.name}`, policy: trust(...may) }]),
    ),
    ...resources,
  };
  return JSON.stringify({ provider: { aws: { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] } }, resource: own });
}

const NOBODY: Json = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };

/** What a program in Terraform's JSON, and objects, come to. */
export function evaluated(terraform: string, objects: readonly object[] = [], file = 'main.tf.json'): Evaluation {
  return evaluationOf(objects, terraform, file);
}

/** Who becomes a pod of the cluster. */
export function becoming(evaluation: Evaluation, account = 'shop/orders', cluster = 'aws_eks_cluster.main'): Becoming {
  const [namespace, name] = account.split('/') as [string, string];
  return new BecomingGraph(evaluation).of(evaluation.clusters.get(cluster)!, { namespace, name });
}

/** One line a way: who, what they become, and each step. */
export function told({ who }: Becoming): string[] {
  return who.map(({ who: name, becomes, steps, uncertain }) =>
    [
      `${name}: ${becomes}`,
      ...steps.map(({ may }) => may),
      ...(uncertain === undefined ? [] : [`perhaps: ${uncertain}`]),
    ].join(', '),
  );
}
