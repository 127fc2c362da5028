// Made by docs/azure-roles/actions.ts from the list of github.com/iann0036/iam-dataset (azure/built-in-roles-raw.json, MIT) of 2026-08-22; not to be edited by hand.

import type { AzureActions } from '../model/identity/identity-policy';

/** What built-in roles of Azure allow that identities of pods and controllers have, by name. */
export const AZURE_ROLE_ACTIONS: Readonly<Record<string, readonly AzureActions[]>> = {
  AcrPull: [
    {
      actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  AcrPush: [
    {
      actions: [
        'Microsoft.ContainerRegistry/registries/pull/read',
        'Microsoft.ContainerRegistry/registries/push/write',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Container Registry Repository Reader': [
    {
      actions: [],
      notActions: [],
      dataActions: [
        'Microsoft.ContainerRegistry/registries/repositories/metadata/read',
        'Microsoft.ContainerRegistry/registries/repositories/content/read',
      ],
      notDataActions: [],
    },
  ],
  'Container Registry Repository Writer': [
    {
      actions: [],
      notActions: [],
      dataActions: [
        'Microsoft.ContainerRegistry/registries/repositories/metadata/read',
        'Microsoft.ContainerRegistry/registries/repositories/content/read',
        'Microsoft.ContainerRegistry/registries/repositories/metadata/write',
        'Microsoft.ContainerRegistry/registries/repositories/content/write',
      ],
      notDataActions: [],
    },
  ],
  'App Configuration Data Owner': [
    {
      actions: [],
      notActions: [],
      dataActions: [
        'Microsoft.AppConfiguration/configurationStores/*/read',
        'Microsoft.AppConfiguration/configurationStores/*/write',
        'Microsoft.AppConfiguration/configurationStores/*/delete',
        'Microsoft.AppConfiguration/configurationStores/*/action',
      ],
      notDataActions: [],
    },
  ],
  'App Configuration Data Reader': [
    {
      actions: [],
      notActions: [],
      dataActions: ['Microsoft.AppConfiguration/configurationStores/*/read'],
      notDataActions: [],
    },
  ],
  'App Configuration Reader': [
    {
      actions: [
        'Microsoft.AppConfiguration/*/read',
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/read',
        'Microsoft.Resources/deployments/read',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Azure Event Hubs Data Owner': [
    { actions: ['Microsoft.EventHub/*'], notActions: [], dataActions: ['Microsoft.EventHub/*'], notDataActions: [] },
  ],
  'Azure Event Hubs Data Receiver': [
    {
      actions: ['Microsoft.EventHub/*/eventhubs/consumergroups/read'],
      notActions: [],
      dataActions: ['Microsoft.EventHub/*/receive/action'],
      notDataActions: [],
    },
  ],
  'Azure Event Hubs Data Sender': [
    {
      actions: ['Microsoft.EventHub/*/eventhubs/read'],
      notActions: [],
      dataActions: ['Microsoft.EventHub/*/send/action'],
      notDataActions: [],
    },
  ],
  'Azure Service Bus Data Owner': [
    {
      actions: ['Microsoft.ServiceBus/*'],
      notActions: [],
      dataActions: ['Microsoft.ServiceBus/*'],
      notDataActions: [],
    },
  ],
  'Azure Service Bus Data Receiver': [
    {
      actions: [
        'Microsoft.ServiceBus/*/queues/read',
        'Microsoft.ServiceBus/*/topics/read',
        'Microsoft.ServiceBus/*/topics/subscriptions/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.ServiceBus/*/receive/action'],
      notDataActions: [],
    },
  ],
  'Azure Service Bus Data Sender': [
    {
      actions: [
        'Microsoft.ServiceBus/*/queues/read',
        'Microsoft.ServiceBus/*/topics/read',
        'Microsoft.ServiceBus/*/topics/subscriptions/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.ServiceBus/*/send/action'],
      notDataActions: [],
    },
  ],
  'Azure Kubernetes Service Cluster User Role': [
    {
      actions: [
        'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
        'Microsoft.ContainerService/managedClusters/read',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Azure Kubernetes Service Cluster Admin Role': [
    {
      actions: [
        'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action',
        'Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action',
        'Microsoft.ContainerService/managedClusters/read',
        'Microsoft.ContainerService/managedClusters/runcommand/action',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Azure Kubernetes Service Contributor Role': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.ContainerService/locations/*',
        'Microsoft.ContainerService/managedClusters/*',
        'Microsoft.ContainerService/managedclustersnapshots/*',
        'Microsoft.ContainerService/snapshots/*',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.ContainerService/deploymentSafeguards/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Azure Kubernetes Service RBAC Cluster Admin': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Resources/subscriptions/operationresults/read',
        'Microsoft.Resources/subscriptions/read',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
      ],
      notActions: [],
      dataActions: ['Microsoft.ContainerService/managedClusters/*'],
      notDataActions: [],
    },
  ],
  'Azure Kubernetes Service RBAC Admin': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Resources/subscriptions/operationresults/read',
        'Microsoft.Resources/subscriptions/read',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
      ],
      notActions: [],
      dataActions: ['Microsoft.ContainerService/managedClusters/*'],
      notDataActions: [
        'Microsoft.ContainerService/managedClusters/resourcequotas/write',
        'Microsoft.ContainerService/managedClusters/resourcequotas/delete',
        'Microsoft.ContainerService/managedClusters/namespaces/write',
        'Microsoft.ContainerService/managedClusters/namespaces/delete',
      ],
    },
  ],
  'Azure Kubernetes Service RBAC Writer': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Resources/subscriptions/operationresults/read',
        'Microsoft.Resources/subscriptions/read',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.ContainerService/managedClusters/apps/controllerrevisions/read',
        'Microsoft.ContainerService/managedClusters/apps/daemonsets/*',
        'Microsoft.ContainerService/managedClusters/apps/deployments/*',
        'Microsoft.ContainerService/managedClusters/apps/replicasets/*',
        'Microsoft.ContainerService/managedClusters/apps/statefulsets/*',
        'Microsoft.ContainerService/managedClusters/autoscaling/horizontalpodautoscalers/*',
        'Microsoft.ContainerService/managedClusters/batch/cronjobs/*',
        'Microsoft.ContainerService/managedClusters/coordination.k8s.io/leases/read',
        'Microsoft.ContainerService/managedClusters/coordination.k8s.io/leases/write',
        'Microsoft.ContainerService/managedClusters/coordination.k8s.io/leases/delete',
        'Microsoft.ContainerService/managedClusters/discovery.k8s.io/endpointslices/read',
        'Microsoft.ContainerService/managedClusters/batch/jobs/*',
        'Microsoft.ContainerService/managedClusters/configmaps/*',
        'Microsoft.ContainerService/managedClusters/endpoints/*',
        'Microsoft.ContainerService/managedClusters/events.k8s.io/events/read',
        'Microsoft.ContainerService/managedClusters/events/*',
        'Microsoft.ContainerService/managedClusters/extensions/daemonsets/*',
        'Microsoft.ContainerService/managedClusters/extensions/deployments/*',
        'Microsoft.ContainerService/managedClusters/extensions/ingresses/*',
        'Microsoft.ContainerService/managedClusters/extensions/networkpolicies/*',
        'Microsoft.ContainerService/managedClusters/extensions/replicasets/*',
        'Microsoft.ContainerService/managedClusters/limitranges/read',
        'Microsoft.ContainerService/managedClusters/metrics.k8s.io/pods/read',
        'Microsoft.ContainerService/managedClusters/metrics.k8s.io/nodes/read',
        'Microsoft.ContainerService/managedClusters/namespaces/read',
        'Microsoft.ContainerService/managedClusters/networking.k8s.io/ingresses/*',
        'Microsoft.ContainerService/managedClusters/networking.k8s.io/networkpolicies/*',
        'Microsoft.ContainerService/managedClusters/persistentvolumeclaims/*',
        'Microsoft.ContainerService/managedClusters/pods/*',
        'Microsoft.ContainerService/managedClusters/policy/poddisruptionbudgets/*',
        'Microsoft.ContainerService/managedClusters/replicationcontrollers/*',
        'Microsoft.ContainerService/managedClusters/resourcequotas/read',
        'Microsoft.ContainerService/managedClusters/secrets/*',
        'Microsoft.ContainerService/managedClusters/serviceaccounts/*',
        'Microsoft.ContainerService/managedClusters/services/*',
      ],
      notDataActions: [],
    },
  ],
  'Azure Kubernetes Service RBAC Reader': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Resources/subscriptions/operationresults/read',
        'Microsoft.Resources/subscriptions/read',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.ContainerService/managedClusters/apps/controllerrevisions/read',
        'Microsoft.ContainerService/managedClusters/apps/daemonsets/read',
        'Microsoft.ContainerService/managedClusters/apps/deployments/read',
        'Microsoft.ContainerService/managedClusters/apps/replicasets/read',
        'Microsoft.ContainerService/managedClusters/apps/statefulsets/read',
        'Microsoft.ContainerService/managedClusters/autoscaling/horizontalpodautoscalers/read',
        'Microsoft.ContainerService/managedClusters/batch/cronjobs/read',
        'Microsoft.ContainerService/managedClusters/batch/jobs/read',
        'Microsoft.ContainerService/managedClusters/configmaps/read',
        'Microsoft.ContainerService/managedClusters/discovery.k8s.io/endpointslices/read',
        'Microsoft.ContainerService/managedClusters/endpoints/read',
        'Microsoft.ContainerService/managedClusters/events.k8s.io/events/read',
        'Microsoft.ContainerService/managedClusters/events/read',
        'Microsoft.ContainerService/managedClusters/extensions/daemonsets/read',
        'Microsoft.ContainerService/managedClusters/extensions/deployments/read',
        'Microsoft.ContainerService/managedClusters/extensions/ingresses/read',
        'Microsoft.ContainerService/managedClusters/extensions/networkpolicies/read',
        'Microsoft.ContainerService/managedClusters/extensions/replicasets/read',
        'Microsoft.ContainerService/managedClusters/limitranges/read',
        'Microsoft.ContainerService/managedClusters/metrics.k8s.io/pods/read',
        'Microsoft.ContainerService/managedClusters/metrics.k8s.io/nodes/read',
        'Microsoft.ContainerService/managedClusters/namespaces/read',
        'Microsoft.ContainerService/managedClusters/networking.k8s.io/ingresses/read',
        'Microsoft.ContainerService/managedClusters/networking.k8s.io/networkpolicies/read',
        'Microsoft.ContainerService/managedClusters/persistentvolumeclaims/read',
        'Microsoft.ContainerService/managedClusters/pods/read',
        'Microsoft.ContainerService/managedClusters/policy/poddisruptionbudgets/read',
        'Microsoft.ContainerService/managedClusters/replicationcontrollers/read',
        'Microsoft.ContainerService/managedClusters/resourcequotas/read',
        'Microsoft.ContainerService/managedClusters/serviceaccounts/read',
        'Microsoft.ContainerService/managedClusters/services/read',
      ],
      notDataActions: [],
    },
  ],
  'Role Based Access Control Administrator': [
    {
      actions: [
        'Microsoft.Authorization/roleAssignments/write',
        'Microsoft.Authorization/roleAssignments/delete',
        '*/read',
        'Microsoft.Support/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Virtual Machine Contributor': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Compute/availabilitySets/*',
        'Microsoft.Compute/locations/*',
        'Microsoft.Compute/virtualMachines/*',
        'Microsoft.Compute/virtualMachineScaleSets/*',
        'Microsoft.Compute/cloudServices/*',
        'Microsoft.Compute/disks/write',
        'Microsoft.Compute/disks/read',
        'Microsoft.Compute/disks/delete',
        'Microsoft.Compute/hostgroups/write',
        'Microsoft.Compute/hostgroups/hosts/write',
        'Microsoft.DevTestLab/schedules/*',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Network/applicationGateways/backendAddressPools/join/action',
        'Microsoft.Network/loadBalancers/backendAddressPools/join/action',
        'Microsoft.Network/loadBalancers/inboundNatPools/join/action',
        'Microsoft.Network/loadBalancers/inboundNatRules/join/action',
        'Microsoft.Network/loadBalancers/probes/join/action',
        'Microsoft.Network/loadBalancers/read',
        'Microsoft.Network/locations/*',
        'Microsoft.Network/networkInterfaces/*',
        'Microsoft.Network/networkSecurityGroups/join/action',
        'Microsoft.Network/networkSecurityGroups/read',
        'Microsoft.Network/publicIPAddresses/join/action',
        'Microsoft.Network/publicIPAddresses/read',
        'Microsoft.Network/virtualNetworks/read',
        'Microsoft.Network/virtualNetworks/subnets/join/action',
        'Microsoft.RecoveryServices/locations/*',
        'Microsoft.RecoveryServices/Vaults/backupFabrics/backupProtectionIntent/write',
        'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/*/read',
        'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/read',
        'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/write',
        'Microsoft.RecoveryServices/Vaults/backupPolicies/read',
        'Microsoft.RecoveryServices/Vaults/backupPolicies/write',
        'Microsoft.RecoveryServices/Vaults/read',
        'Microsoft.RecoveryServices/Vaults/usages/read',
        'Microsoft.RecoveryServices/Vaults/write',
        'Microsoft.ResourceHealth/availabilityStatuses/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.SerialConsole/serialPorts/connect/action',
        'Microsoft.SqlVirtualMachine/*',
        'Microsoft.Storage/storageAccounts/listKeys/action',
        'Microsoft.Storage/storageAccounts/read',
        'Microsoft.Support/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Cognitive Services OpenAI User': [
    {
      actions: [
        'Microsoft.CognitiveServices/*/read',
        'Microsoft.Authorization/roleAssignments/read',
        'Microsoft.Authorization/roleDefinitions/read',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.CognitiveServices/accounts/OpenAI/*/read',
        'Microsoft.CognitiveServices/accounts/OpenAI/engines/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/engines/search/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/engines/generate/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/audio/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/search/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/extensions/chat/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/embeddings/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/images/generations/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/video/generations/*/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/video/generations/*/delete',
        'Microsoft.CognitiveServices/accounts/OpenAI/assistants/*',
        'Microsoft.CognitiveServices/accounts/OpenAI/responses/*',
      ],
      notDataActions: ['Microsoft.CognitiveServices/accounts/OpenAI/stored-completions/read'],
    },
  ],
  'Cognitive Services OpenAI Contributor': [
    {
      actions: [
        'Microsoft.CognitiveServices/*/read',
        'Microsoft.CognitiveServices/accounts/deployments/write',
        'Microsoft.CognitiveServices/accounts/deployments/delete',
        'Microsoft.CognitiveServices/accounts/raiPolicies/read',
        'Microsoft.CognitiveServices/accounts/raiPolicies/write',
        'Microsoft.CognitiveServices/accounts/raiPolicies/delete',
        'Microsoft.CognitiveServices/accounts/commitmentplans/read',
        'Microsoft.CognitiveServices/accounts/commitmentplans/write',
        'Microsoft.CognitiveServices/accounts/commitmentplans/delete',
        'Microsoft.Authorization/roleAssignments/read',
        'Microsoft.Authorization/roleDefinitions/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.CognitiveServices/accounts/OpenAI/*'],
      notDataActions: [],
    },
  ],
  Contributor: [
    {
      actions: ['*'],
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
        'Microsoft.Compute/galleries/share/action',
        'Microsoft.Purview/consents/write',
        'Microsoft.Purview/consents/delete',
        'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
        'Microsoft.Subscription/cancel/action',
        'Microsoft.Subscription/enable/action',
      ],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'DNS Zone Contributor': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Network/dnsZones/*',
        'Microsoft.ResourceHealth/availabilityStatuses/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Private DNS Zone Contributor': [
    {
      actions: [
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
        'Microsoft.Network/privateDnsZones/*',
        'Microsoft.Network/privateDnsOperationResults/*',
        'Microsoft.Network/privateDnsOperationStatuses/*',
        'Microsoft.Network/virtualNetworks/read',
        'Microsoft.Network/virtualNetworks/join/action',
        'Microsoft.Authorization/*/read',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Key Vault Administrator': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
        'Microsoft.KeyVault/checkNameAvailability/read',
        'Microsoft.KeyVault/deletedVaults/read',
        'Microsoft.KeyVault/locations/*/read',
        'Microsoft.KeyVault/vaults/*/read',
        'Microsoft.KeyVault/operations/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.KeyVault/vaults/*'],
      notDataActions: [],
    },
  ],
  'Key Vault Certificate User': [
    {
      actions: [],
      notActions: [],
      dataActions: [
        'Microsoft.KeyVault/vaults/certificates/read',
        'Microsoft.KeyVault/vaults/secrets/getSecret/action',
        'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
        'Microsoft.KeyVault/vaults/keys/read',
      ],
      notDataActions: [],
    },
  ],
  'Key Vault Certificates Officer': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
        'Microsoft.KeyVault/checkNameAvailability/read',
        'Microsoft.KeyVault/deletedVaults/read',
        'Microsoft.KeyVault/locations/*/read',
        'Microsoft.KeyVault/vaults/*/read',
        'Microsoft.KeyVault/operations/read',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.KeyVault/vaults/certificatecas/*',
        'Microsoft.KeyVault/vaults/certificates/*',
        'Microsoft.KeyVault/vaults/certificatecontacts/write',
      ],
      notDataActions: [],
    },
  ],
  'Key Vault Contributor': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.KeyVault/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
      ],
      notActions: [
        'Microsoft.KeyVault/locations/deletedVaults/purge/action',
        'Microsoft.KeyVault/hsmPools/*',
        'Microsoft.KeyVault/managedHsms/*',
      ],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Key Vault Crypto Officer': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
        'Microsoft.KeyVault/checkNameAvailability/read',
        'Microsoft.KeyVault/deletedVaults/read',
        'Microsoft.KeyVault/locations/*/read',
        'Microsoft.KeyVault/vaults/*/read',
        'Microsoft.KeyVault/operations/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.KeyVault/vaults/keys/*', 'Microsoft.KeyVault/vaults/keyrotationpolicies/*'],
      notDataActions: [],
    },
  ],
  'Key Vault Crypto User': [
    {
      actions: [],
      notActions: [],
      dataActions: [
        'Microsoft.KeyVault/vaults/keys/read',
        'Microsoft.KeyVault/vaults/keys/update/action',
        'Microsoft.KeyVault/vaults/keys/backup/action',
        'Microsoft.KeyVault/vaults/keys/encrypt/action',
        'Microsoft.KeyVault/vaults/keys/decrypt/action',
        'Microsoft.KeyVault/vaults/keys/wrap/action',
        'Microsoft.KeyVault/vaults/keys/unwrap/action',
        'Microsoft.KeyVault/vaults/keys/sign/action',
        'Microsoft.KeyVault/vaults/keys/verify/action',
      ],
      notDataActions: [],
    },
  ],
  'Key Vault Crypto Service Encryption User': [
    {
      actions: [
        'Microsoft.EventGrid/eventSubscriptions/write',
        'Microsoft.EventGrid/eventSubscriptions/read',
        'Microsoft.EventGrid/eventSubscriptions/delete',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.KeyVault/vaults/keys/read',
        'Microsoft.KeyVault/vaults/keys/wrap/action',
        'Microsoft.KeyVault/vaults/keys/unwrap/action',
      ],
      notDataActions: [],
    },
  ],
  'Key Vault Reader': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
        'Microsoft.KeyVault/checkNameAvailability/read',
        'Microsoft.KeyVault/deletedVaults/read',
        'Microsoft.KeyVault/locations/*/read',
        'Microsoft.KeyVault/vaults/*/read',
        'Microsoft.KeyVault/operations/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.KeyVault/vaults/*/read', 'Microsoft.KeyVault/vaults/secrets/readMetadata/action'],
      notDataActions: [],
    },
  ],
  'Key Vault Secrets Officer': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
        'Microsoft.KeyVault/checkNameAvailability/read',
        'Microsoft.KeyVault/deletedVaults/read',
        'Microsoft.KeyVault/locations/*/read',
        'Microsoft.KeyVault/vaults/*/read',
        'Microsoft.KeyVault/operations/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.KeyVault/vaults/secrets/*'],
      notDataActions: [],
    },
  ],
  'Key Vault Secrets User': [
    {
      actions: [],
      notActions: [],
      dataActions: [
        'Microsoft.KeyVault/vaults/secrets/getSecret/action',
        'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
      ],
      notDataActions: [],
    },
  ],
  'Log Analytics Data Reader': [
    {
      actions: ['Microsoft.OperationalInsights/workspaces/query/read', 'Microsoft.OperationalInsights/workspaces/read'],
      notActions: [],
      dataActions: ['Microsoft.OperationalInsights/workspaces/tables/data/read'],
      notDataActions: [],
    },
  ],
  'Managed Identity Contributor': [
    {
      actions: [
        'Microsoft.ManagedIdentity/userAssignedIdentities/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/write',
        'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
        'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
        'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete',
        'Microsoft.ManagedIdentity/userAssignedIdentities/revokeTokens/action',
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Support/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Managed Identity Operator': [
    {
      actions: [
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Support/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Monitoring Data Reader': [
    { actions: [], notActions: [], dataActions: ['Microsoft.Monitor/accounts/data/metrics/read'], notDataActions: [] },
  ],
  'Monitoring Metrics Publisher': [
    {
      actions: [
        'Microsoft.Insights/Register/Action',
        'Microsoft.Support/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
      ],
      notActions: [],
      dataActions: ['Microsoft.Insights/Metrics/Write', 'Microsoft.Insights/Telemetry/Write'],
      notDataActions: [],
    },
  ],
  'Monitoring Reader': [
    {
      actions: ['*/read', 'Microsoft.OperationalInsights/workspaces/search/action', 'Microsoft.Support/*'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Network Contributor': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Network/*',
        'Microsoft.ResourceHealth/availabilityStatuses/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  Owner: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
  Reader: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
  'Storage Account Contributor': [
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Insights/diagnosticSettings/*',
        'Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action',
        'Microsoft.ResourceHealth/availabilityStatuses/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Storage/storageAccounts/*',
        'Microsoft.Support/*',
      ],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Storage Blob Data Contributor': [
    {
      actions: [
        'Microsoft.Storage/storageAccounts/blobServices/containers/delete',
        'Microsoft.Storage/storageAccounts/blobServices/containers/read',
        'Microsoft.Storage/storageAccounts/blobServices/containers/write',
        'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete',
        'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
        'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write',
        'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/move/action',
        'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action',
      ],
      notDataActions: [],
    },
  ],
  'Storage Blob Data Owner': [
    {
      actions: [
        'Microsoft.Storage/storageAccounts/blobServices/containers/*',
        'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
      ],
      notActions: [],
      dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'],
      notDataActions: [],
    },
  ],
  'Storage Blob Data Reader': [
    {
      actions: [
        'Microsoft.Storage/storageAccounts/blobServices/containers/read',
        'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
      ],
      notActions: [],
      dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
      notDataActions: [],
    },
  ],
  'Storage Blob Delegator': [
    {
      actions: ['Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
  'Storage Queue Data Contributor': [
    {
      actions: [
        'Microsoft.Storage/storageAccounts/queueServices/queues/delete',
        'Microsoft.Storage/storageAccounts/queueServices/queues/read',
        'Microsoft.Storage/storageAccounts/queueServices/queues/write',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.Storage/storageAccounts/queueServices/queues/messages/delete',
        'Microsoft.Storage/storageAccounts/queueServices/queues/messages/read',
        'Microsoft.Storage/storageAccounts/queueServices/queues/messages/write',
        'Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action',
      ],
      notDataActions: [],
    },
  ],
  'Storage Queue Data Message Processor': [
    {
      actions: [],
      notActions: [],
      dataActions: [
        'Microsoft.Storage/storageAccounts/queueServices/queues/messages/read',
        'Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action',
      ],
      notDataActions: [],
    },
  ],
  'Storage Queue Data Message Sender': [
    {
      actions: [],
      notActions: [],
      dataActions: ['Microsoft.Storage/storageAccounts/queueServices/queues/messages/add/action'],
      notDataActions: [],
    },
  ],
  'Storage Queue Data Reader': [
    {
      actions: ['Microsoft.Storage/storageAccounts/queueServices/queues/read'],
      notActions: [],
      dataActions: ['Microsoft.Storage/storageAccounts/queueServices/queues/messages/read'],
      notDataActions: [],
    },
  ],
  'Storage Table Data Contributor': [
    {
      actions: [
        'Microsoft.Storage/storageAccounts/tableServices/tables/read',
        'Microsoft.Storage/storageAccounts/tableServices/tables/write',
        'Microsoft.Storage/storageAccounts/tableServices/tables/delete',
      ],
      notActions: [],
      dataActions: [
        'Microsoft.Storage/storageAccounts/tableServices/tables/entities/read',
        'Microsoft.Storage/storageAccounts/tableServices/tables/entities/write',
        'Microsoft.Storage/storageAccounts/tableServices/tables/entities/delete',
        'Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action',
        'Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action',
      ],
      notDataActions: [],
    },
  ],
  'Storage Table Data Reader': [
    {
      actions: ['Microsoft.Storage/storageAccounts/tableServices/tables/read'],
      notActions: [],
      dataActions: ['Microsoft.Storage/storageAccounts/tableServices/tables/entities/read'],
      notDataActions: [],
    },
  ],
  'User Access Administrator': [
    {
      actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    },
  ],
};

/** What any built-in role has of the data plane, one a line, patterns among them; a role’s other actions are of the control plane. */
export const AZURE_DATA_ACTIONS = `
Anyscale.Platform/*/delete
Anyscale.Platform/*/read
Anyscale.Platform/*/write
Anyscale.Platform/admin/action
Microsoft.AgFoodPlatform/*
Microsoft.AgFoodPlatform/*/action
Microsoft.AgFoodPlatform/*/checkConsent/action
Microsoft.AgFoodPlatform/*/download/action
Microsoft.AgFoodPlatform/*/list/action
Microsoft.AgFoodPlatform/*/overlap/action
Microsoft.AgFoodPlatform/*/read
Microsoft.AgFoodPlatform/*/search/action
Microsoft.AgFoodPlatform/*/write
Microsoft.AgFoodPlatform/farmBeats/datasetRecords/*
Microsoft.AgFoodPlatform/farmBeats/datasets/*
Microsoft.AgFoodPlatform/farmBeats/ingestionJobs/satelliteDataIngestionJobs/*
Microsoft.AgFoodPlatform/farmBeats/parties/boundaries/read
Microsoft.AgFoodPlatform/farmBeats/parties/boundaries/write
Microsoft.AgFoodPlatform/farmBeats/parties/farms/read
Microsoft.AgFoodPlatform/farmBeats/parties/farms/write
Microsoft.AgFoodPlatform/farmBeats/parties/fields/read
Microsoft.AgFoodPlatform/farmBeats/parties/fields/write
Microsoft.AgFoodPlatform/farmBeats/parties/models/resourceTypes/resources/insightAttachments/*
Microsoft.AgFoodPlatform/farmBeats/parties/models/resourceTypes/resources/insights/*
Microsoft.AgFoodPlatform/farmBeats/parties/read
Microsoft.AgFoodPlatform/farmBeats/scenes/*
Microsoft.AgFoodPlatform/farmBeats/sensorPartnerScope/*
Microsoft.AnyBuild/clusters/build/read
Microsoft.AnyBuild/clusters/build/write
Microsoft.ApiCenter/services/*/read
Microsoft.ApiCenter/services/workspaces/apis/versions/definitions/exportSpecification/action
Microsoft.ApiCenter/services/workspaces/apis/versions/securityRequirements/getCredentials/action
Microsoft.ApiCenter/services/workspaces/apis/versions/securityRequirements/read
Microsoft.ApiCenter/services/workspaces/search/action
Microsoft.App/agents/*/delete
Microsoft.App/agents/*/read
Microsoft.App/agents/*/write
Microsoft.App/agents/extendedAgents/delete
Microsoft.App/agents/extendedAgents/read
Microsoft.App/agents/extendedAgents/write
Microsoft.App/agents/graph/read
Microsoft.App/agents/graph/write
Microsoft.App/agents/incidentManagement/delete
Microsoft.App/agents/incidentManagement/read
Microsoft.App/agents/incidentManagement/write
Microsoft.App/agents/memory/read
Microsoft.App/agents/memory/write
Microsoft.App/agents/scheduledtasks/delete
Microsoft.App/agents/scheduledtasks/read
Microsoft.App/agents/scheduledtasks/write
Microsoft.App/agents/threads/approve/action
Microsoft.App/agents/threads/read
Microsoft.App/agents/threads/write
Microsoft.App/containerApps/debug/action
Microsoft.App/containerApps/exec/action
Microsoft.App/containerApps/logstream/action
Microsoft.App/jobs/exec/action
Microsoft.App/jobs/logstream/action
Microsoft.App/sandboxGroups/*/action
Microsoft.App/sandboxGroups/*/delete
Microsoft.App/sandboxGroups/*/read
Microsoft.App/sandboxGroups/*/write
Microsoft.App/sessionPools/*/read
Microsoft.App/sessionPools/executions/*
Microsoft.App/sessionPools/files/*
Microsoft.App/sessionPools/interpreters/execute/action
Microsoft.App/sessionPools/interpreters/read
Microsoft.AppConfiguration/configurationStores/*/action
Microsoft.AppConfiguration/configurationStores/*/delete
Microsoft.AppConfiguration/configurationStores/*/read
Microsoft.AppConfiguration/configurationStores/*/write
Microsoft.AppPlatform/*
Microsoft.AppPlatform/Spring/*/read
Microsoft.AppPlatform/Spring/ApplicationConfigurationService/logstream/action
Microsoft.AppPlatform/Spring/ApplicationConfigurationService/read
Microsoft.AppPlatform/Spring/SpringCloudGateway/logstream/action
Microsoft.AppPlatform/Spring/apps/deployments/connect/action
Microsoft.AppPlatform/Spring/apps/deployments/remotedebugging/action
Microsoft.AppPlatform/Spring/configService/delete
Microsoft.AppPlatform/Spring/configService/logstream/action
Microsoft.AppPlatform/Spring/configService/read
Microsoft.AppPlatform/Spring/configService/write
Microsoft.AppPlatform/Spring/eurekaService/delete
Microsoft.AppPlatform/Spring/eurekaService/read
Microsoft.AppPlatform/Spring/eurekaService/write
Microsoft.AppPlatform/Spring/jobs/executions/listInstances/action
Microsoft.AppPlatform/Spring/jobs/executions/logstream/action
Microsoft.AppPlatform/Spring/managedComponents/logstream/action
Microsoft.AutonomousDevelopmentPlatform/*
Microsoft.AutonomousDevelopmentPlatform/*/read
Microsoft.AutonomousDevelopmentPlatform/accounts/dataPools/discoveries/*
Microsoft.AutonomousDevelopmentPlatform/accounts/dataPools/measurementCollections/*
Microsoft.AutonomousDevelopmentPlatform/accounts/dataPools/measurements/states/new/*
Microsoft.AutonomousDevelopmentPlatform/accounts/dataPools/uploads/*
Microsoft.AutonomousDevelopmentPlatform/accounts/measurementCollections/*
Microsoft.AutonomousDevelopmentPlatform/workspaces/discoveries/*
Microsoft.AutonomousDevelopmentPlatform/workspaces/measurementCollections/*
Microsoft.AutonomousDevelopmentPlatform/workspaces/measurements/classifications/*
Microsoft.AutonomousDevelopmentPlatform/workspaces/measurements/dataStreams/classifications/*
Microsoft.AutonomousDevelopmentPlatform/workspaces/measurements/states/new/*
Microsoft.AutonomousDevelopmentPlatform/workspaces/read
Microsoft.AutonomousDevelopmentPlatform/workspaces/uploads/*
Microsoft.AzureStackHCI/Clusters/WACloginAsAdmin/Action
Microsoft.Batch/*
Microsoft.Batch/*/read
Microsoft.Batch/batchAccounts/jobSchedules/*
Microsoft.Batch/batchAccounts/jobs/*
Microsoft.Bing/accounts/useGrounding/action
Microsoft.Blockchain/blockchainMembers/transactionNodes/connect/action
Microsoft.CodeSigning/IdentityVerification/Delete
Microsoft.CodeSigning/IdentityVerification/Read
Microsoft.CodeSigning/IdentityVerification/Write
Microsoft.CodeSigning/certificateProfiles/Sign/action
Microsoft.CognitiveSearch/indexes/documents/*
Microsoft.CognitiveSearch/indexes/documents/read
Microsoft.CognitiveSearch/indexes/schema/*
Microsoft.CognitiveSearch/indexes/schema/read
Microsoft.CognitiveServices/*
Microsoft.CognitiveServices/*/read
Microsoft.CognitiveServices/accounts/AIServices/endpoints/interact/action
Microsoft.CognitiveServices/accounts/AIServices/responses/*
Microsoft.CognitiveServices/accounts/AudioContentCreation/*
Microsoft.CognitiveServices/accounts/BatchAvatar/*
Microsoft.CognitiveServices/accounts/BatchTextToSpeech/*
Microsoft.CognitiveServices/accounts/ContentSafety/*
Microsoft.CognitiveServices/accounts/ConversationalLanguageUnderstanding/*
Microsoft.CognitiveServices/accounts/ConversationalLanguageUnderstanding/*/read
Microsoft.CognitiveServices/accounts/ConversationalLanguageUnderstanding/projects/export/action
Microsoft.CognitiveServices/accounts/CustomAvatar/*
Microsoft.CognitiveServices/accounts/CustomAvatar/*/read
Microsoft.CognitiveServices/accounts/CustomVision/*
Microsoft.CognitiveServices/accounts/CustomVision/*/read
Microsoft.CognitiveServices/accounts/CustomVision/classify/*
Microsoft.CognitiveServices/accounts/CustomVision/detect/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/images/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/images/suggested/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/iterations/export/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/iterations/publish/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/predictions/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/predictions/query/action
Microsoft.CognitiveServices/accounts/CustomVision/projects/quicktest/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/tags/*
Microsoft.CognitiveServices/accounts/CustomVision/projects/tagsandregions/suggestions/action
Microsoft.CognitiveServices/accounts/CustomVoice/*
Microsoft.CognitiveServices/accounts/CustomVoice/*/read
Microsoft.CognitiveServices/accounts/CustomVoice/evaluations/*
Microsoft.CognitiveServices/accounts/CustomVoice/longaudiosynthesis/*
Microsoft.CognitiveServices/accounts/Face/*
Microsoft.CognitiveServices/accounts/Face/*/sessions/action
Microsoft.CognitiveServices/accounts/Face/*/sessions/audit/read
Microsoft.CognitiveServices/accounts/Face/*/sessions/delete
Microsoft.CognitiveServices/accounts/Face/*/sessions/read
Microsoft.CognitiveServices/accounts/Face/detect/action
Microsoft.CognitiveServices/accounts/Face/detectliveness/multimodal/action
Microsoft.CognitiveServices/accounts/Face/detectliveness/singlemodal/action
Microsoft.CognitiveServices/accounts/Face/detectlivenesswithverify/singlemodal/action
Microsoft.CognitiveServices/accounts/Face/findsimilars/action
Microsoft.CognitiveServices/accounts/Face/group/action
Microsoft.CognitiveServices/accounts/Face/identify/action
Microsoft.CognitiveServices/accounts/Face/verify/action
Microsoft.CognitiveServices/accounts/ImmersiveReader/getcontentmodelforreader/action
Microsoft.CognitiveServices/accounts/LUIS/*
Microsoft.CognitiveServices/accounts/LUIS/*/read
Microsoft.CognitiveServices/accounts/LUIS/apps/testdatasets/write
Microsoft.CognitiveServices/accounts/Language/*
Microsoft.CognitiveServices/accounts/Language/*/projects/export/action
Microsoft.CognitiveServices/accounts/Language/*/read
Microsoft.CognitiveServices/accounts/Language/analyze-conversations/action
Microsoft.CognitiveServices/accounts/Language/analyze-conversations/jobs/action
Microsoft.CognitiveServices/accounts/Language/analyze-conversations/jobscancel/action
Microsoft.CognitiveServices/accounts/Language/analyze-text/action
Microsoft.CognitiveServices/accounts/Language/analyze-text/jobs/action
Microsoft.CognitiveServices/accounts/Language/analyze-text/jobscancel/action
Microsoft.CognitiveServices/accounts/Language/generate/action
Microsoft.CognitiveServices/accounts/Language/query-dataverse/action
Microsoft.CognitiveServices/accounts/Language/query-knowledgebases/action
Microsoft.CognitiveServices/accounts/Language/query-text/action
Microsoft.CognitiveServices/accounts/LanguageAuthoring/*
Microsoft.CognitiveServices/accounts/LanguageAuthoring/*/read
Microsoft.CognitiveServices/accounts/MaaS/*
Microsoft.CognitiveServices/accounts/MetricsAdvisor/*
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/*
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzerresults/files/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzerresults/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzers/operations/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzers/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzers/results/images/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzers/results/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzers:analyze/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/analyzers:analyzebinary/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/batchAnalysisJobs/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/classifierresults/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/classifiers/operations/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/classifiers/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/classifiers:classify/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/classifiers:classifybinary/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/defaults/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/faces:compare/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/faces:detect/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/datasets/files/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/labels/document/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/labels/ocr/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/labels/operations/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/labels/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/labels:analyze/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/migration/operations/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/reference/files/operations/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/reference/files/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/schema/operations/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/schema/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/stats/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/test/files/operations/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/labelingProjects/test/files/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/persondirectories/faces/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/persondirectories/faces:find/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/persondirectories/persons/read
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/persondirectories/persons:identify/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/persondirectories/persons:verify/action
Microsoft.CognitiveServices/accounts/MultiModalIntelligence/persondirectories/read
Microsoft.CognitiveServices/accounts/OpenAI/*
Microsoft.CognitiveServices/accounts/OpenAI/*/read
Microsoft.CognitiveServices/accounts/OpenAI/assistants/*
Microsoft.CognitiveServices/accounts/OpenAI/deployments/audio/action
Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action
Microsoft.CognitiveServices/accounts/OpenAI/deployments/completions/action
Microsoft.CognitiveServices/accounts/OpenAI/deployments/embeddings/action
Microsoft.CognitiveServices/accounts/OpenAI/deployments/extensions/chat/completions/action
Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action
Microsoft.CognitiveServices/accounts/OpenAI/deployments/search/action
Microsoft.CognitiveServices/accounts/OpenAI/engines/completions/action
Microsoft.CognitiveServices/accounts/OpenAI/engines/generate/action
Microsoft.CognitiveServices/accounts/OpenAI/engines/search/action
Microsoft.CognitiveServices/accounts/OpenAI/images/generations/action
Microsoft.CognitiveServices/accounts/OpenAI/responses/*
Microsoft.CognitiveServices/accounts/OpenAI/video/generations/*/action
Microsoft.CognitiveServices/accounts/OpenAI/video/generations/*/delete
Microsoft.CognitiveServices/accounts/QnAMaker.v2/alterations/read
Microsoft.CognitiveServices/accounts/QnAMaker.v2/alterations/write
Microsoft.CognitiveServices/accounts/QnAMaker.v2/endpointkeys/read
Microsoft.CognitiveServices/accounts/QnAMaker.v2/endpointkeys/refreshkeys/action
Microsoft.CognitiveServices/accounts/QnAMaker.v2/endpointsettings/read
Microsoft.CognitiveServices/accounts/QnAMaker.v2/endpointsettings/write
Microsoft.CognitiveServices/accounts/QnAMaker.v2/knowledgebases/create/write
Microsoft.CognitiveServices/accounts/QnAMaker.v2/knowledgebases/download/read
Microsoft.CognitiveServices/accounts/QnAMaker.v2/knowledgebases/generateanswer/action
Microsoft.CognitiveServices/accounts/QnAMaker.v2/knowledgebases/read
Microsoft.CognitiveServices/accounts/QnAMaker.v2/knowledgebases/train/action
Microsoft.CognitiveServices/accounts/QnAMaker.v2/knowledgebases/write
Microsoft.CognitiveServices/accounts/QnAMaker.v2/operations/read
Microsoft.CognitiveServices/accounts/QnAMaker/alterations/read
Microsoft.CognitiveServices/accounts/QnAMaker/alterations/write
Microsoft.CognitiveServices/accounts/QnAMaker/endpointkeys/read
Microsoft.CognitiveServices/accounts/QnAMaker/endpointkeys/refreshkeys/action
Microsoft.CognitiveServices/accounts/QnAMaker/endpointsettings/read
Microsoft.CognitiveServices/accounts/QnAMaker/endpointsettings/write
Microsoft.CognitiveServices/accounts/QnAMaker/knowledgebases/create/write
Microsoft.CognitiveServices/accounts/QnAMaker/knowledgebases/download/read
Microsoft.CognitiveServices/accounts/QnAMaker/knowledgebases/generateanswer/action
Microsoft.CognitiveServices/accounts/QnAMaker/knowledgebases/read
Microsoft.CognitiveServices/accounts/QnAMaker/knowledgebases/train/action
Microsoft.CognitiveServices/accounts/QnAMaker/knowledgebases/write
Microsoft.CognitiveServices/accounts/QnAMaker/operations/read
Microsoft.CognitiveServices/accounts/SpeechServices/*
Microsoft.CognitiveServices/accounts/SpeechServices/*/frontend/action
Microsoft.CognitiveServices/accounts/SpeechServices/*/read
Microsoft.CognitiveServices/accounts/SpeechServices/*/transcriptions/action
Microsoft.CognitiveServices/accounts/SpeechServices/*/transcriptions/delete
Microsoft.CognitiveServices/accounts/SpeechServices/*/transcriptions/read
Microsoft.CognitiveServices/accounts/SpeechServices/*/transcriptions/write
Microsoft.CognitiveServices/accounts/SpeechServices/text-dependent/*/action
Microsoft.CognitiveServices/accounts/SpeechServices/text-independent/*/action
Microsoft.CognitiveServices/accounts/SpeechServices/voiceagent/realtime/*
Microsoft.CognitiveServices/accounts/SpeechServices/voicelive/realtime/*
Microsoft.CognitiveServices/accounts/TTSPlayer/*
Microsoft.CognitiveServices/accounts/TextAnalytics/*
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/alterations/read
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/alterations/write
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/endpointkeys/read
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/endpointkeys/refreshkeys/action
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/endpointsettings/read
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/endpointsettings/write
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/knowledgebases/create/write
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/knowledgebases/download/read
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/knowledgebases/generateanswer/action
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/knowledgebases/read
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/knowledgebases/train/action
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/knowledgebases/write
Microsoft.CognitiveServices/accounts/TextAnalytics/QnAMaker/operations/read
Microsoft.CognitiveServices/accounts/VideoTranslation/*
Microsoft.CognitiveServices/accounts/aiservices/agents/read
Microsoft.CognitiveServices/accounts/aiservices/assets/read
Microsoft.Compute/disks/download/action
Microsoft.Compute/disks/upload/action
Microsoft.Compute/snapshots/download/action
Microsoft.Compute/snapshots/upload/action
Microsoft.Compute/virtualMachines/WACloginAsAdmin/action
Microsoft.Compute/virtualMachines/login/action
Microsoft.Compute/virtualMachines/loginAsAdmin/action
Microsoft.ConfidentialLedger/ledgers/transactions/read
Microsoft.ConfidentialLedger/ledgers/transactions/write
Microsoft.ConnectedVMwarevSphere/virtualmachines/WACloginAsAdmin/action
Microsoft.ContainerRegistry/registries/catalog/read
Microsoft.ContainerRegistry/registries/quarantinedArtifacts/read
Microsoft.ContainerRegistry/registries/quarantinedArtifacts/write
Microsoft.ContainerRegistry/registries/repositories/content/delete
Microsoft.ContainerRegistry/registries/repositories/content/read
Microsoft.ContainerRegistry/registries/repositories/content/write
Microsoft.ContainerRegistry/registries/repositories/metadata/delete
Microsoft.ContainerRegistry/registries/repositories/metadata/read
Microsoft.ContainerRegistry/registries/repositories/metadata/write
Microsoft.ContainerRegistry/registries/trustedCollections/write
Microsoft.ContainerService/aiManagers/apps/controllerrevisions/read
Microsoft.ContainerService/aiManagers/apps/daemonsets/read
Microsoft.ContainerService/aiManagers/apps/deployments/read
Microsoft.ContainerService/aiManagers/apps/replicasets/read
Microsoft.ContainerService/aiManagers/apps/statefulsets/read
Microsoft.ContainerService/aiManagers/autoscaling/horizontalpodautoscalers/read
Microsoft.ContainerService/aiManagers/batch/cronjobs/read
Microsoft.ContainerService/aiManagers/batch/jobs/read
Microsoft.ContainerService/aiManagers/configmaps/read
Microsoft.ContainerService/aiManagers/discovery.k8s.io/endpointslices/read
Microsoft.ContainerService/aiManagers/endpoints/read
Microsoft.ContainerService/aiManagers/events.k8s.io/events/read
Microsoft.ContainerService/aiManagers/events/read
Microsoft.ContainerService/aiManagers/extensions/daemonsets/read
Microsoft.ContainerService/aiManagers/extensions/deployments/read
Microsoft.ContainerService/aiManagers/extensions/ingresses/read
Microsoft.ContainerService/aiManagers/extensions/networkpolicies/read
Microsoft.ContainerService/aiManagers/extensions/replicasets/read
Microsoft.ContainerService/aiManagers/inference/action
Microsoft.ContainerService/aiManagers/limitranges/read
Microsoft.ContainerService/aiManagers/metrics.k8s.io/nodes/read
Microsoft.ContainerService/aiManagers/metrics.k8s.io/pods/read
Microsoft.ContainerService/aiManagers/namespaces/read
Microsoft.ContainerService/aiManagers/networking.k8s.io/ingresses/read
Microsoft.ContainerService/aiManagers/networking.k8s.io/networkpolicies/read
Microsoft.ContainerService/aiManagers/persistentvolumeclaims/read
Microsoft.ContainerService/aiManagers/pods/read
Microsoft.ContainerService/aiManagers/policy/poddisruptionbudgets/read
Microsoft.ContainerService/aiManagers/replicationcontrollers/read
Microsoft.ContainerService/aiManagers/resourcequotas/read
Microsoft.ContainerService/aiManagers/secrets/read
Microsoft.ContainerService/aiManagers/serviceaccounts/read
Microsoft.ContainerService/aiManagers/services/read
Microsoft.ContainerService/fleets/*
Microsoft.ContainerService/fleets/apiextensions.k8s.io/customresourcedefinitions/read
Microsoft.ContainerService/fleets/apps/controllerrevisions/read
Microsoft.ContainerService/fleets/apps/daemonsets/*
Microsoft.ContainerService/fleets/apps/daemonsets/read
Microsoft.ContainerService/fleets/apps/daemonsets/write
Microsoft.ContainerService/fleets/apps/deployments/*
Microsoft.ContainerService/fleets/apps/deployments/read
Microsoft.ContainerService/fleets/apps/deployments/write
Microsoft.ContainerService/fleets/apps/statefulsets/*
Microsoft.ContainerService/fleets/apps/statefulsets/read
Microsoft.ContainerService/fleets/apps/statefulsets/write
Microsoft.ContainerService/fleets/authorization.k8s.io/localsubjectaccessreviews/write
Microsoft.ContainerService/fleets/autoscaling/horizontalpodautoscalers/*
Microsoft.ContainerService/fleets/autoscaling/horizontalpodautoscalers/read
Microsoft.ContainerService/fleets/autoscaling/horizontalpodautoscalers/write
Microsoft.ContainerService/fleets/batch/cronjobs/*
Microsoft.ContainerService/fleets/batch/cronjobs/read
Microsoft.ContainerService/fleets/batch/cronjobs/write
Microsoft.ContainerService/fleets/batch/jobs/*
Microsoft.ContainerService/fleets/batch/jobs/read
Microsoft.ContainerService/fleets/batch/jobs/write
Microsoft.ContainerService/fleets/cluster.kubernetes-fleet.io/internalmemberclusters/read
Microsoft.ContainerService/fleets/cluster.kubernetes-fleet.io/memberclusters/read
Microsoft.ContainerService/fleets/cluster.kubernetes-fleet.io/memberclusters/write
Microsoft.ContainerService/fleets/configmaps/*
Microsoft.ContainerService/fleets/configmaps/read
Microsoft.ContainerService/fleets/configmaps/write
Microsoft.ContainerService/fleets/customresources/delete
Microsoft.ContainerService/fleets/customresources/read
Microsoft.ContainerService/fleets/customresources/write
Microsoft.ContainerService/fleets/endpoints/*
Microsoft.ContainerService/fleets/endpoints/read
Microsoft.ContainerService/fleets/endpoints/write
Microsoft.ContainerService/fleets/events.k8s.io/events/read
Microsoft.ContainerService/fleets/events/read
Microsoft.ContainerService/fleets/extensions/daemonsets/*
Microsoft.ContainerService/fleets/extensions/daemonsets/read
Microsoft.ContainerService/fleets/extensions/daemonsets/write
Microsoft.ContainerService/fleets/extensions/deployments/*
Microsoft.ContainerService/fleets/extensions/deployments/read
Microsoft.ContainerService/fleets/extensions/deployments/write
Microsoft.ContainerService/fleets/extensions/ingresses/*
Microsoft.ContainerService/fleets/extensions/ingresses/read
Microsoft.ContainerService/fleets/extensions/ingresses/write
Microsoft.ContainerService/fleets/extensions/networkpolicies/*
Microsoft.ContainerService/fleets/extensions/networkpolicies/read
Microsoft.ContainerService/fleets/extensions/networkpolicies/write
Microsoft.ContainerService/fleets/limitranges/read
Microsoft.ContainerService/fleets/members/*
Microsoft.ContainerService/fleets/members/apps/controllerrevisions/read
Microsoft.ContainerService/fleets/members/apps/daemonsets/*
Microsoft.ContainerService/fleets/members/apps/daemonsets/read
Microsoft.ContainerService/fleets/members/apps/deployments/*
Microsoft.ContainerService/fleets/members/apps/deployments/read
Microsoft.ContainerService/fleets/members/apps/replicasets/*
Microsoft.ContainerService/fleets/members/apps/replicasets/read
Microsoft.ContainerService/fleets/members/apps/statefulsets/*
Microsoft.ContainerService/fleets/members/apps/statefulsets/read
Microsoft.ContainerService/fleets/members/autoscaling/horizontalpodautoscalers/*
Microsoft.ContainerService/fleets/members/autoscaling/horizontalpodautoscalers/read
Microsoft.ContainerService/fleets/members/batch/cronjobs/*
Microsoft.ContainerService/fleets/members/batch/cronjobs/read
Microsoft.ContainerService/fleets/members/batch/jobs/*
Microsoft.ContainerService/fleets/members/batch/jobs/read
Microsoft.ContainerService/fleets/members/configmaps/*
Microsoft.ContainerService/fleets/members/configmaps/read
Microsoft.ContainerService/fleets/members/coordination.k8s.io/leases/delete
Microsoft.ContainerService/fleets/members/coordination.k8s.io/leases/read
Microsoft.ContainerService/fleets/members/coordination.k8s.io/leases/write
Microsoft.ContainerService/fleets/members/customresources/delete
Microsoft.ContainerService/fleets/members/customresources/read
Microsoft.ContainerService/fleets/members/customresources/write
Microsoft.ContainerService/fleets/members/discovery.k8s.io/endpointslices/read
Microsoft.ContainerService/fleets/members/endpoints/*
Microsoft.ContainerService/fleets/members/endpoints/read
Microsoft.ContainerService/fleets/members/events.k8s.io/events/read
Microsoft.ContainerService/fleets/members/events/*
Microsoft.ContainerService/fleets/members/events/read
Microsoft.ContainerService/fleets/members/extensions/daemonsets/*
Microsoft.ContainerService/fleets/members/extensions/daemonsets/read
Microsoft.ContainerService/fleets/members/extensions/deployments/*
Microsoft.ContainerService/fleets/members/extensions/deployments/read
Microsoft.ContainerService/fleets/members/extensions/ingresses/*
Microsoft.ContainerService/fleets/members/extensions/ingresses/read
Microsoft.ContainerService/fleets/members/extensions/networkpolicies/*
Microsoft.ContainerService/fleets/members/extensions/networkpolicies/read
Microsoft.ContainerService/fleets/members/extensions/replicasets/*
Microsoft.ContainerService/fleets/members/extensions/replicasets/read
Microsoft.ContainerService/fleets/members/limitranges/read
Microsoft.ContainerService/fleets/members/metrics.k8s.io/nodes/read
Microsoft.ContainerService/fleets/members/metrics.k8s.io/pods/read
Microsoft.ContainerService/fleets/members/namespaces/read
Microsoft.ContainerService/fleets/members/networking.k8s.io/ingresses/*
Microsoft.ContainerService/fleets/members/networking.k8s.io/ingresses/read
Microsoft.ContainerService/fleets/members/networking.k8s.io/networkpolicies/*
Microsoft.ContainerService/fleets/members/networking.k8s.io/networkpolicies/read
Microsoft.ContainerService/fleets/members/persistentvolumeclaims/*
Microsoft.ContainerService/fleets/members/persistentvolumeclaims/read
Microsoft.ContainerService/fleets/members/pods/*
Microsoft.ContainerService/fleets/members/pods/read
Microsoft.ContainerService/fleets/members/policy/poddisruptionbudgets/*
Microsoft.ContainerService/fleets/members/policy/poddisruptionbudgets/read
Microsoft.ContainerService/fleets/members/replicationcontrollers/*
Microsoft.ContainerService/fleets/members/replicationcontrollers/read
Microsoft.ContainerService/fleets/members/resourcequotas/read
Microsoft.ContainerService/fleets/members/secrets/*
Microsoft.ContainerService/fleets/members/serviceaccounts/*
Microsoft.ContainerService/fleets/members/serviceaccounts/read
Microsoft.ContainerService/fleets/members/services/*
Microsoft.ContainerService/fleets/members/services/read
Microsoft.ContainerService/fleets/namespaces/read
Microsoft.ContainerService/fleets/networking.k8s.io/ingresses/*
Microsoft.ContainerService/fleets/networking.k8s.io/ingresses/read
Microsoft.ContainerService/fleets/networking.k8s.io/ingresses/write
Microsoft.ContainerService/fleets/networking.k8s.io/networkpolicies/*
Microsoft.ContainerService/fleets/networking.k8s.io/networkpolicies/read
Microsoft.ContainerService/fleets/networking.k8s.io/networkpolicies/write
Microsoft.ContainerService/fleets/nodes/read
Microsoft.ContainerService/fleets/nodes/write
Microsoft.ContainerService/fleets/persistentvolumeclaims/*
Microsoft.ContainerService/fleets/persistentvolumeclaims/read
Microsoft.ContainerService/fleets/persistentvolumeclaims/write
Microsoft.ContainerService/fleets/persistentvolumes/read
Microsoft.ContainerService/fleets/persistentvolumes/write
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterresourcebindings/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterresourceoverrides/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterresourceoverrides/write
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterresourceoverridesnapshots/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterresourceplacements/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterresourceplacements/write
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterresourcesnapshots/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/clusterschedulingpolicysnapshots/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/resourceoverrides/*
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/resourceoverrides/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/resourceoverrides/write
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/resourceoverridesnapshots/read
Microsoft.ContainerService/fleets/placement.kubernetes-fleet.io/works/read
Microsoft.ContainerService/fleets/policy/poddisruptionbudgets/*
Microsoft.ContainerService/fleets/policy/poddisruptionbudgets/read
Microsoft.ContainerService/fleets/policy/poddisruptionbudgets/write
Microsoft.ContainerService/fleets/rbac.authorization.k8s.io/rolebindings/*
Microsoft.ContainerService/fleets/rbac.authorization.k8s.io/roles/*
Microsoft.ContainerService/fleets/replicationcontrollers/*
Microsoft.ContainerService/fleets/replicationcontrollers/read
Microsoft.ContainerService/fleets/replicationcontrollers/write
Microsoft.ContainerService/fleets/resourcequotas/read
Microsoft.ContainerService/fleets/secrets/*
Microsoft.ContainerService/fleets/secrets/read
Microsoft.ContainerService/fleets/secrets/write
Microsoft.ContainerService/fleets/serviceaccounts/*
Microsoft.ContainerService/fleets/serviceaccounts/read
Microsoft.ContainerService/fleets/serviceaccounts/write
Microsoft.ContainerService/fleets/services/*
Microsoft.ContainerService/fleets/services/read
Microsoft.ContainerService/fleets/services/write
Microsoft.ContainerService/managedClusters/*
Microsoft.ContainerService/managedClusters/apps/controllerrevisions/read
Microsoft.ContainerService/managedClusters/apps/daemonsets/*
Microsoft.ContainerService/managedClusters/apps/daemonsets/read
Microsoft.ContainerService/managedClusters/apps/deployments/*
Microsoft.ContainerService/managedClusters/apps/deployments/read
Microsoft.ContainerService/managedClusters/apps/replicasets/*
Microsoft.ContainerService/managedClusters/apps/replicasets/read
Microsoft.ContainerService/managedClusters/apps/statefulsets/*
Microsoft.ContainerService/managedClusters/apps/statefulsets/read
Microsoft.ContainerService/managedClusters/autoscaling/horizontalpodautoscalers/*
Microsoft.ContainerService/managedClusters/autoscaling/horizontalpodautoscalers/read
Microsoft.ContainerService/managedClusters/batch/cronjobs/*
Microsoft.ContainerService/managedClusters/batch/cronjobs/read
Microsoft.ContainerService/managedClusters/batch/jobs/*
Microsoft.ContainerService/managedClusters/batch/jobs/read
Microsoft.ContainerService/managedClusters/configmaps/*
Microsoft.ContainerService/managedClusters/configmaps/read
Microsoft.ContainerService/managedClusters/coordination.k8s.io/leases/delete
Microsoft.ContainerService/managedClusters/coordination.k8s.io/leases/read
Microsoft.ContainerService/managedClusters/coordination.k8s.io/leases/write
Microsoft.ContainerService/managedClusters/discovery.k8s.io/endpointslices/read
Microsoft.ContainerService/managedClusters/endpoints/*
Microsoft.ContainerService/managedClusters/endpoints/read
Microsoft.ContainerService/managedClusters/events.k8s.io/events/read
Microsoft.ContainerService/managedClusters/events/*
Microsoft.ContainerService/managedClusters/events/read
Microsoft.ContainerService/managedClusters/extensions/daemonsets/*
Microsoft.ContainerService/managedClusters/extensions/daemonsets/read
Microsoft.ContainerService/managedClusters/extensions/deployments/*
Microsoft.ContainerService/managedClusters/extensions/deployments/read
Microsoft.ContainerService/managedClusters/extensions/ingresses/*
Microsoft.ContainerService/managedClusters/extensions/ingresses/read
Microsoft.ContainerService/managedClusters/extensions/networkpolicies/*
Microsoft.ContainerService/managedClusters/extensions/networkpolicies/read
Microsoft.ContainerService/managedClusters/extensions/replicasets/*
Microsoft.ContainerService/managedClusters/extensions/replicasets/read
Microsoft.ContainerService/managedClusters/limitranges/read
Microsoft.ContainerService/managedClusters/metrics.k8s.io/nodes/read
Microsoft.ContainerService/managedClusters/metrics.k8s.io/pods/read
Microsoft.ContainerService/managedClusters/namespaces/read
Microsoft.ContainerService/managedClusters/networking.k8s.io/ingresses/*
Microsoft.ContainerService/managedClusters/networking.k8s.io/ingresses/read
Microsoft.ContainerService/managedClusters/networking.k8s.io/networkpolicies/*
Microsoft.ContainerService/managedClusters/networking.k8s.io/networkpolicies/read
Microsoft.ContainerService/managedClusters/persistentvolumeclaims/*
Microsoft.ContainerService/managedClusters/persistentvolumeclaims/read
Microsoft.ContainerService/managedClusters/pods/*
Microsoft.ContainerService/managedClusters/pods/read
Microsoft.ContainerService/managedClusters/policy/poddisruptionbudgets/*
Microsoft.ContainerService/managedClusters/policy/poddisruptionbudgets/read
Microsoft.ContainerService/managedClusters/replicationcontrollers/*
Microsoft.ContainerService/managedClusters/replicationcontrollers/read
Microsoft.ContainerService/managedClusters/resourcequotas/read
Microsoft.ContainerService/managedClusters/secrets/*
Microsoft.ContainerService/managedClusters/serviceaccounts/*
Microsoft.ContainerService/managedClusters/serviceaccounts/read
Microsoft.ContainerService/managedClusters/services/*
Microsoft.ContainerService/managedClusters/services/read
Microsoft.Dashboard/grafana/ActAsGrafanaAdmin/action
Microsoft.Dashboard/grafana/ActAsGrafanaEditor/action
Microsoft.Dashboard/grafana/ActAsGrafanaLimitedViewer/action
Microsoft.Dashboard/grafana/ActAsGrafanaViewer/action
Microsoft.DesktopVirtualization/appAttachPackages/useApplications/action
Microsoft.DesktopVirtualization/applicationGroups/useApplications/action
Microsoft.DevCenter/projects/pools/align/action
Microsoft.DevCenter/projects/users/devboxes/adminActionManage/action
Microsoft.DevCenter/projects/users/devboxes/adminActionRead/action
Microsoft.DevCenter/projects/users/devboxes/adminAlign/action
Microsoft.DevCenter/projects/users/devboxes/adminDelete/action
Microsoft.DevCenter/projects/users/devboxes/adminRead/action
Microsoft.DevCenter/projects/users/devboxes/adminStart/action
Microsoft.DevCenter/projects/users/devboxes/adminStop/action
Microsoft.DevCenter/projects/users/devboxes/adminWrite/action
Microsoft.DevCenter/projects/users/devboxes/userActionManage/action
Microsoft.DevCenter/projects/users/devboxes/userActionRead/action
Microsoft.DevCenter/projects/users/devboxes/userCustomize/action
Microsoft.DevCenter/projects/users/devboxes/userDelete/action
Microsoft.DevCenter/projects/users/devboxes/userGetRemoteConnection/action
Microsoft.DevCenter/projects/users/devboxes/userRead/action
Microsoft.DevCenter/projects/users/devboxes/userStart/action
Microsoft.DevCenter/projects/users/devboxes/userStop/action
Microsoft.DevCenter/projects/users/devboxes/userUpcomingActionManage/action
Microsoft.DevCenter/projects/users/devboxes/userUpcomingActionRead/action
Microsoft.DevCenter/projects/users/devboxes/userWrite/action
Microsoft.DevCenter/projects/users/environments/adminAction/action
Microsoft.DevCenter/projects/users/environments/adminActionManage/action
Microsoft.DevCenter/projects/users/environments/adminActionRead/action
Microsoft.DevCenter/projects/users/environments/adminDelete/action
Microsoft.DevCenter/projects/users/environments/adminOutputsRead/action
Microsoft.DevCenter/projects/users/environments/adminRead/action
Microsoft.DevCenter/projects/users/environments/adminWrite/action
Microsoft.DevCenter/projects/users/environments/userActionManage/action
Microsoft.DevCenter/projects/users/environments/userDelete/action
Microsoft.DevCenter/projects/users/environments/userOutputsRead/action
Microsoft.DevCenter/projects/users/environments/userRead/action
Microsoft.DevCenter/projects/users/environments/userWrite/action
Microsoft.DeviceUpdate/accounts/instances/management/delete
Microsoft.DeviceUpdate/accounts/instances/management/read
Microsoft.DeviceUpdate/accounts/instances/management/write
Microsoft.DeviceUpdate/accounts/instances/updates/delete
Microsoft.DeviceUpdate/accounts/instances/updates/read
Microsoft.DeviceUpdate/accounts/instances/updates/write
Microsoft.DeviceUpdate/updateAccounts/agents/requestUpdate/action
Microsoft.Devices/IotHubs/*
Microsoft.Devices/IotHubs/*/read
Microsoft.Devices/IotHubs/devices/*
Microsoft.Devices/IotHubs/fileUpload/notifications/action
Microsoft.Devices/IotHubs/twins/*
Microsoft.Devices/provisioningServices/*
Microsoft.Devices/provisioningServices/*/read
Microsoft.Devices/provisioningServices/enrollmentGroups/*
Microsoft.Devices/provisioningServices/enrollments/*
Microsoft.DigitalTwins/digitaltwins/*
Microsoft.DigitalTwins/digitaltwins/commands/*
Microsoft.DigitalTwins/digitaltwins/read
Microsoft.DigitalTwins/digitaltwins/relationships/*
Microsoft.DigitalTwins/digitaltwins/relationships/read
Microsoft.DigitalTwins/eventroutes/*
Microsoft.DigitalTwins/eventroutes/read
Microsoft.DigitalTwins/jobs/*
Microsoft.DigitalTwins/jobs/deletions/read
Microsoft.DigitalTwins/jobs/import/read
Microsoft.DigitalTwins/jobs/imports/read
Microsoft.DigitalTwins/models/*
Microsoft.DigitalTwins/models/read
Microsoft.DigitalTwins/query/*
Microsoft.DigitalTwins/query/action
Microsoft.Discovery/*
Microsoft.Discovery/*/read
Microsoft.Discovery/bookshelf/knowledgeBaseVersions/query/action
Microsoft.Discovery/bookshelf/knowledgebases/operations/read
Microsoft.Discovery/bookshelf/knowledgebases/read
Microsoft.Discovery/workspaces/conversations/delete
Microsoft.Discovery/workspaces/conversations/read
Microsoft.Discovery/workspaces/conversations/write
Microsoft.Discovery/workspaces/projects/investigations/delete
Microsoft.Discovery/workspaces/projects/investigations/read
Microsoft.Discovery/workspaces/projects/investigations/write
Microsoft.DocumentDB/garnetClusters/acl/*
Microsoft.DocumentDB/garnetClusters/acl/append/write
Microsoft.DocumentDB/garnetClusters/acl/bzmpop/delete
Microsoft.DocumentDB/garnetClusters/acl/bzpopmax/delete
Microsoft.DocumentDB/garnetClusters/acl/bzpopmin/delete
Microsoft.DocumentDB/garnetClusters/acl/channels/action
Microsoft.DocumentDB/garnetClusters/acl/clientid/read
Microsoft.DocumentDB/garnetClusters/acl/clientinfo/read
Microsoft.DocumentDB/garnetClusters/acl/configget/read
Microsoft.DocumentDB/garnetClusters/acl/decr/write
Microsoft.DocumentDB/garnetClusters/acl/decrby/write
Microsoft.DocumentDB/garnetClusters/acl/del/delete
Microsoft.DocumentDB/garnetClusters/acl/echo/read
Microsoft.DocumentDB/garnetClusters/acl/exists/read
Microsoft.DocumentDB/garnetClusters/acl/expire/delete
Microsoft.DocumentDB/garnetClusters/acl/get/read
Microsoft.DocumentDB/garnetClusters/acl/getdel/delete
Microsoft.DocumentDB/garnetClusters/acl/getex/read
Microsoft.DocumentDB/garnetClusters/acl/getrange/read
Microsoft.DocumentDB/garnetClusters/acl/getset/write
Microsoft.DocumentDB/garnetClusters/acl/hdel/delete
Microsoft.DocumentDB/garnetClusters/acl/hexists/read
Microsoft.DocumentDB/garnetClusters/acl/hexpire/delete
Microsoft.DocumentDB/garnetClusters/acl/hexpireat/delete
Microsoft.DocumentDB/garnetClusters/acl/hexpiretime/read
Microsoft.DocumentDB/garnetClusters/acl/hget/read
Microsoft.DocumentDB/garnetClusters/acl/hgetall/read
Microsoft.DocumentDB/garnetClusters/acl/hincrby/write
Microsoft.DocumentDB/garnetClusters/acl/hincrbyfloat/write
Microsoft.DocumentDB/garnetClusters/acl/histogram/read
Microsoft.DocumentDB/garnetClusters/acl/hkeys/read
Microsoft.DocumentDB/garnetClusters/acl/hlen/read
Microsoft.DocumentDB/garnetClusters/acl/hmget/read
Microsoft.DocumentDB/garnetClusters/acl/hmset/write
Microsoft.DocumentDB/garnetClusters/acl/hpersist/write
Microsoft.DocumentDB/garnetClusters/acl/hpexpire/delete
Microsoft.DocumentDB/garnetClusters/acl/hpexpireat/delete
Microsoft.DocumentDB/garnetClusters/acl/hpexpiretime/read
Microsoft.DocumentDB/garnetClusters/acl/hpttl/read
Microsoft.DocumentDB/garnetClusters/acl/hrandfield/read
Microsoft.DocumentDB/garnetClusters/acl/hscan/read
Microsoft.DocumentDB/garnetClusters/acl/hset/write
Microsoft.DocumentDB/garnetClusters/acl/hsetnx/write
Microsoft.DocumentDB/garnetClusters/acl/hstrlen/read
Microsoft.DocumentDB/garnetClusters/acl/httl/read
Microsoft.DocumentDB/garnetClusters/acl/hvals/read
Microsoft.DocumentDB/garnetClusters/acl/incr/write
Microsoft.DocumentDB/garnetClusters/acl/incrby/write
Microsoft.DocumentDB/garnetClusters/acl/incrbyfloat/write
Microsoft.DocumentDB/garnetClusters/acl/info/read
Microsoft.DocumentDB/garnetClusters/acl/keyslot/read
Microsoft.DocumentDB/garnetClusters/acl/lcs/read
Microsoft.DocumentDB/garnetClusters/acl/mget/read
Microsoft.DocumentDB/garnetClusters/acl/mset/write
Microsoft.DocumentDB/garnetClusters/acl/msetnx/write
Microsoft.DocumentDB/garnetClusters/acl/nodes/read
Microsoft.DocumentDB/garnetClusters/acl/numpat/action
Microsoft.DocumentDB/garnetClusters/acl/numsub/action
Microsoft.DocumentDB/garnetClusters/acl/ping/read
Microsoft.DocumentDB/garnetClusters/acl/psetex/write
Microsoft.DocumentDB/garnetClusters/acl/psubscribe/action
Microsoft.DocumentDB/garnetClusters/acl/publish/action
Microsoft.DocumentDB/garnetClusters/acl/punsubscribe/action
Microsoft.DocumentDB/garnetClusters/acl/readonly/read
Microsoft.DocumentDB/garnetClusters/acl/readwrite/write
Microsoft.DocumentDB/garnetClusters/acl/sadd/write
Microsoft.DocumentDB/garnetClusters/acl/scard/read
Microsoft.DocumentDB/garnetClusters/acl/scripteval/action
Microsoft.DocumentDB/garnetClusters/acl/scriptevalsha/action
Microsoft.DocumentDB/garnetClusters/acl/scriptexists/action
Microsoft.DocumentDB/garnetClusters/acl/scriptflush/action
Microsoft.DocumentDB/garnetClusters/acl/scriptload/action
Microsoft.DocumentDB/garnetClusters/acl/sdiff/read
Microsoft.DocumentDB/garnetClusters/acl/sdiffstore/write
Microsoft.DocumentDB/garnetClusters/acl/set/write
Microsoft.DocumentDB/garnetClusters/acl/setex/write
Microsoft.DocumentDB/garnetClusters/acl/setnx/write
Microsoft.DocumentDB/garnetClusters/acl/setrange/write
Microsoft.DocumentDB/garnetClusters/acl/sinter/read
Microsoft.DocumentDB/garnetClusters/acl/sintercard/read
Microsoft.DocumentDB/garnetClusters/acl/sinterstore/write
Microsoft.DocumentDB/garnetClusters/acl/sismember/read
Microsoft.DocumentDB/garnetClusters/acl/slots/read
Microsoft.DocumentDB/garnetClusters/acl/smembers/read
Microsoft.DocumentDB/garnetClusters/acl/smismember/read
Microsoft.DocumentDB/garnetClusters/acl/smove/write
Microsoft.DocumentDB/garnetClusters/acl/spop/delete
Microsoft.DocumentDB/garnetClusters/acl/srandmember/read
Microsoft.DocumentDB/garnetClusters/acl/srem/delete
Microsoft.DocumentDB/garnetClusters/acl/sscan/read
Microsoft.DocumentDB/garnetClusters/acl/strlen/read
Microsoft.DocumentDB/garnetClusters/acl/subscribe/action
Microsoft.DocumentDB/garnetClusters/acl/substr/read
Microsoft.DocumentDB/garnetClusters/acl/sunion/read
Microsoft.DocumentDB/garnetClusters/acl/sunionstore/write
Microsoft.DocumentDB/garnetClusters/acl/unlink/delete
Microsoft.DocumentDB/garnetClusters/acl/unsubscribe/action
Microsoft.DocumentDB/garnetClusters/acl/zadd/write
Microsoft.DocumentDB/garnetClusters/acl/zcard/read
Microsoft.DocumentDB/garnetClusters/acl/zcount/read
Microsoft.DocumentDB/garnetClusters/acl/zdiff/read
Microsoft.DocumentDB/garnetClusters/acl/zdiffstore/write
Microsoft.DocumentDB/garnetClusters/acl/zincrby/write
Microsoft.DocumentDB/garnetClusters/acl/zinter/read
Microsoft.DocumentDB/garnetClusters/acl/zintercard/read
Microsoft.DocumentDB/garnetClusters/acl/zinterstore/write
Microsoft.DocumentDB/garnetClusters/acl/zlexcount/read
Microsoft.DocumentDB/garnetClusters/acl/zmpop/delete
Microsoft.DocumentDB/garnetClusters/acl/zmscore/read
Microsoft.DocumentDB/garnetClusters/acl/zpopmax/delete
Microsoft.DocumentDB/garnetClusters/acl/zpopmin/delete
Microsoft.DocumentDB/garnetClusters/acl/zrandmember/read
Microsoft.DocumentDB/garnetClusters/acl/zrange/read
Microsoft.DocumentDB/garnetClusters/acl/zrangebylex/read
Microsoft.DocumentDB/garnetClusters/acl/zrangebyscore/read
Microsoft.DocumentDB/garnetClusters/acl/zrangestore/write
Microsoft.DocumentDB/garnetClusters/acl/zrank/read
Microsoft.DocumentDB/garnetClusters/acl/zrem/delete
Microsoft.DocumentDB/garnetClusters/acl/zremrangebylex/delete
Microsoft.DocumentDB/garnetClusters/acl/zremrangebyrank/delete
Microsoft.DocumentDB/garnetClusters/acl/zremrangebyscore/delete
Microsoft.DocumentDB/garnetClusters/acl/zrevrange/read
Microsoft.DocumentDB/garnetClusters/acl/zrevrangebylex/read
Microsoft.DocumentDB/garnetClusters/acl/zrevrangebyscore/read
Microsoft.DocumentDB/garnetClusters/acl/zrevrank/read
Microsoft.DocumentDB/garnetClusters/acl/zscan/read
Microsoft.DocumentDB/garnetClusters/acl/zscore/read
Microsoft.DocumentDB/garnetClusters/acl/zunion/read
Microsoft.DocumentDB/garnetClusters/acl/zunionstore/write
Microsoft.DurableTask/*
Microsoft.DurableTask/schedulers/taskhubs/orchestrations/execute/action
Microsoft.DurableTask/schedulers/taskhubs/orchestrations/metadata/read
Microsoft.DurableTask/schedulers/taskhubs/orchestrations/read
Microsoft.ElasticSan/elasticsans/volumeGroups/volumes/data/read
Microsoft.ElasticSan/elasticsans/volumeGroups/volumes/data/write
Microsoft.EventGrid/events/receive/action
Microsoft.EventGrid/events/send/action
Microsoft.EventGrid/topicSpaces/publish/action
Microsoft.EventGrid/topicSpaces/subscribe/action
Microsoft.EventHub/*
Microsoft.EventHub/*/receive/action
Microsoft.EventHub/*/send/action
Microsoft.EventHub/namespaces/schemas/*
Microsoft.EventHub/namespaces/schemas/read
Microsoft.Experimentation/experimentWorkspaces/admin/action
Microsoft.Experimentation/experimentWorkspaces/delete
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/admin/action
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/delete
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/emergencystop/action
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/experiment/action
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/experimentadmin/action
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/metricwrite/action
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/read
Microsoft.Experimentation/experimentWorkspaces/experimentationGroups/write
Microsoft.Experimentation/experimentWorkspaces/metricwrite/action
Microsoft.Experimentation/experimentWorkspaces/read
Microsoft.Experimentation/experimentWorkspaces/write
Microsoft.Genome/*
Microsoft.Genome/data/read
Microsoft.Genome/data/write
Microsoft.HealthBot/healthBots/AIActions/ClinicalCoder/Process/Action
Microsoft.HealthBot/healthBots/AIActions/ProActiveCoding/Process/Action
Microsoft.HealthBot/healthBots/Admin/*
Microsoft.HealthBot/healthBots/AnalyticReport/Read
Microsoft.HealthBot/healthBots/AuditTrails/Read
Microsoft.HealthBot/healthBots/AuthenticationProviders/*
Microsoft.HealthBot/healthBots/AuthenticationProviders/Read
Microsoft.HealthBot/healthBots/Channels/*
Microsoft.HealthBot/healthBots/Configuration/*
Microsoft.HealthBot/healthBots/Configuration/Read
Microsoft.HealthBot/healthBots/ConversationSession/Action
Microsoft.HealthBot/healthBots/CopilotStudioSolution/*
Microsoft.HealthBot/healthBots/CopilotStudioSolution/RestoreBuiltinTemplate/Read
Microsoft.HealthBot/healthBots/DataConnections/*
Microsoft.HealthBot/healthBots/DataConnections/Read
Microsoft.HealthBot/healthBots/ExposedSkill/Read
Microsoft.HealthBot/healthBots/Feedback/Read
Microsoft.HealthBot/healthBots/HealthSafeguards/ClinicalAnchoring/Process/Action
Microsoft.HealthBot/healthBots/HealthSafeguards/ClinicalCodesValidation/Process/Action
Microsoft.HealthBot/healthBots/HealthSafeguards/ClinicalConflictDetection/Process/Action
Microsoft.HealthBot/healthBots/HealthSafeguards/ClinicalEvidenceVerification/Process/Action
Microsoft.HealthBot/healthBots/HealthSafeguards/ClinicalProvenance/Process/Action
Microsoft.HealthBot/healthBots/HealthSafeguards/ClinicalSemanticValidation/Process/Action
Microsoft.HealthBot/healthBots/HealthSafeguards/DetectHallucinationsAndOmissions/Process/Action
Microsoft.HealthBot/healthBots/HealthSafeguards/HealthAdaptedFiltering/Process/Action
Microsoft.HealthBot/healthBots/LanguageModels/*
Microsoft.HealthBot/healthBots/LanguageModels/Read
Microsoft.HealthBot/healthBots/Localization/*
Microsoft.HealthBot/healthBots/Localization/Read
Microsoft.HealthBot/healthBots/Metadata/Read
Microsoft.HealthBot/healthBots/OpenAPIPlugins/*
Microsoft.HealthBot/healthBots/OpenAPIPlugins/Read
Microsoft.HealthBot/healthBots/RegisteredSkills/Read
Microsoft.HealthBot/healthBots/ResourceData/Read
Microsoft.HealthBot/healthBots/Resources/*
Microsoft.HealthBot/healthBots/Resources/Files/Read
Microsoft.HealthBot/healthBots/Scenarios/*
Microsoft.HealthBot/healthBots/Scenarios/*/Read
Microsoft.HealthBot/healthBots/Users/Read
Microsoft.HealthDataAIServices/DeidServices/*
Microsoft.HealthDataAIServices/DeidServices/Batch/delete
Microsoft.HealthDataAIServices/DeidServices/Batch/read
Microsoft.HealthDataAIServices/DeidServices/Batch/write
Microsoft.HealthDataAIServices/DeidServices/Realtime/action
Microsoft.HealthcareApis/services/fhir/resources/*
Microsoft.HealthcareApis/services/fhir/resources/bulkOperator/action
Microsoft.HealthcareApis/services/fhir/resources/convertData/action
Microsoft.HealthcareApis/services/fhir/resources/delete
Microsoft.HealthcareApis/services/fhir/resources/editProfileDefinitions/action
Microsoft.HealthcareApis/services/fhir/resources/export/action
Microsoft.HealthcareApis/services/fhir/resources/hardDelete/action
Microsoft.HealthcareApis/services/fhir/resources/import/action
Microsoft.HealthcareApis/services/fhir/resources/read
Microsoft.HealthcareApis/services/fhir/resources/readById/action
Microsoft.HealthcareApis/services/fhir/resources/reindex/action
Microsoft.HealthcareApis/services/fhir/resources/resourceValidate/action
Microsoft.HealthcareApis/services/fhir/resources/search/action
Microsoft.HealthcareApis/services/fhir/resources/smart/action
Microsoft.HealthcareApis/services/fhir/resources/write
Microsoft.HealthcareApis/workspaces/dicomservices/resources/*
Microsoft.HealthcareApis/workspaces/dicomservices/resources/read
Microsoft.HealthcareApis/workspaces/fhirservices/resources/*
Microsoft.HealthcareApis/workspaces/fhirservices/resources/bulkOperator/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/convertData/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/delete
Microsoft.HealthcareApis/workspaces/fhirservices/resources/editProfileDefinitions/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/export/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/hardDelete/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/import/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/read
Microsoft.HealthcareApis/workspaces/fhirservices/resources/readById/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/reindex/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/resourceValidate/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/search/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/searchparameter/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/smart/action
Microsoft.HealthcareApis/workspaces/fhirservices/resources/write
Microsoft.HybridCompute/machines/WACLoginAsAdmin/action
Microsoft.HybridCompute/machines/login/action
Microsoft.HybridCompute/machines/loginAsAdmin/action
Microsoft.InferenceService/inferenceAccounts/invoke/*
Microsoft.InferenceService/inferenceAccounts/invoke/semanticReranker/action
Microsoft.Insights/Metrics/Write
Microsoft.Insights/Telemetry/Write
Microsoft.Insights/logs/data/read
Microsoft.KeyVault/vaults/*
Microsoft.KeyVault/vaults/*/read
Microsoft.KeyVault/vaults/certificatecas/*
Microsoft.KeyVault/vaults/certificatecontacts/write
Microsoft.KeyVault/vaults/certificates/*
Microsoft.KeyVault/vaults/certificates/read
Microsoft.KeyVault/vaults/keyrotationpolicies/*
Microsoft.KeyVault/vaults/keys/*
Microsoft.KeyVault/vaults/keys/backup/action
Microsoft.KeyVault/vaults/keys/decrypt/action
Microsoft.KeyVault/vaults/keys/encrypt/action
Microsoft.KeyVault/vaults/keys/read
Microsoft.KeyVault/vaults/keys/release/action
Microsoft.KeyVault/vaults/keys/sign/action
Microsoft.KeyVault/vaults/keys/unwrap/action
Microsoft.KeyVault/vaults/keys/update/action
Microsoft.KeyVault/vaults/keys/verify/action
Microsoft.KeyVault/vaults/keys/wrap/action
Microsoft.KeyVault/vaults/secrets/*
Microsoft.KeyVault/vaults/secrets/getSecret/action
Microsoft.KeyVault/vaults/secrets/readMetadata/action
Microsoft.KeyVault/vaults/secrets/setSecret/action
Microsoft.Kubernetes/connectedClusters/*
Microsoft.Kubernetes/connectedClusters/apps/controllerrevisions/read
Microsoft.Kubernetes/connectedClusters/apps/daemonsets/*
Microsoft.Kubernetes/connectedClusters/apps/daemonsets/read
Microsoft.Kubernetes/connectedClusters/apps/deployments/*
Microsoft.Kubernetes/connectedClusters/apps/deployments/read
Microsoft.Kubernetes/connectedClusters/apps/replicasets/*
Microsoft.Kubernetes/connectedClusters/apps/replicasets/read
Microsoft.Kubernetes/connectedClusters/apps/statefulsets/*
Microsoft.Kubernetes/connectedClusters/apps/statefulsets/read
Microsoft.Kubernetes/connectedClusters/authorization.k8s.io/localsubjectaccessreviews/write
Microsoft.Kubernetes/connectedClusters/autoscaling/horizontalpodautoscalers/*
Microsoft.Kubernetes/connectedClusters/autoscaling/horizontalpodautoscalers/read
Microsoft.Kubernetes/connectedClusters/batch/cronjobs/*
Microsoft.Kubernetes/connectedClusters/batch/cronjobs/read
Microsoft.Kubernetes/connectedClusters/batch/jobs/*
Microsoft.Kubernetes/connectedClusters/batch/jobs/read
Microsoft.Kubernetes/connectedClusters/configmaps/*
Microsoft.Kubernetes/connectedClusters/configmaps/read
Microsoft.Kubernetes/connectedClusters/endpoints/*
Microsoft.Kubernetes/connectedClusters/endpoints/read
Microsoft.Kubernetes/connectedClusters/events.k8s.io/events/read
Microsoft.Kubernetes/connectedClusters/events/read
Microsoft.Kubernetes/connectedClusters/extensions/daemonsets/*
Microsoft.Kubernetes/connectedClusters/extensions/daemonsets/read
Microsoft.Kubernetes/connectedClusters/extensions/deployments/*
Microsoft.Kubernetes/connectedClusters/extensions/deployments/read
Microsoft.Kubernetes/connectedClusters/extensions/ingresses/*
Microsoft.Kubernetes/connectedClusters/extensions/ingresses/read
Microsoft.Kubernetes/connectedClusters/extensions/networkpolicies/*
Microsoft.Kubernetes/connectedClusters/extensions/networkpolicies/read
Microsoft.Kubernetes/connectedClusters/extensions/replicasets/*
Microsoft.Kubernetes/connectedClusters/extensions/replicasets/read
Microsoft.Kubernetes/connectedClusters/limitranges/read
Microsoft.Kubernetes/connectedClusters/namespaces/read
Microsoft.Kubernetes/connectedClusters/networking.k8s.io/ingresses/*
Microsoft.Kubernetes/connectedClusters/networking.k8s.io/ingresses/read
Microsoft.Kubernetes/connectedClusters/networking.k8s.io/networkpolicies/*
Microsoft.Kubernetes/connectedClusters/networking.k8s.io/networkpolicies/read
Microsoft.Kubernetes/connectedClusters/persistentvolumeclaims/*
Microsoft.Kubernetes/connectedClusters/persistentvolumeclaims/read
Microsoft.Kubernetes/connectedClusters/pods/*
Microsoft.Kubernetes/connectedClusters/pods/read
Microsoft.Kubernetes/connectedClusters/policy/poddisruptionbudgets/*
Microsoft.Kubernetes/connectedClusters/policy/poddisruptionbudgets/read
Microsoft.Kubernetes/connectedClusters/rbac.authorization.k8s.io/rolebindings/*
Microsoft.Kubernetes/connectedClusters/rbac.authorization.k8s.io/roles/*
Microsoft.Kubernetes/connectedClusters/replicationcontrollers/*
Microsoft.Kubernetes/connectedClusters/replicationcontrollers/read
Microsoft.Kubernetes/connectedClusters/resourcequotas/read
Microsoft.Kubernetes/connectedClusters/secrets/*
Microsoft.Kubernetes/connectedClusters/serviceaccounts/*
Microsoft.Kubernetes/connectedClusters/serviceaccounts/read
Microsoft.Kubernetes/connectedClusters/services/*
Microsoft.Kubernetes/connectedClusters/services/read
Microsoft.LabServices/labPlans/createLab/action
Microsoft.LoadTestService/*
Microsoft.LoadTestService/loadtests/*
Microsoft.LoadTestService/loadtests/readTest/action
Microsoft.LoadTestService/testProfileRuns/*
Microsoft.LoadTestService/testProfileRuns/read
Microsoft.LoadTestService/testProfiles/*
Microsoft.LoadTestService/testProfiles/read
Microsoft.Maps/accounts/*/action
Microsoft.Maps/accounts/*/delete
Microsoft.Maps/accounts/*/read
Microsoft.Maps/accounts/*/write
Microsoft.Maps/accounts/services/*/read
Microsoft.Maps/accounts/services/batch/action
Microsoft.Maps/accounts/services/render/read
Microsoft.Maps/accounts/services/search/read
Microsoft.MessagingCatalog/*
Microsoft.MessagingConnectors/*
Microsoft.MixedReality/ObjectAnchorsAccounts/ingest/action
Microsoft.MixedReality/ObjectAnchorsAccounts/ingest/read
Microsoft.MixedReality/ObjectUnderstandingAccounts/ingest/action
Microsoft.MixedReality/ObjectUnderstandingAccounts/ingest/read
Microsoft.MixedReality/RemoteRenderingAccounts/convert/action
Microsoft.MixedReality/RemoteRenderingAccounts/convert/delete
Microsoft.MixedReality/RemoteRenderingAccounts/convert/read
Microsoft.MixedReality/RemoteRenderingAccounts/diagnostic/read
Microsoft.MixedReality/RemoteRenderingAccounts/managesessions/action
Microsoft.MixedReality/RemoteRenderingAccounts/managesessions/delete
Microsoft.MixedReality/RemoteRenderingAccounts/managesessions/read
Microsoft.MixedReality/RemoteRenderingAccounts/render/read
Microsoft.MixedReality/SpatialAnchorsAccounts/create/action
Microsoft.MixedReality/SpatialAnchorsAccounts/delete
Microsoft.MixedReality/SpatialAnchorsAccounts/discovery/read
Microsoft.MixedReality/SpatialAnchorsAccounts/properties/read
Microsoft.MixedReality/SpatialAnchorsAccounts/query/read
Microsoft.MixedReality/SpatialAnchorsAccounts/submitdiag/read
Microsoft.MixedReality/SpatialAnchorsAccounts/write
Microsoft.MixedReality/spatialMapsAccounts/delete
Microsoft.MixedReality/spatialMapsAccounts/read
Microsoft.MixedReality/spatialMapsAccounts/write
Microsoft.Monitor/accounts/data/metrics/read
Microsoft.OnlineExperimentation/workspaces/action
Microsoft.OnlineExperimentation/workspaces/delete
Microsoft.OnlineExperimentation/workspaces/read
Microsoft.OnlineExperimentation/workspaces/write
Microsoft.OperationalInsights/workspaces/jobs/export/action
Microsoft.OperationalInsights/workspaces/tables/data/read
Microsoft.PolicyInsights/checkDataPolicyCompliance/action
Microsoft.PolicyInsights/policyEvents/logDataEvents/action
Microsoft.ProgrammableConnectivity/Gateways/NetworkAPIAccess
Microsoft.ProjectBabylon/accounts/data/read
Microsoft.ProjectBabylon/accounts/data/write
Microsoft.ProjectBabylon/accounts/scan/read
Microsoft.ProjectBabylon/accounts/scan/write
Microsoft.Purview/accounts/data/read
Microsoft.Purview/accounts/data/write
Microsoft.Purview/accounts/scan/read
Microsoft.Purview/accounts/scan/write
Microsoft.Quantum/Workspaces/chat/action
Microsoft.Quantum/Workspaces/jobs/read
Microsoft.Quantum/Workspaces/jobs/write
Microsoft.Relay/*
Microsoft.Relay/*/listen/action
Microsoft.Relay/*/send/action
Microsoft.Search/searchServices/indexes/contentSecurity/elevatedOperations/read
Microsoft.Search/searchServices/indexes/documents/*
Microsoft.Search/searchServices/indexes/documents/read
Microsoft.SecurityDetonation/chambers/platforms/delete
Microsoft.SecurityDetonation/chambers/platforms/metadata/read
Microsoft.SecurityDetonation/chambers/platforms/read
Microsoft.SecurityDetonation/chambers/platforms/write
Microsoft.SecurityDetonation/chambers/publishRequests/cancel/action
Microsoft.SecurityDetonation/chambers/publishRequests/read
Microsoft.SecurityDetonation/chambers/submissions/accesskeyview/read
Microsoft.SecurityDetonation/chambers/submissions/adminview/read
Microsoft.SecurityDetonation/chambers/submissions/analystview/read
Microsoft.SecurityDetonation/chambers/submissions/delete
Microsoft.SecurityDetonation/chambers/submissions/files/read
Microsoft.SecurityDetonation/chambers/submissions/publicview/read
Microsoft.SecurityDetonation/chambers/submissions/read
Microsoft.SecurityDetonation/chambers/submissions/write
Microsoft.SecurityDetonation/chambers/toolsets/delete
Microsoft.SecurityDetonation/chambers/toolsets/metadata/read
Microsoft.SecurityDetonation/chambers/toolsets/read
Microsoft.SecurityDetonation/chambers/toolsets/write
Microsoft.SecurityDetonation/chambers/workflows/delete
Microsoft.SecurityDetonation/chambers/workflows/metadata/read
Microsoft.SecurityDetonation/chambers/workflows/read
Microsoft.SecurityDetonation/chambers/workflows/write
Microsoft.ServiceBus/*
Microsoft.ServiceBus/*/receive/action
Microsoft.ServiceBus/*/send/action
Microsoft.ServiceNetworking/trafficControllers/serviceRoutingConfigurations/delete
Microsoft.ServiceNetworking/trafficControllers/serviceRoutingConfigurations/read
Microsoft.ServiceNetworking/trafficControllers/serviceRoutingConfigurations/write
Microsoft.SignalRService/SignalR/*
Microsoft.SignalRService/SignalR/auth/accessKey/action
Microsoft.SignalRService/SignalR/auth/clientToken/action
Microsoft.SignalRService/SignalR/clientConnection/*
Microsoft.SignalRService/SignalR/clientConnection/read
Microsoft.SignalRService/SignalR/clientConnection/write
Microsoft.SignalRService/SignalR/group/*
Microsoft.SignalRService/SignalR/group/read
Microsoft.SignalRService/SignalR/hub/*
Microsoft.SignalRService/SignalR/serverConnection/write
Microsoft.SignalRService/SignalR/user/*
Microsoft.SignalRService/SignalR/user/read
Microsoft.SignalRService/WebPubSub/*
Microsoft.SignalRService/WebPubSub/*/read
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/immutableStorage/runAsSuperUser/action
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/move/action
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/runAsSuperUser/action
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/read
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/write
Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write
Microsoft.Storage/storageAccounts/fileServices/fileShares/files/delete
Microsoft.Storage/storageAccounts/fileServices/fileShares/files/modifypermissions/action
Microsoft.Storage/storageAccounts/fileServices/fileShares/files/read
Microsoft.Storage/storageAccounts/fileServices/fileShares/files/write
Microsoft.Storage/storageAccounts/fileServices/fileshares/files/delete
Microsoft.Storage/storageAccounts/fileServices/fileshares/files/modifypermissions/action
Microsoft.Storage/storageAccounts/fileServices/fileshares/files/read
Microsoft.Storage/storageAccounts/fileServices/fileshares/files/write
Microsoft.Storage/storageAccounts/fileServices/readFileBackupSemantics/action
Microsoft.Storage/storageAccounts/fileServices/runAsBuiltInFileAdministrator/action
Microsoft.Storage/storageAccounts/fileServices/takeOwnership/action
Microsoft.Storage/storageAccounts/fileServices/writeFileBackupSemantics/action
Microsoft.Storage/storageAccounts/queueServices/queues/messages/add/action
Microsoft.Storage/storageAccounts/queueServices/queues/messages/delete
Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action
Microsoft.Storage/storageAccounts/queueServices/queues/messages/read
Microsoft.Storage/storageAccounts/queueServices/queues/messages/write
Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action
Microsoft.Storage/storageAccounts/tableServices/tables/entities/delete
Microsoft.Storage/storageAccounts/tableServices/tables/entities/read
Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action
Microsoft.Storage/storageAccounts/tableServices/tables/entities/write
Microsoft.UsageBilling/accounts/inputs/send/action
microsoft.deviceregistry/namespaces/credentials/policies/issueCertificate/action
microsoft.devices/iothubs/devices/*
`;

/** What is of the control plane, though a pattern of the data plane takes it. */
export const AZURE_CONTROL_ACTIONS = `
Microsoft.AppPlatform/Spring/configServers/read
Microsoft.AppPlatform/Spring/configurationServices/read
Microsoft.AppPlatform/Spring/gateways/read
Microsoft.AppPlatform/Spring/jobs/executions/read
Microsoft.AppPlatform/Spring/jobs/read
Microsoft.AppPlatform/Spring/read
Microsoft.Batch/batchAccounts/applications/read
Microsoft.Batch/batchAccounts/applications/versions/read
Microsoft.Batch/batchAccounts/pools/read
Microsoft.Batch/batchAccounts/read
Microsoft.CognitiveServices/accounts/commitmentplans/delete
Microsoft.CognitiveServices/accounts/commitmentplans/read
Microsoft.CognitiveServices/accounts/commitmentplans/write
Microsoft.CognitiveServices/accounts/defenderForAISettings/delete
Microsoft.CognitiveServices/accounts/defenderForAISettings/read
Microsoft.CognitiveServices/accounts/defenderForAISettings/write
Microsoft.CognitiveServices/accounts/deployments/delete
Microsoft.CognitiveServices/accounts/deployments/write
Microsoft.CognitiveServices/accounts/listKeys/action
Microsoft.CognitiveServices/accounts/listkeys/action
Microsoft.CognitiveServices/accounts/privateEndpointConnections/read
Microsoft.CognitiveServices/accounts/privateEndpointConnections/write
Microsoft.CognitiveServices/accounts/privateLinkResources/read
Microsoft.CognitiveServices/accounts/raiPolicies/delete
Microsoft.CognitiveServices/accounts/raiPolicies/read
Microsoft.CognitiveServices/accounts/raiPolicies/write
Microsoft.CognitiveServices/accounts/read
Microsoft.CognitiveServices/locations/usages/read
Microsoft.CognitiveServices/raiPolicy/read
Microsoft.CognitiveServices/raiPolicy/write
Microsoft.ContainerService/fleets/listCredentials/action
Microsoft.ContainerService/fleets/read
Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action
Microsoft.ContainerService/managedClusters/agentPools/abort/action
Microsoft.ContainerService/managedClusters/agentPools/delete
Microsoft.ContainerService/managedClusters/agentPools/deleteMachines/action
Microsoft.ContainerService/managedClusters/agentPools/machines/read
Microsoft.ContainerService/managedClusters/agentPools/machines/write
Microsoft.ContainerService/managedClusters/agentPools/read
Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion/action
Microsoft.ContainerService/managedClusters/agentPools/write
Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action
Microsoft.ContainerService/managedClusters/listClusterMonitoringUserCredential/action
Microsoft.ContainerService/managedClusters/listClusterUserCredential/action
Microsoft.ContainerService/managedClusters/managedNamespaces/listCredential/action
Microsoft.ContainerService/managedClusters/managedNamespaces/read
Microsoft.ContainerService/managedClusters/read
Microsoft.ContainerService/managedClusters/runcommand/action
Microsoft.ContainerService/managedClusters/trustedAccessRoleBindings/delete
Microsoft.ContainerService/managedClusters/trustedAccessRoleBindings/read
Microsoft.ContainerService/managedClusters/trustedAccessRoleBindings/write
Microsoft.ContainerService/managedClusters/write
Microsoft.Discovery/bookshelves/read
Microsoft.Discovery/checkNameAvailability/action
Microsoft.Discovery/locations/operationStatuses/read
Microsoft.Discovery/operations/read
Microsoft.Discovery/storageContainers/read
Microsoft.Discovery/storageContainers/storageAssets/delete
Microsoft.Discovery/storageContainers/storageAssets/read
Microsoft.Discovery/storageContainers/storageAssets/write
Microsoft.Discovery/storages/read
Microsoft.Discovery/supercomputers/nodePools/read
Microsoft.Discovery/supercomputers/read
Microsoft.Discovery/tools/read
Microsoft.Discovery/workspaces/chatModelDeployments/read
Microsoft.Discovery/workspaces/projects/delete
Microsoft.Discovery/workspaces/projects/read
Microsoft.Discovery/workspaces/projects/write
Microsoft.Discovery/workspaces/read
Microsoft.EventHub/namespaces/privateEndpointConnections/read
Microsoft.EventHub/namespaces/privateEndpointConnections/write
Microsoft.EventHub/namespaces/privateEndpointConnectionsApproval/action
Microsoft.EventHub/namespaces/privateLinkResources/read
Microsoft.EventHub/namespaces/read
Microsoft.EventHub/namespaces/schemagroups/read
Microsoft.KeyVault/vaults/deploy/action
Microsoft.KeyVault/vaults/privateEndpointConnections/read
Microsoft.KeyVault/vaults/privateEndpointConnections/write
Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action
Microsoft.KeyVault/vaults/privateLinkResources/read
Microsoft.KeyVault/vaults/read
Microsoft.Kubernetes/connectedClusters/Delete
Microsoft.Kubernetes/connectedClusters/Read
Microsoft.Kubernetes/connectedClusters/Write
Microsoft.Kubernetes/connectedClusters/delete
Microsoft.Kubernetes/connectedClusters/listClusterUserCredential/action
Microsoft.Kubernetes/connectedClusters/listClusterUserCredentials/action
Microsoft.Kubernetes/connectedClusters/read
Microsoft.Kubernetes/connectedClusters/write
Microsoft.SignalRService/SignalR/listkeys/action
microsoft.devices/iothubs/read
`;
