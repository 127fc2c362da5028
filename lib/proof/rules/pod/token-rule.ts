import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { mechanismText } from '../../evaluate/pod-token';
import type { LostToken, TokenLoss } from '../../evaluate/pod-token';
import { findingOf } from '../rule';
import type { Finding, Rule, RuleInput, RuleOutput } from '../rule';
import { withPlace } from '../words';

/** The findings of a rule about one way to lose a token; what only the cluster will tell is undecided. */
export function tokenFindings(rule: Rule, loss: TokenLoss, input: RuleInput): RuleOutput {
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const lost of input.evaluation.lostTokens) {
    if (lost.loss !== loss) continue;
    const { workload } = lost;
    if (lost.uncertain) {
      undecided.push({
        about: workload.id,
        because: `${asksText(lost)}, and ${describeSymbols(lost.because.join('; '))}`,
        at: workload.templateAt,
      });
      continue;
    }
    findings.push(
      findingOf(rule, {
        message: `${asksText(lost)}, but ${withPlace(workload.id, workload.templateAt)} receives no token: ${describeSymbols(lost.because.join('; '))}.`,
        subject: workload.id,
        at: workload.templateAt,
      }),
    );
  }
  return { findings, undecided };
}

function asksText({ asks, mechanism }: LostToken): string {
  return `${asks} asks for an identity by ${mechanismText(mechanism)}`;
}
