import { hasSymbol } from '../model/known/symbol';
import { asText, isObject } from './terraform/expression/value';
import type { Value } from './terraform/expression/value';
import type { ComputedAttributes, Program, Provider } from './terraform/configuration/provider';
import type { Instance } from './terraform/configuration/instances/instance';

/** A file that a data source reads; a resource of the type has its content as it writes it. */
const FILE: ComputedAttributes = {
  names: ['content', 'content_base64'],
  of: (program, instance, [name]) => {
    const read = name === 'content' ? 'file' : name === 'content_base64' ? 'filebase64' : undefined;
    if (read === undefined || instance.block.mode !== 'data') return undefined;
    const path = program.text(instance, 'filename');
    return path === undefined ? undefined : program.call(instance, read, [path]);
  },
};

/** HashiCorp's providers that make text of files and templates: local, and template, which is archived and still in use. */
export const TEXT_PROVIDER: Provider = {
  computed: {
    local_file: FILE,
    local_sensitive_file: FILE,
    template_file: {
      names: ['rendered'],
      of: (program, instance, [name]) => (name === 'rendered' ? rendered(program, instance) : undefined),
    },
  },
  planned: { template_file: { meant: 'rendered' }, local_file: { meant: 'content' } },
  foundBy: { local_file: [{ argument: 'filename' }], local_sensitive_file: [{ argument: 'filename' }] },
};

/** The template with its variables, each of which is a text. Nothing where the template itself is known in part only. */
function rendered(program: Program, instance: Instance): Value | undefined {
  const template = program.text(instance, 'template');
  const given = program.attribute(instance, 'vars') ?? {};
  if (template === undefined || hasSymbol(template) || !isObject(given)) return undefined;
  const names = Object.entries(given).map(([name, value]) => [name, asText(value) ?? value] as const);
  return program.call(instance, 'templatestring', [template, Object.fromEntries(names)]);
}
