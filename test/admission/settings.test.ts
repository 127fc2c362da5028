import { admitAzure, admitEks } from '../../lib/admission';
import { pod, serviceAccount } from './objects';

const eks = (settings: unknown) => () => admitEks(pod(), serviceAccount(), settings as object);
const azure = (settings: unknown) => () => admitAzure(pod(), serviceAccount(), settings as object);

describe('settings of the webhooks', () => {
  test('a field that the webhook does not have is named, with those that it has', () => {
    expect(eks({ audience: 'x' })).toThrow(
      /^admission-settings[^]*"audience" is not a setting[^]*defaultAudience \(string\)/,
    );
    expect(azure({ region: 'x' })).toThrow(/^admission-settings[^]*"region" is not a setting[^]*tenantId \(string\)/);
    expect(azure(JSON.parse('{"__proto__": 1}'))).toThrow(/^admission-settings/);
  });

  test.each<[string, unknown]>([
    ['tokenExpiration', '3600'],
    ['tokenExpiration', 1.5],
    ['regionalSTS', 'true'],
    ['region', null],
    ['configMap', []],
    ['configMap', 'not JSON'],
    ['configMap', '[]'],
    ['configMap', { backend: {} }],
    ['configMap', { 'todo/backend': null }],
    ['configMap', { 'todo/backend': { TokenExpiration: '1' } }],
    ['composeRoleArn', true],
    ['composeRoleArn', {}],
    ['composeRoleArn', { accountId: 111122223333 }],
    ['containerCredentials', { associations: {} }],
    ['containerCredentials', { associations: ['backend'] }],
    ['containerCredentials', { associations: [{ namespace: 'todo' }] }],
    ['containerCredentials', { associations: [{ namespace: 'a', serviceAccount: 'b', workloadIdentity: 'true' }] }],
    ['containerCredentials', { uri: 'x' }],
  ])('EKS: %s cannot be %j', (key, value) => {
    expect(eks({ [key]: value })).toThrow(/^admission-settings/);
    expect(eks({ [key]: value })).toThrow(key);
  });

  test.each<[string, unknown]>([
    ['tenantId', 7],
    ['cloud', 'Azure'],
    ['kubernetesVersion', 1.33],
    ['kubernetesVersion', 'latest'],
    ['logLevel', 'loud'],
    ['mountPathPerPod', 'true'],
    ['customTokenEndpoint', 'identity-binding'],
    ['customTokenEndpoint', { endpoint: 'https://api.example' }],
    ['customTokenEndpoint', { annotationSuffix: '' }],
    ['customTokenEndpoint', { annotationSuffix: 'a b' }],
    ['customTokenEndpoint', { annotationSuffix: 'a'.repeat(60) }],
    ['customTokenEndpoint', { audience: '' }],
    ['customTokenEndpoint', { audience: 'API://AzureADTokenExchange' }],
  ])('Azure: %s cannot be %j', (key, value) => {
    expect(azure({ [key]: value })).toThrow(/^admission-settings/);
    expect(azure({ [key]: value })).toThrow(key);
  });

  test('settings that are no object are an error', () => {
    expect(eks([])).toThrow(/^admission-settings/);
    expect(azure('x')).toThrow(/^admission-settings/);
  });
});
