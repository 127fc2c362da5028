import { COLUMNS } from '../paths';
import type { MapData } from '../map-data';
import { isOn } from '../paths';
import type { Path, Selection } from '../paths';
import type { ColumnList } from './column-list';

const SVG = 'http://www.w3.org/2000/svg';
/** More than these are no picture any more. */
const MOST = 600;

/** The lines between the rows in sight of two neighbouring columns. */
export function drawEdges(
  svg: SVGSVGElement,
  lists: readonly ColumnList[],
  paths: readonly Path[],
  data: MapData,
  selection: Selection | undefined,
): void {
  const frame = svg.getBoundingClientRect();
  const lines: SVGPathElement[] = [];
  for (let index = 0; index + 1 < COLUMNS.length && lines.length < MOST; index++) {
    const [left, right] = [lists[index]!, lists[index + 1]!];
    const [from, to] = [left.list.getBoundingClientRect(), right.list.getBoundingClientRect()];
    const [ones, others] = [new Set(left.inSight), new Set(right.inSight)];
    const drawn = new Map<string, SVGPathElement>();
    for (const path of paths) {
      const [one, other] = [path.at[index]!, path.at[index + 1]!];
      if (!ones.has(one) || !others.has(other)) continue;
      const isLinked = selection === undefined || isOn(path, selection);
      // Those of the other rows of the selected column would only be in the way.
      if (!isLinked) continue;
      const key = `${one} ${other}`;
      const known = drawn.get(key);
      if (known) continue;
      if (lines.length >= MOST) break;
      const line = document.createElementNS(SVG, 'path');
      const [x1, y1] = [from.right - frame.left, left.middleOf(one)! - frame.top];
      const [x2, y2] = [to.left - frame.left, right.middleOf(other)! - frame.top];
      const middle = (x1 + x2) / 2;
      line.setAttribute('d', `M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`);
      line.setAttribute('class', classOf(path, index, data, selection !== undefined));
      drawn.set(key, line);
      lines.push(line);
    }
  }
  svg.replaceChildren(...lines);
}

/** Only between accounts and identities does an access say more than that it is one. */
function classOf(path: Path, index: number, data: MapData, isStrong: boolean): string {
  const access = index === 2 ? data.access[path.access] : undefined;
  const change =
    index === 2
      ? access?.change
      : index === 3
        ? (data.may[path.may]?.change ?? data.access[path.access]?.change)
        : undefined;
  return [
    'edge',
    ...(isStrong ? ['strong'] : []),
    ...(access?.uncertain !== undefined ? ['doubtful'] : access?.unclaimed ? ['idle'] : []),
    ...(change ? [change] : []),
  ].join(' ');
}
