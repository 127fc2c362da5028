import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { choiceOf, NAMES, oneOf } from '../init/cloud';
import { ownFolder, shellWord } from '../init/own-folder';
import { PROVIDER_SETS } from '../init/package-json';
import { projectFiles } from '../init/project-files';
import { projectName } from '../init/project-name';
import { writeProject } from '../init/write-project';
import { reportFailure } from '../report-failure';

/** `podtrust init aws|azure|both [FOLDER]` */
export function addInitCommand(program: Command): void {
  program
    .command('init')
    .summary('a new project that synthesizes and proves at once')
    .description(
      'Writes a small, complete project: a program, its tests, a workflow for GitHub. It synthesizes, proves and tests without an edit.',
    )
    .argument('<cloud>', 'aws, azure or both')
    .argument('[folder]', 'an empty folder, or one that is not there yet', '.')
    .option(
      '--providers <set>',
      'cdktf: the providers of cdktf, on Node 20; cdktn: those of CDK Terrain, which are newer (for AWS on Node 22.11)',
      'cdktf',
    )
    .addHelpText('after', '\nExit status: 0 written, 2 nothing written.')
    .action((cloud: string, folder: string, { providers }: { readonly providers: string }) => {
      process.exitCode = run(cloud, folder, providers);
    });
}

function run(cloud: string, folder: string, providers: string): number {
  try {
    const choice = choiceOf(cloud);
    const set = oneOf(PROVIDER_SETS, providers);
    const files = projectFiles(choice, set, projectName(basename(resolve(folder))), ownFolder());
    writeProject(folder, files);
    const steps = ['npm install', 'npm run synth', 'npm run prove', 'npm test'];
    const lines = [
      `A project for ${NAMES[choice]}${folder === '.' ? '' : ` in ${folder}`}:`,
      ...[...files.keys()].map((file) => `  ${file}`),
      '',
      'Next:',
      ...(folder === '.' ? [] : [`  cd ${shellWord(folder)}`]),
      ...steps.map((step) => `  ${step}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  } catch (error) {
    return reportFailure(error);
  }
}
