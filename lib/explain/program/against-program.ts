import { parseSubject } from '../../core/trust/subject';
import type { ServiceAccountReference } from '../../core/trust/subject';
import { Questions } from '../../proof/ask/questions';
import type { Answer } from '../../proof/ask/answer';
import { IdentityFinder } from '../../proof/ask/identity-finder';
import { Evaluation } from '../../proof/evaluate/evaluation';
import { refusingDeepNesting, sourcesOf } from '../../proof/input';
import type { InMemoryDocument } from '../../proof/input';
import type { Identity } from '../../proof/model/identity/identity';
import { read } from '../../proof/read/read';
import type { AboutIdentities, Finding } from '../../proof/rules/rule';
import { checkSettingsOptions, loadSettings } from '../../proof/settings/load-settings';
import type { SettingsOptions } from '../../proof/settings/load-settings';
import { settledFindings } from '../../proof/settings/settled-findings';
import { dayOf } from '../../proof/settings/today';
import type { Explanation } from '../explain';
import { compareNames } from './client-ids';
import type { Comparison } from './comparison';
import { compareCredentials } from './federated-credentials';
import { compareProviders } from './oidc-providers';

/** What is known besides the message. */
export interface Named extends SettingsOptions {
  /** The identity that the pod asks for: its id, its name, a role's ARN or a client id. */
  readonly identity?: string;
  /** The service account that the pod runs as. */
  readonly subject?: ServiceAccountReference;
  /** The cluster that it runs in. */
  readonly cluster?: string;
}

/** What a program has to say of a message. */
export interface ProgramSays {
  /** What of the program the message is about, beside the message's facts. */
  readonly comparisons: readonly Comparison[];
  /** The answer to whether the pod gets in, where identity and service account are known. */
  readonly answer?: Answer;
  /** What the proof finds that leads to such a message, of whom the message is about where that is known. */
  readonly findings: readonly Finding[];
  /** Whether one of them tells why. */
  readonly explains: boolean;
}

/**
 * Holds the facts of a message against a program.
 *
 * @param input paths (a `cdktf.out`, files, directories, `-`), or texts
 * @throws PodtrustError where something cannot be read, and `identity-unknown`, `identity-ambiguous`, `cluster-unknown`,
 * `cluster-ambiguous`
 */
export function againstProgram(
  explanation: Explanation,
  input: readonly (string | InMemoryDocument)[],
  named: Named = {},
): ProgramSays {
  checkSettingsOptions(named);
  return refusingDeepNesting(() => {
    const settings = loadSettings(named);
    const today = dayOf(named.today);
    const evaluation = new Evaluation(read(sourcesOf(input), { clusterOfPath: new Map(), settings }));
    const identity = identityOf(explanation, named, evaluation);
    const subject = named.subject ?? accountOf(explanation);
    const comparisons = compare(explanation, { identity, subject }, evaluation);
    const answer =
      identity && named.subject
        ? answerOf(new Questions(evaluation, settings, today), identity, named.subject, explanation, named)
        : undefined;
    const findings = settledFindings(evaluation.model, evaluation, settings, today).findings.filter(
      (finding) =>
        !finding.accepted &&
        explanation.rules.includes(finding.rule) &&
        isAbout(finding, { identity, subject, evaluation }),
    );
    const isTold = comparisons.some(({ facts }) => facts.length === 0 || facts.some(({ same }) => same === false));
    return {
      comparisons,
      ...(answer ? { answer } : {}),
      findings,
      explains: isTold || answer?.admitted === false || findings.some(({ level }) => level !== 'note'),
    };
  });
}

/** The identity that the message is about, where that is known. */
function identityOf({ facts }: Explanation, { identity }: Named, evaluation: Evaluation): Identity | undefined {
  const { identities } = evaluation.model;
  if (identity !== undefined) return new IdentityFinder(identities).find(identity);
  return facts.clientId === undefined ? undefined : evaluation.identities.claimed(facts.clientId)?.identity;
}

function accountOf({ facts }: Explanation): ServiceAccountReference | undefined {
  return facts.subject === undefined ? undefined : parseSubject(facts.subject);
}

function compare(
  { messages, facts }: Explanation,
  about: { readonly identity?: Identity; readonly subject?: ServiceAccountReference },
  evaluation: Evaluation,
): readonly Comparison[] {
  const ids = new Set(messages.map(({ id }) => id));
  if (ids.has('no-openid-connect-provider') && facts.issuer !== undefined) {
    return compareProviders(facts.issuer, evaluation);
  }
  if (ids.has('AADSTS700016') || ids.has('AADSTS90002') || ids.has('AADSTS900023'))
    return compareNames(facts, evaluation);
  const isOfEntra = messages.some(({ sender }) => sender === 'Entra');
  return isOfEntra ? compareCredentials(facts, about, evaluation) : [];
}

function answerOf(
  questions: Questions,
  { id }: Identity,
  subject: ServiceAccountReference,
  { facts }: Explanation,
  { cluster }: Named,
): Answer {
  const token = { cluster, issuer: cluster === undefined ? facts.issuer : undefined, audience: facts.audience };
  return questions.answer({ identity: id, subject, ...token });
}

/** Whether a finding is of those whom the message is about; where nobody knows, it may be. */
function isAbout(
  { subject: about, message, identities = [] }: Finding & AboutIdentities,
  known: { readonly identity?: Identity; readonly subject?: ServiceAccountReference; readonly evaluation: Evaluation },
): boolean {
  const { identity, subject, evaluation } = known;
  if (!identity && !subject) return true;
  if (identity) {
    const credentials = evaluation.credentialsOfIdentity.get(identity.id) ?? [];
    if ([identity.id, ...credentials.map(({ id }) => id)].includes(about) || identities.includes(identity.id))
      return true;
  }
  if (!subject) return false;
  const workloads = evaluation.model.workloads.filter(
    ({ namespace, serviceAccount }) => namespace === subject.namespace && serviceAccount === subject.name,
  );
  const own = [`ServiceAccount/${subject.namespace}/${subject.name}`, ...workloads.map(({ id }) => id)];
  return own.includes(about) || message.includes(`system:serviceaccount:${subject.namespace}:${subject.name}`);
}
