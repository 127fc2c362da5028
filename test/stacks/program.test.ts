import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdktf';
import { makeProgram } from '../../stacks/program';
import { DEFAULT_SETTINGS, type Settings } from '../../stacks/settings/settings';

type Resources = Record<string, Record<string, Record<string, unknown>>>;

interface Synthesized {
  readonly folder: string;
  readonly stack: (name: string) => {
    readonly resource: Resources;
    readonly output?: Record<string, { value: string; sensitive?: boolean }>;
    readonly provider: Record<string, Record<string, unknown>[]>;
  };
  readonly manifest: {
    readonly stacks: Record<string, { dependencies: string[]; annotations: { message: string }[] }>;
  };
}

function synthesize(settings: Settings = DEFAULT_SETTINGS): Synthesized {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-'));
  const app = new App({ outdir: folder, stackTraces: false });
  makeProgram(app, settings);
  app.synth();
  const read = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  return { folder, manifest: read('manifest.json'), stack: (name) => read(`stacks/${name}/cdk.tf.json`) };
}

function objects(synthesized: Synthesized, stack: string, kind: string) {
  const manifests = Object.values(synthesized.stack(stack).resource.kubernetes_manifest!);
  return manifests
    .map(({ manifest }) => manifest as { kind: string; metadata: Record<string, unknown>; spec: unknown })
    .filter((manifest) => manifest.kind === kind);
}

function filesBelow(folder: string): Map<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    files
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]),
  );
}

describe('the sample program', () => {
  const sample = synthesize();

  test('synthesizes the same bytes each time, and names no folder of this machine', () => {
    const files = filesBelow(sample.folder);
    expect(filesBelow(synthesize().folder)).toEqual(files);
    for (const content of files.values()) {
      expect(content).not.toContain(process.cwd());
      expect(content).not.toContain(sample.folder);
    }
  });

  test.each(['eks', 'aks'])(
    '%s: the workloads come after the platform, and read outputs that people can read',
    (cloud) => {
      expect(sample.manifest.stacks[`${cloud}-workloads`]!.dependencies).toEqual([`${cloud}-platform`]);
      const outputs = sample.stack(`${cloud}-platform`).output!;
      const read = JSON.stringify(sample.stack(`${cloud}-workloads`)).matchAll(/outputs\.([\w-]+)/g);
      for (const [, name] of read) {
        expect(name).toMatch(/^[a-z_]+$/);
        expect(outputs[name!]).toEqual({ value: expect.any(String) });
      }
    },
  );

  test.each(['eks', 'aks'])(
    '%s: frontend and backend each have their own service account, and pods name it',
    (cloud) => {
      const accounts = objects(sample, `${cloud}-workloads`, 'ServiceAccount').map(({ metadata }) => metadata);
      expect(accounts.map(({ namespace, name }) => `${namespace}/${name}`).sort()).toEqual([
        'todo/backend',
        'todo/frontend',
      ]);
      const named = objects(sample, `${cloud}-workloads`, 'Deployment').map((deployment) => [
        deployment.metadata.name,
        (deployment.spec as { template: { spec: { serviceAccountName: string } } }).template.spec.serviceAccountName,
      ]);
      expect(named.sort()).toEqual([
        ['backend', 'backend'],
        ['frontend', 'frontend'],
      ]);
    },
  );

  test('eks: the frontend has IRSA and the backend Pod Identity, unless settings say otherwise', () => {
    const associations = Object.values(sample.stack('eks-platform').resource.aws_eks_pod_identity_association!);
    expect(associations.map(({ service_account }) => service_account)).toEqual(['backend']);

    const { aws } = DEFAULT_SETTINGS;
    const irsaOnly = { ...aws, mechanisms: { frontend: 'irsa', backend: 'irsa' } as const };
    const other = synthesize({ ...DEFAULT_SETTINGS, aws: irsaOnly });
    expect(other.stack('eks-platform').resource.aws_eks_pod_identity_association).toBeUndefined();
  });

  test('aks: each identity has one federated credential and only the roles of its workload', () => {
    const { resource } = sample.stack('aks-platform');
    const subjects = Object.values(resource.azurerm_federated_identity_credential!).map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(['system:serviceaccount:todo:backend', 'system:serviceaccount:todo:frontend']);
    const roles = Object.values(resource.azurerm_role_assignment!)
      .filter(({ principal_id }) => /frontend|backend/.test(String(principal_id)))
      .map(({ role_definition_name }) => role_definition_name);
    expect(roles.sort()).toEqual([
      'Azure Service Bus Data Sender',
      'Key Vault Secrets User',
      'Storage Blob Data Contributor',
    ]);
    expect(Object.keys(resource.azurerm_cosmosdb_sql_role_assignment!)).toHaveLength(1);
  });

  test('aks: keys are off on every account that holds data', () => {
    const { resource } = sample.stack('aks-platform');
    expect(Object.values(resource.azurerm_storage_account!)[0]).toMatchObject({ shared_access_key_enabled: false });
    expect(Object.values(resource.azurerm_cosmosdb_account!)[0]).toMatchObject({
      local_authentication_enabled: false,
    });
    expect(Object.values(resource.azurerm_servicebus_namespace!)[0]).toMatchObject({ local_auth_enabled: false });
  });

  test('aks: vault, storage and database are closed to the internet, and each has a private address and its DNS zone', () => {
    const { resource } = sample.stack('aks-platform');
    for (const type of ['azurerm_key_vault', 'azurerm_storage_account', 'azurerm_cosmosdb_account']) {
      expect(Object.values(resource[type]!)[0]).toMatchObject({ public_network_access_enabled: false });
    }
    const endpoints = Object.values(resource.azurerm_private_endpoint!).map(
      ({ private_service_connection: connection }) => connection as Record<string, unknown>,
    );
    const reached = endpoints.map(({ private_connection_resource_id: id, subresource_names: parts }) => [
      String(id).split('.')[0]!.slice(2),
      String(parts),
    ]);
    expect(reached.sort()).toEqual([
      ['azurerm_cosmosdb_account', 'Sql'],
      ['azurerm_key_vault', 'vault'],
      ['azurerm_storage_account', 'blob'],
    ]);
    const zones = Object.values(resource.azurerm_private_dns_zone!).map(({ name }) => name);
    expect(zones.sort()).toEqual([
      'privatelink.blob.core.windows.net',
      'privatelink.documents.azure.com',
      'privatelink.vaultcore.azure.net',
    ]);
  });

  test('aks: only nodes reach the private addresses, by HTTPS alone', () => {
    const groups = Object.values(sample.stack('aks-platform').resource.azurerm_network_security_group!);
    const rules = groups.find(({ name }) => /private-endpoints$/.test(String(name)))!.security_rule as object[];
    expect(rules).toEqual([
      expect.objectContaining({
        access: 'Allow',
        priority: 100,
        protocol: 'Tcp',
        destination_port_range: '443',
        source_address_prefixes: expect.stringMatching(
          /^\$\{azurerm_subnet\.Network_node-subnet_\w+\.address_prefixes\}$/,
        ),
      }),
      expect.objectContaining({ access: 'Deny', priority: 4096, protocol: '*', source_address_prefix: '*' }),
    ]);
  });

  test.each([
    [4, { private_dns_zone_name: expect.stringMatching(/\.name\}$/) }],
    [5, { private_dns_zone_id: expect.stringMatching(/\.id\}$/) }],
  ] as const)('aks: it suits azurerm %i where that is set', (azurermVersion, link) => {
    const { azure } = DEFAULT_SETTINGS;
    const { resource } = synthesize({ ...DEFAULT_SETTINGS, azure: { ...azure, azurermVersion } }).stack('aks-platform');
    expect(Object.values(resource.azurerm_private_dns_zone_virtual_network_link!)[0]).toMatchObject(link);
  });

  test('eks: bucket and table are under one key, which their roles may use by way of the service alone', () => {
    const { resource } = sample.stack('eks-platform');
    const [key] = Object.keys(resource.aws_kms_key!).filter((id) => id.startsWith('Data_Key_'));
    const arn = `\${aws_kms_key.${key}.arn}`;
    expect(Object.values(resource.aws_dynamodb_table!)[0]).toMatchObject({
      server_side_encryption: { enabled: true, kms_key_arn: arn },
      deletion_protection_enabled: true,
    });
    const rules = Object.values(resource.aws_s3_bucket_server_side_encryption_configuration!).map(({ rule }) => rule);
    expect(JSON.stringify(rules)).toContain(arn);
    const policies = Object.values(resource.aws_iam_role_policy!).map(({ policy }) => String(policy));
    const services = policies
      .filter((policy) => policy.includes(arn))
      .map((policy) => /"kms:ViaService":"(\w+)/.exec(policy)?.[1]);
    expect(services.sort()).toEqual(['dynamodb', 's3']);
  });

  test('eks: buckets accept TLS only, and the one for access logs may be written by this account’s logging alone', () => {
    const policies = Object.values(sample.stack('eks-platform').resource.aws_s3_bucket_policy!).map(
      ({ policy }) => JSON.parse(String(policy)).Statement as Record<string, unknown>[],
    );
    expect(policies).toHaveLength(2);
    for (const statements of policies) {
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
    const allowed = policies.flat().filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: { StringEquals: { 'aws:SourceAccount': expect.stringContaining('data.aws_caller_identity.') } },
      }),
    ]);
  });

  test('eks: in development, what holds something may be deleted', () => {
    const { aws } = DEFAULT_SETTINGS;
    const { resource } = synthesize({ ...DEFAULT_SETTINGS, aws: { ...aws, deletionProtection: false } }).stack(
      'eks-platform',
    );
    expect(Object.values(resource.aws_dynamodb_table!)[0]).toMatchObject({ deletion_protection_enabled: false });
    for (const bucket of Object.values(resource.aws_s3_bucket!)) expect(bucket).toMatchObject({ force_destroy: true });
  });

  test('without a deployer it synthesizes, and says what deploying will need', () => {
    for (const cloud of ['eks', 'aks']) {
      const said = sample.manifest.stacks[`${cloud}-platform`]!.annotations.map(({ message }) => message).join('\n');
      expect(said).toMatch(/deployer/);
      expect(said).toMatch(/private|from inside the VPC/);
    }
  });

  test('with a deployer and address ranges nobody is locked out', () => {
    const named = synthesize({
      ...DEFAULT_SETTINGS,
      aws: {
        ...DEFAULT_SETTINGS.aws,
        deployerPrincipalArn: 'arn:aws:iam::111122223333:role/deployer',
        publicAccessCidrs: ['203.0.113.0/24'],
      },
      azure: {
        ...DEFAULT_SETTINGS.azure,
        deployerObjectId: '00000000-0000-0000-0000-000000000001',
        publicAccessCidrs: ['203.0.113.0/24'],
      },
    });
    const eks = named.stack('eks-platform').resource;
    expect(Object.values(eks.aws_eks_access_entry!)).toContainEqual(
      expect.objectContaining({ principal_arn: 'arn:aws:iam::111122223333:role/deployer' }),
    );
    expect(Object.values(eks.aws_eks_cluster!)[0]!.vpc_config).toMatchObject({
      endpoint_public_access: true,
      public_access_cidrs: ['203.0.113.0/24'],
    });
    const aks = named.stack('aks-platform').resource;
    expect(Object.values(aks.azurerm_role_assignment!)).toContainEqual(
      expect.objectContaining({ role_definition_name: 'Azure Kubernetes Service RBAC Cluster Admin' }),
    );
    expect(Object.values(aks.azurerm_kubernetes_cluster!)[0]!.api_server_access_profile).toEqual({
      authorized_ip_ranges: ['203.0.113.0/24'],
    });
  });

  test('the kubernetes provider signs in by a command: no token or key of anybody is in the JSON', () => {
    for (const cloud of ['eks', 'aks']) {
      const [provider] = sample.stack(`${cloud}-workloads`).provider.kubernetes!;
      expect(Object.keys(provider!).sort()).toEqual(['cluster_ca_certificate', 'exec', 'host']);
    }
  });
});
