import type { Evaluation } from '../evaluate/evaluation';
import { ClusterFinder } from '../model/cluster/cluster-finder';
import type { Model } from '../model/model';
import { describeSymbols } from '../model/known/symbol';
import type { Undecided } from '../model/undecided';
import { oneForEachCause } from '../rules/one-cause';
import type { AboutIdentities, Finding, Found } from '../rules/rule';
import { RULES } from '../rules/rules';
import { acceptFindings, withLevels } from './apply-settings';
import { unusedEntries } from './unused-entries';
import type { Settings } from './settings';

/** What all rules find and cannot decide, with the settings applied. */
export interface SettledFindings {
  readonly findings: readonly (Finding & AboutIdentities)[];
  readonly undecided: readonly Undecided[];
}

/**
 * Checks all rules, gives each cause one finding, and applies the settings. A rule that is off stands before no other.
 *
 * @param today the day on which acceptances expire or do not
 */
export function settledFindings(
  model: Model,
  evaluation: Evaluation,
  settings: Settings | undefined,
  today: string,
): SettledFindings {
  const outputs = RULES.map((rule) => rule.check({ model, evaluation }));
  const isOff = (rule: string): boolean => settings?.levels.get(rule) === 'off';
  const all = outputs.flatMap(({ findings }) => findings).filter(({ rule }) => !isOff(rule));
  const found = oneForEachCause(all).map(asFinding);
  const undecided = outputs.flatMap((output) => output.undecided ?? []);
  if (!settings) return { findings: found, undecided };
  const { findings, lapsed, unused } = acceptFindings(
    found,
    settings.accepted,
    new ClusterFinder(model.clusters),
    today,
  );
  const applied = {
    file: settings.file,
    lapsed,
    unused: [...unused, ...unusedEntries(settings, model, evaluation)],
  };
  const aboutSettings = RULES.flatMap((rule) =>
    rule.aboutSettings ? rule.check({ model, evaluation, applied }).findings : [],
  );
  return { findings: withLevels([...findings, ...aboutSettings], settings.levels), undecided };
}

/** Without what only {@link oneForEachCause} asks for; symbols described. */
function asFinding(found: Found): Finding & AboutIdentities {
  const { rule, level, message, subject, at, help, admits, assumes, identities } = found;
  return {
    ...{ rule, level, message: describeSymbols(message), subject: describeSymbols(subject), at, help },
    ...(admits ? { admits } : {}),
    ...(assumes ? { assumes } : {}),
    ...(identities ? { identities } : {}),
  };
}
