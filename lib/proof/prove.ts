import { PodtrustError } from '../core/errors';
import { Evaluation } from './evaluate/evaluation';
import { refusingDeepNesting, sourcesOf } from './input';
import type { InMemoryDocument } from './input';
import { inventoryOf } from './inventory';
import type { Inventory } from './inventory';
import type { KustomizeBuild } from './read/sources/kustomizations';
import { read } from './read/read';
import type { Source } from './read/document';
import type { Level } from './rules/rule';
import { checkSettingsOptions, loadSettings } from './settings/load-settings';
import type { SettingsOptions } from './settings/load-settings';
import { settledFindings } from './settings/settled-findings';
import { dayOf } from './settings/today';

/** What a proof may be told. */
export interface ProveOptions extends SettingsOptions {
  /**
   * The cluster that a path's Kubernetes objects are in, by path, where their provider does not say it: its id, its name,
   * or the end of its id.
   *
   * @default - the only cluster; where there are several, each is taken as possible, and that is said
   */
  readonly clusterOfPath?: ReadonlyMap<string, string>;
  /**
   * Whether kustomizations are built with the kustomize or kubectl of this machine, which reaches the network where a base
   * is an address.
   *
   * @default false: a kustomization is named as not built
   */
  readonly kustomize?: boolean;
  /**
   * Called as each step begins, for who shows how far a long proof is.
   *
   * @default - nobody is told
   */
  readonly onStep?: (step: ProofStep) => void;
}

/** A step of a proof. */
export interface ProofStep {
  readonly name: 'read' | 'evaluate' | 'check';
  /** How much there is to read, in characters. */
  readonly characters: number;
}

/**
 * Reads what was synthesized and works out which pods each identity admits, who claims it, and what does not fit.
 *
 * @param input paths (a `cdktf.out`, files, directories, `-`), or texts
 * @throws PodtrustError where something cannot be read: `path-missing`, `json-invalid`, `yaml-invalid`, `content-unknown`, …;
 * `input-invalid` for arguments of another type
 */
export function prove(input: readonly (string | InMemoryDocument)[], options: ProveOptions = {}): Inventory {
  checkOptions(options);
  return refusingDeepNesting(() => proveSources(sourcesOf(input), options));
}

function checkOptions(options: unknown): void {
  const { clusterOfPath } = (options ?? {}) as { clusterOfPath?: unknown };
  checkSettingsOptions(options);
  if (options !== null && (clusterOfPath === undefined || clusterOfPath instanceof Map)) return;
  throw new PodtrustError({
    code: 'input-invalid',
    what: 'the options are not an object in which clusterOfPath is a Map',
    remedy: "Give such as { clusterOfPath: new Map([['manifests', 'aws_eks_cluster.main']]) }.",
  });
}

function proveSources(sources: readonly Source[], options: ProveOptions): Inventory {
  const settings = loadSettings(options);
  const today = dayOf(options.today);
  const characters = sources.reduce((sum, { documents }) => sum + lengthOf(documents), 0);
  const begin = (name: ProofStep['name']): void => options.onStep?.({ name, characters });
  begin('read');
  const model = read(sources, {
    clusterOfPath: options.clusterOfPath ?? new Map(),
    settings,
    kustomize: options.kustomize ? kustomizeBuild() : undefined,
  });
  begin('evaluate');
  const evaluation = new Evaluation(model);
  begin('check');
  const { findings, undecided } = settledFindings(model, evaluation, settings, today);
  return inventoryOf(
    model,
    evaluation,
    findings,
    [
      ...model.undecided,
      ...evaluation.problems
        .filter(({ kind, isSaid }) => kind === 'unknown' && !isSaid)
        .map(({ identity, identities, what, at }) => ({
          about: identity,
          because: what,
          ...(identities ? { identities } : {}),
          at,
        })),
      ...evaluation.outboundFederation
        .filter(({ admitted }) => admitted === undefined)
        .map(({ role, identity, because, at }) => ({
          about: identity,
          because: `whether ${role} gets in by a token of its AWS account is not known: ${because}`,
          identities: [identity, role],
          at,
        })),
      ...undecided,
    ],
    settings && { settings, today },
  );
}

/** Loaded only for who asks for it: it starts programs. */
function kustomizeBuild(): KustomizeBuild {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./read/sources/kustomize-build') as typeof import('./read/sources/kustomize-build')).runKustomize;
}

function lengthOf(documents: Source['documents']): number {
  return documents.reduce((sum, { text }) => sum + text.length, 0);
}

/** Whether an inventory holds findings at or above a level that nobody has accepted. */
export function hasFindings(inventory: Inventory, threshold: Exclude<Level, 'note'>): boolean {
  return inventory.findings.some(
    ({ level, accepted }) => !accepted && (level === 'error' || (threshold === 'warning' && level === 'warning')),
  );
}
