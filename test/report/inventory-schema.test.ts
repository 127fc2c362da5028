import Ajv from 'ajv';
import type { Schema } from 'ajv';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import schema from '../../docs/schemas/inventory.schema.json';
import { documentsOf, todoProgram } from '../proof/todo-program';
import { MECHANISM_NAMES } from '../../lib/report/access-words';
import type { RuleExample } from '../proof/rules/example';

const EXAMPLES = join(__dirname, '../proof/rules/examples');

/** The schema, in which no object may have a field that is not in it. */
function strict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strict);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strict(item)]));
  return 'properties' in inner && inner.type === 'object' ? { ...inner, additionalProperties: false } : inner;
}

const isWhole = new Ajv({ allowUnionTypes: true }).compile(strict(schema) as Schema);

function missingIn(inventory: Inventory): unknown[] {
  isWhole(inventory);
  return (isWhole.errors ?? []).map(({ instancePath, message, params }) => [instancePath, message, params]);
}

test('docs/schemas/inventory.schema.json has every field of the sound program', () => {
  expect(missingIn(prove(documentsOf(todoProgram())))).toEqual([]);
});

test.each(readdirSync(EXAMPLES).map((file) => file.replace(/\.ts$/, '')))(
  'docs/schemas/inventory.schema.json has every field of the example of %s',
  (slug) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { example } = require(join(EXAMPLES, slug)) as { example: RuleExample };
    for (const files of [example.bad, example.good]) {
      const settings = files.find(({ name }) => name === 'podtrust.yaml');
      const documents = files.filter((file) => file !== settings).map(({ name, text }) => ({ file: name, text }));
      expect(missingIn(prove(documents, { config: settings && { file: settings.name, text: settings.text } }))).toEqual(
        [],
      );
    }
  },
);

test('docs/schemas/inventory.schema.json names the mechanisms that there are', () => {
  expect(schema.definitions.access.properties.mechanism.examples).toEqual(Object.keys(MECHANISM_NAMES));
});
