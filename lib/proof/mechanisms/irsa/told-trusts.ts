import { parsePolicy, possibleStatements } from '../../iam';
import type { TrustPolicy } from '../../iam';
import { POD_IDENTITY_SERVICE } from '../../../core/trust/audience';
import type { Identity } from '../../model/identity/identity';
import type { OidcProvider } from '../../model/cluster/oidc-provider';
import { hasSymbol } from '../../model/known/symbol';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import type { Outcome } from '../outcome';
import type { ToldValues } from '../told-values';
import { ProviderDirectory } from './provider-directory';

/** The OIDC providers as a question sees them. */
export interface ToldProviders {
  readonly all: readonly OidcProvider[];
  /** The same, by account. */
  readonly directory: ProviderDirectory;
}

/** Sentences about trusts, by policy and by the id of the account that it was held against. */
export type TrustRemarks = Map<TrustPolicy, Map<string | undefined, readonly string[]>>;

/** Trust policies and OIDC providers, with what a question tells written in; what several questions tell is written once. */
export class ToldTrusts {
  private readonly policies = new Map<string, TrustPolicy | undefined>();
  private readonly providers = new Map<string, ToldProviders>();
  /** What is remarkable about a trust, whoever asks: by policy and account. */
  public readonly remarks: TrustRemarks = new Map();

  /** @param others what texts are that are known to be no provider's ARN */
  public constructor(
    private readonly ownPolicies: ReadonlyMap<string, TrustPolicy>,
    private readonly ownProviders: readonly OidcProvider[],
    private readonly others: ReadonlyMap<string, string>,
  ) {}

  /** A role's trust policy; nothing where it was not read. One that is not JSON is refused by IAM. */
  public policyOf({ id, trustPolicy }: Identity, told: ToldValues): TrustPolicy | undefined {
    if (trustPolicy === undefined) return undefined;
    const text = told.write(trustPolicy);
    const own = this.ownPolicies.get(id);
    if (own && text === trustPolicy) return own;
    if (!this.policies.has(text)) this.policies.set(text, trustPolicyIn(text));
    return this.policies.get(text);
  }

  public providersFor(told: ToldValues): ToldProviders {
    let found = this.providers.get(told.key);
    if (!found) {
      const all = this.ownProviders.map((provider) => ({
        ...provider,
        arn: told.write(provider.arn),
        issuer: told.write(provider.issuer),
      }));
      this.providers.set(told.key, (found = { all, directory: new ProviderDirectory(all, this.others) }));
    }
    return found;
  }
}

/** A trust policy's text as IAM reads it: what is not JSON is refused, if that is known. */
export function trustPolicyIn(text: string): TrustPolicy {
  try {
    return parsePolicy(parseSymbolicJson(text));
  } catch {
    const unknown = 'whether its text is JSON is not known before apply';
    const nothing = { version: '2008-10-17', statements: [], perhaps: [], open: new Map() } as const;
    if (hasSymbol(text)) return { ...nothing, refusals: [], unknown: [unknown] };
    return { ...nothing, refusals: ['it is not JSON'], unknown: [] };
  }
}

/** Whether a trust speaks of web identities at all, or may. */
export function mayTakeWebIdentity(policy: TrustPolicy): boolean {
  if (policy.open.size > 0) return true;
  return possibleStatements(policy).some(({ principals }) => principals.everyone || principals.federated.length > 0);
}

/** Whether a trust speaks of sessions of EKS Pod Identity. */
export function isForSessions(policy: TrustPolicy | undefined): boolean {
  return (policy ? possibleStatements(policy) : []).some(({ principals }) =>
    principals.service.includes(POD_IDENTITY_SERVICE),
  );
}

/** What is said of a role whose trust policy nobody read. */
export function unreadTrust(role: Identity): Outcome {
  return { admitted: undefined, because: [`the trust policy of ${role.id} is ${whyUnread(role)}`] };
}

/** Why a role's trust policy was not read: it is not there, or its value is not. */
export function whyUnread({ isTrustOpen }: Identity): string {
  return isTrustOpen ? 'not known before apply' : 'not in the input';
}
