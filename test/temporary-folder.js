const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** Gives the run a temporary folder of its own, removed when it ends: cdktf's `Testing.app` leaves a folder an app. */
module.exports = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-jest-'));
  process.env.TMPDIR = folder;
  process.env.TEMP = folder;
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
};
