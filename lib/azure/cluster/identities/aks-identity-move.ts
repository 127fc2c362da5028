import { PodtrustError, isKnown } from '../../../core';
import { checkGuid } from '../../guid';

/**
 * Hours for which the identity before is still used: AKS and the nodes keep a managed identity's token for up to a day, and
 * take the new identity's as it expires.
 *
 * @see AKS, "Use a managed identity", "Update an existing cluster"; Entra, "Managed identities, frequently asked questions",
 * on tokens that are cached for 24 hours
 */
export const AKS_IDENTITY_OVERLAP_HOURS = 24;

/** The steps, and for each those that may be deployed when it is taken. */
const DEPLOYED_BEFORE = {
  /** The cluster has the identity before. The new one is made, and both have the roles. */
  granted: ['before', 'granted'],
  /** The cluster has the new identity. Both have the roles, for as long as tokens of the one before are used. */
  switched: ['granted', 'switched'],
  /** The new identity alone has the roles. */
  finished: ['switched', 'finished'],
} as const;

/** A step of an {@link AksIdentityMove}. */
export type AksIdentityStep = keyof typeof DEPLOYED_BEFORE;

/**
 * Where a move is: the step that this program makes, and the one that is deployed; `before` where none is. A step that does
 * not come next after the deployed one is refused by the compiler, and at synthesis.
 */
type AksIdentityMoveSteps = {
  readonly [Step in AksIdentityStep]: {
    readonly step: Step;
    readonly deployed: (typeof DEPLOYED_BEFORE)[Step][number];
  };
}[AksIdentityStep];

/** The identity that the control plane had before. */
type AksIdentityBefore =
  | {
      readonly from: 'system-assigned';
      /** Its object id: `az aks show --query identity.principalId`, read before the switch, which deletes it. */
      readonly previousPrincipalId: string;
    }
  | {
      readonly from: 'service-principal';
      /** The object id of the service principal, not of its application: `az ad sp show --id <client id> --query id`. */
      readonly previousPrincipalId: string;
      readonly clientId: string;
      /** A secret of the service principal, as a token of a variable. Needed at the step `granted`. */
      readonly clientSecret?: string;
    };

/** What an {@link AksIdentityMove} is made of. */
export type AksIdentityMoveOptions = AksIdentityMoveSteps & AksIdentityBefore;

/**
 * Moves an AKS cluster from a service principal, or a system-assigned identity, to a user-assigned identity, in steps, a
 * deployment each, in which the control plane can do its work all the time.
 *
 * ```ts
 * const identityMove = new AksIdentityMove({ from: 'system-assigned', previousPrincipalId, deployed: 'before', step: 'granted' });
 * new AksCluster(stack, 'cluster', { ..., identityMove });
 * ```
 *
 * The kubelet keeps the identity that AKS made for it: azurerm replaces a cluster whose kubelet's identity changes.
 */
export class AksIdentityMove {
  public readonly step: AksIdentityStep;
  public readonly from: AksIdentityBefore['from'];
  /** The object id of the identity before. */
  public readonly previousPrincipalId: string;
  /** The service principal that the cluster still has; nothing at later steps, and from a system-assigned identity. */
  public readonly servicePrincipal?: { readonly clientId: string; readonly clientSecret: string };

  /** @throws PodtrustError `move-step-invalid`, `guid-invalid`, `secret-written-out` */
  public constructor(options: AksIdentityMoveOptions) {
    const { step, deployed, from, previousPrincipalId } = options;
    const where = 'AksIdentityMove';
    checkStep(step, deployed);
    checkGuid('the object id of the identity before', previousPrincipalId, where);
    this.step = step;
    this.from = from;
    this.previousPrincipalId = previousPrincipalId;
    if (options.from === 'service-principal') {
      checkGuid('the client id of the service principal', options.clientId, where);
      if (step === 'granted') {
        const { clientId, clientSecret } = options;
        this.servicePrincipal = { clientId, clientSecret: checkSecret(clientSecret, where) };
      }
    }
  }

  /** Whether the cluster still has the identity before. */
  public get hasIdentityBefore(): boolean {
    return this.step === 'granted';
  }

  /** Whether the identity before has its roles: until no token of it is used any more. */
  public get grantsIdentityBefore(): boolean {
    return this.step !== 'finished';
  }

  /** What the step leaves to do, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    const before = this.from === 'system-assigned' ? 'the system-assigned identity' : 'the service principal';
    switch (this.step) {
      case 'granted':
        return [
          'New role assignments take up to 60 minutes to hold for a cluster’s identity: deploy the step `switched` after that.',
        ];
      case 'switched':
        return [
          `The control plane and the add-ons use tokens of ${before} for up to ${AKS_IDENTITY_OVERLAP_HOURS} hours more, and it keeps its roles for them: deploy the step \`finished\` no sooner.`,
          ...(this.from === 'service-principal'
            ? [
                'Nodes keep the service principal until they are made anew: `az aks nodepool upgrade --node-image-only` for each pool, before the step `finished`.',
              ]
            : []),
        ];
      case 'finished':
        return [
          "The move is over: in the next deployment say `kubeletIdentity: 'made-by-aks'` in place of `identityMove`, and delete the service principal’s secret where there was one.",
        ];
    }
  }
}

function checkStep(step: AksIdentityStep, deployed: string): void {
  const before: readonly string[] | undefined = Object.hasOwn(DEPLOYED_BEFORE, step)
    ? DEPLOYED_BEFORE[step]
    : undefined;
  if (before?.includes(deployed)) return;
  throw new PodtrustError({
    code: 'move-step-invalid',
    what: before
      ? `in a move to a user-assigned identity the step ${JSON.stringify(step)} does not come after ${JSON.stringify(deployed)}, which is deployed`
      : `in a move to a user-assigned identity there is no step ${JSON.stringify(step)}`,
    why: 'The control plane would have an identity without its roles, and could make no load balancer and no disk.',
    remedy: before
      ? `It comes after ${before.filter((one) => one !== step).join(', or ')}: deploy that first.`
      : `Give one of ${Object.keys(DEPLOYED_BEFORE).join(', ')}.`,
  });
}

/** A secret that is written out would stand in the synthesized files. */
function checkSecret(secret: string | undefined, where: string): string {
  if (secret !== undefined && !isKnown(secret)) return secret;
  throw new PodtrustError({
    code: 'secret-written-out',
    where,
    what: secret === undefined ? 'clientSecret is not given' : 'clientSecret is written out',
    why: 'A cluster with a service principal has its secret, and what a program writes out stands in the synthesized files.',
    remedy: 'Give a token: new TerraformVariable(stack, "secret", { sensitive: true }).stringValue.',
  });
}
