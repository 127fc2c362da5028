import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { prove } from '../../../lib/proof';
import type { LocalCloud } from '../local-cloud';
import { pause } from '../processes';
import { randomDocuments } from './random-documents';
import type { DocumentArguments } from './random-documents';
import { type Scenario, failure } from './scenarios';

/** How many documents are made up. */
const DOCUMENTS = 300;

/** The same documents each time, so that a failure can be looked at again. */
const SEED = 20261130;

/** The provider says no more than so many at once of what it refuses. */
const MOST_TRIES = 20;

const TYPE = 'aws_iam_policy_document';

/**
 * The policies that the AWS provider makes of `aws_iam_policy_document`, as the provider says them: random documents, made of
 * each other, are read by Terraform, and a program that has them is proven beside one that has their texts.
 */
export const DOCUMENTS_AS_PROVIDER: Scenario = {
  id: 'documents',
  only: 'aws',
  name: 'policy documents as the AWS provider makes them',
  steps: [
    {
      name: `${DOCUMENTS} random documents`,
      run: async (cloud) => {
        const documents = randomDocuments(DOCUMENTS, SEED);
        const texts = await textsByTerraform(documents, cloud);
        const wrong: string[] = [];
        for (const [name, text] of texts) {
          // The clouds of other scenarios answer in this process.
          await pause(0);
          const mine = policiesOf(programOf(documents, name, `\${data.${TYPE}.${name}.json}`));
          const theirs = policiesOf(
            programOf(
              documents,
              name,
              text.replace(/[$%]\{/g, (start) => start[0]! + start),
            ),
          );
          if (mine !== theirs) wrong.push(`${name} ${JSON.stringify(documents.get(name))} is ${text}`);
        }
        if (wrong.length > 0)
          throw failure(`${wrong.length} documents are read wrong: ${wrong.slice(0, 5).join('; ')}`);
        // Of documents that are all refused nothing would differ.
        if (texts.size < DOCUMENTS / 2) throw failure(`of ${DOCUMENTS} documents the provider made only ${texts.size}`);
      },
    },
  ],
};

/** The texts of those that the provider accepts, by their names. */
async function textsByTerraform(
  documents: ReadonlyMap<string, DocumentArguments>,
  cloud: LocalCloud,
): Promise<ReadonlyMap<string, string>> {
  const folder = path.join(cloud.folder, 'documents');
  fs.mkdirSync(folder, { recursive: true });
  const left = new Map(documents);
  const run = (...args: string[]): Promise<Run> => terraform(cloud, folder, args);
  const write = (): void => {
    const data = { [TYPE]: Object.fromEntries(left) };
    const program = { terraform: REQUIRED, provider: { aws: cloud.api.provider }, data };
    fs.writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(program));
  };
  write();
  const { isDone, stderr } = await run('init', '-no-color');
  if (!isDone) throw failure(`terraform init: ${stderr.trim()}`);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const applied = await run('apply', '-auto-approve', '-no-color');
    if (applied.isDone) {
      const state = JSON.parse((await run('show', '-json')).stdout) as State;
      return new Map(state.values.root_module.resources.map(({ name, values }) => [name, values.json]));
    }
    const refused = new Set(
      [...applied.stderr.matchAll(/with data\.aws_iam_policy_document\.(\w+),/g)].map(([, name]) => name!),
    );
    if (refused.size === 0) throw failure(`terraform apply: ${applied.stderr.trim().slice(0, 2000)}`);
    for (const name of left.keys()) if (refused.has(name) || namesAny(left.get(name)!, refused)) left.delete(name);
    write();
  }
  throw failure(`Terraform refuses documents after ${MOST_TRIES} tries`);
}

/** What a run of Terraform came to. */
interface Run {
  readonly isDone: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

async function terraform({ environment }: LocalCloud, cwd: string, args: readonly string[]): Promise<Run> {
  const env = { ...process.env, ...environment, NO_COLOR: '1' };
  try {
    const run = await promisify(execFile)(environment.TERRAFORM_BINARY_NAME!, [...args], {
      cwd,
      env,
      maxBuffer: 1 << 28,
    });
    return { isDone: true, ...run };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & Partial<Run>;
    return { isDone: false, stdout, stderr: stderr === '' ? message : stderr };
  }
}

const REQUIRED = { required_providers: { aws: { source: 'hashicorp/aws' } } };

interface State {
  readonly values: {
    readonly root_module: {
      readonly resources: readonly { readonly name: string; readonly values: { readonly json: string } }[];
    };
  };
}

function namesAny(document: DocumentArguments, names: ReadonlySet<string>): boolean {
  return [...JSON.stringify(document).matchAll(/aws_iam_policy_document\.(\w+)\.json/g)].some(([, name]) =>
    names.has(name!),
  );
}

/** A program in which a role trusts by a policy and has it, and a bucket has it too. */
function programOf(documents: ReadonlyMap<string, DocumentArguments>, name: string, policy: string): string {
  const needed = new Set([name]);
  for (const [, other] of JSON.stringify(documents.get(name)).matchAll(/aws_iam_policy_document\.(\w+)\.json/g)) {
    needed.add(other!);
  }
  return JSON.stringify({
    data: { [TYPE]: Object.fromEntries([...documents].filter(([one]) => needed.has(one))) },
    resource: {
      aws_iam_role: { r: { name: 'r', assume_role_policy: policy } },
      aws_iam_role_policy: { p: { role: '${aws_iam_role.r.name}', policy } },
      aws_s3_bucket: { b: { bucket: 'b' } },
      aws_s3_bucket_policy: { b: { bucket: '${aws_s3_bucket.b.id}', policy } },
    },
  });
}

/** What the proof says of the policies, and what is wrong with them. Where what is refused stands, and in which order, is all one. */
function policiesOf(program: string): string {
  const { policies, resources, findings, undecided } = prove([{ file: 'main.tf.json', text: program }]);
  const found = findings.map(({ rule, subject }) => ({ rule, subject }));
  return JSON.stringify(
    [policies, resources, found, undecided.map(({ about, because }) => [about, because])],
    (key, value: unknown) => {
      if (key === 'conditions') return [...(value as readonly object[])].sort(byText);
      if (key === 'rest') return (value as readonly string[]).map(ofOneForm).sort();
      const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
      return isTexts ? [...(value as readonly string[])].sort() : value;
    },
  );
}

function byText(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

/** A policy that was not read, in one form: of lists the provider leaves out what is there twice, and one element is none. */
function ofOneForm(text: string): string {
  const canonical = (value: unknown): unknown => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return [...new Set(value.map(oneText))].sort();
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, canonical(item)]),
    );
  };
  const oneText = (item: unknown): string => (typeof item === 'string' ? item : JSON.stringify(canonical(item)));
  try {
    return JSON.stringify(canonical(JSON.parse(text)));
  } catch {
    return text;
  }
}
