import {
  TerraformDataSource,
  type TerraformMetaArguments,
  TerraformResource,
  type TerraformResourceConfig,
} from 'cdktf';
import type { Construct } from 'constructs';
import { AZUREAD_METADATA } from '../azuread-provider';

/** Arguments as Terraform has them. What is undefined is left out. */
type Arguments = Readonly<Record<string, unknown>>;

/**
 * A resource of azuread. cdktf’s own package for the provider is archived and CDK Terrain’s is not on npm, so that the few
 * resources that identities need are typed here: they are the same on both cores, and need no further package.
 */
export class AzureadResource extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    type: string,
    private readonly values: Arguments,
    meta: TerraformMetaArguments = {},
  ) {
    super(scope, id, configOf(type, meta));
  }

  /** Its id at the provider. */
  public get id(): string {
    return this.getStringAttribute('id');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.values };
  }
}

/** A data source of azuread. */
export class AzureadDataSource extends TerraformDataSource {
  public constructor(
    scope: Construct,
    id: string,
    type: string,
    private readonly values: Arguments,
    meta: TerraformMetaArguments = {},
  ) {
    super(scope, id, configOf(type, meta));
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.values };
  }
}

function configOf(type: string, meta: TerraformMetaArguments): TerraformResourceConfig {
  return { ...meta, terraformResourceType: type, terraformGeneratorMetadata: AZUREAD_METADATA };
}
