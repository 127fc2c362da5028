import { IdentityBinding, ServiceAccountImagePull } from '../../lib/azure';
import { BoundProgram } from './identity/bound-program';
import type { Arguments } from './synthesized';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What azapi 2 requires, and what it accepts beside, of the resources that podtrust types itself: the provider’s schemas. */
const SCHEMA: Readonly<Record<string, { required: readonly string[]; optional: readonly string[] }>> = {
  azapi_resource: {
    required: ['type', 'name', 'parent_id', 'body'],
    optional: ['schema_validation_enabled', 'response_export_values', 'locks', 'ignore_casing', 'retry'],
  },
  // It has no schema_validation_enabled: it checks no schema.
  azapi_update_resource: {
    required: ['type', 'resource_id', 'body'],
    optional: ['response_export_values', 'locks', 'ignore_casing', 'ignore_missing_property', 'retry'],
  },
};
const META = ['depends_on', 'provider'];

test('every resource of azapi has what the provider requires, and nothing that it does not know', () => {
  const program = new BoundProgram();
  const cluster = program.cluster();
  const binding = new IdentityBinding(program.stack, 'binding', { cluster, identity: program.identity() });
  new ServiceAccountImagePull(program.stack, 'pulls', { cluster, defaultBinding: binding });
  const file = join(program.synthesize(), 'stacks/platform/cdk.tf.json');
  const { resource } = JSON.parse(readFileSync(file, 'utf8')) as {
    resource: Record<string, Record<string, Arguments>>;
  };

  for (const [type, { required, optional }] of Object.entries(SCHEMA)) {
    const made = Object.values(resource[type]!);
    expect(made).toHaveLength(1);
    const names = Object.keys(made[0]!).filter((name) => !META.includes(name) && name !== '//');
    expect(names).toEqual(expect.arrayContaining([...required]));
    expect(names.filter((name) => !required.includes(name) && !optional.includes(name))).toEqual([]);
    expect(typeof made[0]!.body).toBe('object');
  }
});
