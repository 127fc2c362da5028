import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Inventory } from '../../lib/proof';
import { reportHtml } from '../../lib/report/html';
import { review, reviewHtml } from '../../lib/review';
import type { Review } from '../../lib/review';

export const REPOSITORY = path.resolve(__dirname, '../..');
export const COMMAND = path.join(REPOSITORY, 'dist/lib/cli/main.js');

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { writeProofInput } = require('../../bench/programs/proof-input') as {
  writeProofInput(folder: string, count: number): readonly string[];
};

/** The page of many identities, as the command prints it. */
export function pageOfMany(folder: string, count: number): string {
  const input = path.join(folder, `program-${count}`);
  fs.mkdirSync(input, { recursive: true });
  return written(folder, `many-${count}`, ...writeProofInput(input, count));
}

/** The page of what the command proves. */
export function written(folder: string, name: string, ...paths: readonly string[]): string {
  return save(folder, name, printed(folder, 'prove', '--no-config', ...paths));
}

/** The page of what the command reviews. */
export function reviewed(folder: string, name: string, ...sides: readonly string[]): string {
  return save(folder, name, printed(folder, 'review', ...sides));
}

function printed(folder: string, command: string, ...args: readonly string[]): string {
  return execFileSync(process.execPath, [COMMAND, command, '--fail-on', 'never', '--format', 'html', ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

/** The page of a review. */
export function pageOfReview(folder: string, name: string, one: Review, head: Inventory): string {
  return save(folder, name, reviewHtml(one, head));
}

/** The page of a pull request that widens each of many identities: half in who gets in, half in what they may do. */
export function pageOfManyChanges(folder: string, count: number): string {
  const inventory = (isHead: boolean): Inventory => {
    const all = Array.from({ length: count }, (_, index) => ({ id: `aws_iam_role.r${index}`, index }));
    const isOpen = (index: number): boolean => isHead && index % 2 === 0;
    return {
      schema: 'podtrust.inventory/v1',
      clusters: [{ id: 'aws_eks_cluster.main', cloud: 'aws', issuer: 'https://issuer.example', name: 'main' }],
      identities: all.map(({ id, index }) => ({ id, cloud: 'aws', kind: 'iam-role', name: `role-${index}` })),
      access: all.map(({ id, index }) => ({
        ...{ identity: id, mechanism: 'irsa', cluster: 'aws_eks_cluster.main', namespace: `team-${index % 40}` },
        ...{ serviceAccount: isOpen(index) ? `app-${index}*` : `app-${index}`, pattern: isOpen(index), except: [] },
        ...{ workloads: [`Deployment/team-${index % 40}/app-${index}`], claimed: true },
      })),
      permissions: all.map(({ id, index }) => ({
        ...{ identity: id, role: null, source: id, resource: `arn:aws:s3:::data-${index}/*` },
        actions: isHead && index % 2 === 1 ? ['s3:GetObject', 's3:PutObject'] : ['s3:GetObject'],
      })),
      policies: all.map(({ id, index }) => ({
        ...{ identity: id, kind: 'permissions', source: id },
        statements: [
          {
            effect: 'Allow',
            actions: isHead && index % 2 === 1 ? ['s3:GetObject', 's3:PutObject'] : ['s3:GetObject'],
            resources: [`arn:aws:s3:::data-${index}/*`],
          },
        ],
      })),
      findings: [],
      undecided: [],
    };
  };
  const [base, head] = [inventory(false), inventory(true)];
  return pageOfReview(folder, `changes-${count}`, review(base, head), head);
}

export function pageOf(folder: string, name: string, inventory: Inventory): string {
  return save(folder, name, reportHtml(inventory));
}

function save(folder: string, name: string, text: string): string {
  const file = path.join(folder, `${name}.html`);
  fs.writeFileSync(file, text);
  return file;
}
