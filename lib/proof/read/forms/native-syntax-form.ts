import { below } from '../../model/place';
import type { Place } from '../../model/place';
import type { Document } from '../document';
import { skipSpace } from '../terraform/expression/space';
import type { BodyBlock } from '../terraform/native-syntax/body';
import { addTerraform } from './add-terraform';
import type { InputForm } from './input-form';
import { isNativeSyntaxFile } from './terraform-files';

/** Terraform's own language. */
export const NATIVE_SYNTAX: InputForm = {
  name: '.tf or .tofu files',
  files: 'a `.tf` or `.tofu` file',
  readAs: 'a part of the module in its directory, with its override files; `x.tofu` in the place of `x.tf`',
  recognizes: ({ document, syntax }) =>
    syntax === undefined && (isNativeSyntaxFile(document.file) || (document.named && beginsLikeIt(document))),
  read({ document, path }, into) {
    const { file } = document;
    const passOver = ({ type, labels }: BodyBlock): void => {
      const at = [type, ...labels].reduce<Place>((place, name) => below(place, name), { file, pointer: '' });
      const because = `it was not read: no Terraform that is known here has a block ${JSON.stringify(type)}`;
      into.problems.add({ about: [type, ...labels].join('.'), because, at });
    };
    addTerraform(parser().parseConfiguration(document, passOver), document, into.configurationOf(document, path));
  },
};

/** Whether a text begins as a file of it does: comments, then a block. Standard input has no ending. */
function beginsLikeIt({ file, text }: Document): boolean {
  if (/\.(json|ya?ml|tfvars)$/.test(file)) return false;
  const block = /(?:resource|data|module|variable|locals|provider|terraform|output)(?:[ \t]+"[^"\n]*")*[ \t]*\{/y;
  block.lastIndex = skipSpace(text, 0);
  return block.test(text);
}

/** Loaded with the first such file. */
function parser(): typeof import('../terraform/native-syntax/native-syntax') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../terraform/native-syntax/native-syntax') as typeof import('../terraform/native-syntax/native-syntax');
}
