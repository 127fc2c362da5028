import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { AzureCloud } from '../core';
import { recordSourcePosition } from '../terraform';
import { checkGuid } from './guid';

/** What the resources of azuread have in common, whose package is whoever’s. */
export const AZUREAD_METADATA = { providerName: 'azuread', providerVersionConstraint: '~> 3.0' } as const;

/** What the provider calls the clouds. */
const ENVIRONMENTS: Readonly<Record<AzureCloud, string>> = {
  public: 'global',
  'us-government': 'usgovernmentl4',
  china: 'china',
};

/** Properties of {@link AzureadProvider}. */
export interface AzureadProviderProps {
  /** The Entra tenant in which applications are made. Default that of who deploys. */
  readonly tenantId?: string;
  /** Default `public`. */
  readonly cloud?: AzureCloud;
  /** Its name, where a stack has several. */
  readonly alias?: string;
}

/**
 * The azuread provider, which makes Entra applications. Whoever has cdktf’s package `@cdktf/provider-azuread`, or bindings of
 * their own, may use the provider of that in its place.
 */
export class AzureadProvider extends TerraformProvider {
  private readonly given: AzureadProviderProps;

  /** @throws PodtrustError `guid-invalid` */
  public constructor(scope: Construct, id: string, props: AzureadProviderProps = {}) {
    super(scope, id, {
      terraformResourceType: 'azuread',
      terraformGeneratorMetadata: AZUREAD_METADATA,
      terraformProviderSource: 'hashicorp/azuread',
    });
    recordSourcePosition(this);
    if (props.tenantId !== undefined) checkGuid('the id of an Entra tenant', props.tenantId, this.node.path);
    this.given = props;
  }

  public override get alias(): string | undefined {
    return this.given?.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { tenantId, cloud, alias } = this.given;
    return { tenant_id: tenantId, environment: cloud && ENVIRONMENTS[cloud], alias };
  }
}
