import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

// git clone https://github.com/iann0036/iam-dataset
// npx tsx docs/aws-managed-policies/generate.ts iam-dataset 2026-08-22
const [repository, date] = process.argv.slice(2);
if (repository === undefined || date === undefined) {
  throw new Error('usage: docs/aws-managed-policies/generate.ts REPOSITORY DATE');
}

const FILE = 'lib/proof/permissions/managed-policies.ts';

/** Policies that roles of pods and of the controllers have; the first two are not in the list and stand below as AWS has them. */
const NAMES = [
  ...['AmazonS3FullAccess', 'AmazonS3ReadOnlyAccess', 'AmazonSQSFullAccess', 'AmazonSQSReadOnlyAccess'],
  ...['AmazonSNSFullAccess', 'AmazonSNSReadOnlyAccess', 'AmazonDynamoDBReadOnlyAccess', 'AmazonDynamoDBFullAccess'],
  ...['SecretsManagerReadWrite', 'AmazonSSMReadOnlyAccess', 'AmazonSSMManagedInstanceCore'],
  ...['CloudWatchAgentServerPolicy', 'CloudWatchReadOnlyAccess', 'CloudWatchLogsReadOnlyAccess'],
  ...['AWSXRayDaemonWriteAccess', 'AWSXrayWriteOnlyAccess'],
  ...['AmazonPrometheusRemoteWriteAccess', 'AmazonPrometheusQueryAccess'],
  ...[
    'AmazonEC2ContainerRegistryReadOnly',
    'AmazonEC2ContainerRegistryPullOnly',
    'AmazonEC2ContainerRegistryPowerUser',
  ],
  ...['AmazonEKS_CNI_Policy', 'AmazonEKSWorkerNodePolicy', 'AmazonEKSWorkerNodeMinimalPolicy'],
  ...[
    'AmazonEBSCSIDriverPolicy',
    'AmazonEBSCSIDriverPolicyV2',
    'AmazonEFSCSIDriverPolicy',
    'AmazonS3FilesCSIDriverPolicy',
  ],
  ...['AmazonFSxFullAccess', 'AmazonFSxReadOnlyAccess', 'AmazonRoute53ReadOnlyAccess', 'AmazonRoute53FullAccess'],
  ...['AmazonKinesisReadOnlyAccess', 'AmazonKinesisFullAccess', 'AmazonEC2ReadOnlyAccess', 'AWSAppMeshEnvoyAccess'],
];

interface Written {
  readonly arn: string;
  readonly document: { readonly Version: string; readonly Statement: unknown };
}

const show = (path: string): string =>
  execFileSync('git', ['-C', repository, 'show', `HEAD:${path}`], { encoding: 'utf8' });
const entries = NAMES.map((name) => {
  const { arn, document } = JSON.parse(show(`aws/managedpolicies/${name}.json`)) as Written;
  if (document.Version !== '2012-10-17') throw new Error(`${name} has another version`);
  return `  ${JSON.stringify(arn.replace('arn:aws:iam::aws:policy/', ''))}: ${JSON.stringify(document.Statement)},`;
});

interface Denying {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
}

/** Of each policy that denies something the services of what it denies, or `*`. One that the copy of the list does not have may deny anything. */
function denials(): ReadonlyMap<string, readonly string[]> {
  const git = (args: readonly string[], input?: string): string =>
    execFileSync('git', ['-C', repository!, ...args], { encoding: 'utf8', input, maxBuffer: 2 ** 30 });
  const found = new Map<string, readonly string[]>();
  const folder = 'aws/managedpolicies/';
  for (const path of git(['ls-tree', '-r', '--name-only', 'HEAD', folder]).trim().split('\n')) {
    const name = path.slice(folder.length, -'.json'.length);
    if (/^(AdministratorAccess|PowerUserAccess)$/.test(name)) continue;
    let written: Written;
    try {
      written = JSON.parse(git(['show', `HEAD:${path}`])) as Written;
    } catch {
      found.set(name, ['*']);
      continue;
    }
    const { Statement: statement } = written.document;
    const denying = ([statement].flat() as readonly Denying[]).filter(({ Effect: effect }) => effect === 'Deny');
    if (denying.length === 0) continue;
    const actions = denying.flatMap(({ Action: action = '*' }) => action);
    const services = [...new Set(actions.map((action) => action.split(':')[0]!))].sort();
    found.set(name, services.includes('*') ? ['*'] : services);
  }
  return found;
}

const denied = [...denials()].map(([name, services]) => `  ${JSON.stringify(name)}: ${JSON.stringify(services)},`);
const text = `// Made by docs/aws-managed-policies/generate.ts from github.com/iann0036/iam-dataset (aws/managedpolicies, MIT) of ${date}; not to be edited by hand.

/** The day of which the policies are: AWS may have changed them since. */
export const MANAGED_POLICIES_OF = '${date}';

/** Statements of AWS’ managed policies that pods and controllers have, by path and name; all of version 2012-10-17. */
export const MANAGED_POLICIES: Readonly<Record<string, unknown>> = {
  AdministratorAccess: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: [
        'account:GetAccountInformation',
        'account:GetGovCloudAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ],
      Resource: '*',
    },
  ],
${entries.join('\n')}
};

/** The names of all AWS’ managed policies that deny something, with the services of what they deny, or \`*\`. */
export const MANAGED_POLICIES_THAT_DENY: Readonly<Record<string, readonly string[] | undefined>> = {
${denied.join('\n')}
};
`;
void resolveConfig(FILE)
  .then((config) => format(text, { ...config, parser: 'typescript' }))
  .then((formatted) => writeFileSync(FILE, formatted));
