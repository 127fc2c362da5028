import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { limitsSubject, statementText, webIdentityStatements } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const sessionNameNoGuard: Rule = {
  slug: 'session-name-no-guard',
  cloud: 'aws',
  level: 'warning',
  effect: 'Nothing fails: whoever has a token of the issuer passes the name that the trust asks for.',
  fix: 'Add a StringEquals condition on <issuer>:sub.',
  sources: ['IAM User Guide, “IAM and AWS STS condition context keys”, sts:RoleSessionName'],
  check: (input) => {
    const findings: Finding[] = [];
    for (const found of webIdentityStatements(input)) {
      const { role, statement } = found;
      const named = statement.conditions.some(({ key }) => key.toLowerCase() === 'sts:rolesessionname');
      if (statement.effect !== 'Allow' || !named || limitsSubject(found)) continue;
      findings.push(
        findingOf(sessionNameNoGuard, {
          message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} asks for a session name and for no subject.`,
          subject: role.id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};
