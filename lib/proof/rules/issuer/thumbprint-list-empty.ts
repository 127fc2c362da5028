import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const thumbprintListEmpty: Rule = {
  slug: 'thumbprint-list-empty',
  cloud: 'aws',
  level: 'warning',
  effect: 'IAM fills the list in by itself, so every plan wants to empty it again: a change that never ends.',
  fix: 'Leave thumbprint_list out: IAM finds the thumbprint itself.',
  sources: [
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3607',
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2768',
  ],
  check: ({ model }) => ({
    findings: model.oidcProviders
      .filter(({ emptyThumbprints }) => emptyThumbprints)
      .map(({ id, at }) =>
        findingOf(thumbprintListEmpty, { message: `${withPlace(id, at)} has thumbprint_list = [].`, subject: id, at }),
      ),
  }),
};
