import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { HELM_CHARTS, type PodtrustError } from '../../../lib/core';
import type { findChart, pullChart } from './helm-charts';

const CHART = HELM_CHARTS.get('velero')!;

let folder: string;
let charts: { findChart: typeof findChart; pullChart: typeof pullChart };

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-charts-'));
  process.env.PODTRUST_REAL_CACHE = path.join(folder, 'cache');
  process.env.PODTRUST_HELM_CHARTS = path.join(folder, 'own');
  // What is on disk is looked up once.
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    charts = require('./helm-charts') as typeof charts;
  });
});

afterEach(() => {
  delete process.env.PODTRUST_REAL_CACHE;
  delete process.env.PODTRUST_HELM_CHARTS;
  fs.rmSync(folder, { recursive: true });
});

function put(place: string, version: string, name = 'velero'): string {
  const chart = path.join(folder, place);
  fs.mkdirSync(chart, { recursive: true });
  fs.writeFileSync(path.join(chart, 'Chart.yaml'), `name: ${name}\nversion: ${version}\n`);
  return chart;
}

test('a chart is found in a clone of its repository, among others', () => {
  put('own/helm-charts/charts/other', '1.0.0', 'other');
  const chart = put('own/helm-charts/charts/velero', `v${CHART.version}`);
  expect(charts.findChart(CHART)).toEqual({ version: CHART.version, folder: chart });
});

test('the version that was read goes before a newer one, and that before an older one', () => {
  put('own/old', '1.0.0');
  const newer = put('own/newer', '99.0.0');
  expect(charts.findChart({ name: 'velero', version: '12.1.0' })?.folder).toBe(newer);
  expect(charts.findChart({ name: 'velero', version: '1.0.0' })?.version).toBe('1.0.0');
});

test('a chart that another one brings along is not meant', () => {
  put('own/other', '1.0.0', 'other');
  put('own/other/charts/velero', CHART.version);
  expect(charts.findChart(CHART)).toBeUndefined();
});

describe('pulling a chart', () => {
  /** A stand-in for Helm, which leaves a chart or says why not. */
  function helm(script: string): string {
    const file = path.join(folder, 'helm');
    fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  test('takes it into the cache, from where it is published', () => {
    const script = `echo "$@" > ${folder}/args; for last; do :; done; mkdir -p "$last/velero"; echo 'name: velero
version: ${CHART.version}' > "$last/velero/Chart.yaml"`;
    expect(charts.findChart(CHART)).toBeUndefined();
    charts.pullChart(helm(script), CHART);
    expect(charts.findChart(CHART)?.version).toBe(CHART.version);
    expect(fs.readFileSync(path.join(folder, 'args'), 'utf8')).toContain(
      `pull velero --repo https://vmware-tanzu.github.io/helm-charts --version ${CHART.version}`,
    );
    expect(fs.readdirSync(path.join(folder, 'cache/helm-charts/velero'))).toEqual([CHART.version]);
  });

  test('says what Helm said, and leaves nothing', () => {
    const pull = (): void => charts.pullChart(helm('echo "Error: no such host" >&2; exit 1'), CHART);
    expect(pull).toThrow('no such host');
    try {
      pull();
    } catch (error) {
      expect((error as PodtrustError).remedy).toContain('PODTRUST_HELM_CHARTS');
    }
    expect(fs.readdirSync(path.join(folder, 'cache/helm-charts/velero'))).toEqual([]);
  });
});
