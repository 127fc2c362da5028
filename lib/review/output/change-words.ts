import { mechanismText } from '../../report/access-words';
import { shortReference } from '../../report/short-names';
import type { Change } from '../change';

/** What a change makes of who may do something. */
export const MAY: Readonly<Record<Change['change'], string>> = {
  widened: 'may now',
  unknown: 'may perhaps now',
  narrowed: 'may no more',
  moved: 'may',
};

/** What a change says besides, as heading and texts: who runs as the account, what the identity may do, who becomes whom by what. */
export function changeLists({
  subject,
  workloads = [],
  may = [],
  accounts = [],
  sources = [],
}: Change): readonly (readonly [heading: string, texts: readonly string[]])[] {
  const isOfPods = subject === 'access';
  const lists = [
    ['runs', isOfPods ? workloads : []],
    ['may', isOfPods ? may : []],
    ['becomes', accounts],
    ['by', sources],
  ] as const;
  return lists.filter(([, texts]) => texts.length > 0);
}

/** What plans do beside a change. */
export function plannedTexts({ planned = [] }: Change): readonly string[] {
  return planned.map(({ address, action }) => `${action} ${address}`);
}

/** A change in one plain sentence, without its full stop. */
export function changeSentence({
  change,
  subject,
  identity = '',
  cluster = '',
  account = '',
  mechanisms = [],
  who = '',
  what,
}: Change): string {
  switch (subject) {
    case 'access': {
      const whose = `${account} of ${cluster}`;
      if (change === 'moved') return `${whose} gets ${identity} ${what}`;
      return `${whose} ${what} ${identity} by ${mechanisms.map(mechanismText).join(' and ')}`;
    }
    case 'permission':
      return `${identity} ${MAY[change]}: ${shortReference(what)}`;
    case 'becoming':
      return `${who}${cluster === '' ? '' : ` of ${cluster}`} ${MAY[change]} ${what}`;
    case 'settings':
      return `The head ${what}`;
    default:
      return what;
  }
}
