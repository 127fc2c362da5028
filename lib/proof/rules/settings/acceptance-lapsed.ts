import { findingOf } from '../rule';
import type { Rule } from '../rule';

export const acceptanceLapsed: Rule = {
  slug: 'acceptance-lapsed',
  level: 'note',
  effect: 'The finding counts again.',
  fix: 'Fix what the finding says, or accept it anew.',
  sources: ['docs/settings.md'],
  aboutSettings: true,
  check: ({ applied }) => ({
    findings: (applied?.lapsed ?? []).map(({ acceptance, subject, because, remedy }) =>
      findingOf(acceptanceLapsed, {
        message: `${applied!.file}:${acceptance.line} accepts ${acceptance.rule} of ${subject}, but ${because}.`,
        subject,
        at: acceptance.at,
        help: `The finding counts again. ${remedy}`,
      }),
    ),
  }),
};
