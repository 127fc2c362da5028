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
const SEVERITY: Readonly<Record<Level, string>> = { error: '8.0', warning: '5.0', note: '2.0' };

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

/**
 * The findings as SARIF 2.1.0, for GitHub code scanning. What is undecided stands among the tool's notifications, and so
 * does what is beyond the number of results that GitHub accepts.
 */
export function reportSarif(inventory: Inventory, locations: SourceLocations, run: SarifRun = {}): string {
  const { version, category = 'podtrust/prove' } = run;
  const findings = inventory.findings.slice(0, MOST_RESULTS);
  const rules = rulesOf(findings);
  const fingerprints = new Fingerprints();
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
            rules: rules.map((rule) => withHelpUri(rule, version)),
          },
        },
        // GitHub keeps one set of alerts for each category, which the last slash ends.
        automationDetails: { id: `${category.replace(/\/+$/, '')}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notificationsOf(inventory, findings.length, locations),
          },
        ],
        results: findings.map((finding): Result => ({
          ruleId: finding.rule,
          ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
          level: finding.level,
          message: { text: `${finding.message} ${finding.help}` },
          // Only the first one counts.
          locations: [locationOf(finding.at, locations)],
          ...suppressionsOf(finding),
          ...(finding.assumes ? { properties: { assumes: [...finding.assumes] } } : {}),
          partialFingerprints: { primaryLocationLineHash: fingerprints.of(finding) },
        })),
      },
    ],
  };
  return printableLines(`${JSON.stringify(log, null, 2)}\n`);
}

/** An accepted finding stays, and no alert comes of it. SARIF 2.1.0, 3.27.23 and 3.35: a reviewer's decision outside the code. */
function suppressionsOf({ accepted }: Finding): Pick<Result, 'suppressions'> {
  if (!accepted) return {};
  const { reason, expires } = accepted;
  const justification = expires === undefined ? reason : `${reason} (until ${expires})`;
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] };
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

/**
 * What an alert is told apart by: the rule and who is meant, never the line, so that an alert stays the same one when
 * lines move.
 */
class Fingerprints {
  private readonly counts = new Map<string, number>();

  public of({ rule, subject, at }: Finding): string {
    // Places in lists and streams move too.
    const place = at.pointer.replace(/\/\d+(?=\/|$)/g, '');
    const hash = createHash('sha256')
      .update(JSON.stringify([rule, subject, place]))
      .digest('hex')
      .slice(0, 16);
    const count = (this.counts.get(hash) ?? 0) + 1;
    this.counts.set(hash, count);
    return `${hash}:${count}`;
  }
}

function notificationsOf(
  { findings, undecided }: Inventory,
  shown: number,
  locations: SourceLocations,
): Notification[] {
  const more = findings.length - shown;
  return [
    ...(more > 0 ? [{ level: 'warning', message: { text: `${more} more findings are left out` } } as const] : []),
    ...undecided.map(({ about, because, at }) => ({
      level: 'note' as const,
      message: { text: `undecided: ${about}: ${because}` },
      locations: [locationOf(at, locations)],
    })),
  ];
}

function locationOf(at: Place, locations: SourceLocations): Location {
  const { file, region } = locations.of(at);
  return { physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' }, region } };
}

/** A relative URI reference: a first part with a colon would be a scheme. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
