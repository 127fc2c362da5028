import { deployment, EKS_ISSUER, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const AUDIENCE = `"${EKS_ISSUER}:aud": "sts.amazonaws.com"`;

function sub(name: string): string {
  return `"${EKS_ISSUER}:sub": "system:serviceaccount:todo:${name}"`;
}

function withTrust(keys: string): unknown {
  const principal = '{"Federated": "${aws_iam_openid_connect_provider.main.arn}"}';
  const policy = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": ${principal}, "Condition": {"StringEquals": ${keys}}}]}`;
  const { resource } = irsa();
  return { resource: { ...resource, aws_iam_role: { backend: { name: 'backend', assume_role_policy: policy } } } };
}

export const example: RuleExample = {
  bad: [
    terraform(withTrust(`{${sub('frontend')}, ${sub('backend')}, ${AUDIENCE}}`)),
    manifests(irsaAccount(), deployment()),
  ],
  good: [terraform(withTrust(`{${sub('backend')}, ${AUDIENCE}}`)), manifests(irsaAccount(), deployment())],
};
