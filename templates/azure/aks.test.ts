import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { prove } from 'podtrust/proof';
import { matchers } from 'podtrust/testing';
import { addAks } from './aks';

expect.extend(matchers);

const outdir = mkdtempSync(join(tmpdir(), 'aks-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const app = new App({ outdir, stackTraces: false });
addAks(app);
app.synth();
const inventory = prove([outdir]);

test('exactly the pods that are meant get an identity', () => {
  expect(inventory).toAdmitOnly(['shop/reports -> id-reports']);
});

test('every pod that asks for an identity gets it', () => {
  expect(inventory).toHaveNoAccessFindings();
});
