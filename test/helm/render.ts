import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { parse, parseAllDocuments, stringify } from 'yaml';

/** An object that a chart makes. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Texts;
    labels?: Texts;
  };
  readonly [field: string]: unknown;
}

type Texts = Readonly<Record<string, string>>;

/** The release that is rendered; its name is not part of any chart's, so that `<fullname>` has both. */
export const RELEASE = { name: 'rel', namespace: 'todo', kubernetes: '1.34.0' } as const;

/** Real Helm, with a folder for what it writes. */
export class Helm {
  public constructor(
    private readonly executable: string,
    private readonly folder: string,
  ) {}

  /** The chart that `helm create` scaffolds. */
  public scaffold(): string {
    const chart = path.join(this.folder, 'created');
    if (!fs.existsSync(chart)) this.run('create', chart);
    return chart;
  }

  /**
   * A chart as it can be rendered: what a clone of a repository lacks of the charts that it depends on is left out.
   *
   * @returns the copy's folder
   */
  public copyOf(chart: string): string {
    const copy = fs.mkdtempSync(path.join(this.folder, 'chart-'));
    fs.cpSync(chart, copy, { recursive: true });
    const file = path.join(copy, 'Chart.yaml');
    const { dependencies, ...rest } = parse(fs.readFileSync(file, 'utf8')) as { dependencies?: { name: string }[] };
    const there = fs.existsSync(path.join(copy, 'charts')) ? fs.readdirSync(path.join(copy, 'charts')) : [];
    const kept = dependencies?.filter(({ name }) => there.some((one) => one === name || one.startsWith(`${name}-`)));
    if (kept?.length !== dependencies?.length) {
      fs.writeFileSync(file, stringify({ ...rest, dependencies: kept }));
      fs.rmSync(path.join(copy, 'Chart.lock'), { force: true });
    }
    return copy;
  }

  /**
   * What a release of a chart makes.
   *
   * @param values the later ones go before the earlier
   * @throws Error with what Helm said
   */
  public render(chart: string, ...values: readonly object[]): RenderedObject[] {
    const files = values.map((one, index) => {
      const file = path.join(this.folder, `values-${index}.json`);
      fs.writeFileSync(file, JSON.stringify(one));
      return file;
    });
    const { name, namespace, kubernetes } = RELEASE;
    const text = this.run(
      ...['template', name, chart, '--namespace', namespace, '--kube-version', kubernetes],
      ...files.flatMap((file) => ['--values', file]),
    );
    return parseAllDocuments(text)
      .map((document) => document.toJS() as RenderedObject | null)
      .filter((object) => object !== null);
  }

  private run(...args: readonly string[]): string {
    try {
      return execFileSync(this.executable, args, {
        encoding: 'utf8',
        env: {
          ...process.env,
          HELM_CACHE_HOME: this.folder,
          HELM_CONFIG_HOME: this.folder,
          HELM_DATA_HOME: this.folder,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 1 << 28,
      });
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      throw new Error((stderr || message).trim().split('\n').slice(0, 3).join(' '), { cause: error });
    }
  }
}
