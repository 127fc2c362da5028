import { SESSION_TAGS } from '../../core/aws/session-tags';
import type { Caller, KeyValue } from '../iam';
import type { RoleTags } from '../model/identity/role-tags';
import { hasSymbol } from '../model/known/symbol';

/** What a pod's session of Pod Identity carries; symbols for what is not known. */
export interface SessionOfPod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly clusterArn: string;
  readonly clusterName?: string;
}

/** What is known of one request. */
export interface RequestContext {
  readonly caller: Caller;
  /** The session tags; nothing where the session has none, as one by a token. */
  readonly tags?: SessionOfPod;
  /** The tags of the role itself; nothing where they are not known. */
  readonly roleTags?: RoleTags;
  /** The account of the resource: its id or a symbol; nothing where it is not known. */
  readonly resourceAccount?: string;
  /** The region of the resource; nothing where it has none, or it is not known. */
  readonly region?: string;
  /** What the question tells besides, by condition key in lower case; a key without a value is not in the request. */
  readonly told: ReadonlyMap<string, readonly string[]>;
}

const ABSENT: KeyValue = { kind: 'absent' };

const known = (value: string): KeyValue => ({ kind: 'known', values: [value], list: false });
const open = (why: string): KeyValue => ({ kind: 'unknown', why });

/** The keys that have several values. IAM User Guide, "Multivalued context keys". */
const LISTS = /^aws:(tagkeys|calledvia|principalorgpaths|resourceorgpaths|sourceorgpaths|principalservicenameslist)$/;

/**
 * The value of a condition key in a request that a pod makes itself, over HTTPS, with a role's session. What only the network, the
 * service or the resource tells is not known. IAM User Guide, "AWS global condition context keys".
 */
export function valueOfKey(key: string, context: RequestContext): KeyValue {
  if (hasSymbol(key)) return open(`the condition key ${key} is not known before apply`);
  const name = key.toLowerCase();
  const told = context.told.get(name);
  if (told?.length === 0) return ABSENT;
  if (told) return { kind: 'known', values: told, list: LISTS.test(name) || told.length > 1 };
  if (name.startsWith('aws:principaltag/')) return valueOfTag(name.slice('aws:principaltag/'.length), key, context);
  switch (name) {
    case 'aws:principalarn':
      return known(context.caller.roleArn);
    case 'aws:principalaccount':
    // AWS KMS Developer Guide, "kms:CallerAccount".
    case 'kms:calleraccount':
      return known(context.caller.account);
    case 'aws:principaltype':
      return known('AssumedRole');
    case 'aws:securetransport':
      return known('true');
    case 'aws:principalisawsservice':
    case 'aws:viaawsservice':
      return known('false');
    case 'aws:resourceaccount':
      return context.resourceAccount === undefined
        ? open(`${key}: the account of the resource is not known`)
        : known(context.resourceAccount);
    case 'aws:requestedregion':
      return context.region === undefined
        ? open(`${key}: the region of the request is not known`)
        : known(context.region);
    // Only where a service calls another one, or a user signs in.
    case 'aws:username':
    case 'aws:sourcearn':
    case 'aws:sourceaccount':
    case 'aws:sourceorgid':
    case 'aws:sourceorgpaths':
    case 'aws:principalservicename':
    case 'aws:principalservicenameslist':
    case 'aws:calledvia':
    case 'aws:calledviafirst':
    case 'aws:calledvialast':
    case 'kms:viaservice':
      return ABSENT;
    default:
      return open(`${key} is not known from the artefacts`);
  }
}

/**
 * A tag of the session, which goes before one of the role's own. IAM User Guide, "Pass session tags in AWS STS".
 *
 * @param tag in lower case: tags do not differ by case alone
 */
function valueOfTag(tag: string, key: string, { tags, roleTags }: RequestContext): KeyValue {
  switch (tags && SESSION_TAGS.some((one) => one.toLowerCase() === tag) ? tag : undefined) {
    case 'kubernetes-namespace':
      return known(tags!.namespace);
    case 'kubernetes-service-account':
      return known(tags!.serviceAccount);
    case 'eks-cluster-arn':
      return known(tags!.clusterArn);
    case 'eks-cluster-name':
      return tags!.clusterName === undefined ? open('the name of the cluster is not known') : known(tags!.clusterName);
    case undefined:
      return valueOfRoleTag(tag, key, roleTags);
    default:
      return open(`the session tag ${tag} is known only when a pod runs`);
  }
}

function valueOfRoleTag(tag: string, key: string, roleTags: RoleTags | undefined): KeyValue {
  const given = roleTags && [...roleTags.tags].find(([name]) => name.toLowerCase() === tag);
  if (given) return known(given[1]);
  if (roleTags?.isWhole) return ABSENT;
  return open(`${key}: the tags of the role are not ${roleTags ? 'all ' : ''}known`);
}

/** The one value of a condition key, for policy variables; nothing where it has none, or several, or none that is known. */
export function knownTextOf(key: string, context: RequestContext): string | undefined {
  const value = valueOfKey(key, context);
  return value.kind === 'known' && !value.list ? value.values[0] : undefined;
}
