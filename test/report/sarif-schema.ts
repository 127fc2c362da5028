import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The schema that OASIS publishes, of draft 4: what differs from later drafts is its own id alone. */
const FILE = join(__dirname, 'fixtures/sarif-schema-2.1.0.json');

let compiled: ValidateFunction | undefined;

/** What of a SARIF log is not as the published schema of SARIF 2.1.0 has it. */
export function sarifMistakes(text: string): unknown[] {
  const isValid = (compiled ??= compile());
  isValid(JSON.parse(text));
  return (isValid.errors ?? []).map(({ instancePath, message, params }) => [instancePath, message, params]);
}

function compile(): ValidateFunction {
  const schema = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
  delete schema.$schema;
  delete schema.id;
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}
