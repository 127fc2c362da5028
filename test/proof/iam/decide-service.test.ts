import { parsePolicy } from '../../../lib/proof/iam';
import { decideService } from '../../../lib/proof/iam/decide-service';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const SERVICE = 'capabilities.eks.amazonaws.com';
const ACTIONS = ['sts:AssumeRole', 'sts:TagSession'];
const allow = (more: object = {}) => ({ Effect: 'Allow', Principal: { Service: SERVICE }, Action: ACTIONS, ...more });
const decided = (...Statement: unknown[]) => decideService(parsePolicy({ Version: '2012-10-17', Statement }), SERVICE);

describe('a service gets a role', () => {
  test('whose trust names it for both actions', () => {
    const { admitted, because } = decided(allow());
    expect(admitted).toBe(true);
    expect(because).toEqual(ACTIONS.map((action) => `${action}: statement 0 allows it: it has no condition`));
  });

  test('not by a trust of another service, which is told', () => {
    const { admitted, because } = decided(allow({ Principal: { Service: 'ec2.amazonaws.com' } }));
    expect(admitted).toBe(false);
    expect(because[0]).toBe(`sts:AssumeRole: statement 0 does not apply: its Principal is not the service ${SERVICE}`);
  });

  test('not without sts:TagSession, which is told', () => {
    const { admitted, because } = decided(allow({ Action: 'sts:AssumeRole' }));
    expect(admitted).toBe(false);
    expect(because).toEqual([
      'sts:TagSession: statement 0 does not apply: its Action ("sts:AssumeRole") does not cover it',
    ]);
  });

  test('not where it is denied', () => {
    expect(decided(allow(), allow({ Effect: 'Deny', Action: 'sts:*' }))).toMatchObject({ admitted: false });
  });

  test('not where a condition asks for a claim of a web identity’s token, which a service has none of', () => {
    const statement = (key: string) => allow({ Condition: { StringEquals: { [key]: 'system:serviceaccount:a:b' } } });
    for (const key of ['oidc.eks.eu-west-1.amazonaws.com/id/A:sub', 'accounts.google.com:sub']) {
      const { admitted, because } = decided(statement(key));
      expect(admitted).toBe(false);
      expect(because[0]).toBe(
        `sts:AssumeRole: statement 0 does not apply: StringEquals on ${key} ("system:serviceaccount:a:b") fails: the request has no such key`,
      );
    }
    expect(decided(statement('eks:a.b'))).toMatchObject({ admitted: undefined });
  });

  test('not by a policy that IAM refuses', () => {
    const { admitted, because } = decided({ ...allow(), Effect: 'Maybe' });
    expect(admitted).toBe(false);
    expect(because.join(' ')).toContain('IAM');
  });
});

describe('whether a service gets a role is not known', () => {
  test('where a condition asks for what it may pass', () => {
    const { admitted, because } = decided(allow({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }));
    expect(admitted).toBeUndefined();
    expect(because.join(' ')).toContain(`whether ${SERVICE} passes aws:SourceAccount is not documented`);
  });

  test('where the key of a condition is not known', () => {
    const { admitted, because } = decided(allow({ Condition: { StringEquals: { [symbolOf('var.key')]: '1' } } }));
    expect(admitted).toBeUndefined();
    expect(because.join(' ')).toContain('is not known before apply');
    expect(because.join(' ')).not.toContain('documented');
  });

  test('where a statement is not known, which may allow it and may deny it', () => {
    const { admitted, because } = decided(allow(), symbolOf('var.more'));
    expect(admitted).toBeUndefined();
    for (const may of ['allow', 'deny']) {
      expect(because.join('; ')).toContain(`sts:AssumeRole: statement 1 may ${may} it: what the trust policy holds`);
    }
  });

  test('where the policy is not known', () => {
    const policy = parsePolicy(symbolOf('var.policy'));
    expect(decideService(policy, SERVICE)).toMatchObject({ admitted: undefined, because: policy.unknown });
    expect(policy.unknown).not.toEqual([]);
  });
});
