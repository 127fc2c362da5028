import { AccountMakers } from '../../../lib/proof/evaluate/account-makers';
import { Accounts } from '../../../lib/proof/evaluate/accounts';
import { asksElsewhere, clientIdElsewhere, whyPerhapsClaimed } from '../../../lib/proof/evaluate/asks-elsewhere';
import type { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';
import type { AccountMaker } from '../../../lib/proof/model/kubernetes/account-maker';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import type { DeclaredElsewhere } from '../../../lib/proof/model/declared-elsewhere';
import type { ServiceAccount } from '../../../lib/proof/model/kubernetes/service-account';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { Workload } from '../../../lib/proof/model/kubernetes/workload';
import { workload } from '../model/workload';

const CLIENT = '33333333-3333-4333-8333-333333333333';
const ROLE = 'arn:aws:iam::111122223333:role/app';
const at = { file: 'app.yaml', pointer: '' };
const labelled = { podLabels: { 'azure.workload.identity/use': 'true' } };
const ownToken = { projectedTokens: [{ audience: 'sts.amazonaws.com', volume: 'token' }] };

describe('a client id that no annotation tells', () => {
  const from = (parts: Partial<Workload>): string | undefined => clientIdElsewhere(workload(parts));

  test('has no other place in a plain pod', () => {
    expect(from({})).toBeUndefined();
  });

  test('may come from where all variables come from, or that one', () => {
    const reason = 'its variables come from the Secret shop/id as well, whose content is not known';
    expect(from({ openVariables: [{ source: 'Secret shop/id' }] })).toBe(reason);
    expect(from({ openVariables: [{ name: 'AZURE_CLIENT_ID', source: 'Secret shop/id' }] })).toBe(reason);
    expect(from({ openVariables: [{ name: 'AWS_ROLE_ARN', source: 'Secret shop/id' }] })).toBeUndefined();
  });

  test('may be an argument, which the ARN of a role is not', () => {
    const reason = `an argument of it names ${CLIENT}, which may be the client id`;
    expect(from({ namedInArguments: [ROLE, CLIENT] })).toBe(reason);
    expect(from({ namedInArguments: [ROLE] })).toBeUndefined();
  });

  test('may be in an object of a controller, known by its account or by one of its images', () => {
    const reason = 'an object of KEDA that is not in the input may name it';
    expect(from({ serviceAccount: 'keda-operator' })).toBe(reason);
    expect(from({ images: ['registry.example/proxy', 'ghcr.io/kedacore/keda'] })).toBe(reason);
  });
});

describe('a pod may name the identity for itself', () => {
  const asks = (mechanism: 'irsa' | 'entra-workload-identity', ...parts: Partial<Workload>[]): string | undefined =>
    asksElsewhere(parts.map(workload), mechanism, { secretProviderClasses: new Set(['shop/read', 'other/vault']) });

  test('through a SecretProviderClass that was not read, which the driver has the token for', () => {
    expect(asks('irsa', { secretProviderClasses: ['vault', 'cert'] })).toBe(
      'Deployment/shop/app mounts the SecretProviderClass vault, cert, which is not in the input',
    );
    expect(asks('irsa', { secretProviderClasses: ['read', 'vault'] })).toBe(
      'Deployment/shop/app mounts the SecretProviderClass vault, which is not in the input',
    );
  });

  test('through one that was read by a claim of its own alone', () => {
    expect(asks('entra-workload-identity', { secretProviderClasses: ['read'] })).toBeUndefined();
  });

  test('with the token that the label gets it, on Azure alone', () => {
    const open = { ...labelled, openVariables: [{ source: 'ConfigMap shop/env' }] };
    expect(asks('entra-workload-identity', open)).toBe(
      'its variables come from the ConfigMap shop/env as well, whose content is not known',
    );
    expect(asks('irsa', open)).toBeUndefined();
    expect(asks('entra-workload-identity', { ...open, podLabels: {} })).toBeUndefined();
    expect(
      asks('entra-workload-identity', { ...open, podLabels: { 'azure.workload.identity/use': 'false' } }),
    ).toBeUndefined();
  });

  test('with a token of its own, for which a variable names the identity', () => {
    const reason = 'Deployment/shop/app takes variables from the Secret shop/id, whose content is not known';
    const named = (name?: string): Partial<Workload> => ({
      ...ownToken,
      openVariables: [{ ...(name === undefined ? {} : { name }), source: 'Secret shop/id' }],
    });
    expect(asks('irsa', named())).toBe(reason);
    expect(asks('irsa', named('AWS_ROLE_ARN'))).toBe(reason);
    expect(asks('entra-workload-identity', named('AZURE_CLIENT_ID'))).toBe(reason);
    const token = 'Deployment/shop/app mounts a token of its own';
    expect(asks('irsa', named('AZURE_CLIENT_ID'))).toBe(token);
    expect(asks('entra-workload-identity', named('AWS_ROLE_ARN'))).toBe(token);
  });

  test('with a token of its own and an argument, or with the token alone', () => {
    expect(asks('irsa', { ...ownToken, namedInArguments: [ROLE] })).toBe(
      `an argument of Deployment/shop/app names ${ROLE}`,
    );
    expect(asks('irsa', ownToken)).toBe('Deployment/shop/app mounts a token of its own');
  });

  test('with the token of the label and settings that it mounts, but not with settings alone', () => {
    expect(asks('entra-workload-identity', { ...labelled, mountsSettings: true })).toBe(
      'Deployment/shop/app mounts settings that may name it',
    );
    expect(asks('entra-workload-identity', { mountsSettings: true })).toBeUndefined();
    expect(asks('entra-workload-identity', labelled)).toBeUndefined();
  });

  test('whichever of the pods of the account it is', () => {
    const other = { ...ownToken, id: 'Job/shop/other' };
    expect(asks('irsa', { namedInArguments: [ROLE] }, other)).toBe('Job/shop/other mounts a token of its own');
    expect(asks('entra-workload-identity', labelled, other)).toBe('Job/shop/other mounts a token of its own');
    expect(asks('irsa')).toBeUndefined();
  });
});

interface Given {
  readonly accounts?: readonly ServiceAccount[];
  readonly workloads?: readonly Workload[];
  readonly makers?: readonly AccountMaker[];
  readonly elsewhere?: readonly DeclaredElsewhere[];
  readonly existing?: true;
}

function account(name: string, parts: Partial<ServiceAccount> = {}): ServiceAccount {
  return { clusters: ['main'], namespace: 'shop', name, annotations: {}, labels: {}, at, ...parts };
}

function whyPerhaps(given: Given, parts: Partial<TrustAdmission> = {}): string | undefined {
  const cluster = {
    id: 'main',
    issuer: 'https://issuer.example',
    ...(given.existing ? { existing: true } : {}),
  } as unknown as Cluster;
  const evaluation = {
    accounts: new Accounts({
      serviceAccounts: given.accounts ?? [account('other')],
      workloads: given.workloads ?? [],
      associations: [],
    }),
    makers: new AccountMakers(given.makers ?? []),
    model: { elsewhere: given.elsewhere ?? [], secretProviderClasses: new Set() },
    clusters: new Map([['main', cluster]]),
  } as unknown as Evaluation;
  const admission: TrustAdmission = {
    identity: 'role',
    mechanism: 'irsa',
    cluster: 'main',
    namespace: 'shop',
    serviceAccount: 'app',
    pattern: false,
    except: [],
    audiences: undefined,
    source: 'role',
    at,
    ...parts,
  };
  return whyPerhapsClaimed(admission, evaluation);
}

describe('that nobody asks for what a trust gives', () => {
  const MADE_ELSEWHERE = 'main is made outside of what was read, and so may objects in it be';

  test('is known where the program makes the cluster and its objects were read', () => {
    expect(whyPerhaps({})).toBeUndefined();
    expect(whyPerhaps({ accounts: [account('app')] })).toBeUndefined();
  });

  test('is not known where no object of the cluster was read', () => {
    expect(whyPerhaps({ accounts: [] })).toBe('no service account and no workload of main is in the input');
  });

  test('is not known where others made the cluster, unless the account itself was read', () => {
    expect(whyPerhaps({ existing: true })).toBe(MADE_ELSEWHERE);
    expect(whyPerhaps({ existing: true, accounts: [account('app')] })).toBeUndefined();
  });

  test('depends on the cluster alone where a label chooses the pods', () => {
    const makers: AccountMaker[] = [{ clusters: ['main'], namespace: 'shop', source: 'chart', kind: 'a Helm release' }];
    expect(whyPerhaps({ makers }, { selector: 'app' })).toBeUndefined();
    expect(whyPerhaps({ makers, existing: true }, { selector: 'app' })).toBe(MADE_ELSEWHERE);
  });

  test('is not known where a chart may make the account', () => {
    const makers: AccountMaker[] = [{ clusters: ['main'], namespace: 'shop', source: 'chart', kind: 'a Helm release' }];
    expect(whyPerhaps({ makers })).toBe('a Helm release (chart) may declare shop/app; what it makes is not read');
  });

  test('is not known where the annotations of one of its declarations are not', () => {
    const accounts = [account('app'), account('app', { openAnnotations: true } as Partial<ServiceAccount>)];
    expect(whyPerhaps({ accounts })).toBe('its annotations are not known before apply');
  });

  test('is not known where a pod of the account may name it for itself', () => {
    expect(whyPerhaps({ accounts: [account('app')], workloads: [workload(ownToken)] })).toBe(
      'Deployment/shop/app mounts a token of its own',
    );
  });

  test('is not known where the name of the account is not, in the trust or in a declaration', () => {
    const name = symbolOf('var.name');
    expect(whyPerhaps({}, { serviceAccount: name })).toBe('which service account it is, is not known before apply');
    expect(whyPerhaps({ accounts: [account(name)] })).toContain('var.name');
    // A pattern is no name that one could be.
    expect(whyPerhaps({ accounts: [account(name)] }, { serviceAccount: 'app-*', pattern: true })).toBeUndefined();
  });

  test('is not known where the user says that the account is declared elsewhere', () => {
    const elsewhere: DeclaredElsewhere[] = [{ kind: 'service-account', glob: 'shop/app' }];
    expect(whyPerhaps({ elsewhere })).toBe('podtrust.yaml says that it is declared elsewhere');
    expect(whyPerhaps({ elsewhere }, { serviceAccount: 'web' })).toBeUndefined();
  });
});
