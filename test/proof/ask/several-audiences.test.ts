import { ask } from '../../../lib/proof';
import type { Answer } from '../../../lib/proof';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0';
const PROGRAM = `
resource "aws_iam_openid_connect_provider" "main" {
  url            = "https://${ISSUER}"
  client_id_list = ["sts.amazonaws.com", "mine"]
}
resource "aws_iam_role" "app" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${ISSUER}" }
      Condition = { StringEquals = { "${ISSUER}:sub" = "system:serviceaccount:shop:app" } }
    }]
  })
}
`;

function asked(aud: string | readonly string[], iss = `https://${ISSUER}`): Answer {
  const token = { iss, sub: 'system:serviceaccount:shop:app', aud };
  return ask([{ file: 'main.tf', text: PROGRAM }], { identity: 'aws_iam_role.app', token });
}

describe('a token of several audiences', () => {
  test('gets in where each of them does, by what that takes for granted', () => {
    const both = asked(['sts.amazonaws.com', 'mine']);
    expect(both).toMatchObject({ admitted: true, assumes: ['account-of-the-trust'] });
    expect(both.assumes).toEqual(asked('mine').assumes);
  });

  test('is refused where each of them is, by what that takes for granted', () => {
    expect(asked(['a', 'b'])).toMatchObject({ admitted: false });
    expect(asked(['a', 'b']).assumes).toBeUndefined();
    const unregistered = asked(['sts.amazonaws.com', 'mine'], 'https://b.example');
    expect(unregistered).toMatchObject({ admitted: false, assumes: ['nothing-elsewhere'] });
  });

  test('is undecided where one of them gets in and another does not', () => {
    expect(asked(['sts.amazonaws.com', 'a']).admitted).toBeNull();
  });
});
