import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { duration, inOneLine, say } from './command-line';
import { findComponents, NEEDED } from './install/components';
import { LocalCloud, type CloudName } from './local-cloud';
import { stopAllAtExit } from './processes';
import { Program } from './program';

/**
 * `npm run try [-- aws|azure]`: deploys the sample to clouds on loopback, says where things are, waits for a key,
 * destroys, and stops everything.
 */
async function main(names: readonly string[]): Promise<void> {
  const clouds = (['aws', 'azure'] as const).filter((cloud) => names.length === 0 || names.includes(cloud));
  const components = findComponents();
  const missing = [...new Set(clouds.flatMap((cloud) => NEEDED[cloud]))]
    .map(components.get)
    .filter((component) => !component.path);
  if (clouds.length === 0 || missing.length > 0) {
    for (const { title, missing: reason } of missing) say(`missing  ${title}: ${reason}`);
    if (clouds.length === 0) say('there is no such cloud: give aws, azure, or none for both');
    process.exitCode = 1;
    return;
  }

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-try-'));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  stopAllAtExit(remove);
  // Each cloud by itself: one that fails is seen at once, and the other still goes down in order.
  const started = await Promise.allSettled(clouds.map((cloud) => deploy(cloud, folder)));
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const result of started) if (result.status === 'rejected') say(inOneLine(result.reason));
  if (running.length > 0) {
    running.forEach(({ cloud }) => describe(cloud));
    say(`\nPress any key to destroy it all${process.stdin.isTTY ? '' : ' (or end the input)'}.`);
    await aKey();
    await Promise.all(running.map(({ cloud, program }) => takeDown(cloud, program)));
  }
  remove();
  process.exitCode = running.length === clouds.length ? 0 : 1;
  process.stdin.unref();

  async function deploy(name: CloudName, under: string) {
    const begin = Date.now();
    const cloud = await LocalCloud.start(name, components, path.join(under, name));
    try {
      say(
        `${name}: the parts are up; cdktf deploy '*' runs, which takes ${name === 'aws' ? 'a minute' : 'four minutes'} or so`,
      );
      const program = new Program(cloud);
      await program.deploy();
      say(`${name}: deployed in ${duration(Date.now() - begin)}`);
      return { cloud, program };
    } catch (error) {
      await cloud.stop();
      throw error;
    }
  }
}

function describe(cloud: LocalCloud): void {
  console.log(`
${cloud.name}
  endpoint     ${cloud.api.endpoint}
  kubectl      kubectl --kubeconfig ${cloud.kubernetes.kubeconfigFile} -n todo get pods,serviceaccounts
  Terraform    ${path.join(cloud.folder, 'cdktf.out', 'stacks')} and the state beside cdktf.out
  access       npx podtrust prove ${path.join(cloud.folder, 'cdktf.out')}`);
  if (cloud.name === 'aws') {
    console.log(
      `  aws          AWS_ENDPOINT_URL=${cloud.api.endpoint} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws iam list-roles`,
    );
  }
}

async function takeDown(cloud: LocalCloud, program: Program): Promise<void> {
  try {
    await program.destroy();
    say(`${cloud.name}: destroyed`);
  } catch (error) {
    say(inOneLine(error));
    process.exitCode = 1;
  } finally {
    await cloud.stop();
  }
}

function aKey(): Promise<void> {
  return new Promise((resolve) => {
    const { stdin } = process;
    if (stdin.isTTY) {
      // Without raw mode a key counts only after Enter. Ctrl-C then comes as a key, and destroys in order too.
      stdin.setRawMode(true);
    }
    const done = () => {
      if (stdin.isTTY) stdin.setRawMode(false);
      stdin.pause();
      resolve();
    };
    stdin.resume().once('data', done).once('end', done);
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  say(inOneLine(error));
  process.exitCode = 1;
});
