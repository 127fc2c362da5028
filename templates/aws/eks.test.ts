import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { prove } from 'podtrust/proof';
import { matchers } from 'podtrust/testing';
import { addEks } from './eks';

expect.extend(matchers);

const outdir = mkdtempSync(join(tmpdir(), 'eks-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const app = new App({ outdir, stackTraces: false });
addEks(app);
app.synth();
const inventory = prove([outdir]);

test('exactly the pods that are meant get an identity', () => {
  expect(inventory).toAdmitOnly([
    // The VPC CNI, in a role of its own.
    'kube-system/aws-node -> aws_iam_role.cluster_vpc-cni-role',
    'shop/reports -> reports',
  ]);
});

test('every pod that asks for an identity gets it', () => {
  expect(inventory).toHaveNoAccessFindings();
});
