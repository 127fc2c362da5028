import { AWS_PROVIDER } from './aws/aws-provider';
import { AZURE_PROVIDER } from './azure/azure-provider';
import { KUBERNETES_PROVIDER } from './kubernetes/provider/kubernetes-provider';
import { TEXT_PROVIDER } from './text-provider';
import type { Provider } from './terraform/configuration/provider';

/** The Terraform providers whose resources are understood. */
export const PROVIDERS: readonly Provider[] = [AWS_PROVIDER, AZURE_PROVIDER, KUBERNETES_PROVIDER, TEXT_PROVIDER];
