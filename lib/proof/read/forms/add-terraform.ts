import type { Document } from '../document';
import { emptyConfiguration } from '../terraform/configuration/configuration';
import type { Configuration, RawObject } from '../terraform/configuration/configuration';
import { addOverride } from '../terraform/configuration/blocks/override';
import { readTerraformJson } from '../terraform/configuration/blocks/terraform-json';
import { isOverrideFile } from './terraform-files';

/** Adds what a file of Terraform says to the module that it is a part of. */
export function addTerraform(root: RawObject, document: Document, configuration: Configuration): void {
  if (!isOverrideFile(document.file)) return readTerraformJson(root, document.file, configuration);
  const override = emptyConfiguration();
  readTerraformJson(root, document.file, override);
  addOverride(configuration, override);
}
