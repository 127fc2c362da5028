import { statementText, trustStatements } from '../../evaluate/trust-statements';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Place } from '../../model/place';
import type { Finding, Rule, RuleInput } from '../rule';
import { withPlace } from '../words';

export const trustInvalid: Rule = {
  slug: 'trust-invalid',
  cloud: 'aws',
  level: 'error',
  effect: 'CreateRole and UpdateAssumeRolePolicy answer MalformedPolicyDocument, so nobody gets in.',
  fix: 'Correct the document.',
  sources: ['IAM User Guide, “Grammar of the IAM JSON policy language”'],
  check: (input) => ({
    findings: [
      ...input.evaluation.problems.filter(({ kind }) => kind === 'invalid').map(refused),
      ...misplacedProviders(input).map(refused),
    ],
  }),
};

interface Refused {
  readonly identity: string;
  /** What IAM does not accept. */
  readonly what: string;
  readonly at: Place;
}

function refused({ identity, what, at }: Refused): Finding {
  return {
    rule: trustInvalid.slug,
    level: 'error',
    message: `IAM refuses the trust policy of ${withPlace(identity, at)}: ${describeSymbols(what)}.`,
    subject: identity,
    at,
    help: 'CreateRole and UpdateAssumeRolePolicy answer MalformedPolicyDocument, so nobody gets in. Correct the document.',
  };
}

/** The program's own OIDC providers among principals of another kind, by references: as text the policy's reader sees them. */
function misplacedProviders(input: RuleInput): readonly Refused[] {
  const arns = new Set(input.model.oidcProviders.map(({ arn }) => arn));
  return trustStatements(input).flatMap(({ role, statement }) => {
    const { aws, service } = statement.principals;
    const misplaced = (kind: string, names: readonly string[]): readonly Refused[] =>
      names
        .filter((name) => hasSymbol(name) && arns.has(name))
        .map((name) => ({
          identity: role.id,
          what: `${statementText(statement)} has the principal ${name} under ${kind}: a provider of identities goes under Federated`,
          at: role.trustAt,
        }));
    return [...misplaced('AWS', aws), ...misplaced('Service', service)];
  });
}
