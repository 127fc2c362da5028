import { AZURE_KEYS, EKS_KEYS } from '../../../../core/kubernetes/annotations';
import { describeSymbols, hasSymbol } from '../../../model/known/symbol';
import type { AccountMaker } from '../../../model/kubernetes/account-maker';
import { below } from '../../../model/place';
import type { Problems } from '../../problems';
import { objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';
import { objectsOfKind } from './controller-objects';
import type { ControllerObject } from './controller-objects';

/** What a reader adds to. */
interface Into {
  readonly makers: AccountMaker[];
  readonly problems: Problems;
}

const GROUP = 'pkg.crossplane.io';

/** The kinds of packages that Crossplane runs. */
const PACKAGES = [
  ['Provider', 'a Crossplane provider'],
  ['Function', 'a Crossplane function'],
] as const;

/** What gives the settings of packages: where it has the account's metadata, and where the account's name. */
const SETTINGS = [
  {
    kind: 'DeploymentRuntimeConfig',
    reference: 'runtimeConfigRef',
    metadata: ['spec', 'serviceAccountTemplate', 'metadata'],
    name: ['serviceAccountTemplate', 'metadata', 'name'],
    other: ['deploymentTemplate', 'spec', 'template', 'spec', 'serviceAccountName'],
  },
  // Of Crossplane before 2.0.
  {
    kind: 'ControllerConfig',
    reference: 'controllerConfigRef',
    metadata: ['metadata'],
    name: ['serviceAccountName'],
    other: [],
  },
] as const;

/** Of a package's name, in the name of its revision. */
const LONGEST = 50;

/**
 * Adds what may be the service accounts that Crossplane makes for providers and functions, in its own namespace, and says of
 * settings that have such an account ask for an identity that this is not followed.
 *
 * @see crossplane, internal/controller/pkg/runtime (`ServiceAccount`, `serviceAccountFromRuntimeConfig`), xpkg `FriendlyID`
 */
export function readCrossplanePackages(objects: readonly DeclaredObject[], into: Into): void {
  for (const [kind, what] of PACKAGES) {
    for (const one of objectsOfKind(objects, GROUP, kind)) addMaker(one, what, objects, into.makers);
  }
  for (const { kind, metadata } of SETTINGS) {
    for (const one of objectsOfKind(objects, GROUP, kind)) sayAsked(one, kind, metadata, into.problems);
  }
}

function addMaker(
  { name, object, clusters, spec }: ControllerObject,
  kind: string,
  objects: readonly DeclaredObject[],
  makers: AccountMaker[],
): void {
  const maker = { clusters, source: `${String(object.kind)}/${describeSymbols(name)}`, kind };
  const named = SETTINGS.find(({ reference }) => spec[reference] !== undefined);
  // A revision is called by its package, and by its digest.
  const ofRevision = hasSymbol(name) ? {} : { startsWith: `${name.slice(0, LONGEST).replaceAll('.', '-')}-` };
  if (!named) {
    makers.push({ ...maker, ...ofRevision });
    return;
  }
  const reference = textOf(objectAt(spec, [named.reference]).name);
  const settings = objectsOfKind(objects, GROUP, named.kind).find(
    (one) => one.name === reference && one.clusters.some((cluster) => clusters.includes(cluster)),
  );
  const given = settings && textAt(settings.spec, named.name);
  const other = settings && textAt(settings.spec, named.other);
  // Where its pods run as an account that others make, it makes none.
  if (other !== undefined && !hasSymbol(other) && other !== given) return;
  if (!settings || (given !== undefined && hasSymbol(given))) makers.push(maker);
  else makers.push({ ...maker, ...(given === undefined ? ofRevision : { only: given }) });
}

/** Which account asks is not known: its namespace is Crossplane's, and its name mostly ends in a digest. */
function sayAsked(
  { name, object, at }: ControllerObject,
  kind: string,
  path: readonly string[],
  problems: Problems,
): void {
  const annotations = objectAt(object, [...path, 'annotations']);
  const key = [EKS_KEYS.roleArn, AZURE_KEYS.clientId].find((one) => annotations[one] !== undefined);
  if (key === undefined) return;
  const asked = describeSymbols(textOf(annotations[key]) ?? '');
  const because = `the service accounts that Crossplane makes by it ask for ${asked}: which these are is not known, so whether it admits them is not decided`;
  problems.add({ about: `${kind}/${describeSymbols(name)}`, because, at: below(at, ...path, 'annotations', key) });
}

function textAt(value: JsonObject, path: readonly string[]): string | undefined {
  return textOf(objectAt(value, path.slice(0, -1))[path.at(-1) ?? '']);
}
