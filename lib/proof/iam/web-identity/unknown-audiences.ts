import { describeSymbols } from '../../model/known/symbol';

/** Why it is not known whether STS takes an audience at all: of the OIDC provider's client ids not all are known. */
export function audiencesNotKnown(arn: string): string {
  return `which audiences ${describeSymbols(arn)} lists (client_id_list) is not known before apply`;
}
