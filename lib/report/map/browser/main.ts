import type { MapAccess, MapChangeEntry, MapData } from '../map-data';
import { COLUMNS, NO_FILTER, Paths, SHOWN, isOn } from '../paths';
import type { Column, Filter, Path, Selection, Shown } from '../paths';
import { drawTable } from './access-table';
import { ColumnList } from './column-list';
import type { ListOwner } from './column-list';
import { detailsOf, overviewOf } from './details';
import type { DetailsOwner } from './details';
import { drawEdges } from './edges';
import { element, part } from './element';
import { listsOf } from './list-view';
import { chip, counted, markChips } from './words';

type View = 'map' | 'table' | 'findings';

/** The page's one state, and all that changes it. */
class Page implements ListOwner, DetailsOwner {
  private readonly paths: Paths;
  private readonly lists: readonly ColumnList[];
  private readonly edges = document.getElementById('edges') as unknown as SVGSVGElement;
  private filter: Filter = NO_FILTER;
  private selection: Selection | undefined;
  private view: View = 'map';
  private filtered: readonly Path[] = [];
  private isEdgeDue = false;
  /** Of a review: the access that an entry is about. */
  private readonly accessOf = new Map<MapChangeEntry, MapAccess[]>();

  public constructor(private readonly data: MapData) {
    this.paths = new Paths(data);
    for (const access of data.access) {
      for (const place of access.changes ?? []) {
        const entry = data.change!.entries[place]!;
        const known = this.accessOf.get(entry);
        if (known) known.push(access);
        else this.accessOf.set(entry, [access]);
      }
    }
    this.lists = COLUMNS.map((column) => new ColumnList(column, this));
    part('columns').append(...this.lists.map(({ root }) => root));
    this.offerFilters();
    this.listen();
    if (data.change && this.paths.filtered({ ...NO_FILTER, show: 'changed' }).length > 0) this.show('changed');
    else this.update(false);
    part('without-script').remove();
    document.body.className = 'ready';
    // Of a review, what changes; a narrow window has no room for the map beside it.
    if (data.change && matchMedia('(max-width: 700px)').matches) this.turnTo('findings');
    else this.update(false);
  }

  public select(column: Column, place: number): void {
    const keep = this.selection?.column === column || this.selection === undefined;
    this.selection = { column, place };
    // A link of the details may lead to what the filter hides.
    if (!this.filtered.some((path) => isOn(path, this.selection!))) this.setFilter(NO_FILTER);
    this.update(true, keep ? column : undefined);
    const list = this.lists[COLUMNS.indexOf(column)]!;
    list.goTo(place);
    // The link that led here is gone with what it stood in.
    if (!this.lists.some((one) => one.list === document.activeElement)) list.focus();
  }

  public clear(): void {
    const before = this.selection;
    this.selection = undefined;
    this.update(false);
    if (before) this.lists[COLUMNS.indexOf(before.column)]!.goTo(before.place);
  }

  public show(show: Shown): void {
    this.selection = undefined;
    this.setFilter({ ...this.filter, show });
    this.update(false);
  }

  public showing(entry: MapChangeEntry): (() => void) | undefined {
    const [access, ...others] = this.accessOf.get(entry) ?? [];
    if (!access) return undefined;
    return () => {
      this.turnTo('map');
      // Several accounts have the identity in common, or the account several identities.
      const isOfIdentity = others.some(({ account }) => account !== access.account);
      if (isOfIdentity) this.select('identities', access.identity);
      else this.select('accounts', access.account);
    };
  }

  public showList(): void {
    this.turnTo('findings');
    part('view-findings').focus();
  }

  public isSelected(column: Column, place: number): boolean {
    return this.selection?.column === column && this.selection.place === place;
  }

  public leave(column: Column, step: -1 | 1): void {
    let next = COLUMNS.indexOf(column) + step;
    while (this.lists[next] && !this.lists[next]!.focus()) next += step;
  }

  /** The lines follow, once a frame. */
  public moved(): void {
    if (this.isEdgeDue) return;
    this.isEdgeDue = true;
    requestAnimationFrame(() => {
      this.isEdgeDue = false;
      if (this.view === 'map') drawEdges(this.edges, this.lists, this.filtered, this.data, this.selection);
    });
  }

  public describe(column: Column, place: number): { readonly name: string; readonly line: string } {
    const { clusters, namespaces, accounts } = this.data;
    if (column === 'namespaces') {
      const { name, cluster } = namespaces[place]!;
      return { name, line: `${clusters[cluster]!.line} · ${clusters[cluster]!.name}` };
    }
    if (column !== 'accounts') return this.data[column][place]!;
    const { name, namespace, workloads } = accounts[place]!;
    const runs = workloads.length === 0 ? '' : ` · runs ${workloads.map(shortWorkload).join(', ')}`;
    return { name, line: `${namespaces[namespace]!.name}${runs}` };
  }

  public fill(row: HTMLElement, column: Column, place: number): void {
    const { name, line } = this.describe(column, place);
    const thing = column === 'namespaces' ? undefined : this.data[column][place];
    const change = this.paths.changeOf(column, place);
    const chips = [
      ...markChips(this.paths.marksOf(column, place), change),
      ...(thing?.tags ?? []).map((tag) => chip(tag, tag)),
    ];
    row.title = [name, line, ...chips.map(({ textContent }) => textContent)].join('\n');
    if (change) row.classList.add(change);
    const marked = (text: string): Node => this.marked(text);
    row.append(
      element('span', { class: 'name' }, marked(name)),
      ...(chips.length > 0 ? [element('span', { class: 'chips' }, ...chips)] : []),
      element('span', { class: 'line' }, marked(line)),
    );
  }

  /** A text with the words of the search marked. */
  private marked(text: string): Node {
    const words = this.filter.words.toLowerCase().split(/\s+/).filter(Boolean);
    const made = document.createDocumentFragment();
    const lower = text.toLowerCase();
    let at = 0;
    while (at < text.length && lower.length === text.length) {
      const found = words
        .map((word) => ({ word, index: lower.indexOf(word, at) }))
        .filter(({ index }) => index >= 0)
        .sort((a, b) => a.index - b.index || b.word.length - a.word.length)[0];
      if (!found) break;
      const end = found.index + found.word.length;
      made.append(text.slice(at, found.index), element('mark', {}, text.slice(found.index, end)));
      at = end;
    }
    made.append(text.slice(at));
    return made;
  }

  private setFilter(filter: Filter): void {
    this.filter = filter;
    part<HTMLInputElement>('search').value = filter.words;
    part<HTMLSelectElement>('cluster').value = String(filter.cluster);
    part<HTMLSelectElement>('mechanism').value = filter.mechanism;
    part<HTMLSelectElement>('show').value = filter.show;
    this.filtered = this.paths.filtered(filter);
  }

  /** @param column whose list stays where it is scrolled to, beside those that the selection does not touch */
  private update(isSelecting: boolean, column?: Column): void {
    this.filtered = this.paths.filtered(this.filter);
    const { selection, filtered, data } = this;
    const linked = selection ? filtered.filter((path) => isOn(path, selection)) : filtered;
    const columns = this.paths.columns(filtered, selection);
    COLUMNS.forEach((name, index) => {
      this.lists[index]!.show(columns[name], data[name].length, isSelecting && name === column);
    });
    part('details').replaceChildren(
      ...(selection ? detailsOf(selection, linked, this.paths, this) : overviewOf(this.paths, this)),
    );
    part('details').scrollTop = 0;
    const rows = new Set(linked.map(({ access }) => access).filter((index) => index >= 0)).size;
    const isAll = this.filter === NO_FILTER || filtered.length === this.paths.all.length;
    part('status').textContent =
      isAll && !selection ? counted(rows, 'access entry') : `${counted(rows, 'access entry')} of ${data.access.length}`;
    const isSearched = this.filter.words !== '';
    part('reset').hidden = this.view === 'findings' ? !isSearched : isAll || selection !== undefined;
    if (this.view === 'table') this.drawTable(linked);
    if (this.view === 'findings') this.drawFindings();
    this.moved();
  }

  private drawTable(paths: readonly Path[]): void {
    drawTable(part<HTMLTableElement>('table'), paths, this.data, part<HTMLButtonElement>('more'));
  }

  private offerFilters(): void {
    const { clusters, access } = this.data;
    part('cluster').append(
      ...clusters.map(({ name, line }, place) => element('option', { value: String(place) }, `${name} (${line})`)),
    );
    const mechanisms = [...new Set(access.map(({ mechanism }) => mechanism))].sort();
    part('mechanism').append(...mechanisms.map((name) => element('option', { value: name }, name)));
    const shown = (Object.keys(SHOWN) as Shown[]).filter(
      (show) => show === 'all' || this.paths.all.some((path) => this.paths.isShown(path, show)),
    );
    part('show').append(...shown.map((show) => element('option', { value: show }, SHOWN[show])));
  }

  private listen(): void {
    const apply = (): void => {
      this.selection = undefined;
      this.filter = {
        words: part<HTMLInputElement>('search').value,
        cluster: Number(part<HTMLSelectElement>('cluster').value),
        mechanism: part<HTMLSelectElement>('mechanism').value,
        show: part<HTMLSelectElement>('show').value as Shown,
      };
      this.update(false);
    };
    for (const id of ['cluster', 'mechanism', 'show']) part(id).addEventListener('change', apply);
    part('search').addEventListener('input', apply);
    part('search').addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' && this.view === 'map') {
        this.leave('clusters', 1);
        event.preventDefault();
      }
    });
    part('reset').addEventListener('click', () => this.reset());
    part('theme').addEventListener('click', () => {
      const isDark = getComputedStyle(document.documentElement).colorScheme === 'dark' || (!chosen() && prefersDark());
      document.documentElement.className = isDark ? 'light' : 'dark';
    });
    document.addEventListener('keydown', (event) => {
      const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test((event.target as Element).tagName);
      if (event.key === '/' && !isTyping) {
        part('search').focus();
        event.preventDefault();
      }
      if (event.key === 'Escape') this.reset();
    });
    window.addEventListener('resize', () => this.update(true));
    part('columns').addEventListener('scroll', () => this.moved());
    for (const view of ['map', 'table', 'findings'] as const) {
      part(`show-${view}`).addEventListener('click', () => this.turnTo(view));
    }
  }

  /** The selection first, then the filter. */
  private reset(): void {
    if (this.selection) this.clear();
    else {
      this.setFilter(NO_FILTER);
      this.update(false);
    }
  }

  private turnTo(view: View): void {
    this.view = view;
    for (const one of ['map', 'table', 'findings'] as const) {
      part(`view-${one}`).hidden = one !== view;
      part(`show-${one}`).setAttribute('aria-pressed', String(one === view));
    }
    // A list is searched; what it is about has no cluster.
    for (const id of ['cluster', 'mechanism', 'show']) part(id).parentElement!.hidden = view === 'findings';
    this.update(true);
  }

  private drawFindings(): void {
    const words = this.filter.words.toLowerCase().split(/\s+/).filter(Boolean);
    const { nodes, count } = listsOf(this.data, words, (entry) => this.showing(entry));
    part('view-findings').replaceChildren(...(count > 0 ? nodes : [element('p', {}, 'There are none.')]));
    part('status').textContent = counted(count, 'entry');
  }
}

/** `Deployment backend` of `Deployment/todo/backend`: the namespace stands in the row. */
function shortWorkload(id: string): string {
  const [kind, , ...name] = id.split('/');
  return name.length === 0 ? id : `${kind} ${name.join('/')}`;
}

function chosen(): boolean {
  return document.documentElement.className !== '';
}

function prefersDark(): boolean {
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

new Page(JSON.parse(part('data').textContent) as MapData);
