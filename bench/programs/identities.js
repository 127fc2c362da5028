const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const REGION = 'eu-west-1';
const MANAGED_POLICY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** As many as the first argument says. */
function* identities() {
  for (let index = 0; index < Number(process.argv[2]); index += 1) {
    const id = `identity-${index}`;
    yield { id, serviceAccount: { namespace: `team-${index % 100}`, name: id }, bucketArn: `arn:aws:s3:::${id}` };
  }
}

/** A new folder under the system's temporary one; cdktf writes, nobody reads. */
function outputFolder(name) {
  if (process.env.BENCH_KEEP) return path.join(process.env.BENCH_KEEP, name);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `bench-${name}-`));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

module.exports = { REGION, MANAGED_POLICY, identities, outputFolder };
