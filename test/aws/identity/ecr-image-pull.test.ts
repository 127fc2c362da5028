import { type EksClusterReference, PodRole, ecrGrant, ecrImagePull, irsa, podIdentity } from '../../../lib/aws';
import { awsStack, codeOf } from '../synthesized';
import { ProvenProgram, attributesOf, seen } from './proven-program';

const API = { namespace: 'shop', name: 'api' };
const REPOSITORY = 'arn:aws:ecr:eu-west-1:111122223333:repository/shop';
const { issuerUrl, oidcProviderArn, ...rest } = attributesOf('shop');
const issuer = { url: issuerUrl! };
const known = (): EksClusterReference => ({ ...rest, issuer, oidcProvider: { arn: oidcProviderArn!, issuer } });

test('the service account names the role by an annotation of its own, and no webhook is told', () => {
  const role = new PodRole(awsStack(), 'pull', {
    trusts: [ecrImagePull({ cluster: known(), serviceAccount: API })],
    grants: [ecrGrant.pull(REPOSITORY)],
  });
  expect(role.bindingFor(API)).toMatchObject({
    via: 'image-pull',
    serviceAccountAnnotations: { 'eks.amazonaws.com/ecr-role-arn': role.arn },
    environment: {},
    volumes: [],
  });
  expect(Object.keys(role.bindingFor(API).serviceAccountAnnotations)).toHaveLength(1);
});

test.each([
  ['EKS Pod Identity', podIdentity, 'eks-pod-identity'],
  ['IRSA', irsa, 'irsa'],
] as const)('the proof shows the role of the images beside the pod’s own by %s', (_, mechanism, slug) => {
  const program = new ProvenProgram();
  const cluster = program.cluster();
  const own = new PodRole(program.stack, 'own', {
    name: 'own',
    trusts: [mechanism({ cluster, serviceAccount: API })],
  });
  const pull = new PodRole(program.stack, 'pull', {
    name: 'pull',
    trusts: [ecrImagePull({ cluster, serviceAccount: API })],
    grants: [ecrGrant.pull(REPOSITORY)],
  });
  program.pod(cluster, [own.bindingFor(API), pull.bindingFor(API)]);

  const inventory = program.prove();
  expect(seen(inventory)).toEqual({
    admitted: [`shop shop/api -> own ${slug}`, 'shop shop/api -> pull irsa image-pull'],
    findings: [],
    undecided: [],
  });
  expect(
    inventory.permissions.map(({ identity, actions }) => `${identity.split('.').at(-1)!.slice(0, 4)} ${actions[0]}`),
  ).toEqual(['pull ecr:GetAuthorizationToken', 'pull ecr:BatchCheckLayerAvailability']);
});

test('a second role for the images of one service account is refused', () => {
  const stack = awsStack();
  const cluster = known();
  new PodRole(stack, 'one', { trusts: [ecrImagePull({ cluster, serviceAccount: API })] });
  let made = 0;
  const second = (bind: boolean) => () =>
    new PodRole(stack, `other-${(made += 1)}`, { trusts: [ecrImagePull({ cluster, serviceAccount: API, bind })] });
  expect(codeOf(second(true))).toBe('duplicate-binding');
  expect(second(true)).toThrow(/ecrImagePull\(\{ bind: false \}\)/);
  expect(codeOf(second(false))).toBeUndefined();
});

test('a cluster without an OIDC provider is refused, and a local one of Outposts', () => {
  const make = (cluster: EksClusterReference) =>
    codeOf(() => new PodRole(awsStack(), 'pull', { trusts: [ecrImagePull({ cluster, serviceAccount: API })] }));
  expect(make({ ...known(), oidcProvider: undefined })).toBe('oidc-provider-missing');
  expect(make({ ...known(), place: 'local-outpost' })).toBe('mechanism-unavailable');
});
