import { spawnSync } from 'node:child_process';
import { isAtLeast } from '../real/install/versions';

/** The oldest checkov whose checks the sample was held against. */
export const MINIMUM_VERSION = '3.3.0';

/** A finding of checkov on one resource. */
export interface Finding {
  /** Such as `CKV_AWS_144`. */
  readonly id: string;
  readonly resource: string;
  readonly name: string;
  /** The reason of one that is suppressed. */
  readonly reason?: string;
}

/** What checkov says of a folder. */
export interface Report {
  readonly passed: number;
  readonly failed: readonly Finding[];
  readonly skipped: readonly Finding[];
}

interface Record {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly check_result: { readonly suppress_comment?: string };
}

interface Output {
  readonly summary?: { readonly passed: number; readonly parsing_errors: number };
  readonly results?: { readonly failed_checks: readonly Record[]; readonly skipped_checks: readonly Record[] };
}

/** The command: `checkov` on PATH, or what `CHECKOV` names. */
const command = process.env.CHECKOV || 'checkov';

/** The installed version, or why there is none that will do. */
export function findCheckov(): { readonly version: string } | { readonly missing: string } {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  const howToGet = `pip install 'checkov>=${MINIMUM_VERSION}', or name the command in CHECKOV`;
  if (status !== 0) return { missing: `not found: ${howToGet}` };
  const version = stdout.trim();
  return isAtLeast(version, MINIMUM_VERSION) ? { version } : { missing: `${version} is too old: ${howToGet}` };
}

/**
 * Runs checkov on a folder, without a network.
 *
 * @throws Error where it does not end with a report, or could not parse a file
 */
export function runCheckov(folder: string, framework: 'terraform_json' | 'kubernetes', ...args: string[]): Report {
  const always = ['--framework', framework, '--skip-download', '--compact', '--output', 'json'];
  const { stdout, stderr, status } = spawnSync(command, ['--directory', folder, ...always, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, LOG_LEVEL: 'ERROR' },
  });
  let output: Output;
  try {
    output = JSON.parse(stdout) as Output;
  } catch {
    throw new Error(`checkov ended with ${status} and no report: ${stderr.slice(-500)}`);
  }
  // Where nothing is left to say, it says so in another form.
  if (!output.summary || !output.results) return { passed: 0, failed: [], skipped: [] };
  if (output.summary.parsing_errors > 0) throw new Error(`checkov could not parse a file in ${folder}`);
  return {
    passed: output.summary.passed,
    failed: output.results.failed_checks.map(finding),
    skipped: output.results.skipped_checks.map(finding),
  };
}

function finding({ check_id: id, check_name: name, resource, check_result }: Record): Finding {
  return { id, name, resource, reason: check_result.suppress_comment };
}
