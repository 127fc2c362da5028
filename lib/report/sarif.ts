import { createHash } from 'node:crypto';
import type { Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import { meaningOf } from '../core/codes';
import { printableLines } from '../core/printable';
import { pageUrl } from '../core/published';
import type { Inventory } from '../proof/inventory';
import type { Place } from '../proof/model/place';
import type { Finding, Level, Rule } from '../proof/rules/rule';
import { RULES } from '../proof/rules/rules';
import type { SourceLocations } from './source-locations';

/** GitHub accepts no more results of a run. "SARIF support for code scanning". */
const MOST_RESULTS = 25_000;

/** GitHub's scale: above 9 critical, from 7 high, from 4 medium. What opens or breaks access is high, what may is medium. */
export const SEVERITY: Readonly<Record<Level, string>> = { error: '8.0', warning: '5.0', note: '2.0' };

/** Which run of which podtrust it is. */
export interface SarifRun {
  /**
   * The version of podtrust.
   *
   * @default - it is not said
   */
  readonly version?: string;
  /**
   * What tells the run's alerts from those of other runs of one commit, such as another program's.
   *
   * @default podtrust/prove
   */
  readonly category?: string;
}

/** The package's page. */
const INFORMATION = 'https://www.npmjs.com/package/podtrust';

/** What becomes an alert. */
export interface SarifResult {
  readonly rule: string;
  readonly level: Level;
  readonly text: string;
  readonly at: Place;
  /** What the alert is told apart by, whatever lines move. */
  readonly fingerprint: readonly (string | undefined)[];
  /** Why it is meant, and so no alert. Absent where nobody said so. */
  readonly accepted?: string;
  readonly properties?: Result['properties'];
}

/** What is said beside the alerts. */
export interface SarifNote {
  readonly level: 'warning' | 'note';
  readonly text: string;
  readonly at?: Place;
}

/** What a run of a command says. */
export interface SarifContent {
  /** Of all results; by id in order. */
  readonly rules: readonly ReportingDescriptor[];
  readonly results: readonly SarifResult[];
  readonly notes: readonly SarifNote[];
  readonly category: string;
  readonly version?: string;
}

/**
 * The findings as SARIF 2.1.0, for GitHub code scanning. What is undecided stands among the tool's notifications, and so
 * does what is beyond the number of results that GitHub accepts.
 */
export function reportSarif(inventory: Inventory, locations: SourceLocations, run: SarifRun = {}): string {
  const { version, category = 'podtrust/prove' } = run;
  const { findings, undecided } = inventory;
  const content = {
    rules: rulesOf(findings.slice(0, MOST_RESULTS)).map((rule) => withHelpUri(rule, version)),
    results: findings.map(resultOf),
    notes: undecided.map(({ about, because, at }) => ({
      ...({ level: 'note', text: `undecided: ${about}: ${because}`, at } as const),
    })),
  };
  return sarifText({ ...content, category, version }, locations);
}

/** A log with one run. */
export function sarifText(
  { rules, results, notes, category, version }: SarifContent,
  locations: SourceLocations,
): string {
  const fingerprints = new Fingerprints();
  const shown = results.slice(0, MOST_RESULTS);
  const more = results.length - shown.length;
  const left: readonly SarifNote[] = more > 0 ? [{ level: 'warning', text: `${more} more findings are left out` }] : [];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'podtrust',
            ...(version === undefined ? {} : { version, semanticVersion: version }),
            informationUri: INFORMATION,
            rules: [...rules],
          },
        },
        // GitHub keeps one set of alerts for each category, which the last slash ends.
        automationDetails: { id: `${category.replace(/\/+$/, '')}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...left, ...notes].map((note) => notificationOf(note, locations)),
          },
        ],
        results: shown.map(({ rule, level, text, at, fingerprint, accepted, properties }): Result => ({
          ruleId: rule,
          ruleIndex: indexes.get(rule)!,
          level,
          message: { text },
          // Only the first one counts.
          locations: [locationOf(at, locations)],
          // No alert comes of it. SARIF 2.1.0, 3.27.23 and 3.35: a reviewer's decision outside the code.
          ...(accepted === undefined
            ? {}
            : { suppressions: [{ kind: 'external', status: 'accepted', justification: accepted }] }),
          ...(properties ? { properties } : {}),
          partialFingerprints: { primaryLocationLineHash: fingerprints.of(fingerprint) },
        })),
      },
    ],
  };
  return printableLines(`${JSON.stringify(log, null, 2)}\n`);
}

/** A finding is told apart by the rule and who is meant, never the line, so that an alert stays the same one when lines move. */
function resultOf({ rule, level, message, help, subject, at, accepted, assumes }: Finding): SarifResult {
  const until = accepted?.expires === undefined ? '' : ` (until ${accepted.expires})`;
  return {
    ...{ rule, level, text: `${message} ${help}`, at },
    // Places in lists and streams move too.
    fingerprint: [rule, subject, at.pointer.replace(/\/\d+(?=\/|$)/g, '')],
    ...(accepted ? { accepted: `${accepted.reason}${until}` } : {}),
    ...(assumes ? { properties: { assumes: [...assumes] } } : {}),
  };
}

function rulesOf(findings: readonly Finding[]): ReportingDescriptor[] {
  const found = [...new Set(findings.map(({ rule }) => rule))].sort();
  return found.map((slug) =>
    ruleOf(
      slug,
      RULES.find((rule) => rule.slug === slug),
    ),
  );
}

/** The rule's page in the package. */
function withHelpUri(rule: ReportingDescriptor, version: string | undefined): ReportingDescriptor {
  if (!RULES.some(({ slug }) => slug === rule.id)) return rule;
  return { ...rule, helpUri: pageUrl(`rules/${rule.id}.md`, version) };
}

function ruleOf(slug: string, rule: Rule | undefined): ReportingDescriptor {
  const description = rule ? meaningOf(rule.slug) : slug;
  const level = rule?.level ?? 'error';
  const help = rule ? `${rule.effect} ${rule.fix}` : description;
  const sources = rule && rule.sources.length > 0 ? `\n\nSee: ${rule.sources.join('; ')}` : '';
  return {
    id: slug,
    shortDescription: { text: description },
    fullDescription: { text: rule ? `${description} ${rule.effect}` : description },
    help: { text: `${help}${sources}` },
    defaultConfiguration: { level },
    properties: { tags: ['security'], 'security-severity': SEVERITY[level] },
  };
}

/** Hashes of what alerts are told apart by; equal ones are numbered. */
class Fingerprints {
  private readonly counts = new Map<string, number>();

  public of(parts: SarifResult['fingerprint']): string {
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
    const count = (this.counts.get(hash) ?? 0) + 1;
    this.counts.set(hash, count);
    return `${hash}:${count}`;
  }
}

function notificationOf({ level, text, at }: SarifNote, locations: SourceLocations): Notification {
  return { level, message: { text }, ...(at ? { locations: [locationOf(at, locations)] } : {}) };
}

function locationOf(at: Place, locations: SourceLocations): Location {
  const { file, region } = locations.of(at);
  return { physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' }, region } };
}

/** A relative URI reference: a first part with a colon would be a scheme. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
