import { EXISTING } from './existing-form';
import type { InputForm } from './input-form';
import { KUBERNETES } from './kubernetes-form';
import { NATIVE_SYNTAX } from './native-syntax-form';
import { TERRAFORM_JSON } from './terraform-json-form';
import { TERRAFORM_SHOW } from './terraform-show-form';
import { VARIABLE_FILE } from './variable-file-form';

/** The forms that input comes in. The first one that recognizes a part reads it. */
export const FORMS: readonly InputForm[] = [
  VARIABLE_FILE,
  NATIVE_SYNTAX,
  KUBERNETES,
  EXISTING,
  TERRAFORM_SHOW,
  TERRAFORM_JSON,
];
