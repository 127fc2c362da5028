import type { TrustContext, WebIdentityAdmissions } from '../../../lib/proof/iam';
import { parsePolicy, webIdentityAdmissions } from '../../../lib/proof/iam';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

export const ACCOUNT = '111122223333';
export const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
export const PROVIDER = {
  arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`,
  issuer: ISSUER,
  audiences: ['sts.amazonaws.com'],
};
export const CONTEXT: TrustContext = { account: ACCOUNT, providers: [PROVIDER] };
export const SUB = `${ISSUER}:sub`;
export const AUD = `${ISSUER}:aud`;
export const TODO_APP = 'system:serviceaccount:todo:app';

type Json = Readonly<Record<string, unknown>>;

/** An Allow for web identity by the provider, with a condition; other elements replace its own. */
export function allow(condition?: Json, elements: Json = {}): Json {
  return {
    Effect: 'Allow',
    Principal: { Federated: PROVIDER.arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(condition ? { Condition: condition } : {}),
    ...elements,
  };
}

export function deny(condition?: Json, elements: Json = {}): Json {
  return allow(condition, { Effect: 'Deny', ...elements });
}

export function policyOf(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

export function admissionsOf(policy: unknown, context: TrustContext = CONTEXT): WebIdentityAdmissions {
  return webIdentityAdmissions(parsePolicy(policy), context);
}

/** The admitted service accounts in short: `namespace/name`, ` except …`, and a `?` where it is undecided. */
export function admittedBy(...statements: readonly Json[]): readonly string[] {
  return inShort(admissionsOf(policyOf(...statements)));
}

export function inShort({ admitted }: WebIdentityAdmissions): readonly string[] {
  return admitted.map(({ namespace, serviceAccount, except, undecided }) => {
    const without = except.map((one) => ` except ${one.namespace}/${one.serviceAccount}`).join('');
    return `${namespace}/${serviceAccount}${without}${undecided.length > 0 ? ' ?' : ''}`;
  });
}

export const UNKNOWN_NAMESPACE = symbolOf('kubernetes_namespace.todo.metadata[0].name');
export const UNKNOWN_ISSUER = symbolOf('eks-platform/aws_eks_cluster.main.identity[0].oidc[0].issuer');
export const UNKNOWN_ARN = symbolOf('eks-platform/aws_iam_openid_connect_provider.main.arn');
