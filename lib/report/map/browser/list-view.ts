import { MAP_CHANGES } from '../map-data';
import type { MapChangeEntry, MapData } from '../map-data';
import { changeBox, changeText } from './changes';
import { findingBox, undecidedBox } from './details';
import { element } from './element';
import { CHANGE_HEADINGS, number } from './words';

/** Entries that a section gets at once. */
const PIECE = 200;

/**
 * What changes, what is found and what is undecided, a list each.
 *
 * @param words which all have to be in an entry, in lower case
 * @param showing what shows an entry in the map; nothing where it is about nothing there
 * @returns the lists, and how many entries they have
 */
export function listsOf(
  { change, findings, undecided }: MapData,
  words: readonly string[],
  showing: (entry: MapChangeEntry) => (() => void) | undefined,
): { readonly nodes: readonly Node[]; readonly count: number } {
  let count = 0;
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  const section = <T>(title: string, all: readonly T[], textOf: (one: T) => string, box: (one: T) => Node): Node[] => {
    const found = all.filter((one) => has(textOf(one)));
    count += found.length;
    if (found.length === 0) return [];
    const heading = element('h2', {}, `${title} `, element('span', { class: 'count' }, number(found.length)));
    return [heading, ...inPieces(found, box)];
  };
  const findingsBy = (title: string, some: typeof findings): Node[] =>
    section(
      title,
      some,
      ({ rule, message, help, place }) => [rule, message, help, place].join('\n').toLowerCase(),
      findingBox,
    );
  const nodes = [
    ...MAP_CHANGES.flatMap((kind) =>
      section(
        CHANGE_HEADINGS[kind],
        (change?.entries ?? []).filter((entry) => entry.change === kind),
        changeText,
        (entry) => changeBox(entry, showing(entry), false),
      ),
    ),
    ...(change
      ? [
          ...findingsBy(
            'New findings',
            findings.filter(({ isNew }) => isNew),
          ),
          ...findingsBy('Findings that are gone', change.gone),
          ...findingsBy(
            'Findings as before',
            findings.filter(({ isNew }) => !isNew),
          ),
        ]
      : findingsBy('Findings', findings)),
    ...section(
      'Undecided',
      undecided,
      ({ about, because, place }) => [about, because, place].join('\n').toLowerCase(),
      undecidedBox,
    ),
  ];
  return { nodes, count };
}

/** A long list has a button for more. */
function inPieces<T>(all: readonly T[], box: (one: T) => Node): Node[] {
  const first = all.slice(0, PIECE).map(box);
  if (all.length <= PIECE) return first;
  let shown = PIECE;
  const more = element('button', { type: 'button' });
  const say = (): void => {
    more.textContent = `Show ${number(Math.min(PIECE, all.length - shown))} more of ${number(all.length)}`;
    more.hidden = shown >= all.length;
  };
  more.addEventListener('click', () => {
    more.before(...all.slice(shown, shown + PIECE).map(box));
    shown += PIECE;
    say();
  });
  say();
  return [...first, more];
}
