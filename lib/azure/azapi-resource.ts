import { type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { AZAPI_METADATA } from './azapi-provider';

/** What Azure's Resource Manager is sent, beside the name. */
export type ResourceBody = Readonly<Record<string, unknown>>;

/** Arguments of {@link AzapiResource}. */
export interface AzapiResourceConfig extends TerraformMetaArguments {
  /** `<namespace>/<types>@<API version>`. */
  readonly type: string;
  readonly name: string;
  /** Resource id of what it lies in. */
  readonly parentId: string;
  readonly body: ResourceBody;
}

/** A resource that azurerm does not have, made by azapi: `azapi_resource`. Its body is typed by who makes it. */
export class AzapiResource extends TerraformResource {
  private readonly values: Readonly<Record<string, unknown>>;

  public constructor(scope: Construct, id: string, config: AzapiResourceConfig) {
    const { type, name, parentId, body, ...meta } = config;
    super(scope, id, { ...meta, terraformResourceType: 'azapi_resource', terraformGeneratorMetadata: AZAPI_METADATA });
    this.values = { type, name, parent_id: parentId, body, ...UNCHECKED };
  }

  /** Azure resource id. */
  public get id(): string {
    return this.getStringAttribute('id');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.values };
  }
}

/** Arguments of {@link AzapiUpdate}. */
export interface AzapiUpdateConfig extends TerraformMetaArguments {
  readonly type: string;
  /** Resource id of what is updated. */
  readonly resourceId: string;
  /** What is changed; the rest of the resource stays as it is. */
  readonly body: ResourceBody;
  /** Paths of what Azure answers that {@link AzapiUpdate.outputText} gives. Default none. */
  readonly responseExportValues?: readonly string[];
}

/** What azurerm cannot set of a resource that it makes: `azapi_update_resource`. To take it away changes nothing in Azure. */
export class AzapiUpdate extends TerraformResource {
  private readonly values: Readonly<Record<string, unknown>>;

  public constructor(scope: Construct, id: string, config: AzapiUpdateConfig) {
    const { type, resourceId, body, responseExportValues, ...meta } = config;
    const made = { terraformResourceType: 'azapi_update_resource', terraformGeneratorMetadata: AZAPI_METADATA };
    super(scope, id, { ...meta, ...made });
    this.values = {
      type,
      resource_id: resourceId,
      body,
      ...(responseExportValues ? { response_export_values: [...responseExportValues] } : {}),
    };
  }

  /** A text of what Azure answers, known after apply. @param path one of `responseExportValues` */
  public outputText(path: string): string {
    return this.getStringAttribute(`output.${path}`);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.values };
  }
}

/** azapi knows the API versions of its own day, and refuses a newer one: what is typed here needs no second check. */
const UNCHECKED = { schema_validation_enabled: false } as const;
