import { prove } from '../../../lib/proof';
import type { Finding } from '../../../lib/proof';
import type { ExampleFile } from './example';

/** The findings in an example's files; a podtrust.yaml among them is the settings. */
export function proveExample(files: readonly ExampleFile[]): readonly Finding[] {
  const settings = files.find(({ name }) => name === 'podtrust.yaml');
  const documents = files.filter((file) => file !== settings).map(({ name, text }) => ({ file: name, text }));
  const config = settings ? { file: settings.name, text: settings.text } : (false as const);
  return prove(documents, { config, today: '2027-01-15' }).findings;
}
