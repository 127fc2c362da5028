import { isExistingFile } from '../clusters/existing';
import type { InputForm } from './input-form';

/** What a stack was told exists. */
export const EXISTING: InputForm = {
  name: 'existing.json',
  files: '`existing.json` beside a stack of a `cdktf.out`',
  readAs: 'what the stack [was told exists](existing.md)',
  recognizes: ({ syntax, value }) => syntax === 'json' && isExistingFile(value),
  read({ document, value }, into) {
    if (isExistingFile(value)) into.existing.push({ value, document });
  },
};
