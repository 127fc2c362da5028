import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { EKS_KEYS } from '../../../lib/core/kubernetes/annotations';
import { ENTRA_AUDIENCE, STS_AUDIENCE } from '../../../lib/core/trust/audience';
import { Questions } from '../../../lib/proof/ask/questions';
import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import { sourcesOf } from '../../../lib/proof/input';
import type { InMemoryDocument } from '../../../lib/proof';
import { admits } from '../../../lib/proof/mechanisms/admission-index';
import { sameIssuer } from '../../../lib/proof/model/cluster/same-issuer';
import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';
import { isNo, isUnknown } from '../../../lib/proof/model/known/known';
import { isLookedUp } from '../../../lib/proof/model/cluster/cluster';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import type { Identity } from '../../../lib/proof/model/identity/identity';
import { hasSymbol } from '../../../lib/proof/model/known/symbol';
import { read } from '../../../lib/proof/read/read';
import { RULES } from '../../../lib/proof/rules/rules';
import type { NaivePolicy } from '../iam/naive-evaluator';
import {
  ACCOUNT,
  ISSUER,
  OTHER_ISSUER,
  arnOf,
  podIdentityPolicy,
  webIdentityPolicy,
  withWord,
} from '../iam/random-policies';
import type { RuleExample } from '../rules/example';
import { HAND_WRITTEN } from '../rules/hand-written-programs';
import { documentsOf, sampleProgram } from '../sample-program';

const numRuns = Number(process.env['PODTRUST_PROPERTY_RUNS'] ?? 100);

jest.setTimeout(600_000);

/** What ask and the inventory say otherwise of a program: one line each. */
function disagreements(documents: readonly InMemoryDocument[]): string[] {
  const evaluation = new Evaluation(read(sourcesOf(documents), { clusterOfPath: new Map() }));
  const questions = new Questions(evaluation);
  const undecided = undecidedIn(evaluation);
  const lines: string[] = [];
  for (const cluster of evaluation.model.clusters) {
    // A service that is no cluster has no pods to ask about.
    if (cluster.service) continue;
    const accounts = accountsIn(cluster, evaluation);
    for (const identity of evaluation.model.identities) {
      for (const [namespace, name] of accounts) {
        const audience = audienceOf(identity, cluster, namespace, name, evaluation);
        const expected = expectedOf(identity, cluster, namespace, name, audience, evaluation);
        const query = { identity: identity.id, cluster: cluster.id, subject: { namespace, name } };
        const { admitted, because } = questions.answer(query);
        const isOpen =
          // What is said to be undecided may be settled for one token.
          (expected === false && (isUndecided(identity, undecided) || isLookedUp(cluster))) ||
          // What a row leaves open, one token may settle; a pattern is open as a whole, and not for each of its accounts.
          (expected === null && (admitted === false || isOpenPattern(identity, evaluation)));
        if (admitted !== expected && !isOpen) {
          lines.push(
            `${identity.id} <- ${namespace}/${name} of ${cluster.id}: ${expected}, asked ${admitted}: ${because[0]}`,
          );
        }
      }
    }
  }
  return lines;
}

/** The accounts that are declared or named in a cluster, and a stranger. */
function accountsIn({ id }: Cluster, { accounts, model, admissions }: Evaluation): [string, string][] {
  const named = [
    ...model.serviceAccounts
      .filter(({ clusters }) => clusters.includes(id))
      .map(({ namespace, name }) => [namespace, name]),
    ...model.workloads
      .filter(({ clusters }) => clusters.includes(id))
      .map((one) => [one.namespace, one.serviceAccount]),
    ...admissions.all
      .filter(({ cluster, pattern }) => cluster === id && !pattern)
      .map((one) => [one.namespace, one.serviceAccount]),
    ['strange', 'er'],
  ] as [string, string][];
  void accounts;
  const distinct = new Map(named.map((one) => [one.join('/'), one]));
  return [...distinct.values()].filter(([namespace, name]) => !hasSymbol(namespace + name));
}

function isOpenPattern({ id }: Identity, { admissions }: Evaluation): boolean {
  return admissions.of(id).some(({ pattern, uncertain }) => pattern && uncertain !== undefined);
}

function audienceOf(
  { kind }: Identity,
  { id }: Cluster,
  namespace: string,
  name: string,
  { accounts }: Evaluation,
): string {
  if (kind !== 'iam-role') return ENTRA_AUDIENCE;
  return accounts.of(id, namespace, name).declared[0]?.annotations[EKS_KEYS.audience] ?? STS_AUDIENCE;
}

/** What the rows of the inventory come to: yes by a certain row, nothing by one that may be, else no. */
function expectedOf(
  identity: Identity,
  cluster: Cluster,
  namespace: string,
  name: string,
  audience: string,
  { admissions, nodes, aadPodIdentity, clusters, clusterOfIssuer }: Evaluation,
): boolean | null {
  let expected: boolean | null = false;
  const rows = [...admissions.of(identity.id), ...nodes.admissions.filter((one) => one.identity === identity.id)];
  for (const row of rows) {
    const issuer = clusters.get(row.cluster)?.issuer;
    const ofCluster =
      row.cluster === cluster.id ||
      (row.mechanism !== 'node' &&
        issuer !== undefined &&
        sameIssuer(clusterOfIssuer, { issuer: cluster.issuer, cluster }, issuer));
    if (ofCluster === false) continue;
    const fits = row.selector === undefined ? fitOf(row, namespace, name, audience) : isLabelled(row);
    if (fits === true && ofCluster === true) return true;
    if (fits !== false) expected = null;
  }
  return expected;

  function isLabelled(row: TrustAdmission): boolean {
    const workloads = aadPodIdentity.workloadsOf.get(row) ?? [];
    return workloads.some((one) => one.namespace === namespace && one.serviceAccount === name);
  }
}

function fitOf(row: TrustAdmission, namespace: string, name: string, audience: string): boolean | undefined {
  const fits = admits(row, namespace, name);
  if (isNo(fits)) return false;
  const { audiences } = row;
  const listed =
    audiences === undefined || audiences.includes(audience) || (audiences.some(hasSymbol) ? undefined : false);
  if (listed === false) return false;
  return isUnknown(fits) || listed === undefined || row.uncertain !== undefined ? undefined : true;
}

/** Everything that something undecided is about. */
function undecidedIn(evaluation: Evaluation): ReadonlySet<string> {
  const { model, unknownTrusts } = evaluation;
  const found = RULES.flatMap((rule) => rule.check({ model, evaluation }).undecided ?? []);
  return new Set([...model.undecided, ...found].map(({ about }) => about).concat(...unknownTrusts));
}

function isUndecided({ id, kind, trustPolicy, existing }: Identity, undecided: ReadonlySet<string>): boolean {
  return undecided.has(id) || existing === true || (kind === 'iam-role' && trustPolicy === undefined);
}

const example = (slug: string): RuleExample =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(join(__dirname, '../rules/examples', slug)) as { example: RuleExample }).example;
/** The files of a program, without what its user decided about the findings. */
const documents = (files: RuleExample['bad']): InMemoryDocument[] =>
  files.filter(({ name }) => name !== 'podtrust.yaml').map(({ name, text }) => ({ file: name, text }));

describe('ask agrees with the inventory', () => {
  test('of the sample', () => {
    expect(disagreements(documentsOf(sampleProgram()))).toEqual([]);
  });

  const handWritten = [...HAND_WRITTEN.values()].flat();
  test.each(handWritten.map(({ title, files }) => [title, files] as const))('of %s', (_, files) => {
    expect(disagreements(files)).toEqual([]);
  });

  const slugs = readdirSync(join(__dirname, '../rules/examples')).map((file) => file.replace(/\.ts$/, ''));
  test.each(slugs)('of the examples of %s', (slug) => {
    const { bad, good } = example(slug);
    expect([...disagreements(documents(bad)), ...disagreements(documents(good))]).toEqual([]);
  });

  test('of any trust policy for tokens, and of any for sessions', () => {
    const programs = fc.record({
      token: webIdentityPolicy,
      session: podIdentityPolicy,
      unknown: fc.constantFrom(undefined, undefined, 'prod', 'a', '42', 'sts.amazonaws.com'),
    });
    fc.assert(
      fc.property(programs, ({ token, session, unknown }) => {
        expect(disagreements(programOf(token, session, unknown))).toEqual([]);
      }),
      { numRuns },
    );
  });

  test('of a subject both of whose parts are not known: of no account it says yes', () => {
    const policy = trusting('system:serviceaccount:42:42', 'system:serviceaccount:');
    expect(disagreements(programOf(policy, NOBODY, '42'))).toEqual([]);
  });
});

const NOBODY: NaivePolicy = { Version: '2012-10-17', Statement: [] };

/** A statement for each subject. */
function trusting(...subjects: readonly string[]): NaivePolicy {
  const Statement = subjects.map((subject) => ({
    Effect: 'Allow' as const,
    Principal: { Federated: arnOf(ISSUER) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${ISSUER}:sub`]: subject } },
  }));
  return { ...NOBODY, Statement };
}

/** Two roles with these trusts, their issuer, an association, and pods; a word of the policies is not known before apply. */
function programOf(token: NaivePolicy, session: NaivePolicy, unknown: string | undefined): InMemoryDocument[] {
  const known = (policy: NaivePolicy): string =>
    JSON.stringify(unknown === undefined ? policy : withWord(policy, unknown, '${random_id.word.hex}'));
  const configuration = {
    provider: { aws: { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] } },
    resource: {
      random_id: { word: { byte_length: 4 } },
      aws_eks_cluster: { main: { name: 'main' }, prod: { name: 'prod' } },
      aws_iam_openid_connect_provider: {
        main: { url: `https://${ISSUER}`, client_id_list: ['sts.amazonaws.com', '42'] },
        other: { url: `https://${OTHER_ISSUER}`, client_id_list: ['sts.amazonaws.com'] },
      },
      aws_iam_role: {
        token: { name: 'token', assume_role_policy: known(token) },
        session: { name: 'session', assume_role_policy: known(session) },
      },
      aws_eks_pod_identity_association: {
        app: {
          cluster_name: '${aws_eks_cluster.main.name}',
          namespace: 'prod',
          service_account: 'app',
          role_arn: '${aws_iam_role.session.arn}',
        },
      },
    },
  };
  const accounts = ['a/a', 'prod/app', 'prod-a/42', 'app/b.a'].map((name) => name.split('/'));
  const objects = accounts.map(([namespace, name]) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { namespace, name },
  }));
  return [
    { file: 'main.tf.json', text: JSON.stringify(configuration) },
    { file: 'app.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') },
  ];
}
