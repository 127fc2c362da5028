import { audiencesNotKnown } from '../../iam';
import type { Identity } from '../../model/identity/identity';
import type { OidcProvider } from '../../model/cluster/oidc-provider';
import { below } from '../../model/place';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { TrustProblem } from '../trust';

/** The OIDC providers of whose client ids not all are known, and the roles of which that leaves something open: it is said once. */
export class OpenAudiences {
  private readonly byReason = new Map<string, OidcProvider>();
  private readonly roles = new Map<OidcProvider, Set<string>>();

  public constructor(providers: readonly OidcProvider[]) {
    for (const provider of providers) {
      if (provider.audiences?.some(hasSymbol)) this.byReason.set(audiencesNotKnown(provider.arn), provider);
    }
  }

  public has({ arn }: OidcProvider): boolean {
    return this.byReason.has(audiencesNotKnown(arn));
  }

  /** The provider whose client ids are the reason for something; nothing where it is another one. */
  public saidBy(reason: string): OidcProvider | undefined {
    return this.byReason.get(reason.replace(/^statement \d+: /, ''));
  }

  public add(provider: OidcProvider, { id }: Identity): void {
    const roles = this.roles.get(provider) ?? new Set();
    this.roles.set(provider, roles.add(id));
  }

  public problems(): readonly TrustProblem[] {
    return [...this.roles].map(([{ id, audiences, at }, roles]) => ({
      identity: id,
      kind: 'unknown',
      what: `its client_id_list is not known before apply: ${describeSymbols(audiences!.filter(hasSymbol).join(', '))}`,
      identities: [...roles],
      at: below(at, 'client_id_list'),
    }));
  }
}
