import { describeSymbols, hasSymbol, inLowerCase } from '../../model/known/symbol';
import { isNo } from '../../model/known/known';
import { equal } from '../../model/known/text';
import type { IdentityIndex } from '../../model/identity/identity-index';
import { below } from '../../model/place';
import type { CloudParts } from '../cloud-parts';
import type { Problems } from '../problems';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isObject, isUnknown } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import {
  CLUSTERS,
  CREDENTIALS,
  IDENTITIES,
  IDENTITY_BINDINGS,
  ROLE_ASSIGNMENTS,
  bodyOf,
  parentIdentityOf,
  readCredential,
} from './azapi-resources';
import { DENY_ASSIGNMENTS } from './deny-assignments';

/** A type that bears on who gets in. */
interface Bearing {
  /** What it makes, in words. */
  readonly makes: string;
  /** Properties by which it bears on that: what has properties, and none of them, does not. */
  readonly by: readonly string[];
}

const BEARING: ReadonlyMap<string, Bearing> = new Map([
  [
    CLUSTERS,
    {
      makes: 'an AKS cluster',
      by: ['agentPoolProfiles', 'identityProfile', 'oidcIssuerProfile', 'podIdentityProfile', 'securityProfile'],
    },
  ],
  [CREDENTIALS, { makes: 'a federated credential', by: ['claimsMatchingExpression', 'issuer', 'subject'] }],
  [DENY_ASSIGNMENTS, { makes: 'a deny assignment', by: ['permissions', 'principals'] }],
  [IDENTITIES, { makes: 'a managed identity', by: [] }],
  [IDENTITY_BINDINGS, { makes: 'an identity binding', by: ['allowedSubjects', 'managedIdentity'] }],
  [ROLE_ASSIGNMENTS, { makes: 'a role assignment', by: ['principalId', 'roleDefinitionId'] }],
]);

/**
 * Says of what azapi makes of a type that is not known whether it bears on access. What may be a federated credential is
 * read as one that need not be there.
 */
export function readOpenTypes(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  problems: Problems,
): void {
  for (const resource of ['azapi_resource', 'azapi_update_resource']) {
    for (const instance of program.instances(resource)) {
      const type = program.attribute(instance, 'type') ?? null;
      const text = asText(type);
      if (text !== undefined && !hasSymbol(withoutVersion(text))) continue;
      const possible = typesOf(program, instance, type).filter((one) => mayDescribe(program, index, instance, one));
      // Of what it updates only clusters are read.
      const bearing = resource === 'azapi_resource' ? possible : possible.filter((one) => one === CLUSTERS);
      if (bearing.length === 0) continue;
      // One for all of a count or for_each.
      const about = instance.key === undefined ? instance.id : instance.id.slice(0, instance.id.lastIndexOf('['));
      const because = `its type is not known before apply${text === undefined ? '' : `: ${describeSymbols(text)}`}`;
      const what = bearing.map((one) => BEARING.get(one)!.makes).join(' or ');
      problems.add({ about, because: `${because}; it may make ${what}`, at: below(instance.at, 'type') });
      if (!bearing.includes(CREDENTIALS)) continue;
      parts.perhapsNone.set(instance.id, `whether ${instance.id} is a federated credential is not known: ${because}`);
      readCredential(program, parts, index, instance, problems);
    }
  }
}

/** The types of {@link BEARING} that a type may turn out to be. */
function typesOf(program: TerraformProgram, instance: Instance, type: Value): readonly string[] {
  const known = isUnknown(type) ? program.possible(type)?.values : undefined;
  if (known) return [...new Set(known.flatMap((one) => typesOf(program, instance, one)))];
  const text = asText(type);
  if (text === undefined) return instance.lost?.has('type') ? [...BEARING.keys()] : [];
  const plain = inLowerCase(withoutVersion(text));
  return [...BEARING.keys()].filter((one) => !isNo(equal(plain, one)));
}

/** A type without `@` and what stands behind it. */
function withoutVersion(type: string): string {
  return type.replace(/^((?:[^@\uE000]|\uE000[^\uE001]*\uE001)*)@[^]*$/, '$1');
}

/** Whether a body may be that of a type, for all that it says. */
function mayDescribe(program: TerraformProgram, index: IdentityIndex, instance: Instance, type: string): boolean {
  const body = bodyOf(program, instance);
  // The children of an identity are its credentials.
  const isChild = parentIdentityOf(program, index, instance) !== undefined;
  if (isChild && instance.block.type === 'azapi_resource') return type === CREDENTIALS;
  const properties = body === undefined ? {} : isObject(body) ? (body.properties ?? {}) : undefined;
  // Nothing is a credential that does not say whom it trusts.
  if (!isObject(properties)) return type !== CREDENTIALS;
  const names = Object.keys(properties);
  if (names.length === 0) return type === IDENTITIES || type === CLUSTERS;
  return names.some((name) => hasSymbol(name)) || BEARING.get(type)!.by.some((name) => names.includes(name));
}
