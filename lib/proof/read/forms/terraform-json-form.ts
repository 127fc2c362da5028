import type { RawObject } from '../terraform/configuration/configuration';
import { isTerraformJson } from '../terraform/configuration/blocks/terraform-json';
import { addTerraform } from './add-terraform';
import type { InputForm } from './input-form';
import { isTerraformJsonFile } from './terraform-files';

/**
 * Terraform's JSON syntax. Many a configuration of another tool has a key `output` or `resource`, so it is known by its
 * name, unless the user names the file.
 */
export const TERRAFORM_JSON: InputForm = {
  name: 'Terraform JSON',
  files: 'a `.tf.json` file, or other JSON of that syntax that is named',
  readAs: 'a part of the module in its directory',
  recognizes: ({ document: { file, named }, syntax, value }) =>
    syntax === 'json' && isTerraformJson(value) && (isTerraformJsonFile(file) || (named && !/\.ya?ml$/.test(file))),
  read({ document, path, value }, into) {
    addTerraform(value as RawObject, document, into.configurationOf(document, path));
  },
};
