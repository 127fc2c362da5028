// Runs the built command again and again in one process: starting Node for each of thousands of programs would take longer
// than all their proofs. The parent ends this process where a program takes too long, and starts another.
const { runCommandLine } = require('../../dist/lib/cli/command-line');

process.on('message', ({ folder, args }) => {
  const out = { stdout: [], stderr: [] };
  const write = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const stream of ['stdout', 'stderr']) {
    process[stream].removeAllListeners('error');
    process[stream].write = (text) => (out[stream].push(String(text)), true);
  }
  const started = process.hrtime.bigint();
  try {
    process.chdir(folder);
    process.exitCode = 0;
    process.argv = [process.execPath, 'podtrust', ...args];
    runCommandLine();
  } finally {
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    for (const stream of ['stdout', 'stderr']) process[stream].write = write[stream];
    process.send({
      exit: process.exitCode ?? 0,
      stdout: out.stdout.join(''),
      stderr: out.stderr.join(''),
      seconds,
      megabytes: process.resourceUsage().maxRSS / 1024,
    });
    process.exitCode = 0;
  }
});
