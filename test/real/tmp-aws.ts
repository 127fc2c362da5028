import { findComponents } from './components';
import { LocalCloud, type CloudName } from './local-cloud';
import { Program } from './program';
import { stopAllAtExit } from './processes';
import { inOneLine, duration } from './command-line';
stopAllAtExit(() => {});
const step = async <T>(t: string, f: () => Promise<T>) => {
  const s = Date.now();
  try {
    return await f();
  } finally {
    console.log(t, duration(Date.now() - s));
  }
};
(async () => {
  const name = process.argv[2] as CloudName;
  const c = await step('up', () => LocalCloud.start(name, findComponents(), '/tmp/real-' + name));
  const p = new Program(c);
  await step('deploy', () => p.deploy());
  for (const s of p.stacks()) console.log(s, await step('plan', () => p.plan(s)));
  if (process.argv[3] === 'wait') await new Promise((r) => setTimeout(r, 1e9));
  await step('destroy', () => p.destroy());
  console.log(await c.api.left(), (await c.kubernetes.objectsIn('todo')).length);
  await c.stop();
})().catch((e) => {
  console.error(inOneLine(e));
  process.exit(1);
});
