import * as fs from 'node:fs';
import * as path from 'node:path';
import { type IStackSynthesizer, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import {
  EXISTING_FILE,
  EXISTING_SCHEMA,
  type Existing,
  type ExistingCluster,
  type ExistingIdentity,
  type ExistingOidcProvider,
  type ToldRelease,
} from '../core/existing';

const KEY = Symbol.for('podtrust.existing');

/** What a stack was told, by kind and id. */
interface Told {
  readonly clusters: Map<string, ExistingCluster>;
  readonly oidcProviders: Map<string, ExistingOidcProvider>;
  readonly identities: Map<string, ExistingIdentity>;
  readonly releases: (() => ToldRelease)[];
}

/**
 * Remembers what a stack was told of an object that it does not make.
 *
 * It goes into {@link EXISTING_FILE} when the stack is synthesized, where the proof reads it: otherwise a literal issuer
 * in a trust, or a cluster's name in a provider, would be a stranger to it. What is a token is left out: the reference in
 * the JSON says more.
 *
 * @param scope any construct of the stack
 */
export function recordExisting(scope: IConstruct, kind: 'clusters', object: ExistingCluster): void;
export function recordExisting(scope: IConstruct, kind: 'oidcProviders', object: ExistingOidcProvider): void;
export function recordExisting(scope: IConstruct, kind: 'identities', object: ExistingIdentity): void;
export function recordExisting(
  scope: IConstruct,
  kind: Exclude<keyof Told, 'releases'>,
  object: { readonly id: string },
): void {
  const known = Object.entries(object).filter(([, value]) => isWritable(value));
  const told = toldTo(TerraformStack.of(scope))[kind] as Map<string, object>;
  told.set(object.id, { ...told.get(object.id), ...Object.fromEntries(known) });
}

/**
 * Remembers where a chart's values have what bindings need, for a release whose chart the proof does not know.
 *
 * @param release asked at synthesis, when addresses are settled
 */
export function recordRelease(scope: IConstruct, release: () => ToldRelease): void {
  toldTo(TerraformStack.of(scope)).releases.push(release);
}

/** Whether a value can be in the file: a literal or a Terraform expression, and no token of cdktf. */
function isWritable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isWritable);
  return typeof value === 'string' && !value.includes('TfToken[');
}

function toldTo(stack: TerraformStack): Told {
  const holder = stack as TerraformStack & { [KEY]?: Told };
  const known = holder[KEY];
  if (known) return known;
  const told: Told = { clusters: new Map(), oidcProviders: new Map(), identities: new Map(), releases: [] };
  Object.defineProperty(holder, KEY, { value: told });
  const synthesizer = stack.synthesizer;
  stack.synthesizer = {
    synthesize(session: Parameters<IStackSynthesizer['synthesize']>[0]) {
      synthesizer.synthesize(session);
      const file = path.join(session.outdir, 'stacks', stack.node.id, EXISTING_FILE);
      fs.writeFileSync(file, JSON.stringify(existing(told), null, 2) + '\n');
    },
  };
  return told;
}

/** Whether a stack was told of anything, so that a file of an earlier synthesis is known to be out of date. */
export function hasExisting(stack: TerraformStack): boolean {
  return KEY in stack;
}

function existing({ clusters, oidcProviders, identities, releases }: Told): Existing {
  const made = releases.map((release) => release()).sort((one, other) => (one.id < other.id ? -1 : 1));
  return {
    schema: EXISTING_SCHEMA,
    clusters: sorted(clusters),
    oidcProviders: sorted(oidcProviders),
    identities: sorted(identities),
    ...(made.length > 0 ? { releases: made } : {}),
  };
}

function sorted<T>(objects: ReadonlyMap<string, T>): T[] {
  return [...objects].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object);
}
