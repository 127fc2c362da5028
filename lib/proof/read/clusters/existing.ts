import { EXISTING_SCHEMA } from '../../../core/existing';
import type { ExistingCluster, ExistingIdentity, ExistingOidcProvider } from '../../../core/existing';
import { below } from '../../model/place';
import type { Place } from '../../model/place';
import { hasSymbol } from '../../model/known/symbol';
import type { CloudParts } from '../cloud-parts';
import { TOLD_RELEASE } from '../kubernetes/helm/helm-release-resource';
import { cloudOfIssuer } from './cloud-of-issuer';
import type { Block, Configuration, RawObject } from '../terraform/configuration/configuration';
import type { TerraformProgram } from '../terraform/configuration/program';

/** What a stack was told exists, as it was read beside the stack's JSON. */
export interface ExistingOfStack {
  readonly value: ExistingFile;
  readonly configuration: Configuration;
  readonly at: Place;
}

/** The file's content; anybody may have written it, so no field is sure. */
export interface ExistingFile {
  readonly schema: typeof EXISTING_SCHEMA;
  readonly clusters?: unknown;
  readonly oidcProviders?: unknown;
  readonly identities?: unknown;
  readonly releases?: unknown;
}

type Unchecked<T> = { readonly [K in keyof T]?: unknown };

/** A cluster of neither cloud. */
const OTHER_CLUSTER = 'podtrust_cluster';

/** Whether a JSON value is the list of what a stack was told exists. */
export function isExistingFile(value: unknown): value is ExistingFile {
  return (value as { schema?: unknown } | null)?.schema === EXISTING_SCHEMA;
}

/**
 * Puts what stacks were told exists among their data sources: it is the same knowledge, of something that others make. A
 * cluster that several stacks were told of is one cluster.
 */
export function addExisting(files: readonly ExistingOfStack[]): void {
  const blocks = new Map<string, { block: Block; configuration: Configuration }>();
  for (const { value, configuration, at } of files) {
    for (const [list, read] of READERS) {
      entriesOf(value[list]).forEach((entry, index) => {
        const found = read(entry, configuration);
        if (!found) return;
        const { type, key, body, name } = found;
        const known = blocks.get(`${type} ${key}`);
        const place = known?.block.at ?? below(at, list, index);
        const address = known?.block.address ?? name ?? addressIn(configuration, String(entry.id ?? key));
        const merged = { ...known?.block.instances?.[0]?.body, ...body };
        blocks.set(`${type} ${key}`, {
          configuration: known?.configuration ?? configuration,
          block: {
            mode: 'data',
            type,
            name: address,
            address,
            body: merged,
            at: place,
            existing: true,
            instances: [{ names: {}, body: merged, lost: new Map(), at: place }],
          },
        });
      });
    }
  }
  for (const { block, configuration } of blocks.values()) configuration.blocks.set(block.address, block);
}

interface FoundBlock {
  readonly type: string;
  /** Equal for entries of several stacks that are one object. */
  readonly key: string;
  readonly body: RawObject;
  /** Its address, where that is not the id of the entry. */
  readonly name?: string;
}

const READERS: readonly [
  'clusters' | 'oidcProviders' | 'identities' | 'releases',
  (entry: RawObject, configuration: Configuration) => FoundBlock | undefined,
][] = [
  ['clusters', clusterBlock],
  ['oidcProviders', providerBlock],
  ['identities', identityBlock],
  ['releases', releaseBlock],
];

function clusterBlock(entry: RawObject): FoundBlock | undefined {
  const { id, cloud, name, issuer, resourceId, endpoint } = textsOf<ExistingCluster>(entry);
  const key = resourceId ?? issuer ?? id;
  if (key === undefined) return undefined;
  const by = cloud ?? cloudOfIssuer(issuer ?? '');
  if (by === 'aws') {
    const identity = issuer === undefined ? undefined : [{ oidc: [{ issuer }] }];
    return { type: 'aws_eks_cluster', key, body: defined({ name, arn: resourceId, identity, endpoint }) };
  }
  if (by === 'azure') {
    const body = defined({ name, id: resourceId, oidc_issuer_url: issuer, fqdn: endpoint });
    return { type: 'azurerm_kubernetes_cluster', key, body };
  }
  return { type: OTHER_CLUSTER, key, body: defined({ name, issuer }) };
}

function providerBlock(entry: RawObject): FoundBlock | undefined {
  const { arn, issuer } = textsOf<ExistingOidcProvider>(entry);
  if (arn === undefined) return undefined;
  const body = defined({ arn, url: issuer, client_id_list: entry.audiences });
  return { type: 'aws_iam_openid_connect_provider', key: arn, body };
}

/** What a program was told of an application’s principal, which is an object of its own. */
export const PRINCIPAL_OF_EXISTING = 'service_principal_object_id';

function identityBlock(entry: RawObject): FoundBlock | undefined {
  const { id, kind, name, resourceId, clientId, principalId, resourceGroup } = textsOf<ExistingIdentity>(entry);
  const key = resourceId ?? clientId ?? id;
  if (key === undefined) return undefined;
  if (kind === 'iam-role') {
    const [, path, last] = /^arn:[^:]*:iam::[^:]*:role(\/(?:.*\/)?)([^/]+)$/.exec(resourceId ?? '') ?? [];
    return { type: 'aws_iam_role', key, body: defined({ arn: resourceId, name: last, path }) };
  }
  if (kind === 'entra-application') {
    const objectId = resourceId?.replace(/^\/applications\//, '');
    const body = { display_name: name, id: resourceId, object_id: objectId, client_id: clientId };
    return { type: 'azuread_application', key, body: defined({ ...body, [PRINCIPAL_OF_EXISTING]: principalId }) };
  }
  const body = { name, id: resourceId, client_id: clientId, principal_id: principalId };
  return {
    type: 'azurerm_user_assigned_identity',
    key,
    body: defined({ ...body, resource_group_name: resourceGroup }),
  };
}

/** A release is the stack's own: what two stacks tell of one address is of two releases. */
function releaseBlock({ id, shapes }: RawObject, { prefix }: Configuration): FoundBlock | undefined {
  if (typeof id !== 'string' || !Array.isArray(shapes)) return undefined;
  return {
    type: TOLD_RELEASE,
    key: `${prefix}${id}`,
    body: { release: id, shapes: JSON.stringify(shapes) },
    name: `data.${TOLD_RELEASE}.${id}`,
  };
}

/** The clusters of neither cloud; those of the clouds are read with the clouds' data sources. */
export function readOtherClusters(program: TerraformProgram, parts: CloudParts): void {
  for (const instance of program.instances(`data.${OTHER_CLUSTER}`)) {
    const issuer = program.text(instance, 'issuer');
    if (issuer === undefined || hasSymbol(issuer)) continue;
    const name = program.text(instance, 'name');
    parts.clusters.push({
      id: instance.id,
      cloud: 'other',
      issuer,
      issuerText: issuer,
      name,
      existing: true,
      at: instance.at,
    });
  }
}

/** The address of a construct's path, before which its stack stands. */
function addressIn({ prefix }: Configuration, id: string): string {
  return prefix !== '' && id.startsWith(prefix) ? id.slice(prefix.length) : id;
}

function entriesOf(list: unknown): readonly RawObject[] {
  return Array.isArray(list)
    ? list.filter((entry): entry is RawObject => typeof entry === 'object' && entry !== null)
    : [];
}

function textsOf<T>(entry: Unchecked<T>): { readonly [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value === 'string')) as {
    [K in keyof T]?: string;
  };
}

function defined(body: { readonly [name: string]: RawObject[string] | undefined }): RawObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as RawObject;
}
