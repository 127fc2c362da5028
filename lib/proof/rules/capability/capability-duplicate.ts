import { grouped } from '../../../core/groups';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const capabilityDuplicate: Rule = {
  slug: 'capability-duplicate',
  cloud: 'aws',
  level: 'error',
  effect: 'EKS accepts one capability of each type in a cluster, and refuses the second.',
  fix: 'Leave one out. ACK gets further roles by IAMRoleSelector objects.',
  sources: ['Amazon EKS, “EKS Capabilities”, considerations'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const known = model.capabilities.filter(({ cluster, type }) => cluster !== undefined && !hasSymbol(type));
    for (const [, [first, ...others]] of grouped(known, ({ cluster, type }) => `${cluster}\n${type}`)) {
      for (const { id, type, at } of others) {
        findings.push(
          findingOf(capabilityDuplicate, {
            message: `${withPlace(id, at)} is a second capability ${type} of ${first!.cluster}, which has ${withPlace(first!.id, first!.at)} already.`,
            subject: id,
            at,
          }),
        );
      }
    }
    return { findings };
  },
};
