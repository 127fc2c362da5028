import { meaningOf } from '../../core/codes';
import { RULES } from '../rules/rules';

/** As much of JSON Schema (draft 7) as a `podtrust.yaml` needs. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string';
  /** What a value is, to follow “is not”. */
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
}

/** The whole schema. */
export interface RootSchema extends Schema {
  readonly $schema: string;
  readonly $id: string;
  readonly definitions: Readonly<Record<string, Schema>>;
}

const GLOB = 'In it * stands for any text and ? for any one character.';

/** The schema of a `podtrust.yaml`: what is checked, and what editors are given as docs/schemas/settings.schema.json. */
export function settingsSchema(): RootSchema {
  const slugs = RULES.map(({ slug }) => slug);
  const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:podtrust:settings:v1',
    title: 'podtrust.yaml',
    description: 'What a user decides about the findings of podtrust, and what podtrust cannot read.',
    type: 'object',
    additionalProperties: false,
    properties: {
      rules: {
        description: 'The levels of rules, where they are not to be the rules’ own.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          RULES.map(({ slug }) => [slug, { description: meaningOf(slug), ...ref('level') }] as const),
        ),
      },
      accepted: {
        description: 'Findings that are known and meant. They stay in the output and no longer count.',
        type: 'array',
        items: ref('acceptance'),
      },
      elsewhere: {
        description: 'What something declares that podtrust does not read.',
        type: 'object',
        additionalProperties: false,
        properties: {
          namespaces: {
            description: `Namespaces in which something else declares service accounts. ${GLOB}`,
            type: 'array',
            items: ref('namespaceGlob'),
          },
          serviceAccounts: {
            description: `Service accounts that something else declares, as namespace/name. ${GLOB}`,
            type: 'array',
            items: ref('accountGlob'),
          },
          identities: {
            description: `Identities, by id or name, to which something else adds trusts: federated credentials, associations. ${GLOB}`,
            type: 'array',
            items: ref('text'),
          },
        },
      },
      clusters: {
        description: 'Clusters that exist and that the input names by a literal issuer, name, ARN or resource id.',
        type: 'array',
        items: ref('cluster'),
      },
      gate: {
        description: 'What podtrust review holds a change against. It counts as the base of the change has it.',
        type: 'object',
        additionalProperties: false,
        properties: {
          lock: {
            description:
              'approves: access that widens passes where the lock of the same change says it, so that who owns the lock approves it. informs, the default: it fails all the same.',
            ...ref('lockRole'),
          },
          admitOnly: {
            description: 'Who may ever be admitted to which identity.',
            type: 'array',
            items: ref('admitOnly'),
          },
          neverPermit: {
            description: 'What no pod may ever do.',
            type: 'array',
            items: ref('neverPermit'),
          },
          offLimits: {
            description: 'Namespaces of which no pod ever gets an identity.',
            type: 'array',
            items: ref('offLimits'),
          },
          neverBecome: {
            description: 'Who may never become the pods of some service accounts, in whatever steps.',
            type: 'array',
            items: ref('neverBecome'),
          },
        },
      },
    },
    definitions: {
      level: { title: 'a level', enum: ['error', 'warning', 'note', 'off'] },
      text: { title: 'a text', type: 'string', minLength: 1 },
      acceptance: {
        type: 'object',
        additionalProperties: false,
        required: ['rule', 'subject', 'reason'],
        properties: {
          rule: { title: 'a rule', description: 'The rule’s slug.', enum: slugs },
          subject: {
            description: `The “subject” of the finding as --format json has it: an identity’s id, or such as Deployment/todo/api. ${GLOB}`,
            ...ref('text'),
          },
          admits: {
            description: `Whom the finding may be about at most: namespace/name, with “ of CLUSTER” behind it where the identity admits pods of several clusters. Needed where the finding has a field “admits”; the finding is back as soon as it is about anybody else. ${GLOB}`,
            type: 'array',
            items: ref('acceptedAccess'),
          },
          reason: { description: 'Why it is meant.', ...ref('text') },
          expires: { description: 'The last day on which it holds.', ...ref('date') },
        },
      },
      acceptedAccess: {
        title: 'namespace/name or namespace/name of CLUSTER',
        type: 'string',
        pattern: '^[^/\\s]+/[^/\\s]+( of \\S.*)?$',
      },
      namespaceGlob: { title: 'a namespace or a glob of namespaces', type: 'string', pattern: '^[a-z0-9*?-]+$' },
      accountGlob: {
        title: 'namespace/name, which may be globs',
        type: 'string',
        pattern: '^[a-z0-9*?-]+/[a-z0-9.*?-]+$',
      },
      date: {
        title: 'a date such as 2027-03-31',
        type: 'string',
        pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
      },
      cluster: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: { description: 'Its name in its cloud, and its id in the output.', ...ref('text') },
          issuer: {
            description: 'Its OIDC issuer as its tokens have it, with the slash at the end of AKS’.',
            title: 'an https URL without query and fragment',
            type: 'string',
            pattern: '^https://[^\\s/?#]+(/[^\\s?#]*)?$',
          },
          arn: {
            description: 'The ARN of an EKS cluster.',
            title: 'the ARN of an EKS cluster',
            type: 'string',
            pattern: '^arn:[a-z-]+:eks:[a-z0-9-]+:[0-9]{12}:cluster/.+$',
          },
          resourceId: {
            description: 'The resource id of an AKS cluster.',
            title: 'the resource id of an AKS cluster',
            type: 'string',
            pattern:
              '^/subscriptions/[^/]+/resource[gG]roups/[^/]+/providers/Microsoft\\.ContainerService/managedClusters/[^/]+$',
          },
          account: {
            description: 'The AWS account of an EKS cluster.',
            title: 'an AWS account: twelve digits, in quotes',
            type: 'string',
            pattern: '^[0-9]{12}$',
          },
          region: { description: 'The region of an EKS cluster.', ...ref('text') },
        },
      },
      lockRole: { title: 'what the lock does', enum: ['approves', 'informs'] },
      admitOnly: {
        type: 'object',
        additionalProperties: false,
        required: ['identity', 'accounts'],
        properties: {
          identity: { description: `The identity’s name or id. ${GLOB}`, ...ref('text') },
          accounts: {
            description: `Whom it may admit: namespace/name, with “ of CLUSTER” behind it for one cluster alone. An empty list is nobody. ${GLOB}`,
            type: 'array',
            items: ref('acceptedAccess'),
          },
          reason: { description: 'Why, for whoever reads a violation.', ...ref('text') },
        },
      },
      neverPermit: {
        type: 'object',
        additionalProperties: false,
        properties: {
          actions: {
            description: `Actions: of AWS such as iam:PassRole, of Azure such as Microsoft.Authorization/*/write. ${GLOB}`,
            type: 'array',
            items: ref('text'),
          },
          resources: {
            description: `The ARNs, or the scopes of Azure with all below them, for which that holds; without it all. ${GLOB}`,
            type: 'array',
            items: ref('text'),
          },
          roles: {
            description:
              'Names of Azure roles and ARNs of AWS’ own policies; those that are known to give all of one and more are meant as well.',
            type: 'array',
            items: ref('text'),
          },
          reason: { description: 'Why, for whoever reads a violation.', ...ref('text') },
        },
      },
      offLimits: {
        type: 'object',
        additionalProperties: false,
        required: ['namespaces'],
        properties: {
          namespaces: { description: `The namespaces. ${GLOB}`, type: 'array', items: ref('namespaceGlob') },
          except: {
            description: `Service accounts that may have one all the same: namespace/name, with “ of CLUSTER” behind it for one cluster alone. ${GLOB}`,
            type: 'array',
            items: ref('acceptedAccess'),
          },
          reason: { description: 'Why, for whoever reads a violation.', ...ref('text') },
        },
      },
      somebody: {
        title: 'Group, User or Identity and a name, ServiceAccount namespace/name, or * for everybody',
        type: 'string',
        pattern: '^(\\*|(Group|User|Identity) \\S.*|ServiceAccount [^/\\s]+/[^/\\s]+)$',
      },
      neverBecome: {
        type: 'object',
        additionalProperties: false,
        properties: {
          who: {
            description: `Who may not: such as Group developers, User jane, ServiceAccount ci/deployer, or Identity and the name or id of an IAM role; without it everybody. ${GLOB}`,
            type: 'array',
            items: ref('somebody'),
          },
          accounts: {
            description: `Whom: the pods of these service accounts, namespace/name, with “ of CLUSTER” behind it for one cluster alone. ${GLOB}`,
            type: 'array',
            items: ref('acceptedAccess'),
          },
          identities: {
            description: `Whom: all pods that get these identities, by name or id. ${GLOB}`,
            type: 'array',
            items: ref('text'),
          },
          except: {
            description: `Who may all the same, as in who. ${GLOB}`,
            type: 'array',
            items: ref('somebody'),
          },
          reason: { description: 'Why, for whoever reads a violation.', ...ref('text') },
        },
      },
    },
  };
}
