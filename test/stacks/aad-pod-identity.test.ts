import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { prove } from '../../lib/proof';
import { makeWalkthrough } from '../../stacks/aks/aad-pod-identity';

const TENANT = '11111111-1111-1111-1111-111111111111';
const CLUSTER = {
  name: 'legacy',
  subscriptionId: '22222222-2222-2222-2222-222222222222',
  resourceGroupName: 'legacy',
  location: 'westeurope',
  nodeResourceGroupName: 'MC_legacy_legacy_westeurope',
  issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${TENANT}/33333333-3333-3333-3333-333333333333/`,
  controlPlanePrincipalId: '44444444-4444-4444-4444-444444444444',
  endpoint: 'https://legacy.example',
  certificateAuthority: 'LS0=',
  tenantId: TENANT,
};

const STEPS = [
  [{ deployed: 'pod-identity', step: 'pod-identity' }, 'aad-pod-identity'],
  [{ deployed: 'beside', step: 'credentials' }, 'aad-pod-identity'],
  [{ deployed: 'credentials', step: 'switched' }, 'entra-workload-identity'],
  [{ deployed: 'switched', step: 'left' }, 'entra-workload-identity'],
] as const;

test.each(STEPS)('the walkthrough’s demo has its identity at %j by %s', (options, by) => {
  const outdir = mkdtempSync(join(tmpdir(), 'walkthrough-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    const needs = makeWalkthrough(app, CLUSTER, { mode: 'addon', ...options });
    app.synth();
    const { access, findings, undecided } = prove([outdir], { config: false });
    const has = access.filter(({ mechanism, workloads }) => mechanism !== 'node' && workloads.length > 0);
    expect(has.map(({ mechanism, workloads }) => [mechanism, workloads])).toEqual([[by, ['Deployment/demo/demo']]]);
    expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
    // Once nobody has the label: in a cluster that exists others may have it.
    const open = undecided.filter(
      ({ because }) => !/whether a pod .* has the label aadpodidbinding=demo/.test(because),
    );
    expect(open).toEqual([]);
    expect(undecided).toHaveLength(options.step === 'switched' ? 1 : 0);
    const isOn = options.step !== 'left';
    expect(needs.some((need) => need.includes('EnablePodIdentityPreview'))).toBe(isOn);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});
