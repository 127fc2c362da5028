import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import {
  IamOidcProvider,
  PodRole,
  PodRoles,
  TargetRole,
  ecrImagePull,
  irsa,
  podAccess,
  podIdentities,
  podIdentity,
} from '../../../lib/aws';
import { OidcIssuer } from '../../../lib/core';
import { awsStack, cluster } from '../synthesized';

const LIBRARY = join(__dirname, '../../../lib');
const account = (name: string) => ({ namespace: 'shop', name });

/** Every way to let pods in, of a cluster that is made here and of an issuer that is not. */
function everything() {
  const stack = awsStack();
  const eks = cluster(stack);
  const issuer = OidcIssuer.fromUrl('https://issuer.example');
  const oidcProvider = new IamOidcProvider(stack, 'foreign', { issuer });
  new PodRole(stack, 'one', {
    trusts: [
      irsa({ cluster: eks, serviceAccount: account('irsa') }),
      irsa({ oidcProvider, region: 'eu-west-1', serviceAccount: account('foreign') }),
      irsa({ cluster: eks, serviceAccount: account('preview-*'), allowPattern: true }),
      ecrImagePull({ cluster: eks, serviceAccount: account('images') }),
      podAccess({ cluster: eks, serviceAccount: account('access') }),
      podIdentity({ cluster: eks, serviceAccount: account('own'), target: new TargetRole(stack, 'target') }),
    ],
  });
  new PodRoles(stack, 'many', {
    trusts: podIdentities({ cluster: eks, namespaces: ['a', 'b'], serviceAccounts: ['api'] }),
  });
  return JSON.parse(Testing.synth(stack)) as {
    readonly data?: Readonly<Record<string, unknown>>;
    readonly provider: Readonly<Record<string, unknown>>;
    readonly terraform: { readonly required_providers: Readonly<Record<string, unknown>> };
    readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  };
}

test('nothing reads the issuer over the network, at plan or at apply: no data source but AWS’ own, and no thumbprint', () => {
  const { data = {}, terraform, resource } = everything();
  expect(Object.keys(terraform.required_providers)).toEqual(['aws']);
  expect(Object.keys(data).filter((type) => !type.startsWith('aws_'))).toEqual([]);
  const providers = Object.values(resource.aws_iam_openid_connect_provider!);
  expect(providers).toHaveLength(2);
  for (const provider of providers) expect(provider).not.toHaveProperty('thumbprint_list');
});

test('no construct imports a provider that could: tls, http or external', () => {
  const importing = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /provider-(tls|http|external)|data-(tls|http|external)/.test(readFileSync(join(LIBRARY, file), 'utf8')),
    );
  expect(importing).toEqual([]);
});
