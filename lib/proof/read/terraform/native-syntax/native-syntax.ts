import type { RawObject } from '../configuration/configuration';
import type { Document } from '../../document';
import type { Value } from '../expression/value';
import { parseBody } from './body';
import type { BodyBlock } from './body';
import { jsonForm, variableValues } from './json-form';

/**
 * A `.tf` file in the form of Terraform's JSON syntax.
 *
 * @param passOver told of blocks that no known Terraform has: a later one may
 * @throws PodtrustError `terraform-invalid` with file, line and column
 */
export function parseConfiguration(
  document: Document,
  passOver: (block: BodyBlock) => void = () => undefined,
): RawObject {
  return jsonForm(document, parseBody(document), passOver);
}

/**
 * The values in a `.tfvars` file.
 *
 * @throws PodtrustError `terraform-invalid` with file, line and column
 */
export function parseVariableFile(document: Document): ReadonlyMap<string, Value> {
  return variableValues(document, parseBody(document));
}
