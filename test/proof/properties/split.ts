import type { InMemoryDocument } from '../../../lib/proof';
import type { Json } from '../sample-program';

/** What can be taken out of a program by itself: a file, a block of Terraform, an object, a resource of a plan or a state. */
export interface Piece {
  readonly name: string;
  /** The index of its document. */
  readonly document: number;
  /** The text of its document without it. Pieces of one document are taken out one after another. */
  without(text: string): string;
}

/** The pieces of some documents. A whole document is one as well: its text becomes empty. */
export function piecesOf(documents: readonly InMemoryDocument[]): readonly Piece[] {
  return documents.flatMap(({ file, text }, document) => [
    ...(documents.length > 1 && !isStateOfCluster(file, text) ? [{ name: file, document, without: () => '' }] : []),
    ...piecesOfText(file, text).map(({ name, without }) => ({ name: `${file} ${name}`, document, without })),
  ]);
}

/** Which clusters there are is a fixed assumption where a state does not say which one its objects are in. */
function isStateOfCluster(file: string, text: string): boolean {
  return file.endsWith('.json') && !file.endsWith('.tf.json') && /"(aws_eks|azurerm_kubernetes)_cluster"/.test(text);
}

/** Documents without some of their pieces; a document of which nothing is left is not there. */
export function withoutPieces(documents: readonly InMemoryDocument[], pieces: readonly Piece[]): InMemoryDocument[] {
  return documents.flatMap((document, index) => {
    const own = pieces.filter((piece) => piece.document === index);
    const text = own.reduce((rest, piece) => (rest === '' ? '' : piece.without(rest)), document.text);
    return text.trim() === '' ? [] : [{ ...document, text }];
  });
}

function piecesOfText(file: string, text: string): readonly Omit<Piece, 'document'>[] {
  if (file.endsWith('.tf')) return blocksOf(text);
  if (/\.ya?ml$/.test(file)) return objectsOf(text);
  if (!file.endsWith('.json')) return [];
  const json = JSON.parse(text) as Json;
  if (file.endsWith('.tf.json')) return entriesOf(json);
  if (Array.isArray(json.items)) return itemsOf(json);
  return shownOf(json);
}

/** Resources and data sources of Terraform’s JSON. */
function entriesOf(json: Json): readonly Omit<Piece, 'document'>[] {
  return ['resource', 'data'].flatMap((kind) =>
    Object.keys(json[kind] ?? {}).flatMap((type) =>
      Object.keys(json[kind][type] ?? {}).map((name) => ({
        name: `${kind}.${type}.${name}`,
        without: (text: string): string => {
          const part = JSON.parse(text) as Json;
          delete part[kind][type][name];
          return JSON.stringify(part);
        },
      })),
    ),
  );
}

/** Blocks of `.tf` that end in a line of their own, or are one line. */
function blocksOf(text: string): readonly Omit<Piece, 'document'>[] {
  // The end of a heredoc may look like the end of a block.
  if (/<<-?\w+/.test(text)) return [];
  const blocks = text.match(/^(resource|data) "[^\n]*(\{[^\n]*\}\n|\{\n[^]*?^\}\n)/gm) ?? [];
  return blocks.map((block) => ({ name: block.split('\n')[0]!, without: (rest) => rest.replace(block, () => '') }));
}

/** Objects of a YAML stream. */
function objectsOf(text: string): readonly Omit<Piece, 'document'>[] {
  const objects = text.split(/^---\n/m).filter((object) => object.trim() !== '');
  return objects.map((object) => ({
    name: /^kind: *(\S+)/m.exec(object)?.[1] ?? 'an object',
    without: (rest) =>
      rest
        .split(/^---\n/m)
        .filter((one) => one.trimEnd() !== object.trimEnd())
        .join('---\n'),
  }));
}

/** Objects of a list. */
function itemsOf(json: Json): readonly Omit<Piece, 'document'>[] {
  return json.items.map((item: Json) => ({
    name: `${item.kind} ${item.metadata?.name}`,
    without: (text: string): string => {
      const part = JSON.parse(text) as Json;
      part.items = part.items.filter((one: Json) => JSON.stringify(one) !== JSON.stringify(item));
      return JSON.stringify(part);
    },
  }));
}

/** Resources of a plan or a state. */
function shownOf(json: Json): readonly Omit<Piece, 'document'>[] {
  const resources = (of: Json): Json[] => [
    ...(of?.resources ?? []),
    ...(of?.child_modules ?? []).flatMap((child: Json) => resources(child)),
  ];
  const values = [json.values?.root_module, json.planned_values?.root_module, json.prior_state?.values?.root_module];
  const addresses = [...new Set(values.flatMap(resources).map(({ address }) => address as string))];
  // Which clusters there are is a fixed assumption: a state does not say which one its objects are in.
  const taken = addresses.filter((address) => !/(aws_eks|azurerm_kubernetes)_cluster\./.test(address));
  return taken.map((address) => ({
    name: address,
    without: (text) => {
      const part = JSON.parse(text) as Json;
      const plain = address.replace(/\[[^\]]*\]/g, '');
      const filter = (of: Json): void => {
        if (of?.resources) of.resources = of.resources.filter((one: Json) => one.address !== address);
        (of?.child_modules ?? []).forEach(filter);
      };
      [part.values?.root_module, part.planned_values?.root_module, part.prior_state?.values?.root_module].forEach(
        filter,
      );
      if (part.resource_changes)
        part.resource_changes = part.resource_changes.filter((one: Json) => one.address !== address);
      const configured = part.configuration?.root_module;
      if (configured?.resources && !plain.startsWith('module.'))
        configured.resources = configured.resources.filter((one: Json) => one.address !== plain);
      return JSON.stringify(part);
    },
  }));
}
