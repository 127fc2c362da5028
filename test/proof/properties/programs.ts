import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InMemoryDocument } from '../../../lib/proof';
import type { RuleExample } from '../rules/example';
import { HAND_WRITTEN } from '../rules/hand-written-programs';
import { documentsOf, sampleProgram } from '../sample-program';

const EXAMPLES = join(__dirname, '..', 'rules', 'examples');
const FIXTURES = join(__dirname, '..', 'fixtures');

/** A program, in any of the input forms. */
export interface Program {
  readonly name: string;
  readonly documents: readonly InMemoryDocument[];
}

/** The sample, as cdktf synthesized it. */
export const SAMPLE: Program = { name: 'the sample', documents: documentsOf(sampleProgram()) };

/** The programs of the rules’ examples, wrong and put right: Terraform’s JSON and YAML. A long list of the same adds nothing. */
function examples(): readonly Program[] {
  return readdirSync(EXAMPLES)
    .filter((file) => !/over-limit/.test(file))
    .flatMap((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { good, bad } = (require(join(EXAMPLES, file)) as { example: RuleExample }).example;
      return Object.entries({ good, bad }).map(([which, files]) => ({
        name: `${file} ${which}`,
        documents: files
          .filter(({ name }) => !name.startsWith('podtrust'))
          .map(({ name, text }) => ({ file: name, text })),
      }));
    });
}

/** Programs as strangers write them: `.tf` and YAML. */
function handWritten(): readonly Program[] {
  return [...HAND_WRITTEN.values()]
    .flat()
    .map(({ title, files }) => ({ name: title, documents: files.filter(({ file }) => !file.startsWith('podtrust')) }));
}

/** Configurations, plans and states as Terraform itself wrote them. */
function fixtures(): readonly Program[] {
  const fixture = (name: string, ...files: string[]): Program => ({
    name,
    documents: files.map((file) => ({ file, text: readFileSync(join(FIXTURES, file), 'utf8') })),
  });
  const shown = readdirSync(join(FIXTURES, 'shown')).map((file) => fixture(file, join('shown', file)));
  const real = (kind: string): readonly string[] =>
    readdirSync(join(FIXTURES, 'real'))
      .filter((file) => file.includes(kind))
      .map((file) => join('real', file));
  return [
    ...shown,
    fixture('the states of a deployed sample', ...real('.state.')),
    fixture('the plans of the sample', ...real('.plan.')),
    fixture('the states and the objects of a deployed sample', ...real('.state.'), ...real('-objects.')),
    fixture('irsa-blog', join('irsa-blog', 'main.tf')),
    fixture('several-clusters', join('several-clusters', 'main.tf')),
    fixture('pod-identity', join('pod-identity', 'main.tf')),
    fixture('EKS by names written out', join('names-written-out', 'eks.tf')),
    fixture('AKS by names written out', join('names-written-out', 'aks.tf')),
  ];
}

/** Programs in all input forms. */
export const PROGRAMS: readonly Program[] = [SAMPLE, ...examples(), ...handWritten(), ...fixtures()];
