import { coversAction, isOfOtherPartition, parsePermissionPolicy, parsePolicy } from '../../../lib/proof/iam';
import type { RegisteredProviders, TrustContext, TrustedProvider } from '../../../lib/proof/iam';
import {
  coversProvider,
  coversService,
  isElsewhere,
  isIssuerOfOther,
  isProvider,
} from '../../../lib/proof/iam/applies';
import type { Answer } from '../../../lib/proof/iam/applies';
import { TOO_LARGE, newBudget, within } from '../../../lib/proof/iam/budget';
import type { Statement } from '../../../lib/proof/model/identity/statement';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { ACCOUNT, CONTEXT, ISSUER, PROVIDER, allow, policyOf } from './trust';

const OTHER_ACCOUNT = '999999999999';
const OTHER: TrustedProvider = {
  arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/other.example`,
  issuer: 'other.example',
  audiences: ['a'],
};
const UNKNOWN: TrustedProvider = {
  arn: symbolOf('provider.arn'),
  issuer: symbolOf('provider.issuer'),
  audiences: ['a'],
};
const NOBODY: RegisteredProviders = {
  isAnother: () => false,
  isElsewhere: () => false,
  somethingElse: () => undefined,
  isOfOther: () => false,
};
const SERVICE = 'pods.eks.amazonaws.com';

const said = (answer: Answer): boolean | string => (typeof answer === 'object' ? answer.why : answer);
const statementOf = (principal: unknown): Statement =>
  parsePolicy(policyOf(allow(undefined, { Principal: principal }))).statements[0]!;

describe('an action', () => {
  const covered = (actions: unknown, action: string, element = 'Action'): boolean | string => {
    const own = { Effect: 'Allow', Resource: '*', [element]: actions };
    return said(coversAction(parsePermissionPolicy(policyOf(own)).statements[0]!, action));
  };

  it('is covered whatever its case, by a name, by a pattern and by a star', () => {
    expect(covered('S3:getobject', 's3:GetObject')).toBe(true);
    expect(covered(['s3:Put*', 's3:Get?bject'], 's3:GetObject')).toBe(true);
    expect(covered('*', 's3:GetObject')).toBe(true);
    expect(covered('s3:GetObject?', 's3:GetObject')).toBe(false);
    expect(covered('s3:Get', 's3:GetObject')).toBe(false);
    expect(covered([], 's3:GetObject')).toBe(false);
  });

  it('is left out by NotAction', () => {
    expect(covered('s3:Get*', 's3:GetObject', 'NotAction')).toBe(false);
    expect(covered('*', 's3:GetObject', 'NotAction')).toBe(false);
    expect(covered(['s3:Put*', 's3:List*'], 's3:GetObject', 'NotAction')).toBe(true);
  });

  it('may be covered where a name is not known, unless another one decides', () => {
    const name = `s3:${symbolOf('var.action')}`;
    const why = `the action ${name} is not known before apply`;
    expect(covered(name, 's3:GetObject')).toBe(why);
    expect(covered(name, 's3:GetObject', 'NotAction')).toBe(why);
    expect(covered([name, 's3:Get*'], 's3:GetObject')).toBe(true);
    expect(covered(name, 'sts:AssumeRole')).toBe(false);
  });

  it('has no policy variables: a dollar sign is one', () => {
    expect(covered('s3:${*}', 's3:GetObject')).toBe(false);
  });
});

describe('a service among the principals', () => {
  const covered = (principal: unknown): boolean | string =>
    said(coversService(statementOf(principal), SERVICE, newBudget()));

  it('is covered by its name only', () => {
    expect(covered({ Service: ['ec2.amazonaws.com', SERVICE] })).toBe(true);
    expect(covered({ Service: 'ec2.amazonaws.com' })).toBe(false);
    expect(covered({ AWS: ACCOUNT })).toBe(false);
  });

  it('is undecided where a star is, of which AWS says nothing, or a name that is not known', () => {
    const star = `AWS does not say whether the principal "*" accepts ${SERVICE}`;
    for (const principal of ['*', { AWS: '*' }, { Service: '*' }]) expect(covered(principal)).toBe(star);
    const name = symbolOf('var.service');
    expect(covered({ Service: name })).toBe(`whether the principal ${name} is ${SERVICE} is not known before apply`);
    expect(covered({ Service: [name, SERVICE] })).toBe(true);
    expect(covered({ Service: `ec2.${name}` })).toBe(false);
  });
});

describe('a provider among the principals', () => {
  const is = (name: string, provider: TrustedProvider = PROVIDER, context: TrustContext = CONTEXT): boolean | string =>
    said(isProvider(name, provider, context, newBudget()));
  const covered = (principal: unknown, provider = PROVIDER): boolean | string =>
    said(coversProvider(statementOf(principal), provider, CONTEXT, newBudget()));

  it('is named by its ARN in the account of the role', () => {
    expect(is(PROVIDER.arn)).toBe(true);
    expect(is(OTHER.arn)).toBe(false);
    expect(is(ISSUER)).toBe(false);
    expect(is(PROVIDER.arn, PROVIDER, { ...CONTEXT, account: OTHER_ACCOUNT })).toBe(false);
    expect(is(PROVIDER.arn, PROVIDER, { ...CONTEXT, account: OTHER_ACCOUNT, accountNames: new Set([ACCOUNT]) })).toBe(
      true,
    );
    expect(is(PROVIDER.arn, PROVIDER, { providers: [PROVIDER] })).toBe(
      `whether the provider's account ${ACCOUNT} is the role's own is not known before apply`,
    );
    expect(is(PROVIDER.arn, PROVIDER, { ...CONTEXT, account: symbolOf('account') })).toContain(
      'is not known before apply',
    );
    expect(is(UNKNOWN.arn, UNKNOWN)).toBe(true);
  });

  it('is not in another partition', () => {
    expect(is(PROVIDER.arn, PROVIDER, { ...CONTEXT, partition: 'aws' })).toBe(true);
    expect(is(PROVIDER.arn, PROVIDER, { ...CONTEXT, partition: 'aws-cn' })).toBe(false);
    expect(isOfOtherPartition(PROVIDER.arn, { partition: 'aws-cn' })).toBe(true);
    expect(isOfOtherPartition(PROVIDER.arn, {})).toBe(false);
    expect(isOfOtherPartition(ISSUER, { partition: 'aws' })).toBe(false);
  });

  it('may be in another partition where that is not known, unless it is the one of the account', () => {
    const inPartition = (reference: string, context: TrustContext) => {
      const arn = PROVIDER.arn.replace('aws', symbolOf(reference));
      return is(arn, { ...PROVIDER, arn: symbolOf('provider.arn') }, context);
    };
    const known = { ...CONTEXT, partition: 'aws' };
    expect(inPartition('var.partition', known)).toBe(
      `whether the partition of ${PROVIDER.arn.replace('aws', symbolOf('var.partition'))} is the role's own, aws, is not known before apply`,
    );
    expect(inPartition('data.aws_partition.current.partition', known)).toBe(true);
    expect(inPartition('var.partition', CONTEXT)).toBe(true);
    expect(inPartition('var.partition', { ...known, account: OTHER_ACCOUNT })).toBe(false);
    const open = { ...CONTEXT, isPartitionOpen: true };
    expect(is(PROVIDER.arn, PROVIDER, open)).toBe(
      `whether the partition of ${PROVIDER.arn} is the role's own is not known before apply`,
    );
    expect(is(PROVIDER.arn, PROVIDER, { ...open, partition: 'aws' })).toBe(true);
    expect(is(PROVIDER.arn, PROVIDER, CONTEXT)).toBe(true);
  });

  it('is not what is known to be something else, such as the issuer of a cluster', () => {
    const registered = { ...NOBODY, somethingElse: (name: string) => (name === UNKNOWN.arn ? 'an issuer' : undefined) };
    expect(is(UNKNOWN.arn, UNKNOWN, { ...CONTEXT, registered })).toBe(false);
    expect(is(symbolOf('x'), UNKNOWN, { ...CONTEXT, registered })).toContain('is not known before apply');
  });

  it('may be what is not known, unless that is known to be another one', () => {
    const name = symbolOf('var.arn');
    const why = `whether the principal ${name} is the provider ${PROVIDER.arn} is not known before apply`;
    expect(is(name)).toBe(why);
    expect(is(name, PROVIDER, { ...CONTEXT, registered: NOBODY })).toBe(why);
    expect(is(name, PROVIDER, { ...CONTEXT, registered: { ...NOBODY, isAnother: (arn) => arn === name } })).toBe(false);
    expect(is(name, PROVIDER, { ...CONTEXT, providers: [PROVIDER, { ...UNKNOWN, arn: name }] })).toBe(false);
    expect(is(OTHER.arn, UNKNOWN)).toContain('is not known before apply');
    expect(is(OTHER.arn, UNKNOWN, { ...CONTEXT, providers: [UNKNOWN, OTHER] })).toBe(false);
    expect(is('accounts.google.com', UNKNOWN)).toBe(false);
    // An ARN of the same issuer is the provider’s, once the account is the role’s.
    const composed = `arn:aws:iam::${symbolOf('account')}:oidc-provider/${ISSUER}`;
    expect(is(composed)).toContain("is the role's own is not known before apply");
    expect(is(composed, PROVIDER, { ...CONTEXT, accountNames: new Set([symbolOf('account')]) })).toBe(true);
    // One of another issuer is not, whatever its account turns out to be.
    expect(is(`arn:aws:iam::${symbolOf('account')}:oidc-provider/other.example`)).toBe(false);
    const shared = `arn:aws:iam::${symbolOf('account')}:oidc-provider/${OTHER.issuer}`;
    expect(is(shared, UNKNOWN)).toContain('is not known before apply');
    expect(is(shared, UNKNOWN, { ...CONTEXT, providers: [UNKNOWN, OTHER] })).toBe(false);
    expect(
      is(shared, UNKNOWN, { ...CONTEXT, registered: { ...NOBODY, isOfOther: (issuer) => issuer === OTHER.issuer } }),
    ).toBe(false);
  });

  it('is not known where "*" stands for providers, and everybody is every provider', () => {
    expect(is('*')).toBe('AWS does not say whether Federated "*" stands for every provider');
    expect(covered('*')).toBe(true);
    expect(covered({ AWS: '*' })).toBe(
      'AWS calls {"AWS": "*"} equal to "*", but does not say whether it takes a web identity',
    );
    // AND the first reason is told
    expect(covered({ AWS: '*', Federated: [OTHER.arn, '*', symbolOf('x')] })).toBe(
      'AWS does not say whether Federated "*" stands for every provider',
    );
    expect(covered({ AWS: '*', Federated: ['*', PROVIDER.arn] })).toBe(true);
    expect(covered({ AWS: ACCOUNT, Federated: OTHER.arn })).toBe(false);
  });

  it('has an issuer that no other of the account has', () => {
    const context = { ...CONTEXT, providers: [PROVIDER, OTHER] };
    expect(isIssuerOfOther(OTHER.issuer, PROVIDER, context)).toBe(true);
    expect(isIssuerOfOther(ISSUER, PROVIDER, context)).toBe(false);
    expect(isIssuerOfOther('third.example', PROVIDER, context)).toBe(false);
    expect(isIssuerOfOther(OTHER.issuer, PROVIDER, { ...context, registered: NOBODY })).toBe(false);
    expect(isIssuerOfOther(ISSUER, PROVIDER, { ...context, registered: { ...NOBODY, isOfOther: () => true } })).toBe(
      true,
    );
  });

  it('is elsewhere where its ARN has another account or partition, or where that is known otherwise', () => {
    const foreign = PROVIDER.arn.replace(ACCOUNT, OTHER_ACCOUNT);
    expect(isElsewhere(foreign, CONTEXT)).toBe(true);
    expect(isElsewhere(PROVIDER.arn, CONTEXT)).toBe(false);
    expect(isElsewhere(PROVIDER.arn, { ...CONTEXT, partition: 'aws-cn' })).toBe(true);
    expect(isElsewhere(foreign, { providers: [] })).toBe(false);
    const registered = { ...NOBODY, isElsewhere: (arn: string) => arn === UNKNOWN.arn };
    expect(isElsewhere(UNKNOWN.arn, CONTEXT)).toBe(false);
    expect(isElsewhere(UNKNOWN.arn, { ...CONTEXT, registered })).toBe(true);
    expect(isElsewhere(symbolOf('x'), { ...CONTEXT, registered })).toBe(false);
    expect(isElsewhere(PROVIDER.arn, { ...CONTEXT, registered: { ...NOBODY, isElsewhere: () => true } })).toBe(false);
  });
});

describe('what is asked of a statement', () => {
  it('is part of the work of its caller, and ends where it is too much', () => {
    const own = { actions: ['s3:get*'], notAction: false };
    expect(coversAction(own, 's3:GetObject')).toBe(true);
    expect(within(() => coversAction(own, 's3:GetObject', newBudget(0)))).toBeUndefined();
    const hostile = { actions: [`*${'a'.repeat(6_000)}b*`], notAction: false };
    expect(coversAction(hostile, 'a'.repeat(12_000))).toEqual({ why: TOO_LARGE });
  });
});

describe('a principal with a known text', () => {
  it('of the same issuer in another account is another provider, though the own account is not known', () => {
    const elsewhere = PROVIDER.arn.replace(ACCOUNT, OTHER_ACCOUNT);
    expect(isProvider(elsewhere, PROVIDER, { providers: [] }, newBudget())).toBe(false);
  });
});

describe('a principal with an unknown part', () => {
  const unknown = symbolOf('var.account');
  const context = { providers: [] };

  it('is not a provider of another issuer, whatever the ARN of that is', () => {
    const provider = { arn: symbolOf('provider.arn'), issuer: 'other.example', audiences: [] };
    const arn = (issuer: string): string => `arn:aws:iam::${unknown}:oidc-provider/${issuer}`;
    expect(isProvider(arn('third.example'), provider, context, newBudget())).toBe(false);
    expect(said(isProvider(arn('other.example'), provider, context, newBudget()))).not.toBe(false);
  });

  it('is not a provider whose ARN it cannot be', () => {
    expect(isProvider(`${unknown}/third.example`, OTHER, context, newBudget())).toBe(false);
    expect(said(isProvider(`${unknown}/other.example`, OTHER, context, newBudget()))).toContain(
      'not known before apply',
    );
  });
});
