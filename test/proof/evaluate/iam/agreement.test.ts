import fc from 'fast-check';
import {
  decidePodIdentity,
  decideWebIdentity,
  parsePolicy,
  podIdentityAdmissions,
  webIdentityAdmissions,
} from '../../../../lib/proof/evaluate/iam';
import type { PodIdentityAdmissions, WebIdentityAdmissions } from '../../../../lib/proof/evaluate/iam';
import type { NaivePolicy } from './naive-evaluator';
import { naivelyAdmitsSession, naivelyAdmitsToken } from './naive-evaluator';
import {
  ACCOUNT,
  CONTEXT,
  PROPERTY_RUNS,
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

/** Whether a result lists a token: `true`, `undefined` where it is undecided, or `false`. */
function listsToken({ admitted, otherSubjects }: WebIdentityAdmissions, { iss, sub, aud }: Token): boolean | undefined {
  const issuer = iss.replace('https://', '');
  const parts = /^system:serviceaccount:([^:]*):([^:]*)$/.exec(sub);
  const entries = parts
    ? admitted.filter((entry) => {
        const within = (one: { namespace: string; serviceAccount: string }): boolean =>
          fits(one.namespace, parts[1]!) && fits(one.serviceAccount, parts[2]!);
        return entry.issuer === issuer && entry.audiences.includes(aud) && within(entry) && !entry.except.some(within);
      })
    : otherSubjects.filter((entry) => {
        const isIn = entry.exact ? entry.subject === sub : fits(entry.subject, sub);
        return (
          entry.issuer === issuer &&
          entry.audiences.includes(aud) &&
          isIn &&
          !entry.except.some((one) => fits(one, sub))
        );
      });
  if (entries.some(({ undecided }) => undecided.length === 0)) return true;
  return entries.length > 0 ? undefined : false;
}

function listsSession({ admitted }: PodIdentityAdmissions, wanted: Session): boolean | undefined {
  const within = (one: { namespace: string; serviceAccount: string; clusterArn: string; account: string }): boolean =>
    (['namespace', 'serviceAccount', 'clusterArn', 'account'] as const).every((key) => fits(one[key], wanted[key]));
  const entries = admitted.filter((entry) => within(entry) && !entry.except.some(within));
  if (entries.some(({ undecided }) => undecided.length === 0)) return true;
  return entries.length > 0 ? undefined : false;
}

const SESSION_NAMES = ['ab', 'aa', 'bb', 'zz', 'xxx', 'axb', 'xb', 'ax', 'xx', 'axx', 'xxb'];
const CIRCUMSTANCES = [true, false].flatMap((undocumented) =>
  ['10.0.0.1', '8.8.8.8', '1.1.1.1'].map((ip) => ({ keys: { 'aws:sourceip': ip }, undocumented })),
);

/** What the naive evaluator says under all circumstances: yes in all, no in all, or it depends. */
function naively(admits: (circumstances: (typeof CIRCUMSTANCES)[number]) => boolean): boolean | undefined {
  const answers = new Set(CIRCUMSTANCES.map(admits));
  return answers.size === 1 ? [...answers][0] : undefined;
}

export function checkToken(policy: NaivePolicy, wanted: Token): void {
  const naive = naively((circumstances) =>
    SESSION_NAMES.some((sessionName) => naivelyAdmitsToken(policy, CONTEXT, wanted, { ...circumstances, sessionName })),
  );
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

export function checkSession(policy: NaivePolicy, wanted: Session): void {
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

describe('the set evaluator and one that tries one request at a time', () => {
  it('agree on who gets in with a web identity token', () => {
    fc.assert(fc.property(webIdentityPolicy, token, checkToken), { numRuns: PROPERTY_RUNS });
  });

  it('agree on who gets in through EKS Pod Identity', () => {
    fc.assert(fc.property(podIdentityPolicy, session, checkSession), { numRuns: PROPERTY_RUNS });
  });
});
