import { isValidName } from '../../../core/names';
import { parseSubject } from '../../../core/trust/subject';
import type { Place } from '../../model/place';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { trustStatements } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

const TAGS = /^aws:requesttag\/kubernetes-(namespace|service-account)$/i;

export const subjectInvalid: Rule = {
  slug: 'subject-invalid',
  level: 'error',
  effect:
    'Subjects are compared with their case, so no token matches. Entra answers AADSTS7002138 where only the case differs, else AADSTS700213; STS answers AccessDenied.',
  fix: 'Write system:serviceaccount:<namespace>:<name> with both names exactly as Kubernetes has them, in lower case.',
  sources: [
    'https://github.com/Azure/login/issues/492',
    'Kubernetes, “Object Names and IDs”',
    'IAM User Guide, “IAM JSON policy elements: Condition”',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    const add = (subject: string, source: string, at: Place, id: string): void => {
      findings.push(
        findingOf(subjectInvalid, {
          message: `${withPlace(source, at)} names ${JSON.stringify(subject)}, which no service account of Kubernetes can be.`,
          subject: id,
          at,
        }),
      );
    };
    for (const { role, statement, claims } of trustStatements(input)) {
      for (const condition of statement.conditions) {
        const { family, negated } = condition.operator;
        if (family !== 'StringEquals' || negated) continue;
        const isSubject = claims.some((one) => one.condition === condition && one.claim === 'sub');
        const tag = TAGS.exec(condition.key)?.[1];
        for (const value of condition.values) {
          if (hasSymbol(value) || /[*?$]/.test(value)) continue;
          const impossible = tag
            ? !isValidName(tag.toLowerCase() as 'namespace' | 'service-account', value)
            : isSubject && isImpossible(value);
          if (impossible) add(value, `the trust of ${role.id}`, role.trustAt, role.id);
        }
      }
    }
    for (const { subject, id, at } of input.model.federatedCredentials) {
      if (!hasSymbol(subject) && !/[*?]/.test(subject) && isImpossible(subject)) add(subject, id, at, id);
    }
    for (const { namespace, serviceAccount, id, at } of input.model.associations) {
      if (hasSymbol(namespace + serviceAccount) || namespace === '' || serviceAccount === '') continue;
      const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
      if (isImpossible(subject)) add(subject, id, at, id);
    }
    return { findings };
  },
};

function isImpossible(subject: string): boolean {
  const account = parseSubject(subject);
  if (!account) return /^system:serviceaccount:/i.test(subject);
  return !isValidName('namespace', account.namespace) || !isValidName('service-account', account.name);
}
