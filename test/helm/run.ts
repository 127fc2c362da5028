import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type BindingLike, HELM_CHARTS, HELM_CREATE, type HelmShape, PodtrustError } from '../../lib/core';
import { toHelmValues } from '../../lib/kubernetes';
import { type HelmValues, mergeHelmValues } from '../../lib/kubernetes/helm/merge-helm-values';
import { READY as READY_ON_AKS } from '../azure/controllers/ready-controllers';
import { TENANT } from '../azure/synthesized';
import { foreignRole, irsa, podIdentity, workloadIdentity } from '../kubernetes/bindings';
import { findComponents } from '../real/install/components';
import { findChart } from '../real/install/helm-charts';
import { faultsOfRelease } from './faults-of-release';
import { Helm } from './render';

/**
 * `npm run test:helm`: renders each chart whose shape is known with real Helm and the values of each kind of binding, and has
 * the webhooks admit the pods: each must get the identity.
 *
 * Exit: 0 all hold; 1 something does not; 3 Helm or a chart is missing.
 */
const BINDINGS: Readonly<Record<string, readonly BindingLike[]>> = {
  IRSA: [irsa],
  'EKS Pod Identity': [podIdentity],
  'Workload ID': [workloadIdentity],
  'a role of the other cloud': [foreignRole],
  'Workload ID and a role of the other cloud': [workloadIdentity, foreignRole],
};

/** What a chart refuses to render without. */
const REQUIRED: Readonly<Record<string, object>> = {
  'amazon-cloudwatch-observability': { clusterName: 'eks', region: 'eu-west-1' },
  'aws-load-balancer-controller': { clusterName: 'eks' },
  // The chart of a clone says so of itself.
  'aws-mountpoint-s3-csi-driver': { isHelmRepo: true },
  'cluster-autoscaler': { autoDiscovery: { clusterName: 'eks' } },
  'external-dns': { policy: 'sync' },
  karpenter: { settings: { clusterName: 'eks' } },
  'opentelemetry-collector': {
    mode: 'deployment',
    image: { repository: 'public.ecr.aws/aws-observability/aws-otel-collector' },
  },
};

function main(): void {
  const component = findComponents().get('helm');
  if (component.path === undefined) {
    console.log(`missing  Helm: ${component.missing}`);
    process.exitCode = 3;
    return;
  }
  console.log(`real     Helm ${component.version}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-helm-'));
  try {
    const helm = new Helm(component.path, folder);
    const faults = ofShapes(helm, helm.scaffold(), { chart: 'created', shapes: { main: HELM_CREATE } });
    console.log('rendered helm create: main');
    let missing = 0;
    for (const chart of HELM_CHARTS.values()) {
      const found = findChart(chart);
      if (!found) {
        missing += 1;
        console.log(`missing  ${chart.name} ${chart.version}: not rendered, the chart is not to be had`);
        continue;
      }
      const other = found.version === chart.version ? '' : ` (its shape was read from ${chart.version})`;
      faults.push(...ofShapes(helm, helm.copyOf(found.folder), { chart: chart.name, shapes: chart.components }));
      console.log(`rendered ${chart.name} ${found.version}${other}: ${Object.keys(chart.components).join(', ')}`);
    }
    faults.push(...ofReadyIdentities(helm));
    for (const fault of faults) console.log(fault);
    if (missing > 0) {
      console.log(
        'get charts by npm run real:install -- helm-charts, or name a folder with charts or clones in PODTRUST_HELM_CHARTS',
      );
    }
    console.log(faults.length === 0 ? 'each pod gets its identity' : `${faults.length} faults`);
    process.exitCode = faults.length > 0 ? 1 : missing > 0 ? 3 : 0;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The charts of the ready identities of AKS with all their values, as `ControllerIdentity.release` has them. */
function ofReadyIdentities(helm: Helm): string[] {
  const own = { clientId: workloadIdentity.identity!, tenantId: TENANT, cloud: 'public' } as const;
  return Object.entries(READY_ON_AKS).flatMap(([name, { chart: chartName, component, values }]) => {
    const chart = chartName === undefined || component !== undefined ? undefined : HELM_CHARTS.get(chartName);
    const found = chart && findChart(chart);
    if (!chart || !found || !values) return [];
    const shape = chart.components[chart.main]!;
    try {
      const bound = mergeHelmValues(values(own) as HelmValues, toHelmValues([workloadIdentity], shape), name);
      const objects = helm.render(helm.copyOf(found.folder), REQUIRED[chart.name] ?? {}, bound);
      console.log(`rendered ${chart.name} ${found.version} with the values of ${name}`);
      const text = JSON.stringify(objects);
      return [
        ...faultsOfRelease({ chart: chart.name, shape, bindings: [workloadIdentity], objects }),
        ...textsIn(values(own))
          .filter((value) => !isRendered(value, text))
          .map((value) => `the objects do not have the value ${value}`),
      ].map((fault) => `${name}: ${fault}`);
    } catch (error) {
      return [`${name}: ${(error as Error).message}`];
    }
  });
}

/** The texts in a tree of values. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Whether a text is in what was rendered, as it is or as a Secret has it. */
function isRendered(value: string, text: string): boolean {
  const written = [value, Buffer.from(value).toString('base64')].map((one) => JSON.stringify(one).slice(1, -1));
  return written.some((one) => text.includes(one));
}

interface Shapes {
  readonly chart: string;
  readonly shapes: Readonly<Record<string, HelmShape>>;
}

function ofShapes(helm: Helm, folder: string, { chart, shapes }: Shapes): string[] {
  return Object.entries(shapes).flatMap(([component, shape]) =>
    Object.entries(BINDINGS).flatMap(([kind, bindings]) => {
      const values = valuesFor(bindings, shape);
      if (!values) return [];
      const optional = Object.keys(shape.optionalWorkloads ?? {});
      const switches = optional.map((one) => toHelmSwitch(shape.optionalWorkloads![one]!));
      try {
        const objects = helm.render(folder, REQUIRED[chart] ?? {}, ...switches, values);
        return faultsOfRelease({ chart, shape, bindings, optional, objects }).map(
          (fault) => `${chart}, ${component}, ${kind}: ${fault}`,
        );
      } catch (error) {
        return [`${chart}, ${component}, ${kind}: ${(error as Error).message}`];
      }
    }),
  );
}

/** The values by the shape; nothing where the shape says itself that the chart has no place for such a binding. */
function valuesFor(bindings: readonly BindingLike[], shape: HelmShape): object | undefined {
  try {
    return toHelmValues(bindings, shape);
  } catch (error) {
    if (PodtrustError.is(error) && error.code === 'helm-shape-insufficient') return undefined;
    throw error;
  }
}

function toHelmSwitch(place: string): object {
  return place.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), true) as object;
}

main();
