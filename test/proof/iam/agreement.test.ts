import fc from 'fast-check';
import {
  decidePodIdentity,
  decideWebIdentity,
  parsePolicy,
  podIdentityAdmissions,
  webIdentityAdmissions,
} from '../../../lib/proof/iam';
import type { PodIdentityAdmissions, WebIdentityAdmissions } from '../../../lib/proof/iam';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { NaivePolicy } from './naive-evaluator';
import { naivelyAdmitsSession, naivelyAdmitsToken } from './naive-evaluator';
import {
  ACCOUNT,
  CONTEXT,
  PROPERTY_RUNS,
  withWord,
  podIdentityPolicy,
  session,
  token,
  webIdentityPolicy,
} from './random-policies';

type Token = { readonly iss: string; readonly sub: string; readonly aud: string };
type Session = {
  readonly clusterArn: string;
  readonly account: string;
  readonly namespace: string;
  readonly serviceAccount: string;
};

/** `*` and `?` of a result's pattern, written anew so that the tests trust no code under test. */
function fits(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const escaped = /^\$\{([*?$])\}/.exec(pattern);
  if (escaped) return text[0] === escaped[1] && fits(pattern.slice(4), text.slice(1));
  const folded = /^\$\{([^|}]+)\|([^|}]+)\}/.exec(pattern);
  if (folded) return folded.slice(1).includes(text[0]!) && fits(pattern.slice(folded[0].length), text.slice(1));
  if (pattern[0] === '*') return fits(pattern.slice(1), text) || (text !== '' && fits(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && fits(pattern.slice(1), text.slice(1));
}

/** The same of a pattern with an unknown part, which may be any text: `undefined` where it depends on that. */
function mayFit(pattern: string, text: string): boolean | undefined {
  if (!pattern.includes('\uE000')) return fits(pattern, text);
  return fits(pattern.replace(/\uE000[^\uE001]*\uE001/g, '*'), text) ? undefined : false;
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

interface Entry {
  readonly undecided: readonly string[];
}

/** Whether some entries list a request: `true`, `undefined` where it is undecided, or `false`. */
function lists<E extends Entry>(
  { undecided }: { readonly undecided: readonly string[] },
  entries: readonly E[],
  isIn: (entry: E) => boolean | undefined,
  isOut: (entry: E) => readonly (boolean | undefined)[],
): boolean | undefined {
  const answers = entries.map((entry) => {
    const listed = all([isIn(entry), ...isOut(entry).map((out) => (out === undefined ? undefined : !out))]);
    return listed && entry.undecided.length > 0 ? undefined : listed;
  });
  if (answers.includes(true)) return true;
  // Where the work was cut short nothing is listed, and anything may get in.
  return answers.includes(undefined) || undecided.some((why) => why.includes('too large')) ? undefined : false;
}

function listsToken(result: WebIdentityAdmissions, { iss, sub, aud }: Token): boolean | undefined {
  const issuer = iss.replace('https://', '');
  const isFor = (entry: { readonly issuer: string; readonly audiences: readonly string[] }): boolean =>
    entry.issuer === issuer && entry.audiences.includes(aud);
  const parts = /^system:serviceaccount:([^:]*):([^:]*)$/.exec(sub);
  if (parts) {
    const within = (one: { readonly namespace: string; readonly serviceAccount: string }): boolean | undefined =>
      all([mayFit(one.namespace, parts[1]!), mayFit(one.serviceAccount, parts[2]!)]);
    return lists(result, result.admitted.filter(isFor), within, (entry) => entry.except.map(within));
  }
  return lists(
    result,
    result.otherSubjects.filter(isFor),
    (entry) => (entry.exact ? entry.subject === sub : mayFit(entry.subject, sub)),
    (entry) => entry.except.map((one) => mayFit(one, sub)),
  );
}

function listsSession(result: PodIdentityAdmissions, wanted: Session): boolean | undefined {
  const within = (one: Session): boolean | undefined =>
    all(
      (['namespace', 'serviceAccount', 'clusterArn', 'account'] as const).map((key) => mayFit(one[key], wanted[key])),
    );
  return lists(result, result.admitted, within, (entry) => entry.except.map(within));
}

/** One of each sort that the random conditions can tell apart. */
const SESSION_NAMES = ['ab', 'aa', 'bb', 'zz', 'xxx', 'axb', 'xb', 'ax', 'xx', 'axx', 'xxb', 'AB', 'aB', 'ZZ', 'zZ'];
const CIRCUMSTANCES = [true, false].flatMap((undocumented) =>
  ['10.0.0.1', '8.8.8.8', '1.1.1.1'].map((ip) => ({ keys: { 'aws:sourceip': ip }, undocumented })),
);

const SYMBOL = symbolOf('unknown.value');
/** No wildcards: see SYMBOL_START. */
const TURNS_OUT = [
  'prod',
  'app',
  'a',
  'x-',
  'a:b',
  'system:serviceaccount:a:b',
  'arn:aws:eks:eu-west-1:111122223333:cluster/main',
];

/** A policy with an unknown value says only what holds whatever that value turns out to be. */
function checkUnknown<Request>(
  policy: NaivePolicy,
  word: string,
  wanted: Request,
  answers: (policy: NaivePolicy, wanted: Request) => readonly (boolean | undefined)[],
  admits: (policy: NaivePolicy, wanted: Request, circumstances: (typeof CIRCUMSTANCES)[number]) => boolean,
): void {
  const said = answers(withWord(policy, word, SYMBOL), wanted);
  for (const value of TURNS_OUT) {
    const known = withWord(policy, word, value);
    const naive = naively((circumstances) => admits(known, wanted, circumstances));
    for (const answer of said) {
      if (answer !== undefined) expect({ value, naive }).toEqual({ value, naive: answer });
    }
  }
}

/** What the naive evaluator says under all circumstances: yes in all, no in all, or it depends. */
function naively(admits: (circumstances: (typeof CIRCUMSTANCES)[number]) => boolean): boolean | undefined {
  const first = admits(CIRCUMSTANCES[0]!);
  return CIRCUMSTANCES.every((circumstances) => admits(circumstances) === first) ? first : undefined;
}

/** Whether some session name, which the caller chooses, gets a token in. */
function naivelyAdmits(policy: NaivePolicy, wanted: Token, circumstances: (typeof CIRCUMSTANCES)[number]): boolean {
  const names = JSON.stringify(policy).includes('RoleSessionName') ? SESSION_NAMES : SESSION_NAMES.slice(0, 1);
  return names.some((sessionName) => naivelyAdmitsToken(policy, CONTEXT, wanted, { ...circumstances, sessionName }));
}

function checkToken(policy: NaivePolicy, wanted: Token): void {
  const naive = naively((circumstances) => naivelyAdmits(policy, wanted, circumstances));
  const parsed = parsePolicy(policy);
  expect(parsed.refusals).toEqual([]);
  const sets = webIdentityAdmissions(parsed, CONTEXT);
  const listed = listsToken(sets, wanted);
  const decided = decideWebIdentity(parsed, CONTEXT, wanted);
  // Undecided may be too careful, but yes and no are never wrong.
  if (listed !== undefined) expect({ naive, listed }).toEqual({ naive: listed, listed });
  if (decided.admitted !== undefined) expect({ naive, decided }).toEqual({ naive: decided.admitted, decided });
  if (listed !== undefined && decided.admitted !== undefined) expect(decided.admitted).toBe(listed);
  expect(decided.because.length).toBeGreaterThan(0);
  for (const entry of [...sets.admitted, ...sets.otherSubjects]) {
    expect(entry.example).toBeDefined();
    expect(listsToken(sets, entry.example!)).not.toBe(false);
    const own = decideWebIdentity(parsed, CONTEXT, entry.example!).admitted;
    if (entry.undecided.length === 0) expect(own).toBe(true);
    // Of subjects that are no service account's even the kind of value is not known, so this example may miss.
    else if ('namespace' in entry) expect(own).not.toBe(false);
  }
}

function checkSession(policy: NaivePolicy, wanted: Session): void {
  const context = { account: ACCOUNT };
  const naive = naively((circumstances) => naivelyAdmitsSession(policy, wanted, circumstances));
  const inAccount = wanted.account === ACCOUNT ? naive : false;
  const parsed = parsePolicy(policy);
  expect(parsed.refusals).toEqual([]);
  const sets = podIdentityAdmissions(parsed, context);
  const listed = listsSession(sets, wanted);
  const decided = decidePodIdentity(parsed, context, wanted);
  if (listed !== undefined) expect({ naive: inAccount, listed }).toEqual({ naive: listed, listed });
  if (decided.admitted !== undefined)
    expect({ naive: inAccount, decided }).toEqual({ naive: decided.admitted, decided });
  const anywhere = listsSession(podIdentityAdmissions(parsed, {}), wanted);
  if (anywhere !== undefined) expect({ naive, anywhere }).toEqual({ naive: anywhere, anywhere });
  for (const entry of sets.admitted) {
    expect(entry.example).toBeDefined();
    const own = decidePodIdentity(parsed, context, entry.example!).admitted;
    if (entry.undecided.length === 0) expect(own).toBe(true);
    else expect(own).not.toBe(false);
  }
}

const word = fc.constantFrom(
  'prod',
  'app',
  'a',
  'sts.amazonaws.com',
  'system:serviceaccount:a:b',
  'eu-west-1',
  ACCOUNT,
);

describe('the set evaluator and one that tries one request at a time', () => {
  it('agree on who gets in with a web identity token', () => {
    fc.assert(fc.property(webIdentityPolicy, token, checkToken), { numRuns: PROPERTY_RUNS });
  });

  it('agree on who gets in through EKS Pod Identity', () => {
    fc.assert(fc.property(podIdentityPolicy, session, checkSession), { numRuns: PROPERTY_RUNS });
  });

  it('agree with a token whatever a value turns out to be that is unknown before apply', () => {
    fc.assert(
      fc.property(webIdentityPolicy, word, token, (policy, replaced, wanted) =>
        checkUnknown(
          policy,
          replaced,
          wanted,
          (unknown) => {
            const parsed = parsePolicy(unknown);
            return [
              listsToken(webIdentityAdmissions(parsed, CONTEXT), wanted),
              decideWebIdentity(parsed, CONTEXT, wanted).admitted,
            ];
          },
          naivelyAdmits,
        ),
      ),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('agree with a session whatever a value turns out to be that is unknown before apply', () => {
    fc.assert(
      fc.property(podIdentityPolicy, word, session, (policy, replaced, wanted) =>
        checkUnknown(
          policy,
          replaced,
          wanted,
          (unknown) => {
            const parsed = parsePolicy(unknown);
            return [
              listsSession(podIdentityAdmissions(parsed, {}), wanted),
              decidePodIdentity(parsed, {}, wanted).admitted,
            ];
          },
          naivelyAdmitsSession,
        ),
      ),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
