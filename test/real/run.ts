import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ACCESS } from './scenarios/access';
import { AKS_SHAPES } from './scenarios/aks-shapes';
import { ACCESS_CONTROL } from './scenarios/access-control';
import { DOCUMENTS_AS_PROVIDER } from './scenarios/documents';
import { EXPRESSIONS_AS_TERRAFORM } from './scenarios/expressions';
import { CREDENTIALS } from './scenarios/credentials';
import { duration, inOneLine, say } from './command-line';
import { CONTROLLERS } from './scenarios/controllers';
import { findComponents, NEEDED, type Components } from './install/components';
import { LocalCloud, type CloudName } from './local-cloud';
import { stopAllAtExit } from './processes';
import { Program } from './program';
import { realError } from './real-error';
import { GUARDS } from './scenarios/guards';
import { IMPORTED } from './scenarios/imported';
import { LEAVE } from './scenarios/aad-pod-identity';
import { MOVE } from './scenarios/move';
import { READINESS } from './scenarios/readiness';
import { REFUSED } from './scenarios/refused';
import { EKS_SHAPES, INTERRUPTED, WHOLE_LIFE, type Scenario } from './scenarios/scenarios';

/**
 * `npm run test:real [-- aws|azure|life|move|leave|import|interrupted|access|shapes|controllers|refused|readiness|guards|credentials|access-control|expressions|documents]`: deploys through real components on loopback.
 *
 * Exit: 0 all held; 1 something did not; 3 a component is missing, so that nothing is said of a cloud that needs it.
 */
const clouds = ['aws', 'azure'] as const;

/** Those that take longest first: two lanes take one after the other. */
const SCENARIOS: readonly Scenario[] = [
  WHOLE_LIFE,
  MOVE,
  LEAVE,
  IMPORTED,
  INTERRUPTED,
  ACCESS,
  EKS_SHAPES,
  AKS_SHAPES,
  ACCESS_CONTROL,
  EXPRESSIONS_AS_TERRAFORM,
  DOCUMENTS_AS_PROVIDER,
  CONTROLLERS,
  REFUSED,
  CREDENTIALS,
  READINESS,
  GUARDS,
];

/** The longest that a step may take: three times what the slowest takes on two cores. */
const STEP_MINUTES = 10;

interface Result {
  readonly lines: readonly string[];
  readonly held: boolean;
}

async function main(names: readonly string[]): Promise<void> {
  const ids = SCENARIOS.map(({ id }) => id);
  const unknown = names.find((name) => !(clouds as readonly string[]).includes(name) && !ids.includes(name));
  if (unknown) {
    say(`there is no cloud or scenario "${unknown}". Give of ${[...clouds, ...ids].join(', ')}, or none for all.`);
    process.exitCode = 1;
    return;
  }
  const isWanted = (name: string, all: readonly string[]) =>
    names.includes(name) || !names.some((one) => all.includes(one));
  const begin = Date.now();
  const components = findComponents();
  const wanted = clouds.filter((cloud) => isWanted(cloud, clouds));
  const missing = reportComponents(components, wanted);
  const runnable = wanted.filter((cloud) => !missing.has(cloud));

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-real-'));
  stopAllAtExit(() => say(`stopped; logs are in ${folder}`));
  const turns = runnable.flatMap((cloud) =>
    SCENARIOS.filter(({ id, only = cloud }) => only === cloud && isWanted(id, ids)).map((scenario) => ({
      cloud,
      scenario,
    })),
  );
  // Two lanes a cloud: more would keep two cores so busy that a step takes longer than it may.
  const results = new Map<(typeof turns)[number], Result>();
  const playAll = async (waiting: (typeof turns)[number][]): Promise<void> => {
    for (let turn = waiting.shift(); turn; turn = waiting.shift()) {
      results.set(turn, await play(turn.cloud, turn.scenario, components, folder));
    }
  };
  const lanes = clouds.flatMap((cloud) => {
    const waiting = turns.filter((turn) => turn.cloud === cloud);
    return [waiting, waiting];
  });
  await Promise.all(lanes.map(playAll));

  const all = turns.map((turn) => results.get(turn)!);
  console.log('');
  for (const { lines } of all) console.log(lines.join('\n'));
  const failed = all.filter(({ held }) => !held).length;
  for (const [cloud, needs] of missing) console.log(`${cloud}: NOT RUN, without ${needs.join(', ')}`);
  console.log(`${all.length - failed} of ${all.length} scenarios held, in ${duration(Date.now() - begin)}`);
  if (failed === 0) fs.rmSync(folder, { recursive: true, force: true });
  else console.log(`logs: ${folder}`);
  process.exitCode = failed > 0 ? 1 : missing.size > 0 ? 3 : 0;
}

/** Prints what is real, and what is missing. @returns the clouds that cannot be run, with what they lack */
function reportComponents(components: Components, wanted: readonly CloudName[]): Map<CloudName, string[]> {
  const missing = new Map<CloudName, string[]>();
  const needed = new Set(wanted.flatMap((cloud) => NEEDED[cloud]));
  for (const name of needed) {
    const { title, version, path: place, missing: reason } = components.get(name);
    console.log(place ? `real     ${title} ${version}` : `missing  ${title}: ${reason}`);
    if (place) continue;
    for (const cloud of wanted.filter((one) => NEEDED[one].includes(name))) {
      missing.set(cloud, [...(missing.get(cloud) ?? []), title]);
    }
  }
  const standIns = { aws: 'AWS: moto behind a front', azure: "Azure: the project's own Resource Manager" };
  for (const cloud of wanted) console.log(`stand-in ${standIns[cloud]} (docs/real-components.md)`);
  return missing;
}

async function play(name: CloudName, scenario: Scenario, components: Components, folder: string): Promise<Result> {
  const title = `${name}: ${scenario.name}`;
  const lines = [title];
  const note = (line: string) => {
    lines.push(`  ${line}`);
    say(`${title}: ${line}`);
  };
  let cloud: LocalCloud | undefined;
  let program: Program | undefined;
  let step = 'the parts start';
  let start = Date.now();
  try {
    const id = `${name}-${scenario.id}`;
    cloud = await LocalCloud.start(name, components, path.join(folder, id));
    note(`held    ${duration(Date.now() - start).padStart(12)}  ${step}`);
    program = new Program(cloud, scenario.program, scenario.variables);
    for (const { name: stepName, run } of scenario.steps) {
      [step, start] = [stepName, Date.now()];
      await inTime(run(cloud, program));
      note(`held    ${duration(Date.now() - start).padStart(12)}  ${step}`);
    }
    return { lines, held: true };
  } catch (error) {
    note(`FAILED  ${duration(Date.now() - start).padStart(12)}  ${step}: ${inOneLine(error)}`);
    return { lines, held: false };
  } finally {
    program?.stop();
    await cloud?.stop();
  }
}

/** What the step gives. @throws PodtrustError `real-scenario-failed` where it has not ended in time */
async function inTime(step: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = realError({ code: 'real-scenario-failed', what: `it has not ended after ${STEP_MINUTES} minutes` });
    timer = setTimeout(() => reject(error), STEP_MINUTES * 60_000);
  });
  try {
    await Promise.race([step, late]);
  } finally {
    clearTimeout(timer);
    step.catch(() => undefined);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  say(inOneLine(error));
  process.exitCode = 1;
});
