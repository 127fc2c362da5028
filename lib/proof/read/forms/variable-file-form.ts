import { PodtrustError } from '../../../core/errors';
import type { Document } from '../document';
import { parseJson } from '../syntax/json';
import type { Value } from '../terraform/expression/value';
import type { InputForm } from './input-form';
import { isAutomaticVariableFile, isVariableFile } from './terraform-files';

/** Values of variables. */
export const VARIABLE_FILE: InputForm = {
  name: '.tfvars',
  files: 'a `.tfvars` or `.tfvars.json` file',
  readAs:
    'the values of variables, as `-var-file` gives them: of the root module in its directory or in the nearest one above, else of the root modules that were given; `terraform.tfvars` and `*.auto.tfvars` are read by themselves',
  recognizes: ({ document, syntax }) => syntax === undefined && isVariableFile(document.file),
  read({ document, path }, into) {
    if (document.named || !isAutomaticVariableFile(document.file)) {
      into.variableFiles.push({ document, values: valuesOf(document) });
      return;
    }
    const configuration = into.configurationOf(document, path);
    try {
      if (document.unread !== undefined) throw new PodtrustError({ code: 'file-unreadable', what: document.unread });
      for (const [name, value] of valuesOf(document)) configuration.assigned.set(name, value);
    } catch (error) {
      if (!PodtrustError.is(error)) throw error;
      // It goes before the files read so far, and before the defaults.
      configuration.assigned.clear();
      configuration.valuesUnread = true;
      const { file } = document;
      const where = error.where === undefined ? '' : ` (${error.where})`;
      const because = `it was not read: ${error.what}${where}; so the variables that no later file sets are not known`;
      into.problems.add({ about: file, because, at: { file, pointer: '' } });
    }
  },
};

function valuesOf(document: Document): ReadonlyMap<string, Value> {
  return document.file.endsWith('.json') ? valuesOfJson(document) : parser().parseVariableFile(document);
}

function valuesOfJson(document: Document): ReadonlyMap<string, Value> {
  const values = parseJson(document);
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
    return new Map(Object.entries(values as Record<string, Value>));
  }
  throw new PodtrustError({ code: 'terraform-invalid', where: document.file, what: 'an object of values is expected' });
}

function parser(): typeof import('../terraform/native-syntax/native-syntax') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../terraform/native-syntax/native-syntax') as typeof import('../terraform/native-syntax/native-syntax');
}
