import { describeSymbols } from '../../model/known/symbol';
import { admittedBy } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const subjectWildcard: Rule = {
  slug: 'subject-wildcard',
  level: 'error',
  effect:
    'IAM admits whatever matches under StringLike. Entra knows no wildcard and answers AADSTS700213 to every pod.',
  fix: 'Name each service account under StringEquals, or by a federated credential of its own.',
  sources: [
    'https://github.com/Checkmarx/kics/issues/6702',
    'Microsoft, “Workload identity federation: considerations”',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const admission of evaluation.admissions.all) {
      const { mechanism, pattern, namespace, serviceAccount, identity, cluster, uncertain, at } = admission;
      if (mechanism !== 'irsa' || !pattern || (namespace === '*' && serviceAccount === '*')) continue;
      // What only may be a pattern is undecided.
      if (uncertain !== undefined) continue;
      findings.push({
        rule: subjectWildcard.slug,
        level: 'error',
        message: `${withPlace(identity, at)} admits every service account of ${cluster} that matches ${accountText(namespace, serviceAccount)}.`,
        subject: identity,
        at,
        help: `Whoever can create ${/[*?]/.test(namespace) ? 'a namespace' : 'a service account'} of such a name gets the role. Name each service account under StringEquals.`,
        admits: admittedBy([{ cluster, namespace, serviceAccount }]),
      });
    }
    for (const { subject, id, at } of model.federatedCredentials) {
      if (!/[*?]/.test(subject)) continue;
      findings.push({
        rule: subjectWildcard.slug,
        level: 'error',
        message: `${withPlace(id, at)} has the subject ${JSON.stringify(describeSymbols(subject))}: Entra knows no wildcard, so it admits nobody.`,
        subject: id,
        at,
        help: 'Entra answers AADSTS700213 to every pod. Make one federated credential for each service account.',
      });
    }
    return { findings };
  },
};
