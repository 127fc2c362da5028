import { dnsSuffixOf, partitionOfRegion } from '../../../core/aws/aws-partition';
import { hasSymbol, symbolOf } from '../../model/known/symbol';
import { issuerOf, withoutScheme } from '../clusters/issuer';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { ComputedAttributes, Program, Provider } from '../terraform/configuration/provider';
import { formsOfAttributes, partOfForm } from '../terraform/configuration/known-forms';
import { descendAll } from '../terraform/expression/evaluate';
import { asText } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import { oidcProviderForms } from './oidc-provider-forms';
import { oidcProviderIssuer } from './oidc-provider-issuer';
import { policyDocument } from './policy-document';

/** The reference by which an EKS cluster gives its issuer. */
const EKS_ISSUER = 'identity[0].oidc[0].issuer';

/**
 * The issuer of an EKS cluster: all of it is unknown but the scheme, so that a policy which takes the scheme off
 * (`replace`, `trimprefix`) is understood. It never ends in a slash.
 */
function eksIssuer(id: string): string {
  return `https://${symbolOf(`${id}.${EKS_ISSUER}`, 'issuer')}`;
}

const computed: Readonly<Record<string, ComputedAttributes>> = {
  aws_eks_cluster: {
    names: ['id', 'identity'],
    of: (program, instance, [name, ...rest]) => {
      if (name === 'identity') return descendAll([{ oidc: [{ issuer: eksIssuer(instance.id) }] }], rest);
      return name === 'id' ? program.reference(instance, ['name']) : undefined;
    },
  },
  aws_iam_openid_connect_provider: {
    names: ['id', 'url'],
    of: (program, instance, [name]) => {
      if (name === 'url') return withoutScheme(oidcProviderIssuer(program, instance));
      return name === 'id' ? program.reference(instance, ['arn']) : undefined;
    },
  },
  aws_iam_role: sameAs('id', 'name'),
  aws_iam_policy: sameAs('id', 'arn'),
  aws_iam_policy_document: {
    names: ['json', 'minified_json'],
    of: (program, instance, [name]) =>
      name === 'json' || name === 'minified_json' ? policyDocument(program, instance) : undefined,
  },
  aws_partition: {
    names: ['dns_suffix', 'id', 'partition'],
    of: (program, instance, [name]) => partitionAttribute(program, instance, name),
  },
  aws_region: {
    names: ['id', 'name', 'region'],
    of: (program, instance, [name]) =>
      name === 'id' || name === 'name' || name === 'region' ? knownRegion(program, instance) : undefined,
  },
  aws_eks_pod_identity_association: {
    names: ['external_id'],
    of: (program, instance, [name]) => (name === 'external_id' ? externalId(program, instance) : undefined),
  },
};

/** Whatever of AWS has an ARN has one once it is there. */
const ofArns = formsOfAttributes((type, attribute) =>
  type.startsWith('aws_') && attribute === 'arn' ? `arn:${partOfForm('the rest of an ARN', 'ref')}` : undefined,
);

/** What the provider aws makes of its resources. */
export const AWS_PROVIDER: Provider = {
  computed,
  foundBy: {
    aws_eks_cluster: [{ argument: 'name' }],
    aws_iam_openid_connect_provider: [
      { argument: 'arn' },
      { argument: 'url', own: oidcProviderIssuer, normalize: issuerOf },
    ],
    aws_iam_role: [{ argument: 'name' }],
  },
  planned: { aws_iam_policy_document: { lists: ['statement'], meant: 'json' } },
  formOf: (program) => {
    const ofProviders = oidcProviderForms(program);
    return (unknown) => ofProviders(unknown) ?? ofArns(unknown);
  },
};

function sameAs(attribute: string, other: string): ComputedAttributes {
  return {
    names: [attribute],
    of: (program, instance, [name]) => (name === attribute ? program.reference(instance, [other]) : undefined),
  };
}

/** The region that a data source speaks of: its own argument, else its provider's. Nothing where that is not known. */
function knownRegion(program: Program, instance: Instance): string | undefined {
  const own = ['name', 'region'].map((name) => program.text(instance, name)).find((text) => text !== undefined);
  const region = own ?? program.providerText(instance, 'aws', 'region');
  return region === undefined || hasSymbol(region) ? undefined : region;
}

/** AWS provider, `aws_partition`: the partition of the provider's region. */
function partitionAttribute(program: Program, instance: Instance, name?: string | number): string | undefined {
  const region = program.providerText(instance, 'aws', 'region');
  const partition = region === undefined ? undefined : partitionOfRegion(region);
  if (partition === undefined) return undefined;
  if (name === 'dns_suffix') return dnsSuffixOf(partition);
  return name === 'id' || name === 'partition' ? partition : undefined;
}

/**
 * What EKS passes as external id when it assumes an association's target role, which another role's trust may name:
 * `<region>/<account>/<cluster>/<namespace>/<service account>`.
 */
function externalId(program: Program, association: Instance): Value | undefined {
  const target = program.target(association, 'cluster_name')?.instance;
  const cluster = target?.block.type === 'aws_eks_cluster' ? program.canonical(target) : association;
  const arn = asText(program.reference(cluster, ['arn'])) ?? '';
  const [, region, account] = /^arn:[^:]*:eks:([^:]*):([^:]*):/.exec(arn) ?? [];
  const parts = [
    region ?? asText(program.reference(cluster, ['region'])),
    account ?? symbolOf(`${cluster.id}.account`),
    ...['cluster_name', 'namespace', 'service_account'].map((name) => asText(program.reference(association, [name]))),
  ];
  return parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
}
