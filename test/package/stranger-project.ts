import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const REPOSITORY = path.resolve(__dirname, '../..');
const MODULES = path.join(REPOSITORY, 'node_modules');
/** Whether this Node runs the living providers: jest.config.js says when they are left out. */
export const CAN_RUN_LIVING: boolean = jest
  .requireActual<{ projects: { displayName: string }[] }>('../../jest.config.js')
  .projects.some(({ displayName }) => displayName === 'living');
/** What `cdktf init` writes for TypeScript. */
const INIT_TSCONFIG = path.join(MODULES, 'cdktf-cli/bundle/templates/typescript/tsconfig.json');

/** Node finds a linked module's own imports in this project, and so one copy of the core. */
const KEEPING_LINKS = ['--preserve-symlinks', '--preserve-symlinks-main'];
/** What npm would put into node_modules/.bin. */
const COMMANDS = [
  ['jest', 'jest/bin/jest.js'],
  ['podtrust', 'podtrust/dist/lib/cli/main.js'],
  ['tsc', 'typescript/bin/tsc', '--preserveSymlinks'],
  ['tsx', 'tsx/dist/cli.mjs'],
] as const;

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A project of somebody else: podtrust from its packed tarball, the peer dependencies beside it, and the tsconfig.json of
 * `cdktf init`. It stands outside this repository and installs nothing from the network.
 */
export class StrangerProject {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stranger-'));

  /**
   * @param core the package that answers to the name `cdktf`, as by an npm alias
   * @param living whether CDK Terrain's own providers have the names of cdktf's, as in docs/leaving-cdktf.md
   */
  public constructor(core: 'cdktf' | 'cdktn' = 'cdktf', living = false) {
    const modules = path.join(this.folder, 'node_modules');
    fs.mkdirSync(path.join(modules, '@cdktf'), { recursive: true });
    execFileSync('tar', ['-xzf', packedTarball(), '-C', modules]);
    fs.renameSync(path.join(modules, 'package'), path.join(modules, 'podtrust'));
    for (const name of fs.readdirSync(MODULES)) {
      if (!name.startsWith('.') && !['podtrust', 'cdktf', 'cdktn', '@cdktf'].includes(name)) {
        link(name, path.join(modules, name));
      }
    }
    for (const name of ['provider-aws', 'provider-azurerm', 'provider-kubernetes', 'provider-helm']) {
      const alias = living && /aws|azurerm/.test(name) ? `living-${name}` : `@cdktf/${name}`;
      link(alias, path.join(modules, '@cdktf', name));
    }
    // What the living providers ask for: a second copy of the core, as npm makes it.
    if (living) link('cdktn', path.join(modules, 'cdktn'));
    link(core, path.join(modules, 'cdktf'));
    fs.copyFileSync(INIT_TSCONFIG, path.join(this.folder, 'tsconfig.json'));
    fs.writeFileSync(path.join(this.folder, 'package.json'), '{ "name": "stranger", "private": true }');
  }

  public write(file: string, content: string): this {
    fs.writeFileSync(path.join(this.folder, file), content);
    return this;
  }

  public read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** The compiler, with the project's own tsconfig.json and links kept, so that one core is seen. */
  public compile(...options: string[]): Finished {
    return this.node(path.join(MODULES, 'typescript/bin/tsc'), '--preserveSymlinks', '--pretty', 'false', ...options);
  }

  public node(...args: string[]): Finished {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...KEEPING_LINKS, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
    return { status, stdout, stderr };
  }

  /**
   * Npm in a folder below this one, whose scripts find the commands that an install would have brought.
   *
   * @param folder relative to this project
   */
  public npm(folder: string, ...args: string[]): Finished {
    const commands = path.join(this.folder, 'node_modules/.bin');
    fs.mkdirSync(commands, { recursive: true });
    for (const [name, program, ...options] of COMMANDS) {
      const words = [process.execPath, path.join(this.folder, 'node_modules', program), ...options];
      const line = words.map((word) => `'${word}'`).join(' ');
      fs.writeFileSync(
        path.join(commands, name),
        `#!/bin/sh\nNODE_OPTIONS='${KEEPING_LINKS.join(' ')}' exec ${line} "$@"\n`,
        { mode: 0o755 },
      );
    }
    const { status, stdout, stderr } = spawnSync('npm', args, {
      cwd: path.join(this.folder, folder),
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
    return { status, stdout, stderr };
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function link(name: string, to: string): void {
  fs.symlinkSync(path.join(MODULES, name), to, 'junction');
}

let tarball: string | undefined;

/** What `npm pack` makes of the built tree, once for all tests of a file. */
export function packedTarball(): string {
  if (!tarball) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packed-'));
    const npm = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const printed = execFileSync('npm', npm, {
      cwd: REPOSITORY,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    tarball = path.join(folder, JSON.parse(printed)[0].filename);
  }
  return tarball;
}
