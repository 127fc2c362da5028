import { decideWebIdentity, parsePolicy } from '../../../lib/proof/iam';
import type { TrustContext } from '../../../lib/proof/iam';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import {
  ACCOUNT,
  CONTEXT,
  ISSUER,
  SUB,
  TODO_APP,
  UNKNOWN_ARN,
  UNKNOWN_ISSUER,
  UNKNOWN_NAMESPACE,
  admissionsOf,
  allow,
  deny,
  inShort,
  policyOf,
} from './trust';

const OWN = { arn: UNKNOWN_ARN, issuer: UNKNOWN_ISSUER, audiences: ['sts.amazonaws.com'] };
const OWN_CONTEXT: TrustContext = { account: ACCOUNT, providers: [OWN] };
const own = (condition: Readonly<Record<string, unknown>>, federated = UNKNOWN_ARN) =>
  policyOf(allow(condition, { Principal: { Federated: federated } }));
const todoApp = {
  StringEquals: { [`${UNKNOWN_ISSUER}:sub`]: TODO_APP, [`${UNKNOWN_ISSUER}:aud`]: 'sts.amazonaws.com' },
};

describe('values that are unknown before apply', () => {
  it('equal references are equal values: a trust on the program’s own cluster is decided', () => {
    expect(admissionsOf(own(todoApp), OWN_CONTEXT)).toMatchObject({
      admitted: [
        {
          issuer: UNKNOWN_ISSUER,
          namespace: 'todo',
          serviceAccount: 'app',
          undecided: [],
          example: { iss: UNKNOWN_ISSUER },
        },
      ],
      undecided: [],
    });
    expect(
      decideWebIdentity(parsePolicy(own(todoApp)), OWN_CONTEXT, {
        iss: UNKNOWN_ISSUER,
        sub: TODO_APP,
        aud: 'sts.amazonaws.com',
      }).admitted,
    ).toBe(true);
  });

  it('an ARN that is put together of the account and the issuer is the provider’s', () => {
    expect(
      inShort(admissionsOf(own(todoApp, `arn:aws:iam::${ACCOUNT}:oidc-provider/${UNKNOWN_ISSUER}`), OWN_CONTEXT)),
    ).toEqual(['todo/app']);
    const account = symbolOf('data.aws_caller_identity.current.account_id');
    const composed = own(todoApp, `arn:aws:iam::${account}:oidc-provider/${UNKNOWN_ISSUER}`);
    expect(inShort(admissionsOf(composed, { ...OWN_CONTEXT, account }))).toEqual(['todo/app']);
    expect(inShort(admissionsOf(composed, OWN_CONTEXT))).toEqual(['todo/app ?']);
    expect(
      inShort(admissionsOf(own(todoApp, `arn:aws:iam::999999999999:oidc-provider/${UNKNOWN_ISSUER}`), OWN_CONTEXT)),
    ).toEqual([]);
  });

  it('a symbol that is known to stand for the account is as good as its digits', () => {
    const account = symbolOf('data.aws_caller_identity.current.account_id');
    const composed = own(todoApp, `arn:aws:iam::${account}:oidc-provider/${UNKNOWN_ISSUER}`);
    expect(inShort(admissionsOf(composed, { ...OWN_CONTEXT, accountNames: new Set([account]) }))).toEqual(['todo/app']);
    // AND any other symbol may be another account
    expect(inShort(admissionsOf(composed, { ...OWN_CONTEXT, accountNames: new Set([symbolOf('a')]) }))).toEqual([
      'todo/app ?',
    ]);
  });

  it('a provider of another account does not help, though its very ARN is among those given', () => {
    const stranger = { arn: `arn:aws:iam::999999999999:oidc-provider/${ISSUER}`, issuer: ISSUER, audiences: [] };
    const result = admissionsOf(own({ StringEquals: { [SUB]: TODO_APP } }, stranger.arn), {
      account: ACCOUNT,
      providers: [{ ...stranger, audiences: ['sts.amazonaws.com'] }],
    });
    expect(result).toMatchObject({ admitted: [], notes: [{ statement: 0, principal: stranger.arn }] });
  });

  it('what is not a provider’s ARN is not a provider, whatever the ARN of that turns out to be', () => {
    expect(admissionsOf(own(todoApp, ISSUER.split('/')[0]!), OWN_CONTEXT)).toMatchObject({
      admitted: [],
      undecided: [],
      notes: [{ statement: 0, principal: ISSUER.split('/')[0]! }],
    });
  });

  it('a reference against a known text is undecided', () => {
    expect(inShort(admissionsOf(own(todoApp, `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`), OWN_CONTEXT))).toEqual(
      ['todo/app ?'],
    );
    expect(inShort(admissionsOf(own({ StringEquals: { [SUB]: TODO_APP } }), OWN_CONTEXT))).toEqual(['todo/app ?']);
    expect(
      decideWebIdentity(parsePolicy(own(todoApp)), OWN_CONTEXT, {
        iss: `https://${ISSUER}`,
        sub: TODO_APP,
        aud: 'sts.amazonaws.com',
      }).admitted,
    ).toBeUndefined();
  });

  it('a negated operator on a key that may be another issuer’s lets everybody in, perhaps', () => {
    expect(inShort(admissionsOf(own({ StringNotEquals: { [SUB]: TODO_APP } }), OWN_CONTEXT))).toEqual([
      '*/* ?',
      '*/* except todo/app',
    ]);
  });

  it('two providers of one account are two issuers, so a key of one is not the other’s', () => {
    const second = { arn: symbolOf('b.arn'), issuer: symbolOf('b.issuer'), audiences: ['sts.amazonaws.com'] };
    const context = { ...OWN_CONTEXT, providers: [OWN, second] };
    expect(inShort(admissionsOf(own(todoApp), context))).toEqual(['todo/app']);
    expect(inShort(admissionsOf(own({ StringEquals: { [`${second.issuer}:sub`]: TODO_APP } }), context))).toEqual([]);
  });

  it('a principal that is not among the providers is undecided where it is not known, and nobody where it is', () => {
    const unknown = policyOf(allow(undefined, { Principal: { Federated: symbolOf('module.x.arn') } }));
    expect(admissionsOf(unknown, { providers: [] })).toMatchObject({
      admitted: [],
      undecided: [expect.stringContaining('${module.x.arn}')],
    });
  });

  it('an unknown namespace is listed as what it is, gets in where the same reference asks, and is undecided for any other', () => {
    const policy = policyOf(allow({ StringEquals: { [SUB]: `system:serviceaccount:${UNKNOWN_NAMESPACE}:app` } }));
    expect(admissionsOf(policy)).toMatchObject({
      admitted: [{ namespace: UNKNOWN_NAMESPACE, serviceAccount: 'app', exact: true, undecided: [] }],
      otherSubjects: [],
      undecided: [expect.stringContaining('${kubernetes_namespace.todo.metadata[0].name}')],
    });
    const decide = (sub: string): unknown =>
      decideWebIdentity(parsePolicy(policy), CONTEXT, { iss: ISSUER, sub, aud: 'sts.amazonaws.com' }).admitted;
    expect(decide(`system:serviceaccount:${UNKNOWN_NAMESPACE}:app`)).toBe(true);
    expect(decide(TODO_APP)).toBeUndefined();
    expect(decide('system:serviceaccount:todo:web')).toBe(false);
  });

  it('a subject that is unknown altogether may be anybody', () => {
    const policy = policyOf(allow({ StringEquals: { [SUB]: symbolOf('local.subject') } }));
    expect(admissionsOf(policy).admitted).toMatchObject([
      {
        namespace: symbolOf('split(":", local.subject)[2]', 'name'),
        serviceAccount: symbolOf('split(":", local.subject)[3]', 'name'),
        exact: true,
        undecided: [expect.anything()],
      },
    ]);
  });

  it('an unknown text for namespace and name is one account, whichever it is', () => {
    const pair = symbolOf('var.account');
    const policy = policyOf(allow({ StringEquals: { [SUB]: `system:serviceaccount:${pair}` } }));
    expect(admissionsOf(policy).admitted).toMatchObject([
      {
        namespace: symbolOf('split(":", var.account)[0]', 'name'),
        serviceAccount: symbolOf('split(":", var.account)[1]', 'name'),
        exact: true,
        undecided: [],
      },
    ]);
  });

  it('an unknown beginning of a pattern is the beginning of a namespace, or more than one', () => {
    const beginning = symbolOf('var.beginning');
    const policy = policyOf(allow({ StringLike: { [SUB]: `system:serviceaccount:${beginning}*` } }));
    expect(admissionsOf(policy).admitted).toMatchObject([
      { namespace: symbolOf('split(":", var.beginning)[0]', 'name'), undecided: [expect.anything()] },
      { namespace: `${beginning}*`, serviceAccount: '*', undecided: [expect.anything()] },
    ]);
  });

  it('a Deny of an unknown namespace makes undecided whom it may be about', () => {
    const unknown = deny({ StringEquals: { [SUB]: `system:serviceaccount:${UNKNOWN_NAMESPACE}:app` } });
    const literal = allow({ StringEquals: { [SUB]: [TODO_APP, 'system:serviceaccount:todo:web'] } });
    expect(inShort(admissionsOf(policyOf(literal, unknown)))).toEqual(['todo/app ?', 'todo/web']);
    const everything = allow({ StringLike: { [SUB]: 'system:serviceaccount:todo:*' } });
    expect(inShort(admissionsOf(policyOf(everything, unknown)))).toEqual(['todo/* ?', 'todo/* except todo/app']);
    expect(inShort(admissionsOf(policyOf(allow(), unknown)))).toEqual([
      '*/* except */app',
      `*/* except ${UNKNOWN_NAMESPACE}/app ?`,
    ]);
    const same = allow({ StringEquals: { [SUB]: `system:serviceaccount:${UNKNOWN_NAMESPACE}:app` } });
    expect(inShort(admissionsOf(policyOf(same, unknown)))).toEqual([]);
  });

  it('a Deny of all but an unknown namespace leaves that one, which may be any that is allowed', () => {
    const others = deny({ StringNotEquals: { [SUB]: `system:serviceaccount:${UNKNOWN_NAMESPACE}:app` } });
    expect(
      inShort(admissionsOf(policyOf(allow({ StringLike: { [SUB]: 'system:serviceaccount:a*:app' } }), others))),
    ).toEqual(['a*/app ?']);
    expect(inShort(admissionsOf(policyOf(allow(), others)))).toContain(`${UNKNOWN_NAMESPACE}/app`);
  });

  it('an unknown name inside of a pattern that has it too stays what it is, though something else is undecided', () => {
    const name = symbolOf('var.name');
    const both = {
      StringLike: { [SUB]: `system:serviceaccount:todo:${name}-*` },
      StringEquals: { [SUB]: `system:serviceaccount:todo:${name}-b` },
      IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
    };
    expect(inShort(admissionsOf(policyOf(allow(both))))).toEqual([`todo/${name}-b ?`]);
    const reverse = { StringEquals: both.StringEquals, StringLike: both.StringLike, IpAddress: both.IpAddress };
    expect(inShort(admissionsOf(policyOf(allow(reverse))))).toEqual([`todo/${name}-b ?`]);
  });

  it('an unknown namespace under a Deny of a known one is undecided', () => {
    const policy = policyOf(
      allow({ StringEquals: { [SUB]: `system:serviceaccount:${UNKNOWN_NAMESPACE}:app` } }),
      deny({ StringLike: { [SUB]: 'system:serviceaccount:kube-system:*' } }),
    );
    expect(inShort(admissionsOf(policy))).toEqual([`${UNKNOWN_NAMESPACE}/app ?`]);
  });

  it('an unknown audience of the provider is undecided where the trust asks for a known one', () => {
    const audience = symbolOf('var.audience');
    const context = { ...CONTEXT, providers: [{ ...CONTEXT.providers[0]!, audiences: [audience] }] };
    const asking = policyOf(allow({ StringEquals: { [SUB]: TODO_APP, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } }));
    expect(admissionsOf(asking, context).admitted).toMatchObject([
      { audiences: [audience], undecided: [expect.anything()] },
    ]);
    expect(
      decideWebIdentity(parsePolicy(asking), context, { iss: ISSUER, sub: TODO_APP, aud: 'sts.amazonaws.com' })
        .admitted,
    ).toBeUndefined();
  });

  it('an unknown action or service is undecided', () => {
    expect(
      inShort(admissionsOf(policyOf(allow({ StringEquals: { [SUB]: TODO_APP } }, { Action: symbolOf('var.action') })))),
    ).toEqual(['todo/app ?']);
  });

  it('no reason or message holds a raw symbol', () => {
    const result = admissionsOf(own({ StringNotEquals: { [SUB]: symbolOf('a.b') } }), OWN_CONTEXT);
    expect(result.undecided.length).toBeGreaterThan(0);
    expect([...result.undecided, ...result.admitted.flatMap((entry) => entry.undecided)].join()).not.toMatch(
      /[\uE000-\uE00F]/,
    );
  });
});
