import type { MapChangeEntry, MapData } from '../map-data';
import type { Path } from '../paths';
import { element } from './element';
import { markChips, number } from './words';

/** Of a list within an entry; how many more there are is said. */
const MOST_TEXTS = 20;

/**
 * An entry of a review.
 *
 * @param show shows it in the map
 * @param withKind no heading says its kind
 */
export function changeBox(entry: MapChangeEntry, show: (() => void) | undefined, withKind: boolean): HTMLElement {
  const { change, what, example, because, lists = [] } = entry;
  const sentence = show ? element('button', { type: 'button', class: 'link' }, what) : what;
  if (show && typeof sentence !== 'string') sentence.addEventListener('click', show);
  const said: (readonly [string, readonly string[]])[] = [
    ...(example === undefined ? [] : [['for example', [example]] as const]),
    ...(because === undefined ? [] : [['because', [because]] as const]),
    ...lists,
  ];
  const facts = element('dl');
  for (const [heading, texts] of said) {
    facts.append(element('dt', {}, heading), ...texts.slice(0, MOST_TEXTS).map((text) => element('dd', {}, text)));
    if (texts.length > MOST_TEXTS)
      facts.append(element('dd', {}, `and ${number(texts.length - MOST_TEXTS)} more, which the JSON has`));
  }
  return element(
    'article',
    { class: `finding ${change}` },
    element('p', {}, ...(withKind ? [...markChips({}, change), ' '] : []), sentence),
    ...(said.length > 0 ? [facts] : []),
  );
}

/** The text of an entry in which a search looks. */
export function changeText({ what, example = '', because = '', lists = [] }: MapChangeEntry): string {
  return [what, example, because, ...lists.flatMap(([, texts]) => texts)].join('\n').toLowerCase();
}

/** The entries that are about what some paths go through, in their order. */
export function changesOn(paths: readonly Path[], { access, change }: MapData): readonly MapChangeEntry[] {
  const places = new Set(paths.flatMap((path) => access[path.access]?.changes ?? []));
  return (change?.entries ?? []).filter((_, place) => places.has(place));
}
