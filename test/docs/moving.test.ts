import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inventory } from '../../lib/proof';
import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

testProgramOf('moving');

const program = readFileSync(join(__dirname, 'moving-program.ts'), 'utf8');
const page = readFileSync(join(__dirname, '../../docs/moving.md'), 'utf8');
const MOVE = /^const move = new MechanismMove.*$/m;

/** The steps of the page's table: the line, how pods of shop/reports get in, and the notes. */
const steps = Array.from(
  page.matchAll(/^\| ([^|]+?) +\| `(const move = [^`]+)` +\| ([^|]+?) +\|$/gm),
  ([, step, line, said]) => ({ step: step!, line: line!, said: said! }),
);

const WORDS: Readonly<Record<string, string>> = { irsa: 'IRSA', 'eks-pod-identity': 'EKS Pod Identity' };

/** Who has which role, whatever the mechanism. */
const set = ({ access }: Inventory) => [
  ...new Set(
    access
      .filter(({ namespace }) => namespace === 'shop')
      .map(({ identity, cluster, namespace, serviceAccount }) =>
        [identity, cluster, namespace, serviceAccount].join(' '),
      ),
  ),
];

test('the page goes to Pod Identity in three steps and back in three, and shows the program at the first', () => {
  expect(steps).toHaveLength(7);
  expect(MOVE.exec(program)![0]).toBe(steps[1]!.line);
});

test.each(steps)('at the step "$step" the same accounts have the same roles, and nothing warns', ({ line, said }) => {
  const { inventory } = programWithLine('moving', MOVE, line);
  const { access, findings, undecided } = inventory;
  expect(undecided).toEqual([]);
  expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
  expect(set(inventory)).toEqual([
    'identities/aws_iam_role.orders_46FA7C19 cluster/aws_eks_cluster.cluster_611F8AFF shop orders',
    'identities/aws_iam_role.reports_7921670E cluster/aws_eks_cluster.cluster_611F8AFF shop reports',
  ]);
  const ways = access
    .filter(({ serviceAccount }) => serviceAccount === 'reports')
    .map(({ mechanism, claimed }) => `${WORDS[mechanism]}${claimed ? '' : ' (unclaimed)'}`);
  const notes = [...new Set(findings.map(({ rule }) => `\`${rule}\``))];
  expect([ways.join(', '), ...notes].join('; ')).toBe(said);
});

test('an annotation that stays after the trust is removed is an error of the proof', () => {
  const bound = 'bindings: [role.bindingFor(serviceAccount, cluster)]';
  const annotated = `bindings: [{
    mechanism: 'irsa', serviceAccount, identity: role.arn,
    serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': role.arn },
  }]`;
  const { inventory } = programWithLine(
    'moving',
    /^const move[^]*$/m,
    program.slice(program.search(MOVE)).replace(MOVE, steps[3]!.line).replace(bound, annotated),
  );
  expect(inventory.findings.map(({ rule, level }) => `${level} ${rule}`).sort()).toEqual([
    'error claim-not-admitted',
    'error claim-not-admitted',
    'note irsa-and-pod-identity',
    'note irsa-and-pod-identity',
  ]);
});
