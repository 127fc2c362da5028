import { printable } from '../core/printable';
import { describePlace } from '../proof/model/place';
import type { ImportedAccount, LeftBehind, Origin, PodIdentityAccess } from './access';

/** What became of everything that was read, as Markdown. */
export function importReport({ accounts, left }: PodIdentityAccess, paths: readonly string[]): string {
  const lines = [
    '# What was imported',
    '',
    `podtrust import read ${paths.map(code).join(', ')}.`,
    '',
    '## Carried over',
    '',
    ...(accounts.length === 0 ? ['Nothing.', ''] : accounts.flatMap(accountLines)),
    '## Not carried over',
    '',
    ...(left.length === 0 ? ['Nothing is left behind.', ''] : left.map(leftLine)),
    ...(left.length === 0 ? [] : ['']),
    'The last step is refused while `LEFT_BEHIND` in `access.ts` names a workload: it would lose an identity.',
    '',
  ];
  return lines.join('\n');
}

function accountLines({ namespace, name, kept, identities, workloads }: ImportedAccount): string[] {
  const whose = identities.map((one) => `${code(one.name)} (client id ${code(one.clientId)})`).join(', ');
  return [
    `${kept ? 'The account' : 'A new account'} ${code(`${namespace}/${name}`)}, for ${whose}:`,
    '',
    ...workloads.map((workload) => {
      const said = [
        `- ${place(workload)}, by ${workload.bindings.map(place).join(', ')}.`,
        ...workload.notes.map(plain),
      ];
      return said.join(' ');
    }),
    '',
  ];
}

function leftLine({ because, remedy, ...origin }: LeftBehind): string {
  return `- ${place(origin)}: ${plain(because)}.${remedy === undefined ? '' : ` ${plain(remedy)}`}`;
}

function place({ object, at }: Origin): string {
  return `${code(object)} (${code(describePlace(at))})`;
}

/** A text between as many backticks as it cannot end. */
function code(text: string): string {
  const shown = printable(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const blank = longest > 0 || shown === '' ? ' ' : '';
  return fence + blank + shown + blank + fence;
}

/** A sentence of ours that may quote what was read: nothing in it is markup. */
function plain(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>&|]/g, '\\$&');
}
