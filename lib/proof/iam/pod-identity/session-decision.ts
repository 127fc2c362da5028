import type { Decision } from '../decision';
import { POD_IDENTITY_ACTIONS } from './pod-identity';

/**
 * Whether a session of EKS Pod Identity is opened: `sts:AssumeRole` must be allowed and, where there are tags to pass,
 * `sts:TagSession` too.
 *
 * @param decideAction the decision for one of the two, in lower case
 */
export function decideSession(tags: boolean, decideAction: (action: string) => Decision): Decision {
  const actions = tags ? POD_IDENTITY_ACTIONS : POD_IDENTITY_ACTIONS.slice(0, 1);
  const decisions = actions.map((action) => ({ action, decision: decideAction(action) }));
  const refused = decisions.filter(({ decision }) => decision.admitted === false);
  const telling = refused.length > 0 ? refused : decisions;
  return {
    admitted: refused.length > 0 ? false : decisions.every(({ decision }) => decision.admitted) || undefined,
    get because() {
      return telling.flatMap(({ action, decision }) => {
        const name = action === 'sts:assumerole' ? 'sts:AssumeRole' : 'sts:TagSession';
        return decision.because.map((why) => `${name}: ${why}`);
      });
    },
  };
}

/** What to write after a condition on a key that the session does not have. */
export function tagHint(key: string, tags: boolean): string {
  if (!/^aws:requesttag\//i.test(key)) return '';
  return tags ? '; it is not one of the session tags that EKS passes' : '; the association disables session tags';
}
