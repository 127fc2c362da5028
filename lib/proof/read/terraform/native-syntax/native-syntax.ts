import type { RawObject } from '../configuration/configuration';
import type { Document } from '../../document';
import type { Value } from '../expression/value';
import { parseBody } from './body';
import { jsonForm, variableValues } from './json-form';

/**
 * A `.tf` file in the form of Terraform's JSON syntax.
 *
 * @throws PodtrustError `terraform-invalid` with file, line and column
 */
export function parseConfiguration(document: Document): RawObject {
  return jsonForm(document, parseBody(document));
}

/**
 * The values in a `.tfvars` file.
 *
 * @throws PodtrustError `terraform-invalid` with file, line and column
 */
export function parseVariableFile(document: Document): ReadonlyMap<string, Value> {
  return variableValues(document, parseBody(document));
}
