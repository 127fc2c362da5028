import type { MapChange } from '../map-data';
import type { Column, Marks } from '../paths';
import { element } from './element';

export const HEADINGS: Readonly<Record<Column, string>> = {
  clusters: 'Clusters',
  namespaces: 'Namespaces',
  accounts: 'Service accounts',
  identities: 'Identities',
  permissions: 'Permissions',
};

export const SINGULAR: Readonly<Record<Column, string>> = {
  clusters: 'Cluster',
  namespaces: 'Namespace',
  accounts: 'Service account',
  identities: 'Identity',
  permissions: 'Permission',
};

const CHANGES: Readonly<Record<MapChange, string>> = {
  violated: '✕ not allowed',
  widened: '+ widened',
  unknown: '? not decidable',
  narrowed: '− narrowed',
  moved: '→ moved',
};

export const CHANGE_HEADINGS: Readonly<Record<MapChange, string>> = {
  violated: 'What the policy does not allow',
  widened: 'Widened',
  unknown: 'Not decidable',
  narrowed: 'Narrowed',
  moved: 'The same access by another way',
};

/** A word that marks a row; its kind gives the color, and the word says the same without one. */
export function chip(kind: string, text: string): HTMLElement {
  return element('span', { class: `chip ${kind.replace(/\W/g, '-')}` }, text);
}

export function markChips({ level, undecided }: Marks, change?: MapChange): HTMLElement[] {
  return [
    ...(change ? [chip(change, CHANGES[change])] : []),
    ...(level ? [chip(level, level)] : []),
    ...(undecided ? [chip('undecided', 'undecided')] : []),
  ];
}

/** `1 error`, `2 errors`; a thousand with its comma. */
export function counted(count: number, word: string): string {
  const plural = word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
  return `${number(count)} ${count === 1 ? word : plural}`;
}

/** The same on every machine. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
