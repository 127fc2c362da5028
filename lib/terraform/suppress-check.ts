import * as fs from 'node:fs';
import * as path from 'node:path';
import { type IStackSynthesizer, type TerraformResource, TerraformStack } from 'cdktf';
import { PodtrustError } from '../core';

/** The file's name, beside a stack's cdk.tf.json: the one that checkov itself gives its baselines. */
export const CHECK_BASELINE_FILE = '.checkov.baseline';

/** A check of checkov that a resource does not pass on purpose. */
export interface SuppressedCheck {
  /** Such as `CKV_AWS_144`. */
  readonly id: string;
  /** Why the resource is right as it is. */
  readonly reason: string;
}

/** Checks by the resource's construct. */
type Suppressed = Map<TerraformResource, SuppressedCheck[]>;

const KEY = Symbol.for('podtrust.suppressedChecks');
const CHECK_ID = /^CKV2?_[A-Z0-9]+_\d+$/;

/**
 * Says that a resource does not pass a check of [checkov](https://www.checkov.io) on purpose, and why.
 *
 * checkov 3.3 has no suppression inside of Terraform JSON (its issue 4634), so it is written twice: for people into the
 * resource's comment (`"//"`), and for checkov into a baseline beside the stack's JSON ({@link CHECK_BASELINE_FILE}), which
 * counts for this resource alone:
 *
 * `checkov -d cdktf.out/stacks/STACK --framework terraform_json --baseline cdktf.out/stacks/STACK/.checkov.baseline`
 *
 * @throws PodtrustError `check-suppression-invalid`
 */
export function suppressCheck(resource: TerraformResource, id: string, reason: string): void {
  check(id, reason, resource.node.path);
  const suppressed = suppressedIn(TerraformStack.of(resource));
  const checks = [...(suppressed.get(resource) ?? []), { id, reason }].sort((one, other) =>
    one.id < other.id ? -1 : 1,
  );
  suppressed.set(resource, checks);
  resource.addOverride('//', { checkov: { skip: checks.map(({ id, reason }) => ({ id, comment: reason })) } });
}

/** What is suppressed in a stack, by the resource's path in it, sorted. */
export function suppressedChecks(stack: TerraformStack): ReadonlyMap<string, readonly SuppressedCheck[]> {
  const entries = [...((stack as Holder)[KEY] ?? [])].map(([{ node }, checks]) => [node.path, checks] as const);
  return new Map(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether anything is suppressed in a stack, so that a file of an earlier synthesis is known to be out of date. */
export function hasSuppressedChecks(stack: TerraformStack): boolean {
  return KEY in stack;
}

type Holder = TerraformStack & { [KEY]?: Suppressed };

function suppressedIn(stack: TerraformStack): Suppressed {
  const holder = stack as Holder;
  const known = holder[KEY];
  if (known) return known;
  const suppressed: Suppressed = new Map();
  Object.defineProperty(holder, KEY, { value: suppressed });
  const synthesizer = stack.synthesizer;
  stack.synthesizer = {
    synthesize(session: Parameters<IStackSynthesizer['synthesize']>[0]) {
      synthesizer.synthesize(session);
      const file = path.join(session.outdir, 'stacks', stack.node.id, CHECK_BASELINE_FILE);
      fs.writeFileSync(file, JSON.stringify(baseline(suppressed), null, 2) + '\n');
    },
  };
  return suppressed;
}

/** checkov's own format, and the reasons beside it. Checks of one resource and checks of several call it differently. */
function baseline(suppressed: Suppressed): object {
  const findings = [...suppressed].flatMap(([resource, checks]) =>
    ['resource', resource.terraformResourceType].map((kind) => ({
      resource: `${kind}.${resource.friendlyUniqueId}`,
      check_ids: checks.map(({ id }) => id),
      reasons: Object.fromEntries(checks.map(({ id, reason }) => [id, reason])),
    })),
  );
  findings.sort((one, other) => (one.resource < other.resource ? -1 : 1));
  return { failed_checks: [{ file: '/cdk.tf.json', findings }] };
}

function check(id: string, reason: string, where: string): void {
  const wrong = !CHECK_ID.test(id) ? `"${id}" is not the id of a check` : !reason.trim() ? `${id} has no reason` : '';
  if (!wrong) return;
  throw new PodtrustError({
    code: 'check-suppression-invalid',
    where,
    what: wrong,
    why: 'checkov knows its checks by ids such as CKV_AWS_144, and a suppression that says nothing cannot be judged.',
    remedy: 'Give the id that checkov prints, and say why the resource is right as it is.',
  });
}
