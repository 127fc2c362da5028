import { identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import type { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import type { Json } from '../todo-program';
import { ACCOUNT, allow, assumedBy, becoming, deny, eksWith, evaluated, pod, told } from './aws-program';
import type { RoleOfTest } from './aws-program';

const ORDERS = 'aws_iam_role.orders';
const CI = 'aws_iam_role.ci';
const FOUND = `${CI}: identity, change the trust of ${ORDERS}`;
const ADMIN = `${CI}: pod, have the cloud let it in to the cluster as its administrator`;
const CHANGE = 'iam:UpdateAssumeRolePolicy';
const ENTER = ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'];
const IN_CHINA = { aws: { region: 'cn-north-1', allowed_account_ids: [ACCOUNT] } };
const IN_NO_REGION = { aws: { allowed_account_ids: [ACCOUNT] } };

/** A program of some providers, in which a partition is a variable. */
function evaluation(provider: Json, roles: Record<string, RoleOfTest>): Evaluation {
  const text = eksWith({ orders: { trusts: [pod('shop/orders')] }, ...roles });
  return evaluated(JSON.stringify({ ...(JSON.parse(text) as Json), variable: { partition: {} }, provider }));
}
const who = (...program: Parameters<typeof evaluation>): string[] => told(becoming(evaluation(...program)));
const rows = (...program: Parameters<typeof evaluation>): unknown[] =>
  identityBecomingOf(evaluation(...program)).map(({ by, identities, uncertain }) => [by, identities, uncertain]);
const may = (...statements: Json[]): Record<string, RoleOfTest> => ({ ci: { may: statements } });

// IAM User Guide, "IAM identifiers": a policy names resources of its own partition alone.
describe('in another partition than aws', () => {
  test('who may change every role but those of a path changes none of these', () => {
    const roles = {
      orders: { trusts: [pod('shop/orders')], more: { path: '/team/' } },
      ...may(allow(CHANGE), deny(CHANGE, 'arn:aws-cn:iam::*:role/team/*')),
    };
    expect(who(IN_CHINA, roles)).toEqual([]);
    expect(rows(IN_CHINA, roles)).toEqual([]);
  });

  test('who may change every role of an account is told once', () => {
    const every = [['change-trust', ['*'], undefined]];
    expect(rows(IN_CHINA, may(allow(CHANGE, 'arn:aws-cn:iam::*:role/*')))).toEqual(every);
    expect(rows(IN_CHINA, may(allow(CHANGE, 'arn:aws:iam::*:role/*')))).toEqual([]);
  });

  test('a partition that is a variable is that of the role', () => {
    expect(who(IN_CHINA, may(allow(CHANGE, `arn:\${var.partition}:iam::${ACCOUNT}:role/orders`)))).toEqual([FOUND]);
    const entries = ['cluster/eks', 'access-entry/eks/*'].map((one) => `arn:\${var.partition}:eks:*:${ACCOUNT}:${one}`);
    expect(who(IN_CHINA, may(allow(ENTER, entries)))).toEqual([ADMIN]);
    const trusts = [pod('shop/orders'), assumedBy(`arn:\${var.partition}:iam::${ACCOUNT}:role/ci`)];
    expect(who(IN_CHINA, { orders: { trusts }, ci: {} })).toContain(`${CI}: identity, assume ${ORDERS}`);
  });

  test('a condition on who asks is about its ARN', () => {
    const on = (arn: string): string[] =>
      who(IN_CHINA, may(allow(CHANGE, '*', { Condition: { ArnLike: { 'aws:PrincipalArn': arn } } })));
    expect(on('arn:aws-cn:iam::*:role/ci')).toEqual([FOUND]);
    expect(on('arn:aws:iam::*:role/ci')).toEqual([]);
  });
});

describe('where no region tells the partition', () => {
  test('it is the one that the policies of such roles name', () => {
    expect(who(IN_NO_REGION, may(allow(CHANGE, 'arn:aws-cn:iam::*:role/orders')))).toEqual([FOUND]);
    expect(who(IN_NO_REGION, may(allow(CHANGE, 'arn:aws-us-gov:iam::*:role/other')))).toEqual([]);
    const entries = ['arn:aws-us-gov:eks:*:*:cluster/eks', 'arn:aws-us-gov:eks:*:*:access-entry/eks/*'];
    expect(who(IN_NO_REGION, may(allow(ENTER, entries)))).toEqual([ADMIN]);
    expect(who(IN_NO_REGION, may(allow(CHANGE, 'arn:aws:iam::*:role/orders')))).toEqual([FOUND]);
  });

  test('it is aws where they name several, or none', () => {
    const other = { may: [allow('s3:GetObject', 'arn:aws-us-gov:s3:::data/*')] };
    const by = (partition: string): string[] =>
      who(IN_NO_REGION, { ...may(allow(CHANGE, `arn:${partition}:iam::*:role/orders`)), other });
    expect(by('aws')).toEqual([FOUND]);
    expect(by('aws-cn')).toEqual([]);
    expect(who(IN_NO_REGION, may(allow(CHANGE, `arn:\${var.partition}:iam::*:role/orders`)))).toEqual([FOUND]);
  });

  test('roles whose partition is known say nothing of it', () => {
    const aws = [{ allowed_account_ids: [ACCOUNT] }, { alias: 'far', region: 'cn-north-1' }];
    const far = { may: [allow('s3:GetObject', 'arn:aws-cn:s3:::data/*')], more: { provider: 'aws.far' } };
    const ci = may(allow(CHANGE, 'arn:aws-us-gov:iam::*:role/orders'));
    expect(who({ aws }, { ...ci, far })).toEqual([FOUND]);
  });
});
