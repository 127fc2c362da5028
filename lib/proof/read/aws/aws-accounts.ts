import { accountIdIn, isAccountId } from '../../model/aws-account';
import type { AwsAccount } from '../../model/aws-account';
import { partitionIn, partitionOfRegion } from '../../../core/aws/aws-partition';
import { hasSymbol } from '../../model/known/symbol';
import type { Configuration, ProviderBlock, Raw } from '../terraform/configuration/configuration';
import { usedProvider } from '../terraform/configuration/blocks/provider-block';
import type { UsedProvider } from '../terraform/configuration/blocks/provider-block';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText } from '../terraform/expression/value';

/** What `data.aws_caller_identity` gives the account's id as. */
const ID_ATTRIBUTES = ['account_id', 'id'];

/** What of a provider's settings decides which account it works in. Providers that differ in their region alone share one within a partition. */
const CREDENTIALS = [
  'access_key',
  'allowed_account_ids',
  'assume_role',
  'assume_role_with_web_identity',
  'endpoints',
  'forbidden_account_ids',
  'profile',
  'secret_key',
  'shared_config_files',
  'shared_credentials_files',
  'token',
];
const NO_CREDENTIALS = JSON.stringify(CREDENTIALS.map(() => null));

/** Tells which account AWS resources are in: by their ARN, or by the provider that makes them. */
export class AwsAccounts {
  private readonly ofCredentials = new Map<Configuration, Map<string, AwsAccount>>();
  private readonly ofId = new Map<string, AwsAccount>();
  private readonly callers = new Map<AwsAccount, Set<string>>();
  private readonly partitions = new Map<Configuration, ReadonlySet<string>>();

  public constructor(private readonly program: TerraformProgram) {
    for (const caller of program.anyInstances('data.aws_caller_identity')) {
      const account = this.ofInstance(caller);
      const names = account && this.callers.get(account);
      if (!names) continue;
      for (const attribute of ID_ATTRIBUTES) {
        const name = asText(program.reference(caller, [attribute]));
        if (name !== undefined && hasSymbol(name)) names.add(name);
      }
    }
  }

  /**
   * The account of a resource.
   *
   * @param arn as far as it is known
   */
  public ofInstance(instance: Instance, arn = ''): AwsAccount | undefined {
    const id = accountIdIn(arn);
    if (id !== undefined) return this.withId(id, partitionIn(arn));
    // A plan and a state do not show which provider makes a resource in the way that a configuration does.
    if (instance.lost) return undefined;
    const used = usedProvider(instance.configuration, 'aws', instance.block.body.provider);
    // One of those that a `for_each` of OpenTofu 1.9 makes of a provider: which one, the key tells.
    return used.name.includes('[') ? undefined : this.usedBy(used);
  }

  private withId(id: string, partition: string | undefined): AwsAccount {
    const key = `${partition} ${id}`;
    let account = this.ofId.get(key);
    if (!account) this.ofId.set(key, (account = { id, partition, names: new Set() }));
    return account;
  }

  private usedBy({ provider, configuration, name }: UsedProvider): AwsAccount {
    // One that nobody declares comes from who calls the module, with any credentials.
    const credentials = provider
      ? JSON.stringify(CREDENTIALS.map((setting) => provider.body[setting] ?? null))
      : `undeclared ${name}`;
    // Without any the environment gives them, which is one for the whole run; an expression is another in each module.
    const owner = credentials === NO_CREDENTIALS ? rootOf(configuration) : configuration;
    const settings = provider && this.setIn(provider, configuration);
    // Regions of two partitions are of two accounts, whatever else is the same; one region that is not known may be of either.
    const key = this.partitionsIn(owner).size > 1 ? `${settings?.partition} ${credentials}` : credentials;
    let accounts = this.ofCredentials.get(owner);
    if (!accounts) this.ofCredentials.set(owner, (accounts = new Map<string, AwsAccount>()));
    let account = accounts.get(key);
    if (!account) {
      const names = new Set<string>();
      account = { ...settings, names };
      this.callers.set(account, names);
      accounts.set(key, account);
    }
    return account;
  }

  /** The partitions that the AWS providers of a module are known to work in. */
  private partitionsIn(configuration: Configuration): ReadonlySet<string> {
    let partitions = this.partitions.get(configuration);
    if (!partitions) {
      const found = configuration.providers
        .filter(({ type }) => type === 'aws')
        .map((provider) => this.setIn(provider, configuration).partition)
        .filter((partition) => partition !== undefined);
      this.partitions.set(configuration, (partitions = new Set(found)));
    }
    return partitions;
  }

  /** The account that a provider's own settings keep it to. AWS provider, `allowed_account_ids`, `assume_role` and `region`. */
  private setIn({ body, at }: ProviderBlock, configuration: Configuration): Omit<AwsAccount, 'names'> {
    const textOf = (raw: Raw | undefined): string | undefined =>
      raw === undefined
        ? undefined
        : asText(this.program.evaluateRaw(configuration, raw, `${configuration.label}provider`, at));
    const allowed = listOf(body.allowed_account_ids);
    const only = allowed.length === 1 ? textOf(allowed[0]) : undefined;
    const roles = listOf(body.assume_role) as readonly { readonly role_arn?: Raw }[];
    const role = textOf(roles.at(-1)?.role_arn) ?? '';
    return {
      id: only !== undefined && isAccountId(only) ? only : accountIdIn(role),
      partition: partitionIn(role) ?? partitionOfRegion(textOf(body.region) ?? ''),
    };
  }
}

function rootOf(configuration: Configuration): Configuration {
  let root = configuration;
  while (root.call) root = root.call.from;
  return root;
}

function listOf(raw: Raw | undefined): readonly Raw[] {
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) ? (raw as readonly Raw[]) : [raw];
}
