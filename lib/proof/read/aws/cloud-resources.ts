import { partitionOfRegion } from '../../../core/aws/aws-partition';
import { ANY_PARTITION } from '../../model/known/any-partition';
import type { AwsAccount } from '../../model/aws-account';
import type { AttachedPolicy, CloudResource } from '../../model/cloud-resource';
import { isNo } from '../../model/known/known';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isUnknown, textOfValue } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import { withDataSources } from '../with-data-sources';
import { AwsAccounts } from './aws-accounts';
import { possibleTrust } from './possible-trust';

/** What a type of resource is called in ARNs, and where its policies are. AWS, "Service Authorization Reference". */
interface Kind {
  readonly service: string;
  /** With `{argument}` for what an argument gives; account and region are before it unless the ARN has none. */
  readonly resource: string;
  /** Whether the ARN has neither region nor account. */
  readonly global?: true;
  /** Attributes that give the same as the argument in `resource`. */
  readonly same?: readonly string[];
  /** Attributes by which others refer to it. */
  readonly keys: readonly string[];
  /** Types of resources that hold its policy, with the argument that names it. */
  readonly holders?: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  aws_s3_bucket: {
    ...{ service: 's3', resource: '{bucket}', global: true, same: ['id'], keys: ['id', 'bucket', 'arn'] },
    holders: { aws_s3_bucket_policy: 'bucket' },
  },
  aws_sqs_queue: {
    ...{ service: 'sqs', resource: '{name}', keys: ['id', 'url', 'arn'] },
    holders: { aws_sqs_queue_policy: 'queue_url' },
  },
  aws_sns_topic: {
    ...{ service: 'sns', resource: '{name}', keys: ['id', 'arn'] },
    holders: { aws_sns_topic_policy: 'arn' },
  },
  aws_kms_key: {
    ...{ service: 'kms', resource: 'key/{key_id}', same: ['id'], keys: ['id', 'key_id', 'arn'] },
    holders: { aws_kms_key_policy: 'key_id' },
  },
  aws_kms_external_key: {
    ...{ service: 'kms', resource: 'key/{id}', keys: ['id', 'arn'] },
    holders: { aws_kms_key_policy: 'key_id' },
  },
  aws_kms_replica_key: {
    ...{ service: 'kms', resource: 'key/{key_id}', same: ['id'], keys: ['id', 'key_id', 'arn'] },
    holders: { aws_kms_key_policy: 'key_id' },
  },
  aws_kms_alias: { service: 'kms', resource: '{name}', keys: ['id', 'name', 'arn'] },
  aws_secretsmanager_secret: {
    ...{ service: 'secretsmanager', resource: 'secret:{name}-{suffix}', keys: ['id', 'arn'] },
    holders: { aws_secretsmanager_secret_policy: 'secret_arn' },
  },
  aws_ecr_repository: {
    ...{ service: 'ecr', resource: 'repository/{name}', keys: ['id', 'name', 'arn'] },
    holders: { aws_ecr_repository_policy: 'repository' },
  },
  aws_dynamodb_table: {
    ...{ service: 'dynamodb', resource: 'table/{name}', same: ['id'], keys: ['arn'] },
    holders: { aws_dynamodb_resource_policy: 'resource_arn' },
  },
  aws_kinesis_stream: {
    ...{ service: 'kinesis', resource: 'stream/{name}', keys: ['arn'] },
    holders: { aws_kinesis_resource_policy: 'resource_arn' },
  },
};

/** What gives the name in an ARN. */
const ARGUMENT = /\{([a-z_]+)\}/;

const POLICY = 'policy';
const ALIAS = 'aws_kms_alias';
const GRANTS = { aws_kms_grant: 'key_id' };
const NONE: ReadonlyMap<string, readonly AttachedPolicy[]> = new Map();
/** A key that no request is known to have: what a pod encrypts with is not in the input. */
const CONTEXT_OF_GRANT = { 'kms:EncryptionContext:constraints': 'of the grant' };

/** Reads what permissions are about: resources by their ARNs, and the policies that they have. */
export function readCloudResources(program: TerraformProgram): readonly CloudResource[] {
  const reader = new CloudResourceReader(program);
  return Object.entries(KINDS).flatMap(([type, kind]) => reader.read(type, kind));
}

class CloudResourceReader {
  private readonly accounts: AwsAccounts;
  private readonly accountNames = new Map<AwsAccount | undefined, string>();

  public constructor(private readonly program: TerraformProgram) {
    this.accounts = new AwsAccounts(program);
  }

  public read(type: string, kind: Kind): readonly CloudResource[] {
    const instances = withDataSources(this.program, type);
    if (instances.length === 0) return [];
    const held = this.held(kind, instances, kind.holders ?? {}, (holder) => this.policyText(holder, POLICY));
    const isOfKeys = kind.service === 'kms' && type !== ALIAS;
    const granted = isOfKeys ? this.held(kind, instances, GRANTS, (grant) => this.grantText(grant)) : NONE;
    return instances.map((instance) => ({
      ...this.resource(instance, kind, held.get(instance.id) ?? []),
      ...(granted.has(instance.id) && { grants: granted.get(instance.id)! }),
      ...(type === ALIAS && { aliasOf: this.keyOf(instance) }),
    }));
  }

  /** The ARN of the key of an alias. */
  private keyOf(alias: Instance): string | undefined {
    const { program } = this;
    const key = program.target(alias, 'target_key_id')?.instance;
    return key ? String(program.reference(program.canonical(key), ['arn'])) : program.text(alias, 'target_key_id');
  }

  /** A grant as the policy that says the same: what its encryption context must be is a condition. */
  private grantText(grant: Instance): Pick<AttachedPolicy, 'text'> {
    const { program } = this;
    const operations = program.attribute(grant, 'operations');
    const to = program.text(grant, 'grantee_principal');
    if (!Array.isArray(operations) || to === undefined) return {};
    const actions = (operations as readonly Value[]).flatMap((one) => asText(one) ?? []);
    if (actions.length < operations.length) return {};
    const statement = {
      ...{ Effect: 'Allow', Principal: { AWS: to }, Action: actions.map((one) => `kms:${one}`), Resource: '*' },
      // Constraints that need not be there may be.
      ...(program.blocks(grant, 'constraints')?.length !== 0 && { Condition: { StringEquals: CONTEXT_OF_GRANT } }),
    };
    return { text: JSON.stringify({ Version: '2012-10-17', Statement: statement }) };
  }

  private resource(instance: Instance, kind: Kind, held: readonly AttachedPolicy[]): CloudResource {
    const { program } = this;
    const { id, at } = instance;
    const shown = String(program.reference(instance, ['arn']));
    const account = this.accounts.ofInstance(instance, shown);
    const arn = hasSymbol(shown) ? this.arnOf(instance, kind, account) : shown;
    const spellings = new Map<string, string>();
    if (hasSymbol(shown)) spellings.set(shown, arn);
    const [, argument] = ARGUMENT.exec(kind.resource)!;
    for (const same of kind.same ?? []) {
      const written = String(program.reference(instance, [same]));
      const value = String(program.reference(instance, [argument!]));
      if (hasSymbol(written) && written !== value) spellings.set(written, value);
    }
    const first = account && this.nameOf(account);
    for (const name of account?.names ?? []) if (name !== first) spellings.set(name, first!);
    const own = this.policyText(instance, POLICY);
    return {
      ...{ id, name: String(program.reference(instance, [argument!])), service: kind.service, arn, spellings, account },
      declared: instance.block.mode === 'managed' && !instance.lost,
      policies: own ? [{ source: id, ...own }, ...held] : held,
      at,
    };
  }

  private arnOf(instance: Instance, { service, resource, global }: Kind, account: AwsAccount | undefined): string {
    const { program } = this;
    const region =
      program.text(instance, 'region') ??
      program.providerText(instance, 'aws', 'region') ??
      symbolOf(`the region of ${instance.id}`, 'segment');
    const partition =
      account?.partition ?? (hasSymbol(region) ? undefined : partitionOfRegion(region)) ?? ANY_PARTITION;
    const named = resource.replace(/\{([a-z_]+)\}/g, (_, argument: string) =>
      argument === 'suffix'
        ? symbolOf(`the end of the name of ${instance.id}`, 'segment')
        : String(program.reference(instance, [argument])),
    );
    const where = global ? ':' : `${region}:${this.nameOf(account) ?? symbolOf(`${instance.id}.account`, 'segment')}`;
    return `arn:${partition}:${service}:${where}:${named}`;
  }

  /** An account's id, or one symbol for it. */
  private nameOf(account: AwsAccount | undefined): string | undefined {
    if (!account) return undefined;
    let name = this.accountNames.get(account);
    if (name === undefined) {
      name =
        account.id ?? [...account.names].sort()[0] ?? symbolOf(`AWS account ${this.accountNames.size + 1}`, 'segment');
      this.accountNames.set(account, name);
    }
    return name;
  }

  /** The policies, or what is like one, that resources of their own give, by the id of the resource that has them. */
  private held(
    { keys, resource }: Kind,
    instances: readonly Instance[],
    holders: Readonly<Record<string, string>>,
    textOf: (holder: Instance) => Omit<AttachedPolicy, 'source'> | undefined,
  ): ReadonlyMap<string, readonly AttachedPolicy[]> {
    const { program } = this;
    const found = new Map<string, AttachedPolicy[]>();
    const add = (id: string, policy: AttachedPolicy): void => {
      found.set(id, [...(found.get(id) ?? []), policy]);
    };
    const byKey = new Map<string, Instance>();
    for (const [type, argument] of Object.entries(holders)) {
      for (const holder of program.instances(type)) {
        if (byKey.size === 0) {
          for (const one of instances) {
            for (const key of keys) byKey.set(String(program.reference(one, [key])), one);
          }
        }
        const named = String(program.attribute(holder, argument) ?? '');
        const target = program.target(holder, argument)?.instance;
        const owner = byKey.get(named) ?? instances.find((one) => target !== undefined && one.id === target.id);
        const policy = { source: holder.id, ...textOf(holder) };
        if (owner) {
          add(owner.id, policy);
          continue;
        }
        const perhaps = `whether ${holder.id} is its policy is not known before apply`;
        const isPossible = (one: Instance): boolean => hasSymbol(named) || this.mayBeCalled(one, resource, named);
        for (const one of instances.filter(isPossible)) add(one.id, { ...policy, perhaps });
      }
    }
    return found;
  }

  /** Whether a name that is written may be that of a resource, of whose own name a part is not known. */
  private mayBeCalled(instance: Instance, resource: string, named: string): boolean {
    const [, argument = ''] = ARGUMENT.exec(resource) ?? [];
    const own = this.program.text(instance, argument);
    return own !== undefined && hasSymbol(own) && !isNo(equal(own, named));
  }

  /** A policy's text; nothing where there is none, no text where it is not known. */
  private policyText(instance: Instance, name: string): Omit<AttachedPolicy, 'source'> | undefined {
    const { program } = this;
    const written = program.attribute(instance, name);
    if (written === undefined || written === null || written === '')
      return instance.lost?.has(name) ? { expression: `${instance.id}.${name}` } : undefined;
    const value: Value | undefined = possibleTrust(program, written);
    const text = value === undefined || isUnknown(value) ? undefined : asText(value);
    const shown = describeSymbols(asText(value) ?? textOfValue(value ?? null));
    return text === undefined ? { expression: shown } : { text };
  }
}
