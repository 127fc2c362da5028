import { PROVIDERS } from '../providers';
import { isShown } from '../terraform/show/shown';
import type { Shown } from '../terraform/show/shown';
import type { InputForm } from './input-form';

/** What `terraform show -json` prints. */
export const TERRAFORM_SHOW: InputForm = {
  name: 'a plan or state as JSON',
  files: 'the output of `terraform show -json`',
  readAs: 'a plan or a state',
  recognizes: ({ syntax, value }) => syntax === 'json' && isShown(value),
  read(part, into) {
    // Only for who has a plan: its reader is of no use to anybody else.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { readShown } = require('../terraform/show/read-shown') as typeof import('../terraform/show/read-shown');
    into.addConfiguration(part, readShown(part.value as Shown, part.at, PROVIDERS));
  },
};
