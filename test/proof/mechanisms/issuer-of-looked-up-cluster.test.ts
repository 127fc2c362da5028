import { prove } from '../../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../../empty-directory';

eachInAnEmptyDirectory();

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0';

beforeEach(() => {
  write(
    'main.tf',
    `data "aws_eks_cluster" "prod" { name = "prod" }
resource "aws_iam_role" "api" {
  name = "api"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow"
    Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${ISSUER}" }
    Action = "sts:AssumeRoleWithWebIdentity"
    Condition = { StringEquals = {
      "${ISSUER}:aud" = "sts.amazonaws.com"
      "${ISSUER}:sub" = "system:serviceaccount:shop:api"
    } }
  }] })
}
`,
  );
  write(
    'api.yaml',
    `apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
  namespace: shop
  annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/api' }
`,
  );
});

test('a literal issuer beside a cluster that is looked up is undecided, and says that podtrust.yaml can tell', () => {
  const [entry, ...more] = prove(['main.tf', 'api.yaml']).undecided;
  expect(more).toEqual([]);
  expect(entry!.because).toMatch(/is not known before apply; the state tells, and .* its issuer in podtrust\.yaml$/);
});

test('podtrust.yaml tells it, and the claim is decided', () => {
  write('podtrust.yaml', `clusters:\n  - name: prod\n    issuer: https://${ISSUER}\n`);
  const inventory = prove(['main.tf', 'api.yaml']);
  expect(inventory.undecided).toEqual([]);
  expect(inventory.access.map(({ serviceAccount, claimed }) => [serviceAccount, claimed])).toEqual([['api', true]]);
});
