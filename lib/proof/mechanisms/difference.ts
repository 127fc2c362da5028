import { ENTRA_AUDIENCE, POD_IDENTITY_SERVICE } from '../../core/trust/audience';
import { isValidName } from '../../core/names';
import { accountInSubject } from '../model/kubernetes/subject';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import { issuerText } from './presented-token';
import type { PresentedToken } from './presented-token';
import { isNo, isUnknown, or } from '../model/known/known';
import type { Known } from '../model/known/known';
import { equal, matches } from '../model/known/text';

/** Tokens that a trust takes. */
export interface Accepted {
  /** The whole URL. */
  readonly issuer: string;
  /** A subject, or with `pattern` a glob of them. */
  readonly subject: string;
  readonly pattern: boolean;
  readonly audiences: readonly string[];
  /** What takes them: a role, a federated credential. */
  readonly source: string;
}

/** The facts in which a token and a trust can differ. */
export type Fact = 'issuer' | 'subject' | 'namespace' | 'service account' | 'audience';

/** How a token and the nearest thing that a trust takes differ. */
export interface Difference {
  readonly accepted: Accepted;
  readonly facts: readonly Fact[];
}

/** Whether two issuers are the same. */
export type SameIssuer = (token: PresentedToken, issuer: string) => Known;

/** What a trust takes that is nearest to a token; nothing where it takes nothing. */
export function nearest(
  token: PresentedToken,
  accepted: readonly Accepted[],
  sameIssuer: SameIssuer,
): Difference | undefined {
  let best: Difference | undefined;
  for (const one of accepted) {
    const facts = differingFacts(token, one, sameIssuer);
    if (!best || facts.length < best.facts.length) best = { accepted: one, facts };
  }
  return best;
}

function differingFacts(token: PresentedToken, accepted: Accepted, sameIssuer: SameIssuer): Fact[] {
  return [
    ...(sameIssuer(token, accepted.issuer) === false ? (['issuer'] as const) : []),
    ...differingSubject(token.subject, accepted),
    ...(takesAudience(token, accepted) === false ? (['audience'] as const) : []),
  ];
}

/** Whether the token's audience is one of those that a trust takes. */
function takesAudience({ audience }: PresentedToken, { audiences }: Accepted): Known {
  return or(...audiences.map((taken) => equal(taken, audience)));
}

function differingSubject(presented: string, { subject, pattern }: Accepted): Fact[] {
  const fits = (taken: string, text: string): boolean => !isNo(pattern ? matches(taken, text) : equal(taken, text));
  const own = accountInSubject(presented);
  const taken = accountInSubject(subject);
  if (!own || !taken) return fits(subject, presented) ? [] : ['subject'];
  return [
    ...(fits(taken.namespace, own.namespace) ? [] : (['namespace'] as const)),
    ...(fits(taken.name, own.name) ? [] : (['service account'] as const)),
  ];
}

/** One fact on both sides. */
interface Side {
  readonly fact: Fact;
  readonly taken: readonly string[];
  readonly presented: string;
}

/**
 * The difference in sentences: which facts differ and how, then what would have to change.
 *
 * @param fixAudience how what accepts the token could take another audience, given in quotes
 */
export function sayDifference(
  token: PresentedToken,
  { accepted, facts }: Difference,
  fixAudience: (source: string, audience: string) => string,
): readonly string[] {
  const sides = facts.map((fact) => sideOf(fact, token, accepted));
  const takes = sides.map((side) => takesText(side)).join(', ');
  const presents = sides.map((side) => presentsText(side, token)).join(', ');
  const how = sides.length === 1 ? nuance(sides[0]!) : undefined;
  const which = sides.length === 1 ? `only the ${facts[0]} differs` : `${joined(facts)} differ`;
  return [
    `${which}: ${accepted.source} accepts ${takes}, and the token presents ${presents}${how ? ` (${how})` : ''}`,
    ...(isUnknown(takesAudience(token, accepted))
      ? [`whether ${accepted.source} accepts the audience ${JSON.stringify(token.audience)} is not known before apply`]
      : []),
    ...fixesOf(token, { accepted, facts }, fixAudience),
  ];
}

/** What would have to change, in sentences. */
export function fixesOf(
  token: PresentedToken,
  { accepted, facts }: Difference,
  fixAudience: (source: string, audience: string) => string,
): readonly string[] {
  return [
    ...(isSwapped(token.subject, accepted.subject) ? ['namespace and name are the other way round'] : []),
    ...fix(token, accepted, facts, fixAudience),
  ];
}

function sideOf(fact: Fact, token: PresentedToken, accepted: Accepted): Side {
  switch (fact) {
    case 'issuer':
      return { fact, taken: [accepted.issuer], presented: token.issuer };
    case 'audience':
      return { fact, taken: accepted.audiences, presented: token.audience };
    default:
      return { fact, taken: [partOf(accepted.subject, fact)], presented: partOf(token.subject, fact) };
  }
}

function partOf(subject: string, fact: Fact): string {
  if (fact === 'subject') return subject;
  const { namespace, name } = accountInSubject(subject)!;
  return fact === 'namespace' ? namespace : name;
}

function takesText({ fact, taken }: Side): string {
  if (fact === 'issuer') return `tokens of ${issuerText(taken[0]!)}`;
  return taken.map((text) => JSON.stringify(describeSymbols(text))).join(' or ') || 'none';
}

function presentsText({ fact, presented }: Side, token: PresentedToken): string {
  return fact === 'issuer' ? `one of ${issuerText(presented, token.cluster)}` : JSON.stringify(presented);
}

/** How near two unequal texts are, where that is the whole difference. */
function nuance({ taken, presented }: Side): string | undefined {
  const alike = (same: (text: string) => string): boolean => taken.some((text) => same(text) === same(presented));
  if (alike((text) => text.toLowerCase())) return 'they differ in upper and lower case only';
  if (alike((text) => text.replace(/\/$/, ''))) return 'they differ only in the slash at the end';
  if (alike((text) => text.replace(/^https?:\/\//, ''))) return 'they differ only in https://';
  if (alike((text) => text.replace(/\s/g, ''))) return 'they differ only in white space';
  return undefined;
}

function isSwapped(subject: string, other: string): boolean {
  const [one, two] = [accountInSubject(subject), accountInSubject(other)];
  if (!one || !two || one.namespace === one.name) return false;
  return one.namespace === two.name && one.name === two.namespace;
}

/** What tokens with these audiences are for, which people mount by mistake. */
const OTHER_USES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [POD_IDENTITY_SERVICE]: 'that token is the one of EKS Pod Identity, which only the agent on the node can exchange',
    'https://kubernetes.default.svc': 'that is the token for the cluster’s own API server, which every pod has',
    'https://kubernetes.default.svc.cluster.local':
      'that is the token for the cluster’s own API server, which every pod has',
  }),
);

function fix(
  token: PresentedToken,
  { source, subject, pattern, audiences }: Accepted,
  facts: readonly Fact[],
  fixAudience: (source: string, audience: string) => string,
): readonly string[] {
  const sentences: string[] = [];
  if (facts.includes('issuer')) {
    sentences.push(
      `make ${source} trust ${issuerText(token.issuer, token.cluster)}, character by character, any slash at its end included; or run the pod in the cluster that it trusts`,
    );
  }
  if (facts.some((fact) => fact !== 'issuer' && fact !== 'audience')) {
    sentences.push(`write ${JSON.stringify(token.subject)} in ${source}${otherAccount(subject, pattern)}`);
  }
  if (facts.includes('audience')) {
    const own = JSON.stringify(token.audience);
    const taken = audiences.map((audience) => JSON.stringify(describeSymbols(audience))).join(' or ');
    const use = OTHER_USES.get(token.audience);
    const fix = fixAudience(source, own);
    const isUsual = token.audience === ENTRA_AUDIENCE;
    const give = taken && !isUsual ? `give the pod a token for ${taken}` : '';
    const why = isUsual ? ', which tokens for Entra have in every cloud, Azure Government and China included' : '';
    sentences.push([use ?? `${fix}${why}`, ...(give ? [give] : [])].join(use ? ': ' : ', or '));
  }
  return sentences;
}

/** The other way to make both subjects the same, where there can be such a service account at all. */
function otherAccount(subject: string, pattern: boolean): string {
  const account = accountInSubject(subject);
  if (!account) return ', or correct the trust: no service account’s token has its subject';
  const { namespace, name } = account;
  if (!pattern && !(mayBe('namespace', namespace) && mayBe('service-account', name))) {
    return `: Kubernetes has no service account ${namespace}/${name}, for its names are lower-case letters, digits and hyphens`;
  }
  return `, or let the pod run as service account ${name} of namespace ${namespace}`;
}

function mayBe(kind: 'namespace' | 'service-account', name: string): boolean {
  return hasSymbol(name) || isValidName(kind, name);
}

function joined(facts: readonly Fact[]): string {
  return `the ${facts.slice(0, -1).join(', the ')} and the ${facts.at(-1)}`;
}
