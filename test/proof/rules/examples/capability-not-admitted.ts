import { CAPABILITY_TRUST, ack } from '../capability-example';
import { terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(ack({ trust: { ...CAPABILITY_TRUST, Action: 'sts:AssumeRole' } }))],
  good: [terraform(ack())],
};
