import { decideWebIdentity, parsePolicy, podIdentityAdmissions } from '../../../lib/proof/iam';
import { AUD, CONTEXT, ISSUER, PROVIDER, SUB, TODO_APP, admissionsOf, admittedBy, allow, policyOf } from './trust';

const TOKEN = { iss: `https://${ISSUER}`, sub: TODO_APP, aud: 'sts.amazonaws.com' };

describe('mistakes that are made in the wild', () => {
  it('no condition on sub: any service account of the cluster gets the role', () => {
    expect(admittedBy(allow({ StringEquals: { [AUD]: 'sts.amazonaws.com' } }))).toEqual(['*/*']);
  });

  it('a wildcard namespace: whoever can make a namespace gets the role', () => {
    expect(admittedBy(allow({ StringLike: { [SUB]: 'system:serviceaccount:*:app' } }))).toEqual(['*/app']);
    expect(admittedBy(allow({ StringLike: { [SUB]: 'system:serviceaccount:prod*:app' } }))).toEqual(['prod*/app']);
    expect(admittedBy(allow({ StringLike: { [SUB]: 'system:serviceaccount:*prod:app' } }))).toEqual(['*prod/app']);
  });

  it.each(['StringNotEquals', 'StringEqualsIfExists', 'ForAllValues:StringEquals'])(
    '%s on a misnamed key is open to everybody',
    (operator) => {
      for (const key of [`https://${ISSUER}:sub`, 'oidc.eks.eu-west-1.amazonaws.com/id/OTHER:sub', `${ISSUER}/:sub`]) {
        const statement = allow({ [operator]: { [key]: TODO_APP } });
        expect(admittedBy(statement)).toEqual(['*/*']);
        // AND the result names the key, for a finding
        expect(admissionsOf(policyOf(statement)).misnamedKeys).toEqual([
          { statement: 0, effect: 'Allow', operator, key, holds: true },
        ]);
      }
    },
  );

  it('the same operator and key twice, of which JSON keeps the last: the first subject is lost', () => {
    const condition = JSON.parse(
      `{"StringEquals":{"${SUB}":"${TODO_APP}"},"StringEquals":{"${SUB}":"system:serviceaccount:todo:web"}}`,
    );
    expect(admittedBy(allow(condition))).toEqual(['todo/web']);
  });

  it('the key and the principal name different issuers: nobody', () => {
    const statement = allow({ StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/OTHER:sub': TODO_APP } });
    expect(admittedBy(statement)).toEqual([]);
    expect(admissionsOf(policyOf(statement)).misnamedKeys).toMatchObject([{ operator: 'StringEquals', holds: false }]);
  });

  it('a provider in another account: nobody', () => {
    const arn = PROVIDER.arn.replace('111122223333', '999999999999');
    expect(admittedBy(allow({ StringEquals: { [SUB]: TODO_APP } }, { Principal: { Federated: arn } }))).toEqual([]);
  });

  it('an audience that the provider does not list: STS refuses the token before it reads the trust', () => {
    const policy = parsePolicy(policyOf(allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: 'my-app' } })));
    expect(admissionsOf(policyOf(allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: 'my-app' } }))).admitted).toEqual([]);
    expect(decideWebIdentity(policy, CONTEXT, { ...TOKEN, aud: 'my-app' })).toEqual({
      admitted: false,
      because: [
        expect.stringMatching(
          /does not list the audience "my-app" \(it lists "sts.amazonaws.com"\), so STS answers InvalidIdentityToken/,
        ),
      ],
    });
  });

  it('a wildcard under StringEquals: nobody, and the decision says why', () => {
    const policy = parsePolicy(policyOf(allow({ StringEquals: { [SUB]: 'system:serviceaccount:todo:*' } })));
    expect(decideWebIdentity(policy, CONTEXT, TOKEN).because.join()).toMatch(
      /StringEquals reads \* and \? as plain characters/,
    );
  });

  it('a capital in the subject: nobody, and the decision says why', () => {
    const policy = parsePolicy(policyOf(allow({ StringEquals: { [SUB]: 'system:serviceaccount:Todo:app' } })));
    expect(decideWebIdentity(policy, CONTEXT, TOKEN).because.join()).toMatch(/in case only/);
  });

  it('a Pod Identity trust without source conditions: any cluster of the account', () => {
    const policy = policyOf({
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    });
    expect(podIdentityAdmissions(parsePolicy(policy), CONTEXT)).toMatchObject({
      openToAnyCluster: true,
      admitted: [{ namespace: '*', serviceAccount: '*', clusterArn: '*', account: '111122223333', anyCluster: true }],
    });
  });

  it('a GitHub trust without sub: any repository, which shows as other subjects', () => {
    const github = 'token.actions.githubusercontent.com';
    const arn = `arn:aws:iam::111122223333:oidc-provider/${github}`;
    const context = { ...CONTEXT, providers: [{ arn, issuer: github, audiences: ['sts.amazonaws.com'] }] };
    const policy = policyOf(
      allow({ StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } }, { Principal: { Federated: arn } }),
    );
    expect(admissionsOf(policy, context).otherSubjects).toMatchObject([{ issuer: github, subject: '*' }]);
  });
});
