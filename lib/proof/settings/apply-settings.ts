import { grouped } from '../../core/groups';
import type { ClusterFinder } from '../model/cluster/cluster-finder';
import { matchesGlob } from '../model/known/glob';
import type { Finding, FindingAccess } from '../rules/rule';
import { includesAccounts, isClusterMeant } from './accepted-access';
import type { LapsedAcceptance, UnusedEntry } from './applied';
import type { Acceptance, AcceptedAccess, Settings } from './settings';

/** What the acceptances of the settings make of findings. */
export interface AcceptedFindings {
  readonly findings: readonly Finding[];
  readonly lapsed: readonly LapsedAcceptance[];
  readonly unused: readonly UnusedEntry[];
}

/** Findings at the levels that the settings give them; without those of rules that are off. */
export function withLevels(findings: readonly Finding[], levels: Settings['levels']): readonly Finding[] {
  if (levels.size === 0) return findings;
  return findings.flatMap((finding) => {
    const level = levels.get(finding.rule) ?? finding.level;
    return level === 'off' ? [] : [{ ...finding, level }];
  });
}

/**
 * Marks the findings that are accepted.
 *
 * @param today the day on which acceptances expire or do not
 */
export function acceptFindings(
  findings: readonly Finding[],
  accepted: readonly Acceptance[],
  clusters: ClusterFinder,
  today: string,
): AcceptedFindings {
  const byRule = grouped(findings, ({ rule }) => rule);
  const by = new Map<Finding, Acceptance>();
  const lapsed: LapsedAcceptance[] = [];
  const unused: UnusedEntry[] = [];
  for (const acceptance of accepted) {
    const ofRule = byRule.get(acceptance.rule) ?? [];
    const meant = ofRule.filter(({ subject }) => matchesGlob(acceptance.subject, subject));
    if (meant.length === 0) unused.push(unusedAcceptance(acceptance, ofRule));
    for (const [subject, ones] of grouped(meant, (finding) => finding.subject)) {
      const reason = whyLapsed(acceptance, ones, clusters, today);
      if (reason) lapsed.push({ acceptance, subject, ...reason });
      else for (const finding of ones) by.set(finding, acceptance);
    }
  }
  return {
    findings: findings.map((finding) => {
      const acceptance = by.get(finding);
      if (!acceptance) return finding;
      const { reason, expires, at } = acceptance;
      return { ...finding, accepted: { reason, ...(expires === undefined ? {} : { expires }), at } };
    }),
    // One that another entry accepts has not lapsed for anybody.
    lapsed: lapsed.filter(({ acceptance, subject }) =>
      findings.some((finding) => finding.rule === acceptance.rule && finding.subject === subject && !by.has(finding)),
    ),
    unused,
  };
}

function unusedAcceptance({ rule, subject, at, line }: Acceptance, ofRule: readonly Finding[]): UnusedEntry {
  const others = [...new Set(ofRule.map((finding) => finding.subject))];
  const shown = others.slice(0, 3).join(', ');
  const rest =
    others.length === 0
      ? 'the rule found nothing'
      : `the rule found ${shown}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`;
  return { what: `accepts ${rule} of ${subject}, which nothing fits: ${rest}`, at, line };
}

/** Why an acceptance does not cover the findings about one subject; nothing where it does. */
function whyLapsed(
  { expires, admits }: Acceptance,
  findings: readonly Finding[],
  clusters: ClusterFinder,
  today: string,
): Pick<LapsedAcceptance, 'because' | 'remedy'> | undefined {
  if (expires !== undefined && expires < today) {
    return { because: `it expired on ${expires}`, remedy: 'Fix it, or set a later date.' };
  }
  const rows = findings.flatMap((finding) => finding.admits ?? []);
  const open = rows.filter((row) => !admits.some((entry) => covers(entry, row, clusters)));
  if (open.length > 0) {
    const all = listed(rows);
    const because =
      admits.length === 0
        ? `it names nobody under admits, and the finding is about ${all}`
        : `the finding is about ${listed(open)}, which its admits does not cover`;
    return { because, remedy: `Where that is meant, write under admits: ${all}.` };
  }
  const loose = admits.filter(({ cluster }) => cluster === undefined);
  const ofLoose = rows.filter((row) => loose.some((entry) => includesAccounts(entry.account, accountOf(row))));
  const covered = new Set(
    ofLoose
      .filter((row) => !admits.some((entry) => entry.cluster !== undefined && covers(entry, row, clusters)))
      .map(({ cluster }) => cluster),
  );
  if (covered.size > 1) {
    return {
      because: `its admits names no cluster, and the finding is about several: ${[...covered].sort().join(', ')}`,
      remedy: `Write which are meant: ${listed(ofLoose)}.`,
    };
  }
  return undefined;
}

function covers({ account, cluster }: AcceptedAccess, row: FindingAccess, clusters: ClusterFinder): boolean {
  return includesAccounts(account, accountOf(row)) && isClusterMeant(cluster, row.cluster, clusters);
}

function accountOf({ namespace, serviceAccount }: FindingAccess): string {
  return `${namespace}/${serviceAccount}`;
}

function listed(rows: readonly FindingAccess[]): string {
  const texts = [...new Set(rows.map((row) => `"${accountOf(row)} of ${row.cluster}"`))].sort();
  return texts.slice(0, 5).join(', ') + (texts.length > 5 ? ` and ${texts.length - 5} more` : '');
}
