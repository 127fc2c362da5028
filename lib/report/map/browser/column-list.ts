import type { Column } from '../paths';
import { element } from './element';
import { HEADINGS, number } from './words';

/** The height of a row, as map.css has it: rows that are not in sight are not made. */
export const ROW = 46;
/** Rows made beyond those in sight. */
const MORE = 6;

/** What a list asks of the page. */
export interface ListOwner {
  /** Fills a row. */
  fill(row: HTMLElement, column: Column, place: number): void;
  isSelected(column: Column, place: number): boolean;
  select(column: Column, place: number): void;
  clear(): void;
  /** Left or right of a list. */
  leave(column: Column, step: -1 | 1): void;
  moved(): void;
}

/** One column: a list box of any length, of which only the rows in sight are elements. */
export class ColumnList {
  public readonly root: HTMLElement;
  public readonly list: HTMLElement;
  private readonly count = element('span', { class: 'count' });
  private readonly sizer = element('div', { class: 'sizer', role: 'presentation' });
  private readonly empty = element('p', { class: 'empty' }, 'none');
  private places: readonly number[] = [];
  private active = 0;

  public constructor(
    private readonly column: Column,
    private readonly owner: ListOwner,
  ) {
    const heading = element('h2', { id: `heading-${column}` }, HEADINGS[column], ' ', this.count);
    this.list = element('div', { class: 'list', tabindex: '0' }, this.sizer);
    this.list.id = `list-${column}`;
    this.root = element('section', { class: `column ${column}` }, heading, this.list, this.empty);
    this.list.addEventListener('scroll', () => this.draw());
    this.list.addEventListener('focus', () => this.draw());
    this.list.addEventListener('blur', () => this.draw());
    this.list.addEventListener('keydown', (event) => this.key(event));
    this.list.addEventListener('click', (event) => this.click(event));
  }

  /** @param keep whether the list stays where it is scrolled to */
  public show(places: readonly number[], total: number, keep: boolean): void {
    const before = this.places[this.active];
    this.places = places;
    const at = before === undefined ? -1 : places.indexOf(before);
    this.active = Math.max(at, 0);
    this.count.textContent = places.length === total ? number(total) : `${number(places.length)} of ${number(total)}`;
    this.sizer.style.height = `${places.length * ROW}px`;
    this.empty.hidden = places.length > 0;
    this.list.hidden = places.length === 0;
    // A list box without options is none.
    if (places.length > 0) this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-labelledby', `heading-${this.column}`);
    if (!keep) this.list.scrollTop = 0;
    this.draw();
  }

  /** The middle of a row from the top of the window; nothing where it is not in sight. */
  public middleOf(place: number): number | undefined {
    const index = this.indexOf.get(place);
    return index === undefined ? undefined : this.top + index * ROW - this.list.scrollTop + ROW / 2;
  }

  /** Those in sight. */
  public get inSight(): readonly number[] {
    return this.places.slice(
      Math.floor(this.list.scrollTop / ROW),
      Math.ceil((this.list.scrollTop + this.list.clientHeight) / ROW),
    );
  }

  public focus(): boolean {
    if (this.places.length === 0) return false;
    this.list.focus();
    this.reveal();
    return true;
  }

  /** Makes a place the active one, and brings it into sight. */
  public goTo(place: number): void {
    this.active = Math.max(this.places.indexOf(place), 0);
    this.reveal();
  }

  private top = 0;
  private indexOf = new Map<number, number>();

  private draw(): void {
    const first = Math.max(Math.floor(this.list.scrollTop / ROW) - MORE, 0);
    const last = Math.min(Math.ceil((this.list.scrollTop + this.list.clientHeight) / ROW) + MORE, this.places.length);
    const rows: HTMLElement[] = [];
    this.indexOf = new Map();
    const hasFocus = document.activeElement === this.list;
    for (let index = first; index < last; index++) {
      const place = this.places[index]!;
      this.indexOf.set(place, index);
      rows.push(this.row(index, place, hasFocus));
    }
    // The active one has to be there for who reads by it.
    if (this.active < first || this.active >= last) {
      const place = this.places[this.active];
      if (place !== undefined) rows.push(this.row(this.active, place, hasFocus));
    }
    this.sizer.replaceChildren(...rows);
    if (hasFocus && rows.length > 0) this.list.setAttribute('aria-activedescendant', this.idOf(this.active));
    else this.list.removeAttribute('aria-activedescendant');
    this.top = this.list.getBoundingClientRect().top;
    this.owner.moved();
  }

  private idOf(index: number): string {
    return `${this.column}-${this.places[index]}`;
  }

  private row(index: number, place: number, hasFocus: boolean): HTMLElement {
    const isSelected = this.owner.isSelected(this.column, place);
    const row = element('div', {
      role: 'option',
      id: this.idOf(index),
      class: `row${hasFocus && index === this.active ? ' active' : ''}`,
      'aria-selected': String(isSelected),
      'aria-setsize': String(this.places.length),
      'aria-posinset': String(index + 1),
      'data-index': String(index),
    });
    row.style.top = `${index * ROW}px`;
    this.owner.fill(row, this.column, place);
    return row;
  }

  private click(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('.row');
    if (!row) return;
    this.active = Number(row.dataset.index);
    this.choose();
  }

  private choose(): void {
    const place = this.places[this.active];
    if (place === undefined) return;
    if (this.owner.isSelected(this.column, place)) this.owner.clear();
    else this.owner.select(this.column, place);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(Math.floor(this.list.clientHeight / ROW) - 1, 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.places.length,
      End: this.places.length,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      this.active = Math.min(Math.max(this.active + step, 0), this.places.length - 1);
      this.reveal();
    } else if (event.key === 'Enter' || event.key === ' ') this.choose();
    else if (event.key === 'ArrowLeft') this.owner.leave(this.column, -1);
    else if (event.key === 'ArrowRight') this.owner.leave(this.column, 1);
    else return;
    event.preventDefault();
  }

  private reveal(): void {
    const { list } = this;
    const top = this.active * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    this.draw();
  }
}
