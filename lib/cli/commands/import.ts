import { counted } from '../../core/counted';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { PodtrustError } from '../../core/errors';
import { printable } from '../../core/printable';
import type { PodIdentityAccess } from '../../import/access';
import { programFiles } from '../../import/program';
import { readPodIdentityAccess } from '../../import/read-access';
import { describePlace } from '../../proof/model/place';
import { addClusterOption, clusterOfPath } from '../options/cluster-option';
import { oneOf } from '../init/cloud';
import { PROVIDER_SETS } from '../init/package-json';
import { importedProjectFiles } from '../init/project-files';
import { projectName } from '../init/project-name';
import { ownFolder, shellWord } from '../init/own-folder';
import { writeProject } from '../init/write-project';
import { addPathArgument } from '../options/path-argument';
import { reportFailure } from '../report-failure';

interface Flags {
  readonly to: string;
  readonly clusterId?: string;
  readonly cluster?: readonly string[];
  readonly providers: string;
}

/** What `import` leaves to the shell beside 2: all was carried over, or something was left behind. */
const EXIT = { whole: 0, leftBehind: 1 } as const;

/** `podtrust import PATH... --to FOLDER` */
export function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .summary('a program that leads a cluster out of AAD Pod Identity')
    .description(
      'Reads the objects of an AKS cluster that runs AAD Pod Identity, and writes a project: the same identities for the same workloads by Entra Workload ID, in four steps that can each be taken back. What cannot be carried over is listed.',
    )
    .requiredOption('--to <folder>', 'an empty folder, or one that is not there yet')
    .option(
      '--cluster-id <id>',
      'the cluster’s Azure resource id: az aks show --query id (default: what Terraform says, or a placeholder)',
    )
    .option('--providers <set>', 'the project’s providers, cdktf or cdktn; see podtrust init', 'cdktf')
    .addHelpText(
      'after',
      '\nThe objects: kubectl get azureidentity,azureidentitybinding,azurepodidentityexception,azureassignedidentity,\ndeploy,sts,ds,rs,rc,job,cronjob,pod,sa,rolebinding,clusterrolebinding -A -o yaml\n\nExit status: 0 written, and everything was carried over; 1 written, and something was left behind; 2 nothing written.',
    )
    .action((paths: string[], flags: Flags) => {
      process.exitCode = run(paths, flags);
    });
  addPathArgument(command);
  addClusterOption(command);
}

function run(paths: readonly string[], flags: Flags): number {
  try {
    const set = oneOf(PROVIDER_SETS, flags.providers);
    checkClusterId(flags.clusterId);
    const access = readPodIdentityAccess(paths, clusterOfPath(flags.cluster));
    const written = programFiles(access, { paths, clusterId: flags.clusterId });
    const files = importedProjectFiles(written, set, projectName(basename(resolve(flags.to))), ownFolder());
    writeProject(flags.to, files);
    process.stdout.write(`${[...resultOf(access, flags.to)].map(printable).join('\n')}\n`);
    return access.left.length > 0 ? EXIT.leftBehind : EXIT.whole;
  } catch (error) {
    return reportFailure(error);
  }
}

function* resultOf(access: PodIdentityAccess, folder: string): Iterable<string> {
  const { accounts, left } = access;
  const workloads = accounts.flatMap((account) => account.workloads);
  yield `A project in ${folder}, for ${counted(workloads.length, 'workload')} with ${counted(accounts.length, 'service account')} and ${counted(new Set(accounts.flatMap(({ identities }) => identities)).size, 'identity', 'identities')}:`;
  for (const { namespace, name, kept, identities, workloads: its } of accounts) {
    const whose = identities.map((one) => one.name).join(', ');
    yield `  ${namespace}/${name}${kept ? '' : ' (new)'} -> ${whose}: ${its.map(({ object }) => object).join(', ')}`;
  }
  if (left.length > 0) {
    yield '';
    yield 'Not carried over:';
    for (const { object, at, because, remedy } of left) {
      yield `  ${object} at ${describePlace(at)}: ${because}${remedy === undefined ? '' : `; fix: ${remedy}`}`;
    }
  }
  yield '';
  yield 'Next:';
  for (const step of [`cd ${shellWord(folder)}`, 'npm install', 'npm run synth', 'npm run prove', 'npm test']) {
    yield `  ${step}`;
  }
}

const CLUSTER_ID =
  /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[-\w.()]{1,90}\/providers\/Microsoft\.ContainerService\/managedClusters\/[a-z0-9][-\w]{0,62}$/i;

function checkClusterId(id: string | undefined): void {
  if (id === undefined || CLUSTER_ID.test(id)) return;
  throw new PodtrustError({
    code: 'option-invalid',
    what: `--cluster-id ${JSON.stringify(id)} is not the Azure resource id of an AKS cluster`,
    remedy: 'Give what az aks show --name NAME --resource-group GROUP --query id prints.',
  });
}
