import { findingOf } from '../rule';
import type { Rule } from '../rule';

export const settingUnused: Rule = {
  slug: 'setting-unused',
  level: 'note',
  effect: 'Nothing: what it was made for is gone, or is written otherwise.',
  fix: 'Take the entry out, or correct it.',
  sources: ['docs/settings.md'],
  aboutSettings: true,
  check: ({ applied }) => ({
    findings: (applied?.unused ?? []).map(({ what, at, line }) =>
      findingOf(settingUnused, { message: `${applied!.file}:${line} ${what}.`, subject: applied!.file, at }),
    ),
  }),
};
