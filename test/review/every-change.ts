import { CHANGE_KINDS } from '../../lib/review/change';
import type { Change } from '../../lib/review/change';
import type { Finding } from '../../lib/proof/rules/rule';
import type { Review } from '../../lib/review';

/** By each of them, so that none is forgotten. */
const SUBJECTS: Readonly<Record<Change['subject'], true>> = {
  ...{
    access: true,
    permission: true,
    outbound: true,
    capability: true,
    becoming: true,
    settings: true,
    program: true,
  },
};

/**
 * A review that has a change of each kind of each subject, what its policy does not allow and may not allow, findings, and a
 * plan, each of whose texts is a name from a program.
 */
export function everyChange(name: string): Review {
  const at = { file: name, pointer: `/${name}` };
  const names = [name, `${name}2`];
  const changes = CHANGE_KINDS.flatMap((change) =>
    (Object.keys(SUBJECTS) as Change['subject'][]).map((subject): Change => ({
      ...{ change, subject, at },
      ...(subject === 'settings' || subject === 'program' ? {} : { cluster: name }),
      ...(subject === 'access' || subject === 'permission' ? { identity: name, id: name } : {}),
      ...(subject === 'access' ? { account: name, mechanisms: ['irsa', name], workloads: names, may: names } : {}),
      ...(subject === 'becoming' ? { who: name, accounts: names, sources: names } : {}),
      what: subject === 'access' ? 'now gets' : name,
      ...(change === 'moved' ? {} : { example: name }),
      ...(change === 'unknown' ? { because: name } : {}),
      planned: (['create', 'update', 'delete', 'replace', 'forget'] as const).map((action) => ({
        action,
        address: name,
      })),
    })),
  );
  // Of an identity of a cloud that somebody becomes: no cluster, and no account.
  const identities = CHANGE_KINDS.map((change): Change => ({
    ...{ change, subject: 'becoming', at, identity: name, id: name, who: name, sources: names, what: name },
  }));
  const finding: Finding = { rule: name, level: 'error', message: name, subject: name, at, help: name };
  const violation = { policy: 'admit-only', at, identity: name, id: name, what: name, place: at } as const;
  return {
    ...{
      schema: 'podtrust.review/v1',
      verdict: 'widened',
      changes: [...changes, ...identities],
      unchanged: { access: 2, identities: 1 },
    },
    findings: {
      new: [finding, { ...finding, accepted: { reason: name, at } }],
      gone: [{ ...finding, level: 'warning' }],
    },
    gate: {
      ...{ settings: name, lock: 'informs', outcome: 'violated', approved: false },
      violations: [
        { ...violation, cluster: name, account: name, example: name, reason: name, isNew: true },
        { ...violation, policy: 'never-permit', isNew: false },
      ],
      undecided: [
        { ...violation, because: name, isNew: true },
        { ...violation, policy: 'off-limits', because: name, isNew: false },
      ],
    },
    plan: { changes: 7, beside: 5 },
  };
}
