import type { Inventory } from '../proof/inventory';

/** The words of the outputs, each in one sentence; docs/words.md says more. */
export const WORDS = {
  admitted: 'an identity’s trust lets a service account in, so its pods can get the identity',
  claimed: 'something in the input asks for the identity: a service account, a pod, an association, an add-on',
  unclaimed: 'the identity’s trust lets these pods in, and nothing in the input is known to ask for it',
  'by association':
    'the identity’s trust tells no service accounts apart: whoever makes associations of the cluster decides which one gets in',
  uncertain: 'whether the identity’s trust lets these pods in is not known; the undecided entries say why',
  conditional:
    'what lets these pods in depends on a count or for_each that is not known; they get in if it is made, and the undecided entries say which',
  pattern: 'in a name, * stands for any text and ? for any one character: whatever matches gets in',
  privileged: 'the role has every action or can assign roles, so that its pods can get what the table does not list',
  undecided: 'the input does not say, so neither yes nor no is certain; each entry says why',
  'nothing elsewhere':
    'what a finding says is missing is so as long as nothing outside of the input adds it; elsewhere: of podtrust.yaml says what does',
  accepted: 'podtrust.yaml says that a finding is meant, so it does not count',
} as const;

/** A line for each word that an inventory's table uses. */
export function legend({ access, permissions, findings, undecided }: Inventory): string {
  const used: (keyof typeof WORDS)[] = [];
  if (access.some(({ claimed, mechanism }) => !claimed && mechanism !== 'node')) used.push('unclaimed');
  if (access.some(({ decidedBy }) => decidedBy !== undefined)) used.push('by association');
  if (access.some(({ uncertain, conditional }) => uncertain !== undefined && !conditional)) used.push('uncertain');
  if (access.some(({ conditional }) => conditional)) used.push('conditional');
  if (access.some(({ pattern, selector }) => pattern && selector === undefined)) used.push('pattern');
  const admitting = new Set(access.map(({ identity }) => identity));
  if (permissions.some(({ identity, privileged }) => privileged && admitting.has(identity))) used.push('privileged');
  if (undecided.length > 0) used.push('undecided');
  if (findings.some(({ assumes, accepted }) => assumes && !accepted)) used.push('nothing elsewhere');
  if (findings.some(({ accepted }) => accepted)) used.push('accepted');
  return used.map((word) => `${word}: ${WORDS[word]}`).join('\n');
}

/** All words, for `--help`. */
export function wordsText(): string {
  const words = Object.entries(WORDS);
  const width = Math.max(...words.map(([word]) => word.length));
  return words.map(([word, text]) => `  ${word.padEnd(width)}  ${text}`).join('\n');
}
