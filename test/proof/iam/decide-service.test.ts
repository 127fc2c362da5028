import { parsePolicy } from '../../../lib/proof/iam';
import { decideService } from '../../../lib/proof/iam/decide-service';
import { symbolOf } from '../../../lib/proof/model/symbol';

const SERVICE = 'capabilities.eks.amazonaws.com';
const ACTIONS = ['sts:AssumeRole', 'sts:TagSession'];
const allow = (more: object = {}) => ({ Effect: 'Allow', Principal: { Service: SERVICE }, Action: ACTIONS, ...more });
const decided = (...Statement: unknown[]) => decideService(parsePolicy({ Version: '2012-10-17', Statement }), SERVICE);

describe('a service gets a role', () => {
  test('whose trust names it for both actions', () => {
    expect(decided(allow())).toMatchObject({ admitted: true });
  });

  test('not by a trust of another service, which is told', () => {
    const { admitted, because } = decided(allow({ Principal: { Service: 'ec2.amazonaws.com' } }));
    expect(admitted).toBe(false);
    expect(because.join(' ')).toContain(`its Principal is not the service ${SERVICE}`);
  });

  test('not without sts:TagSession, which is told', () => {
    const { admitted, because } = decided(allow({ Action: 'sts:AssumeRole' }));
    expect(admitted).toBe(false);
    expect(because.join(' ')).toContain('sts:TagSession');
  });

  test('not where it is denied', () => {
    expect(decided(allow(), allow({ Effect: 'Deny', Action: 'sts:*' }))).toMatchObject({ admitted: false });
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

  test('where the policy is not known', () => {
    const policy = parsePolicy(symbolOf('var.policy'));
    expect(decideService(policy, SERVICE)).toMatchObject({ admitted: undefined, because: policy.unknown });
    expect(policy.unknown).not.toEqual([]);
  });
});
