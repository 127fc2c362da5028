import { printable, printableLines } from '../core/printable';
import { pageUrl } from '../core/published';
import type { Explanation } from '../explain/explain';
import { FACT_NAMES } from '../explain/facts';
import type { Facts } from '../explain/facts';
import type { Comparison } from '../explain/program/comparison';
import type { ProgramSays } from '../explain/program/against-program';
import type { Place } from '../proof/model/place';
import { repositoryLocations } from '../report/repository-files';
import type { SourceLocations } from '../report/source-locations';

/** What `podtrust explain` prints. */
export interface ExplainResult {
  readonly explanation: Explanation;
  /** Nothing where no paths were given. */
  readonly program: ProgramSays | undefined;
  /** What may be meant in place of a text that says nothing. */
  readonly hint: string | undefined;
}

/** The page with all messages. */
const PAGE = 'explaining.md';

const MOST_FINDINGS = 10;

/** What the facts are called in a sentence. */
const CALLED: Readonly<Record<keyof Facts, string>> = {
  issuer: 'issuer',
  subject: 'subject',
  audience: 'audience',
  clientId: 'client id',
  tenant: 'tenant',
  caller: 'caller',
  action: 'action',
  resource: 'resource',
  expired: 'valid until',
  now: 'time',
};

/** The explanation for people. */
export function explanationText({ explanation, program, hint }: ExplainResult): string {
  const { messages, unknownCodes, facts } = explanation;
  const lines = [
    ...messages.flatMap(({ id, sender, means, compared, causes, sources }) => [
      `${id}, from ${sender}: ${means}`,
      ...(compared === undefined ? [] : [`  compared: ${compared}`]),
      '  likely causes:',
      ...causes.flatMap(({ cause, fix }, index) => [`    ${index + 1}. ${cause}`, `       fix: ${fix}`]),
      `  see: ${sources.join('; ')}`,
    ]),
    ...(messages.length === 0
      ? ['not known: the text has no message that podtrust knows', ...(hint === undefined ? [] : [`  ${hint}`])]
      : []),
    ...unknownCodes.map(
      (code) =>
        `  ${code} is a code of Entra that podtrust does not know: https://login.microsoftonline.com/error?code=${code.slice('AADSTS'.length)}`,
    ),
    ...(messages.length === 0 ? [`  the messages that it knows: ${pageUrl(PAGE)}`] : []),
    ...factLines(facts),
    ...(program === undefined ? [] : programLines(program)),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function factLines(facts: Facts): readonly string[] {
  const told = FACT_NAMES.filter((name) => facts[name] !== undefined);
  if (told.length === 0) return [];
  return ['what the message tells:', ...told.map((name) => `  ${CALLED[name]}: ${facts[name]}`)];
}

function programLines({ comparisons, answer, findings, explains }: ProgramSays): readonly string[] {
  const locations = repositoryLocations(process.cwd());
  const shown = findings.slice(0, MOST_FINDINGS);
  const lines = [
    ...comparisons.flatMap((one) => comparisonLines(one, locations)),
    ...(answer
      ? [
          `  podtrust ask says: ${answer.admitted === null ? 'not decidable' : answer.admitted ? 'admitted' : 'not admitted'}`,
          ...answer.because.map((text) => `    ${text}`),
        ]
      : []),
    ...shown.flatMap(({ rule, level, message, help, at }) => [
      `  ${lineOf(at, locations)}: ${level} ${rule}: ${message}`,
      `    ${help}`,
    ]),
    ...(findings.length > shown.length
      ? [`  and ${findings.length - shown.length} more: podtrust prove lists them`]
      : []),
  ];
  if (lines.length === 0) {
    lines.push('  nothing in it is about what the message tells; --identity and --subject say whom to ask about');
  } else if (!explains) {
    lines.push('  nothing of it is wrong: see whether what is deployed is this program');
  }
  return ['in the program:', ...lines];
}

function comparisonLines(
  { about, identity, at, facts, says }: Comparison,
  locations: SourceLocations,
): readonly string[] {
  const of = identity === undefined ? '' : ` of ${identity}`;
  return [
    ...facts
      .filter(({ same }) => same === false)
      .map(({ fact, message, program, nuance, at: place }) => {
        const how = nuance === undefined ? '' : ` (${nuance})`;
        const called = CALLED[fact as keyof Facts];
        return `  ${lineOf(place, locations)}: the message’s ${called} is ${JSON.stringify(message)}, ${about}${of} has ${JSON.stringify(program)}${how}`;
      }),
    ...says.map((text, index) => {
      const isFirst = index === 0 && !facts.some(({ same }) => same === false);
      return isFirst ? `  ${lineOf(at, locations)}: ${text}` : `    ${text}`;
    }),
  ];
}

/** `stacks/main.ts:14`: of the program that was synthesized, where that is known. */
function lineOf(at: Place, locations: SourceLocations): string {
  const { file, region } = locations.of(at);
  return `${file}:${region.startLine}`;
}

/** The explanation for programs: `podtrust.explanation/v1`. Fields may be added, not changed. */
export function explanationJson({ explanation, program }: ExplainResult): string {
  const { messages, unknownCodes, facts } = explanation;
  const locations = repositoryLocations(process.cwd());
  const lined = <T extends { readonly at: Place }>(one: T) => {
    const { file, region } = locations.of(one.at);
    return { ...one, source: { file, line: region.startLine } };
  };
  const result = {
    schema: 'podtrust.explanation/v1',
    messages,
    unknownCodes,
    facts,
    ...(program
      ? {
          program: {
            explains: program.explains,
            comparisons: program.comparisons.map((one) => ({ ...lined(one), facts: one.facts.map(lined) })),
            ...(program.answer ? { answer: program.answer } : {}),
            findings: program.findings.map(({ rule, level, message, subject, at, help }) =>
              lined({ rule, level, message, subject, at, help }),
            ),
          },
        }
      : {}),
  };
  return printableLines(`${JSON.stringify(result, null, 2)}\n`);
}
