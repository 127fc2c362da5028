import { claimNotAdmitted } from './claim-not-admitted';
import type { Rule } from './rule';

/** All rules, in the order of their slugs. */
export const RULES: readonly Rule[] = [claimNotAdmitted];
