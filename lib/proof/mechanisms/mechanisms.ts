import { aadPodIdentity } from './aad-pod-identity/mechanism';
import { entra } from './entra/mechanism';
import { identityBinding } from './identity-binding/mechanism';
import { irsa } from './irsa/mechanism';
import type { Mechanism } from './mechanism';
import { node } from './node/mechanism';
import { podIdentity } from './pod-identity/mechanism';

/** All ways in which pods get identities, in the order in which answers name them. */
export const MECHANISMS: readonly Mechanism[] = [irsa, podIdentity, entra, identityBinding, aadPodIdentity, node];
