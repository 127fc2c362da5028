import { DataKubernetesResources } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resources';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AAD_POD_IDENTITY, checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';

/** Props of {@link UnassignedIdentities}. */
export interface UnassignedIdentitiesProps {
  /** The namespaces of the bindings, beside `default`, where MIC keeps what is for every namespace. */
  readonly namespaces: readonly string[];
  /**
   * Whether the step removes MIC, so that no AzureAssignedIdentity may be left. With false nothing is looked up. Default true.
   */
  readonly required?: boolean;
  /** The cluster, if the stack has several. Default: the stack’s Kubernetes provider. */
  readonly provider?: TerraformProvider;
}

/**
 * Stops a deployment while MIC has not yet taken every identity off the nodes: it does so after their bindings are gone, and
 * what it leaves behind stays assigned, for every pod with the node’s network. Terraform names the AzureAssignedIdentities that
 * are left.
 *
 * Put it into a stack of its own, after that of the bindings and before that which installs AAD Pod Identity in standard mode, when
 * both go. The CustomResourceDefinitions must be there still.
 */
export class UnassignedIdentities extends Construct {
  /** One for each namespace; none where nothing is looked up. */
  public readonly resources: readonly DataKubernetesResources[];

  /** @throws PodtrustError `name-invalid` */
  public constructor(
    scope: Construct,
    id: string,
    { namespaces, required = true, provider }: UnassignedIdentitiesProps,
  ) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    for (const namespace of namespaces) checkName('namespace', namespace, this.node.path);
    const names = '[for one in self.objects : one.metadata.name]';
    // The provider looks into `default` alone where it is given no namespace.
    const all = required ? [...new Set(['default', ...namespaces])] : [];
    this.resources = all.map(
      (namespace) =>
        new DataKubernetesResources(this, `assigned-${namespace}`, {
          provider,
          apiVersion: AAD_POD_IDENTITY.apiVersion,
          kind: 'AzureAssignedIdentity',
          namespace,
          lifecycle: {
            postcondition: [
              {
                condition: '${length(self.objects) == 0}',
                errorMessage: `MIC has not taken all identities off the nodes: \${join(", ", ${names})}. Wait, and deploy again.`,
              },
            ],
          },
        }),
    );
  }
}
