import { PodtrustError } from '../../../core/errors';
import type { Document } from '../document';
import { parseJson } from '../json';
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
    const values = document.file.endsWith('.json') ? valuesOfJson(document) : parser().parseVariableFile(document);
    if (!document.named && isAutomaticVariableFile(document.file)) {
      const { assigned } = into.configurationOf(document, path);
      for (const [name, value] of values) assigned.set(name, value);
    } else {
      into.variableFiles.push({ document, values });
    }
  },
};

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
