import { partitionOfRegion } from '../../../core/aws/aws-partition';
import { IdentityIndex } from '../../model/identity/identity-index';
import { otherThings } from '../../model/other-things';
import { below } from '../../model/place';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/known/symbol';
import type { CloudParts } from '../cloud-parts';
import { asText, isUnknown } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import type { Problems } from '../problems';
import { oidcProviderIssuer } from './oidc-provider-issuer';
import { existingOf } from '../terraform/configuration/instances/instance';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { AwsAccounts } from './aws-accounts';
import { readEksCapabilities } from './eks-capabilities';
import { readRolePolicies } from './aws-role-policies';
import { possibleTrust } from './possible-trust';
import { declaredCluster } from '../clusters/declared-cluster';
import { issuerOfCredential } from '../clusters/issuer';
import { readAssociations } from './pod-identity-associations';
import { withDataSources } from '../with-data-sources';

/** Reads clusters, OIDC providers, roles, associations and permissions of AWS. */
export function readAwsResources(program: TerraformProgram, parts: CloudParts, problems: Problems): void {
  const accounts = new AwsAccounts(program);
  for (const instance of withDataSources(program, 'aws_eks_cluster')) {
    const cluster = declaredCluster(program, instance, 'aws');
    const region = program.text(instance, 'region') ?? program.providerText(instance, 'aws', 'region');
    const account = accounts.ofInstance(instance, cluster.resourceId);
    const partition = account?.partition ?? (region === undefined ? undefined : partitionOfRegion(region));
    parts.clusters.push({
      ...cluster,
      ...(partition !== undefined && { partition }),
      ...(region !== undefined && { region }),
      ...(account && { account }),
    });
  }
  readOidcProviders(program, parts, accounts);
  for (const instance of withDataSources(program, 'aws_iam_outbound_web_identity_federation')) {
    parts.outboundIssuers.push({
      id: instance.id,
      issuer: issuerOfCredential(String(program.reference(instance, ['issuer_identifier']))),
      account: accounts.ofInstance(instance, ''),
      at: instance.at,
    });
  }
  const roles = withDataSources(program, 'aws_iam_role');
  readRoles(program, parts, accounts, roles, problems);
  addTrustedProviders(parts);
  const index = new IdentityIndex(parts.identities);
  readAssociations(program, parts, index);
  readEksCapabilities(program, parts, index);
  readRolePolicies(program, parts, index, roles, problems);
}

function readOidcProviders(program: TerraformProgram, parts: CloudParts, accounts: AwsAccounts): void {
  for (const instance of withDataSources(program, 'aws_iam_openid_connect_provider')) {
    const arn = String(program.reference(instance, ['arn']));
    parts.oidcProviders.push({
      id: instance.id,
      arn,
      account: accounts.ofInstance(instance, arn),
      issuer: oidcProviderIssuer(program, instance),
      audiences: audiencesOf(program.attribute(instance, 'client_id_list'), instance.block.mode),
      declared: instance.block.mode === 'managed' && !instance.lost,
      // In a state the list is what AWS made of it.
      emptyThumbprints: !instance.lost && isEmptyList(program.attribute(instance, 'thumbprint_list')),
      at: instance.at,
    });
  }
}

function readRoles(
  program: TerraformProgram,
  parts: CloudParts,
  accounts: AwsAccounts,
  roles: readonly Instance[],
  problems: Problems,
): void {
  for (const instance of roles) {
    const trust = possibleTrust(program, program.attribute(instance, 'assume_role_policy'));
    const isKnown = trust === undefined || (typeof trust === 'string' && !isUnknown(trust));
    // Where the argument itself could not be told, that is said already.
    const isSaid = instance.lost?.has('assume_role_policy') || trust === symbolOf(`${instance.id}.assume_role_policy`);
    if (!isKnown && !isSaid) {
      const because = isUnknown(trust)
        ? `its trust is not known before apply: ${describeSymbols(String(trust))}`
        : 'its trust is not text: an object needs jsonencode()';
      problems.add({ about: instance.id, because, at: below(instance.at, 'assume_role_policy') });
    }
    const arn = String(program.reference(instance, ['arn']));
    parts.identities.push({
      id: instance.id,
      cloud: 'aws',
      kind: 'iam-role',
      existing: existingOf(instance),
      name: asText(program.reference(instance, ['name'])) ?? '',
      claimName: arn,
      account: accounts.ofInstance(instance, arn),
      path: program.text(instance, 'path') ?? '/',
      trustPolicy: typeof trust === 'string' && !isUnknown(trust) ? trust : undefined,
      ...((!isKnown || instance.lost?.has('assume_role_policy')) && { isTrustOpen: true as const }),
      trustAt: trust === undefined ? instance.at : below(instance.at, 'assume_role_policy'),
      at: instance.at,
    });
  }
}

/** Adds the providers that trusts name and that nothing gives: by an ARN written out, or by one that is not known. */
export function addTrustedProviders(parts: CloudParts): void {
  addNamedProviders(parts);
  addUnreadProviders(parts);
}

/** An OIDC provider's ARN written out in a policy; any part of it may be a symbol, which may hold what else would end it. */
const PROVIDER_ARN =
  /"(arn:(?:[^":\uE000]|\uE000[^\uE001]*\uE001)+:iam::(?:[^":\uE000]|\uE000[^\uE001]*\uE001)*:oidc-provider\/((?:[^"\uE000]|\uE000[^\uE001]*\uE001)+))"/g;

/** Providers that trusts name by an ARN written out, beside those that resources or data sources give. */
function addNamedProviders(parts: CloudParts): void {
  const arns = new Set(parts.oidcProviders.map(({ arn }) => arn));
  const byIssuer = new Map(parts.oidcProviders.map((provider) => [provider.issuer, provider]));
  for (const role of parts.identities) {
    for (const [, ...written] of role.trustPolicy?.matchAll(PROVIDER_ARN) ?? []) {
      const [arn = '', bare = ''] = written.map(fromJson);
      if (arns.has(arn)) continue;
      arns.add(arn);
      const issuer = `https://${bare}`;
      // A URL is registered once in an account: the provider of the program with this issuer is assumed to be meant.
      const registered = byIssuer.get(issuer);
      parts.oidcProviders.push({
        id: registered?.id ?? describeSymbols(arn),
        arn,
        issuer,
        audiences: registered?.audiences,
        declared: false,
        ...(registered ? {} : { onlyNamed: true as const }),
        emptyThumbprints: false,
        at: registered?.at ?? role.trustAt,
      });
    }
  }
}

/** What stands between the quotes of a text of JSON: the expressions of its symbols have quotes of their own. */
function fromJson(written: string): string {
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return written;
  }
}

/** A text of JSON whose symbols may hold what else would end it. */
const TEXT = /"((?:[^"\\\uE000]|\uE000[^\uE001]*\uE001)*)"/g;
/** The federated principals of a statement, one or a list of them. */
const FEDERATED =
  /"Federated"\s*:\s*(?:"(?:[^"\\\uE000]|\uE000[^\uE001]*\uE001)*"|\[(?:[^\]\uE000]|\uE000[^\uE001]*\uE001)*\])/g;

/**
 * What stands behind principals whose text is not known: a module's output, another program's, a variable without a value.
 * That none of the providers which were read is this one is as little known as that one of them is.
 */
function addUnreadProviders(parts: CloudParts): void {
  let known: ReadonlySet<string> | undefined;
  const added = new Set<string>();
  for (const role of parts.identities) {
    if (role.trustPolicy === undefined || !hasSymbol(role.trustPolicy)) continue;
    for (const [principals] of role.trustPolicy.matchAll(FEDERATED)) {
      if (!hasSymbol(principals)) continue;
      for (const [, text] of principals.slice('"Federated"'.length).matchAll(TEXT)) {
        const arn = fromJson(text!);
        if (!hasSymbol(arn) || added.has(arn) || /:(oidc|saml)-provider\/|\baws_iam_saml_provider\./.test(arn))
          continue;
        known ??= new Set([...parts.oidcProviders.map((one) => one.arn), ...otherThings(parts).keys()]);
        if (known.has(arn)) continue;
        added.add(arn);
        const id = describeSymbols(arn).replace(/^\$\{([^}]*)\}$/, '$1');
        parts.oidcProviders.push({
          id,
          arn,
          issuer: `https://${symbolOf(`the issuer of ${id}`, 'location')}`,
          declared: false,
          unread: true,
          emptyThumbprints: false,
          at: role.trustAt,
        });
      }
    }
  }
}

function isEmptyList(value: Value | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

function audiencesOf(value: Value | undefined, mode: 'managed' | 'data'): readonly string[] | undefined {
  if (value === undefined) return mode === 'managed' ? [] : undefined;
  if (!Array.isArray(value)) return undefined;
  return (value as readonly Value[]).map((item) => asText(item) ?? '');
}
