import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { recordSourcePosition } from '../terraform';
import { checkGuid } from './guid';

/** What the resources of azapi have in common. A body is an object from version 2 on. */
export const AZAPI_METADATA = { providerName: 'azapi', providerVersionConstraint: '~> 2.0' } as const;

/** Properties of {@link AzapiProvider}. */
export interface AzapiProviderProps {
  /** Default that of who deploys: `ARM_SUBSCRIPTION_ID`, or what `az account show` says. Resources name theirs by their parent. */
  readonly subscriptionId?: string;
  /** Default that of who deploys. */
  readonly tenantId?: string;
  /** Azure's cloud, as azapi calls it. Default `public`. */
  readonly environment?: 'public' | 'usgovernment' | 'china';
  /** Its name, where a stack has several. */
  readonly alias?: string;
}

/**
 * The azapi provider, which makes what azurerm has no resource for. It signs in as azurerm does, by the same `ARM_*` variables or
 * the session of `az login`; what else azurerm is told by arguments, azapi is told by `addOverride`. Bindings of your own, made by
 * `cdktf get`, may stand in its place.
 */
export class AzapiProvider extends TerraformProvider {
  private readonly given: AzapiProviderProps;

  /** @throws PodtrustError `guid-invalid` */
  public constructor(scope: Construct, id: string, props: AzapiProviderProps = {}) {
    super(scope, id, {
      terraformResourceType: 'azapi',
      terraformGeneratorMetadata: AZAPI_METADATA,
      terraformProviderSource: 'Azure/azapi',
    });
    recordSourcePosition(this);
    const { tenantId, subscriptionId } = props;
    if (tenantId !== undefined) checkGuid('the id of an Entra tenant', tenantId, this.node.path);
    if (subscriptionId !== undefined) checkGuid('the id of a subscription', subscriptionId, this.node.path);
    this.given = props;
  }

  public override get alias(): string | undefined {
    return this.given?.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { subscriptionId, tenantId, environment, alias } = this.given;
    return { subscription_id: subscriptionId, tenant_id: tenantId, environment, alias };
  }
}
