import { claimsBy, mayName } from '../../../lib/proof/mechanisms/claims';
import type { Claim, ClaimedMechanism } from '../../../lib/proof/mechanisms/claims';
import type { Identity } from '../../../lib/proof/model/identity/identity';
import { IdentityIndex } from '../../../lib/proof/model/identity/identity-index';
import type { ServiceAccount } from '../../../lib/proof/model/kubernetes/service-account';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { Workload } from '../../../lib/proof/model/kubernetes/workload';
import { workload } from '../model/workload';

const ARN = 'arn:aws:iam::111122223333:role/app';
const CLIENT = '33333333-3333-4333-8333-333333333333';
const STS = 'sts.amazonaws.com';
const ENTRA = 'api://AzureADTokenExchange';
const place = { file: 'app.yaml', pointer: '' };

const account = (annotations: Record<string, string>): ServiceAccount => ({
  clusters: ['main'],
  namespace: 'shop',
  name: 'app',
  annotations,
  labels: {},
  at: place,
});
const identity = (parts: Partial<Identity>): Identity => ({
  id: 'aws_iam_role.app',
  cloud: 'aws',
  kind: 'iam-role',
  name: 'app',
  claimName: symbolOf('aws_iam_role.app.arn'),
  trustAt: place,
  at: place,
  ...parts,
});
const managed = (parts: Partial<Identity> = {}): Identity =>
  identity({
    id: 'azurerm_user_assigned_identity.app',
    cloud: 'azure',
    kind: 'managed-identity',
    claimName: symbolOf('azurerm_user_assigned_identity.app.client_id'),
    ...parts,
  });

const ofAccount = (mechanism: ClaimedMechanism, annotations: Record<string, string>): readonly Claim[] =>
  claimsBy(mechanism, { serviceAccounts: [account(annotations)], workloads: [] }, new IdentityIndex([]));
const ofPod = (mechanism: ClaimedMechanism, parts: Partial<Workload>): readonly Claim[] =>
  claimsBy(mechanism, { serviceAccounts: [], workloads: [workload(parts)] }, new IdentityIndex([]));

describe('a service account asks', () => {
  test('for a role by its annotation, with the audience of STS unless it names another', () => {
    const role = { 'eks.amazonaws.com/role-arn': ARN };
    expect(ofAccount('irsa', role)).toEqual([
      {
        mechanism: 'irsa',
        clusters: ['main'],
        namespace: 'shop',
        serviceAccount: 'app',
        text: ARN,
        audience: STS,
        identity: undefined,
        tenantId: undefined,
        assumed: false,
        carrier: 'ServiceAccount/shop/app',
        at: { file: 'app.yaml', pointer: '/metadata/annotations/eks.amazonaws.com~1role-arn' },
        byHand: false,
      },
    ]);
    const [other] = ofAccount('irsa', { ...role, 'eks.amazonaws.com/audience': 'mine' });
    expect(other?.audience).toBe('mine');
  });

  test('for a client id by its annotation, of the tenant that it names', () => {
    const annotations = {
      'azure.workload.identity/client-id': CLIENT,
      'azure.workload.identity/tenant-id': 'tenant',
      'eks.amazonaws.com/audience': 'mine',
    };
    expect(ofAccount('entra-workload-identity', annotations)).toMatchObject([
      { text: CLIENT, tenantId: 'tenant', audience: ENTRA },
    ]);
    const both = { ...annotations, 'eks.amazonaws.com/role-arn': ARN };
    expect(ofAccount('irsa', both)).toMatchObject([{ text: ARN, tenantId: undefined }]);
  });

  test('for nothing without one', () => {
    expect(ofAccount('irsa', { 'azure.workload.identity/client-id': CLIENT })).toEqual([]);
    expect(ofAccount('entra-workload-identity', { 'eks.amazonaws.com/role-arn': ARN })).toEqual([]);
  });
});

describe('a pod asks by its own variables', () => {
  const token = (audience: string): { audience: string; volume: string } => ({ audience, volume: audience });
  const aws = { AWS_ROLE_ARN: ARN, AZURE_TENANT_ID: 'tenant' };
  const azure = { AZURE_CLIENT_ID: CLIENT, AZURE_TENANT_ID: 'tenant' };

  test('with the one token that it mounts, whatever audience that has', () => {
    expect(ofPod('irsa', { environment: aws, projectedTokens: [token('mine')] })).toEqual([
      {
        mechanism: 'irsa',
        clusters: ['main'],
        namespace: 'shop',
        serviceAccount: 'app',
        text: ARN,
        tenantId: undefined,
        audience: 'mine',
        assumed: false,
        carrier: 'Deployment/shop/app',
        at: place,
        byHand: true,
      },
    ]);
    expect(ofPod('entra-workload-identity', { environment: azure, projectedTokens: [token('mine')] })).toMatchObject([
      { text: CLIENT, tenantId: 'tenant', audience: 'mine' },
    ]);
  });

  test('with the token of the usual audience among several, and with none of them where none has it', () => {
    const projectedTokens = [token('mine'), token(STS), token(ENTRA)];
    expect(ofPod('irsa', { environment: aws, projectedTokens })).toMatchObject([{ audience: STS }]);
    expect(ofPod('entra-workload-identity', { environment: azure, projectedTokens })).toMatchObject([
      { audience: ENTRA },
    ]);
    expect(ofPod('irsa', { environment: aws, projectedTokens: [token('one'), token('two')] })).toEqual([]);
  });

  test('with the token that the Azure webhook mounts into a labelled pod', () => {
    const podLabels = { 'azure.workload.identity/use': 'true' };
    expect(ofPod('entra-workload-identity', { environment: azure, podLabels })).toMatchObject([{ audience: ENTRA }]);
    expect(ofPod('entra-workload-identity', { environment: azure })).toEqual([]);
    const wrong = { 'azure.workload.identity/use': 'yes' };
    expect(ofPod('entra-workload-identity', { environment: azure, podLabels: wrong })).toEqual([]);
    expect(ofPod('irsa', { environment: aws, podLabels })).toEqual([]);
  });

  test('for nothing without the variable of its cloud', () => {
    expect(ofPod('irsa', { environment: azure, projectedTokens: [token(STS)] })).toEqual([]);
    expect(ofPod('entra-workload-identity', { environment: aws, projectedTokens: [token(ENTRA)] })).toEqual([]);
  });
});

describe('what a claim names may turn out to be an identity', () => {
  const claim = (text: string, mechanism: ClaimedMechanism = 'irsa'): Claim =>
    ofAccount(mechanism, {
      [mechanism === 'irsa' ? 'eks.amazonaws.com/role-arn' : 'azure.workload.identity/client-id']: text,
    })[0]!;
  const entra = (text: string): Claim => claim(text, 'entra-workload-identity');

  test('but not where it already names one', () => {
    expect(mayName({ ...claim(symbolOf('var.arn')), identity: identity({}) }, identity({}))).toBe(false);
  });

  test('whatever its name, where a tool or a variable fills the text in, and the mechanism fits', () => {
    for (const text of [symbolOf('var.arn'), symbolOf('ROLE_ARN')]) {
      expect(mayName(claim(text), identity({}))).toBe(true);
      expect(mayName(claim(text), identity({ claimName: ARN }))).toBe(true);
      expect(mayName(claim(text), managed())).toBe(false);
      expect(mayName(entra(text), managed())).toBe(true);
      expect(mayName(entra(text), identity({}))).toBe(false);
    }
  });

  test('unless what is known of the text is another name', () => {
    const text = `arn:aws:iam::111122223333:role/${symbolOf('NAME')}`;
    expect(mayName(claim(text), identity({ claimName: ARN }))).toBe(true);
    expect(mayName(claim(text), identity({ claimName: 'arn:aws:iam::999988887777:role/app' }))).toBe(false);
  });

  test('but not where the text is an attribute of another identity', () => {
    for (const other of ['aws_iam_role.other', 'module.roles["a"].aws_iam_role.other', 'eks-platform/aws_iam_role.x']) {
      expect(mayName(claim(symbolOf(`${other}.arn`)), identity({}))).toBe(false);
    }
    for (const other of [
      'azurerm_user_assigned_identity.other.client_id',
      'azuread_application.other.client_id',
      'azuread_application_registration.other.client_id',
      'azuread_service_principal.other.object_id',
      'data.azuread_service_principal.other.id',
    ]) {
      expect(mayName(entra(symbolOf(other)), managed())).toBe(false);
    }
    // A principal that is looked up may be that of any identity, and so its client id.
    expect(mayName(entra(symbolOf('data.azuread_service_principal.other.client_id')), managed())).toBe(true);
  });

  test('where the text has an attribute of another identity in it, and may be something else', () => {
    for (const text of [
      symbolOf('var.arn == null ? local.arn : aws_iam_role.other.arn'),
      symbolOf('aws_iam_role.other.arn == null ? local.arn : var.arn'),
      `arn:aws:iam::111122223333:role/${symbolOf('aws_iam_role.other.name')}`,
    ]) {
      expect(mayName(claim(text), identity({}))).toBe(true);
    }
  });

  test('by an ARN of the role’s name, in an account and a partition that may be the role’s', () => {
    expect(mayName(claim(ARN), identity({}))).toBe(true);
    expect(mayName(claim('arn:aws:iam::111122223333:role/team/app'), identity({}))).toBe(false);
    expect(mayName(claim('arn:aws:iam::111122223333:role/team/app'), identity({ existing: true }))).toBe(true);
    expect(
      mayName(claim('arn:aws:iam::111122223333:role/team/app'), identity({ path: `/${symbolOf('var.team')}/` })),
    ).toBe(true);
    expect(mayName(claim('arn:aws:iam::111122223333:role/other'), identity({}))).toBe(false);
    expect(
      mayName(claim('arn:aws:iam::111122223333:role/other'), identity({ name: symbolOf('random_id.x.hex') })),
    ).toBe(true);
    expect(mayName(claim('arn:aws:iam::111122223333:user/app'), identity({}))).toBe(false);
    expect(mayName(claim('arn:aws:iam::1111:role/app'), identity({}))).toBe(false);
    expect(mayName(claim(`x${ARN}`), identity({}))).toBe(false);
    expect(mayName(claim(`${ARN}/`), identity({}))).toBe(false);
    expect(mayName(claim('app'), identity({ name: symbolOf('random_id.x.hex') }))).toBe(false);
    const names = new Set<string>();
    expect(mayName(claim(ARN), identity({ account: { id: '999988887777', names } }))).toBe(false);
    expect(mayName(claim(ARN), identity({ account: { partition: 'aws-cn', names } }))).toBe(false);
    expect(mayName(entra(ARN), identity({}))).toBe(false);
  });

  test('but not by an ARN where the role’s own is known', () => {
    expect(mayName(claim('arn:aws:iam::111122223333:role/team/app'), identity({ claimName: ARN }))).toBe(false);
  });

  test('by any client id where the identity’s own is not known, and by nothing that is none', () => {
    expect(mayName(entra(CLIENT), managed())).toBe(true);
    expect(mayName(entra(CLIENT.replace('3', 'A')), managed())).toBe(true);
    expect(mayName(entra('my-identity'), managed())).toBe(false);
    expect(mayName(entra(`x${CLIENT}`), managed())).toBe(false);
    expect(mayName(entra(`${CLIENT}x`), managed())).toBe(false);
    expect(mayName(claim(CLIENT), managed())).toBe(false);
    expect(mayName(entra(CLIENT), managed({ claimName: '44444444-4444-4444-8444-444444444444' }))).toBe(false);
  });
});

test('a claim names the identity whose name it carries, and says where its account is assumed to be the same', () => {
  const role = identity({});
  const index = new IdentityIndex([role]);
  const named = (text: string): readonly Claim[] =>
    claimsBy('irsa', { serviceAccounts: [account({ 'eks.amazonaws.com/role-arn': text })], workloads: [] }, index);
  expect(named(role.claimName)).toMatchObject([{ identity: role, assumed: false }]);
  expect(named(ARN)).toMatchObject([{ identity: role, assumed: true }]);
});
