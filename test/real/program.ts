import * as fs from 'node:fs';
import * as path from 'node:path';
import { realError } from './real-error';
import type { LocalCloud } from './local-cloud';
import { pause, signalGroup, spawnInGroup } from './processes';

const repository = path.resolve(__dirname, '..', '..');
const cdktf = path.join(repository, 'node_modules', '.bin', 'cdktf');

/** The lock of provider checksums asks the registry, and these providers come from this machine. */
const approved = ['--auto-approve', '--skip-provider-lock', '--no-color'];

/** Longer than providers wait between two looks at what they create, which is ten seconds. */
const quietMilliseconds = 30_000;

/** A change that a plan has. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
}

/** The sample program, deployed to a {@link LocalCloud} by the tools that its users have. */
export class Program {
  private readonly output: string;
  private readonly logFile: string;
  private readonly running = new Set<() => void>();

  /**
   * @param source what is deployed, in this folder; by default the sample
   * @param variables of its environment, read at each run
   */
  public constructor(
    private readonly cloud: LocalCloud,
    private readonly source?: string,
    private readonly variables: Readonly<Record<string, string>> = {},
  ) {
    this.output = path.join(cloud.folder, 'cdktf.out');
    this.logFile = path.join(cloud.folder, 'cdktf.log');
  }

  /** `cdktf synth` */
  public async synthesize(): Promise<void> {
    await this.cdktf('synth').finished;
  }

  /** `cdktf deploy '*' --auto-approve`, or of one stack alone */
  public async deploy(stack = '*'): Promise<void> {
    await this.cdktf('deploy', stack, ...approved).finished;
  }

  /** `cdktf destroy '*' --auto-approve`, or of one stack alone */
  public async destroy(stack = '*'): Promise<void> {
    await this.cdktf('destroy', stack, ...approved).finished;
  }

  /** A deploy that the cloud refuses a part of. @returns what Terraform said, in one line */
  public async deployRefused(): Promise<string> {
    const deploy = this.cdktf('deploy', '*', ...approved);
    const ended = await deploy.finished.then(
      () => 'accepted',
      () => 'refused',
    );
    if (ended === 'accepted') throw realError({ code: 'real-scenario-failed', what: 'the whole program was deployed' });
    return inOneLine(deploy.said());
  }

  /**
   * A deploy that is killed, with all that it started, when some of its resources are made, none is under way, and the
   * rest has not begun.
   *
   * @param creations how many it gets done before
   */
  public async deployKilledAfter(creations: number): Promise<void> {
    const { gate } = this.cloud.api;
    gate.closeAfter(creations);
    const deploy = this.cdktf('deploy', '*', ...approved);
    let ended = false;
    deploy.finished.catch(() => undefined).finally(() => (ended = true));
    // Nothing is under way where what Terraform creates, and has not noted as created, are the creations that wait. Some
    // that it has begun may wait for those inside the provider, which creates the subnets of a network one by one: then
    // nobody calls the cloud any more.
    const isBetween = () =>
      gate.waiting > 0 && (resourcesUnderWay(deploy.said()) === gate.waiting || gate.quiet > quietMilliseconds);
    while (!ended && !(isBetween() && (await pause(2000), isBetween()))) await pause(100);
    if (ended) {
      gate.open();
      await deploy.finished;
      throw realError({
        code: 'real-scenario-failed',
        what: `the deploy ended before it had made ${creations} resources`,
      });
    }
    deploy.kill();
    await deploy.finished.catch(() => undefined);
    gate.open();
  }

  /** Ends what it runs. */
  public stop(): void {
    this.running.forEach((kill) => kill());
  }

  /** The stacks, in the order of their names: a platform is before its workloads. */
  public stacks(): string[] {
    return fs.readdirSync(path.join(this.output, 'stacks')).sort();
  }

  /** What the program makes, as a `cdktf.out`, before anything is changed for this machine. */
  public get synthesized(): string {
    return this.cloud.synthesizedFolder;
  }

  /** `terraform plan` of a stack. @returns the changes; none where the stack is as the program has it */
  public async plan(stack: string): Promise<PlannedChange[]> {
    const file = this.planFile(stack);
    await this.terraform(stack, 'plan', '-input=false', `-out=${file}`);
    const plan = JSON.parse(await this.terraform(stack, 'show', '-json', file)) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
      output_changes?: Record<string, { actions: string[] }>;
    };
    return [
      ...(plan.resource_changes ?? []).map(({ address, change }) => ({ address, actions: change.actions })),
      ...Object.entries(plan.output_changes ?? {}).map(([name, { actions }]) => ({
        address: `output.${name}`,
        actions,
      })),
    ].filter(({ actions }) => actions.some((action) => !['no-op', 'read'].includes(action)));
  }

  /** `terraform show -json` of a stack's state. */
  public async showState(stack: string): Promise<string> {
    return this.terraform(stack, 'show', '-json');
  }

  /** `terraform show -json` of the plan of a stack that is not deployed. */
  public async showPlan(stack: string): Promise<string> {
    await this.terraform(stack, 'init', '-input=false');
    await this.plan(stack);
    return this.terraform(stack, 'show', '-json', this.planFile(stack));
  }

  /** Marks a resource to be made anew at the next deploy. */
  public async taint(stack: string, address: string): Promise<void> {
    await this.terraform(stack, 'taint', address);
  }

  /** `terraform state list` */
  public async stateOf(stack: string): Promise<string[]> {
    return (await this.terraform(stack, 'state', 'list')).split('\n').filter(Boolean);
  }

  private cdktf(command: 'synth' | 'deploy' | 'destroy', ...args: readonly string[]) {
    const app = `${process.execPath} ${path.join(repository, 'node_modules', 'tsx', 'dist', 'cli.mjs')} ${path.join(__dirname, 'synthesize.ts')}`;
    const program = ['--app', app, '--output', this.output];
    return this.run(cdktf, [command, ...args, ...program], repository);
  }

  private get environment(): NodeJS.ProcessEnv {
    const { environment } = this.cloud;
    const program = this.source === undefined ? {} : { PODTRUST_REAL_PROGRAM: this.source };
    return { ...environment, ...program, ...this.variables };
  }

  private planFile(stack: string): string {
    return path.join(this.cloud.folder, `${stack}.plan`);
  }

  private terraform(stack: string, ...args: string[]): Promise<string> {
    const folder = path.join(this.output, 'stacks', stack);
    return this.run(this.cloud.environment.TERRAFORM_BINARY_NAME!, [...args, '-no-color'], folder).finished;
  }

  /**
   * Runs a tool. `finished` gives its standard output, or throws with the errors in what it said; `said` is both its
   * outputs so far; `kill` ends it and all that it started.
   */
  private run(command: string, args: readonly string[], cwd: string) {
    const child = spawnInGroup(command, args, { cwd, env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let said = '';
    const log = fs.createWriteStream(this.logFile, { flags: 'a' });
    log.write(`\n$ ${path.basename(command)} ${args.join(' ')}\n`);
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      said += text;
      // A state is long, and kept elsewhere.
      if (args[0] !== 'show') log.write(text);
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      log.write(text);
    });
    const kill = () => signalGroup(child, 'SIGKILL');
    this.running.add(kill);
    const finished = new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.running.delete(kill);
        log.end();
        if (code === 0) return resolve(output);
        reject(
          realError({
            code: 'real-command-failed',
            where: this.logFile,
            what: `${path.basename(command)} ${args[0]} ended by ${signal ?? `exit code ${code}`}: ${errorsIn(said)}`,
            remedy: `All that it said is in ${this.logFile}`,
          }),
        );
      });
    });
    return { finished, said: () => said, kill };
  }
}

/** How many resources Terraform has begun to create and not ended, by what it said. */
function resourcesUnderWay(said: string): number {
  const count = (text: RegExp) => said.match(text)?.length ?? 0;
  return count(/: Creating\.\.\./g) - count(/: Creation complete after /g);
}

/** Without colours, and without the marks and breaks of lines that cdktf makes. */
function inOneLine(said: string): string {
  return said.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/[\s│]+/g, ' ');
}

/** Terraform's error lines, or else the last ones. */
function errorsIn(said: string): string {
  const lines = said
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .filter((line) => line.trim());
  const errors = lines.filter((line) => /Error: /.test(line)).map((line) => line.replace(/^.*?Error: /, ''));
  return (errors.length > 0 ? [...new Set(errors)] : lines.slice(-5)).join(' / ');
}
