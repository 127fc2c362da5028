import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prove } from '../../../../../lib/proof';
import type { Inventory } from '../../../../../lib/proof';
import { parseConfiguration } from '../../../../../lib/proof/read/terraform/native-syntax/native-syntax';

/** The programs that make.ts has planned, and applied where it could. */
const FIXTURES = join(__dirname, '../../../fixtures');
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  'irsa-blog': [
    'apps/api aws_iam_role.app[0] irsa aws_eks_cluster.main',
    'apps/web aws_iam_role.app[0] irsa aws_eks_cluster.main',
    'apps/api aws_iam_role.app[1] irsa aws_eks_cluster.main',
    'batch-*/runner aws_iam_role.batch irsa aws_eks_cluster.main',
    'dev/reader aws_iam_role.reader["dev"] irsa aws_eks_cluster.main',
    'prod/reader aws_iam_role.reader["prod"] irsa aws_eks_cluster.main',
    'prod/writer aws_iam_role.writer irsa aws_eks_cluster.main',
  ],
  'irsa-module': [
    'todo/backend module.irsa["backend"].aws_iam_role.this[0] irsa aws_eks_cluster.this',
    'todo/worker module.irsa["backend"].aws_iam_role.this[0] irsa aws_eks_cluster.this',
    'kube-system/external-dns module.irsa["external-dns"].aws_iam_role.this[0] irsa aws_eks_cluster.this',
  ],
  'pod-identity': [
    'todo/api aws_iam_role.application["api"] eks-pod-identity aws_eks_cluster.main',
    'todo/api-jobs aws_iam_role.application["api"] eks-pod-identity aws_eks_cluster.main',
    'mail/sender aws_iam_role.application["mail"] eks-pod-identity aws_eks_cluster.main',
  ],
  'several-clusters': [
    'todo/backend aws_iam_role.both irsa aws_eks_cluster.this["blue"]',
    'todo/backend aws_iam_role.both irsa aws_eks_cluster.this["green"]',
    'todo/cron aws_iam_role.one["blue"] irsa aws_eks_cluster.this["blue"]',
    'todo/worker aws_iam_role.one["blue"] irsa aws_eks_cluster.this["blue"]',
    'todo/cron aws_iam_role.one["green"] irsa aws_eks_cluster.this["green"]',
    'todo/worker aws_iam_role.one["green"] irsa aws_eks_cluster.this["green"]',
  ],
};

const access = ({ access }: Inventory): string[] =>
  access.map(
    ({ identity, mechanism, cluster, namespace, serviceAccount }) =>
      `${namespace}/${serviceAccount} ${identity} ${mechanism} ${cluster}`,
  );

/** What a plan's entries of undecided are about: all that is missing in it. */
const aboutOf = ({ undecided }: Inventory): string =>
  undecided.map(({ about, because }) => `${about} ${because}`).join('\n');

const shown = (program: string, name: string): Inventory | undefined => {
  const path = join(FIXTURES, 'shown', `${program}.${name}`);
  return existsSync(path) ? prove([path]) : undefined;
};

/** The errors, but for patterns that nobody has accepted. */
const errorsOf = ({ findings }: Inventory): string[] =>
  findings.filter(({ level, rule }) => level === 'error' && rule !== 'subject-wildcard').map(({ rule }) => rule);

describe.each(Object.entries(PROGRAMS))('the program %s', (program, expected) => {
  const native = prove([join(FIXTURES, program)]);

  test('in .tf is read whole', () => {
    expect(native.undecided).toEqual([]);
    expect(errorsOf(native)).toEqual([]);
    expect(access(native)).toEqual(expected);
  });

  test('gives the same in Terraform JSON', () => {
    const folder = mkdtempSync(join(tmpdir(), 'podtrust-'));
    try {
      const copy = (from: string, to: string): void => {
        for (const name of readdirSync(from)) {
          if (!/\.tf(vars)?$/.test(name)) continue;
          const text = readFileSync(join(from, name), 'utf8');
          if (name.endsWith('.tfvars')) writeFileSync(join(to, name), text);
          else
            writeFileSync(
              join(to, `${name}.json`),
              JSON.stringify(parseConfiguration({ file: name, text, named: true })),
            );
        }
      };
      copy(join(FIXTURES, program), folder);
      const modules = join(FIXTURES, program, 'modules/irsa');
      if (existsSync(modules)) {
        mkdirSync(join(folder, 'modules/irsa'), { recursive: true });
        copy(modules, join(folder, 'modules/irsa'));
      }
      expect(access(prove([folder]))).toEqual(access(native));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('gives in a plan what is not undecided there, and nothing else', () => {
    const plan = shown(program, 'plan.json')!;
    expect(plan.identities.map(({ id }) => id)).toEqual(native.identities.map(({ id }) => id));
    expect(plan.clusters).toEqual(native.clusters);
    const whole = access(native);
    const planned = access(plan);
    expect(planned.filter((entry) => !whole.includes(entry))).toEqual([]);
    for (const entry of whole.filter((one) => !planned.includes(one))) {
      // What is not known is the role's trust, or which of several roles an association takes.
      expect(aboutOf(plan)).toContain(entry.split(' ')[1]!.replace(/\[[^\]]*\]$/, ''));
    }
    expect(errorsOf(plan)).toEqual([]);
  });

  test('gives the same once it is applied, as a state and as the next plan', () => {
    for (const name of ['state.json', 'second-plan.json']) {
      const inventory = shown(program, name);
      if (!inventory) continue;
      expect(inventory.undecided).toEqual([]);
      expect(access(inventory)).toEqual(access(native));
      expect(inventory.permissions).toEqual(native.permissions);
      expect(inventory.clusters.map(({ issuer }) => issuer)).toEqual([expect.stringMatching(/^https:\/\/oidc\.eks\./)]);
    }
  });
});
