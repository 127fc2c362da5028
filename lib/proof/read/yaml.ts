import type { LineCounter, Document as YamlDocument } from 'yaml';
import { PodtrustError } from '../../core/errors';
import type { Document } from './document';

/** Aliases a document may expand to in all, far above what manifests use: a small text must not fill the memory. */
const MAXIMUM_ALIASES = 1000;

/**
 * The documents of a YAML stream; empty ones are left out.
 *
 * @throws PodtrustError `yaml-invalid` with file, line and column
 */
export function parseYaml(document: Document): readonly { readonly index: number; readonly value: unknown }[] {
  // Loaded only when there is YAML to read: it costs as much as all the rest of a small run.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml = require('yaml') as typeof import('yaml');
  const lines: LineCounter = new yaml.LineCounter();
  const parsed = yaml.parseAllDocuments(document.text, { lineCounter: lines, merge: true, prettyErrors: false });
  const documents = (Array.isArray(parsed) ? parsed : []) as YamlDocument.Parsed[];
  return documents.flatMap((one, index) => {
    const error = one.errors[0];
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw invalid(document, `${line}:${col}`, error.message);
    }
    try {
      const value: unknown = one.toJS({ maxAliasCount: MAXIMUM_ALIASES });
      return value === null || value === undefined ? [] : [{ index, value }];
    } catch (error) {
      const { line, col } = lines.linePos(one.range[0]);
      throw invalid(document, `${line}:${col}`, error instanceof Error ? error.message : String(error));
    }
  });
}

function invalid(document: Document, place: string, what: string): PodtrustError {
  return new PodtrustError({
    code: 'yaml-invalid',
    where: `${document.file}:${place}`,
    what: what.split('\n')[0]!,
  });
}
