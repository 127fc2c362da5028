import type { KnownMessage } from '../message';
import { AWS_CLIENT_MESSAGES } from './aws-clients';
import { AZURE_CLIENT_MESSAGES } from './azure-clients';
import { EKS_POD_IDENTITY_MESSAGES } from './eks-pod-identity';
import { ENTRA_MESSAGES } from './entra';
import { STS_MESSAGES } from './sts';

/** All messages that podtrust knows; those of a cloud before those of its clients, which only pass them on. */
export const MESSAGES: readonly KnownMessage[] = [
  ...ENTRA_MESSAGES,
  ...STS_MESSAGES,
  ...EKS_POD_IDENTITY_MESSAGES,
  ...AZURE_CLIENT_MESSAGES,
  ...AWS_CLIENT_MESSAGES,
];
