import { hasSymbol, symbolOf } from '../../../model/symbol';
import { descendAll } from '../expression/evaluate';
import { asText, stepText } from '../expression/value';
import type { Value } from '../expression/value';
import { withoutPrefix } from '../expression/without-prefix';
import { instancesWith } from './instances-with';
import { policyDocument } from './policy-document';
import type { Instance } from './instance';
import type { TerraformProgram } from './program';

const HTTPS = 'https://';

/** The reference by which an EKS cluster gives its issuer. */
const EKS_ISSUER = 'identity[0].oidc[0].issuer';

/** The reference by which an AKS cluster gives its issuer. */
export const AKS_ISSUER = 'oidc_issuer_url';

/** The reference by which the azapi provider gives an AKS cluster's issuer. */
const AZAPI_ISSUER = '.output.properties.oidcIssuerProfile.issuerURL';

/**
 * The issuer of an EKS cluster: all of it is unknown but the scheme, so that a policy which takes the scheme off
 * (`replace`, `trimprefix`) is understood. It never ends in a slash.
 */
export function eksIssuer(id: string): string {
  return `${HTTPS}${symbolOf(`${id}.${EKS_ISSUER}`)}`;
}

/** The issuer of an AKS cluster. It ends in a slash, and AWS and Entra both compare that slash. */
export function aksIssuer(id: string): string {
  return `${HTTPS}${symbolOf(`${id}.${AKS_ISSUER}`)}/`;
}

/** The issuer of a cluster, by the steps to the attribute that gives it; known where a plan or a state knows it. */
export function clusterIssuer(
  program: TerraformProgram,
  instance: Instance,
  steps: readonly (string | number)[],
): string {
  return issuerOf(asText(program.reference(instance, steps)) ?? '');
}

/** As it is printed: the URL, or `ref:<id>.<attribute>`. */
export function clusterIssuerText(issuer: string, reference: string): string {
  return hasSymbol(issuer) ? `ref:${reference}` : issuer;
}

/** An issuer with its scheme, however it was written: the AWS provider takes and gives it without. */
export function issuerOf(text: string): string {
  if (text.startsWith(HTTPS)) return text;
  if (!text.startsWith('\uE000') || text.endsWith('/')) return `${HTTPS}${text}`;
  return `${HTTPS}${withoutScheme(text)}`;
}

function withoutScheme(text: string): string {
  return withoutPrefix(text, HTTPS);
}

/** The issuer, without its scheme, that an OIDC provider's ARN ends in. */
export function issuerInArn(arn: string): string | undefined {
  return /:oidc-provider\/(.+)$/.exec(arn)?.[1];
}

/** The registered issuer of an IAM OIDC provider. */
export function oidcProviderIssuer(program: TerraformProgram, instance: Instance): string {
  const url = program.text(instance, 'url') ?? issuerInArn(program.text(instance, 'arn') ?? '');
  return url === undefined ? `${HTTPS}${symbolOf(`${instance.id}.url`)}` : issuerOf(url);
}

/**
 * Attributes that the provider computes and whose form is known; nothing for all others.
 *
 * A data source that reads what another resource of the program makes gives that resource's own attributes.
 */
export function computedAttribute(
  program: TerraformProgram,
  instance: Instance,
  steps: readonly (string | number)[],
): Value | undefined {
  if (steps.length === 0) return undefined;
  const original = canonical(program, instance);
  if (original !== instance) return program.reference(original, steps);
  const [name] = steps;
  // A plan or a state may know it.
  if (instance.lost && (instance.block.body[String(name)] ?? null) !== null) return undefined;
  switch (instance.block.type) {
    case 'aws_eks_cluster':
      if (name === 'identity') {
        return descendAll([{ oidc: [{ issuer: eksIssuer(instance.id) }] }], steps.slice(1));
      }
      if (name === 'id') return program.reference(instance, ['name']);
      return undefined;
    case 'azurerm_kubernetes_cluster':
      return name === AKS_ISSUER ? aksIssuer(instance.id) : undefined;
    case 'azapi_resource':
      return steps.map(stepText).join('') === AZAPI_ISSUER ? aksIssuer(instance.id) : undefined;
    case 'aws_iam_openid_connect_provider':
      if (name === 'url') return withoutScheme(oidcProviderIssuer(program, instance));
      if (name === 'id') return program.reference(instance, ['arn']);
      return undefined;
    case 'aws_iam_role':
      return name === 'id' ? program.reference(instance, ['name']) : undefined;
    case 'aws_iam_policy':
      return name === 'id' ? program.reference(instance, ['arn']) : undefined;
    case 'aws_iam_policy_document':
      return name === 'json' || name === 'minified_json' ? policyDocument(program, instance) : undefined;
    case 'aws_eks_pod_identity_association':
      return name === 'external_id' ? externalId(program, instance) : undefined;
    case 'azuread_application':
      // Its former name.
      return name === 'application_id' ? program.reference(instance, ['client_id']) : undefined;
    case 'kubernetes_manifest':
      return name === 'object' ? program.reference(instance, ['manifest', ...steps.slice(1)]) : undefined;
    default:
      return undefined;
  }
}

/**
 * What EKS passes as external id when it assumes an association's target role, which another role's trust may name:
 * `<region>/<account>/<cluster>/<namespace>/<service account>`.
 */
function externalId(program: TerraformProgram, association: Instance): Value | undefined {
  const target = program.target(association, 'cluster_name')?.instance;
  const cluster = target?.block.type === 'aws_eks_cluster' ? canonical(program, target) : association;
  const arn = asText(program.reference(cluster, ['arn'])) ?? '';
  const [, region, account] = /^arn:[^:]*:eks:([^:]*):([^:]*):/.exec(arn) ?? [];
  const parts = [
    region ?? asText(program.reference(cluster, ['region'])),
    account ?? symbolOf(`${cluster.id}.account`),
    ...['cluster_name', 'namespace', 'service_account'].map((name) => asText(program.reference(association, [name]))),
  ];
  return parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
}

/** What {@link computedAttribute} knows the form of, for an object that stands for a whole resource. */
export const COMPUTED_ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    aws_eks_cluster: ['id', 'identity'],
    aws_eks_pod_identity_association: ['external_id'],
    aws_iam_openid_connect_provider: ['id', 'url'],
    aws_iam_policy: ['id'],
    aws_iam_policy_document: ['json', 'minified_json'],
    aws_iam_role: ['id'],
    azuread_application: ['application_id'],
    azurerm_kubernetes_cluster: [AKS_ISSUER],
  }),
);

/** The arguments by which a data source finds what it reads. */
const FOUND_BY: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    aws_eks_cluster: ['name'],
    aws_iam_openid_connect_provider: ['arn', 'url'],
    aws_iam_role: ['name'],
    azurerm_kubernetes_cluster: ['name'],
    azurerm_user_assigned_identity: ['name'],
    azuread_application: ['client_id', 'object_id', 'display_name'],
  }),
);

/** The resource that a data source reads, where the program makes it; else the instance itself. */
export function canonical(program: TerraformProgram, instance: Instance): Instance {
  const { block } = instance;
  const keys = block.mode === 'data' ? FOUND_BY.get(block.type) : undefined;
  if (!keys) return instance;
  for (const key of keys) {
    const target = program.target(instance, key)?.instance;
    if (target?.block.type === block.type && target !== instance) return canonical(program, target);
    const wanted = asText(program.attribute(instance, key));
    if (wanted === undefined) continue;
    const own = { name: `own ${key}`, of: (one: Instance) => asText(ownValue(program, one, key)) };
    const same = instancesWith(program, block.type, own, comparable(key, wanted));
    if (same.length === 1) return same[0]!;
  }
  return instance;
}

function ownValue(program: TerraformProgram, candidate: Instance, key: string): Value | undefined {
  return key === 'url' ? oidcProviderIssuer(program, candidate) : program.reference(candidate, [key]);
}

function comparable(key: string, wanted: string): string {
  return key === 'url' ? issuerOf(wanted) : wanted;
}
