import { mechanismText } from '../report/access-words';
import { shortReference } from '../report/short-names';
import type { Change } from './change';

/** What a change makes of who may do something. */
export const MAY: Readonly<Record<Change['change'], string>> = {
  widened: 'may now',
  unknown: 'may perhaps now',
  narrowed: 'may no more',
  moved: 'may',
};

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
      return `${who} of ${cluster} ${MAY[change]} ${what}`;
    case 'settings':
      return `The head ${what}`;
    default:
      return what;
  }
}
