import type { Evaluation } from '../../proof/evaluate/evaluation';
import { describeSymbols, hasSymbol } from '../../proof/model/known/symbol';
import type { Facts } from '../facts';
import type { ComparedFact, Comparison } from './comparison';

const SHOWN = 5;

/** Who in the program asks for the client id, or asks the tenant, of a message that says that there is no such one. */
export function compareNames({ clientId, tenant }: Facts, evaluation: Evaluation): readonly Comparison[] {
  const claims = [...evaluation.claims, ...evaluation.objectClaims].filter(
    ({ mechanism }) => mechanism === 'entra-workload-identity',
  );
  const own = clientId === undefined ? undefined : evaluation.identities.claimed(clientId)?.identity;
  return claims
    .filter((claim) => (clientId === undefined ? claim.tenantId === tenant : claim.text === clientId))
    .slice(0, SHOWN)
    .map((claim): Comparison => {
      const fact = (name: string, value: string): ComparedFact => ({
        fact: name,
        message: value,
        program: value,
        same: true,
        at: claim.at,
      });
      return {
        about: claim.carrier,
        at: claim.at,
        facts: [clientId === undefined ? fact('tenant', tenant!) : fact('clientId', clientId)],
        says:
          clientId === undefined
            ? [`${claim.carrier} asks this tenant: correct it there, or leave it out where it is the cluster’s`]
            : own
              ? [
                  `${claim.carrier} asks for the client id, which is that of ${own.id}${tenantText(own.tenantId)}: another tenant was asked, or the identity is minutes old`,
                ]
              : [
                  `${claim.carrier} has the client id, and no identity of the program is known to have it: it may be that of one that is gone; take it from the identity’s own attribute`,
                ],
      };
    });
}

function tenantText(tenant: string | undefined): string {
  return tenant === undefined || hasSymbol(tenant) ? '' : ` in the tenant ${describeSymbols(tenant)}`;
}
