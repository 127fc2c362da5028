import { ask } from '../../../lib/proof/ask/ask';

const ISSUER = 'https://oidc.edge.example.com';
const program = (more: object = {}) => [
  {
    file: 'main.tf.json',
    text: JSON.stringify({
      resource: {
        azurerm_user_assigned_identity: { api: { name: 'id-api', resource_group_name: 'rg', location: 'westeurope' } },
        azurerm_federated_identity_credential: {
          api: {
            name: 'api',
            user_assigned_identity_id: '${azurerm_user_assigned_identity.api.id}',
            issuer: ISSUER,
            subject: 'system:serviceaccount:shop:api',
            audience: ['api://AzureADTokenExchange'],
          },
        },
        ...more,
      },
    }),
  },
];
const pod = (name: string) => ({ identity: 'id-api', issuer: ISSUER, subject: { namespace: 'shop', name } }) as const;

test('a pod that Entra lets in needs a library that reads its token', () => {
  const { admitted, needs } = ask(program(), pod('api'));

  expect(admitted).toBe(true);
  expect(needs).toEqual([
    expect.stringMatching(/Azure Identity library .* at least \.NET 1\.9\.0, .*Python 1\.13\.0$/),
  ]);
});

test('one that it does not let in needs other things first', () => {
  expect(ask(program(), pod('other'))).not.toHaveProperty('needs');
});

test('of a token, which has code already, nothing is said', () => {
  const token = { iss: ISSUER, sub: 'system:serviceaccount:shop:api', aud: 'api://AzureADTokenExchange' };

  expect(ask(program(), { identity: 'id-api', token })).toEqual({ admitted: true, because: expect.any(Array) });
});

test('a role of AWS has libraries of its own', () => {
  const role = {
    aws_iam_openid_connect_provider: { edge: { url: ISSUER, client_id_list: ['sts.amazonaws.com'] } },
    aws_iam_role: {
      api: {
        name: 'role-api',
        assume_role_policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Federated: '${aws_iam_openid_connect_provider.edge.arn}' },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: {
                StringEquals: {
                  'oidc.edge.example.com:sub': 'system:serviceaccount:shop:api',
                  'oidc.edge.example.com:aud': 'sts.amazonaws.com',
                },
              },
            },
          ],
        }),
      },
    },
  };
  const answer = ask(program(role), { ...pod('api'), identity: 'role-api' });

  expect(answer.admitted).toBe(true);
  expect(answer).not.toHaveProperty('needs');
});
