import { addToGroup } from '../../core/groups';
import type { Controller } from '../../core/kubernetes/controllers';
import type { ServiceAccountReference } from '../../core/trust/subject';
import type { Claim } from '../mechanisms/claims';
import { mayName } from '../mechanisms/claims';
import type { AdmissionIndex } from '../mechanisms/admission-index';
import type { Identity } from '../model/identity/identity';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { IdentityReference } from '../model/identity/identity-reference';
import { mayPullBy } from '../model/cluster/image-pull-profile';
import type { Model } from '../model/model';
import type { AccountMakers } from './account-makers';

/** A claim by an object that names an identity for a controller or a driver. */
export interface ObjectClaim extends Claim {
  readonly reference: IdentityReference;
  /** Whether the account whose token is exchanged is in the input; else it is where the controller's documentation has it. */
  readonly isAccountKnown: boolean;
  /** Whether its literal is only assumed to be the identity, because an account that is admitted names the same. */
  readonly isTaken: boolean;
}

/** What such claims are made from. */
interface ObjectClaimInput {
  readonly model: Model;
  readonly identities: IdentityIndex;
  readonly makers: AccountMakers;
}

/**
 * What objects of controllers and drivers ask for, one for each account whose token may be exchanged. An object that leaves
 * the identity to the account's own annotation asks for nothing by itself.
 */
export function readObjectClaims(input: ObjectClaimInput): readonly ObjectClaim[] {
  const references = input.model.identityReferences.filter(({ text }) => text !== undefined);
  if (references.length === 0) return [];
  const owners = new Owners(input);
  const clouds = new Map(input.model.clusters.map((cluster) => [cluster.id, cluster]));
  return references.flatMap((reference) => {
    const text = reference.text!;
    const { identity, assumed } = namedBy(text, input.identities);
    const asked = reference.clusters.filter(
      (cluster) => reference.via !== 'image-pull' || mayPullBy(reference.mechanism, clouds.get(cluster)),
    );
    return asked.flatMap((cluster) =>
      owners.of(reference, cluster).map(({ account, isKnown }): ObjectClaim => ({
        mechanism: reference.mechanism,
        clusters: [cluster],
        namespace: account.namespace,
        serviceAccount: account.name,
        text,
        tenantId: reference.tenantId,
        audience: reference.audience,
        identity,
        assumed,
        carrier: reference.id,
        at: reference.at,
        byHand: true,
        object: true,
        ...(reference.owner.kind === 'controller' ? { usesOwnToken: true } : {}),
        reference,
        isAccountKnown: isKnown,
        isTaken: false,
      })),
    );
  });
}

function namedBy(text: string, identities: IdentityIndex): { identity?: Identity; assumed: boolean } {
  return identities.claimed(text) ?? identities.byResourceId(text) ?? { assumed: false };
}

interface Owner {
  readonly account: ServiceAccountReference;
  readonly isKnown: boolean;
}

/** Finds the accounts whose tokens are exchanged, with one walk over what was read. */
class Owners {
  private readonly byName = new Map<string, ServiceAccountReference[]>();
  private readonly byCluster = new Map<string, ServiceAccountReference[]>();
  private readonly byImage = new Map<Controller, readonly ServiceAccountReference[]>();
  private readonly mounting = new Map<string, Map<string, ServiceAccountReference>>();

  public constructor(private readonly input: ObjectClaimInput) {
    for (const { clusters, namespace, name } of input.model.serviceAccounts) this.add(clusters, { namespace, name });
    for (const { clusters, namespace, serviceAccount, secretProviderClasses } of input.model.workloads) {
      const account = { namespace, name: serviceAccount };
      this.add(clusters, account);
      for (const cluster of clusters) {
        for (const name of secretProviderClasses) {
          const key = `${cluster}\n${namespace}\n${name}`;
          let accounts = this.mounting.get(key);
          if (!accounts) this.mounting.set(key, (accounts = new Map<string, ServiceAccountReference>()));
          accounts.set(serviceAccount, account);
        }
      }
    }
  }

  public of({ owner }: IdentityReference, cluster: string): readonly Owner[] {
    switch (owner.kind) {
      case 'account':
        return [{ account: owner.account, isKnown: true }];
      case 'others':
        return this.pullingByNone(cluster).map((account) => ({ account, isKnown: true }));
      case 'release':
        return owner.names.map((name) => ({ account: { namespace: owner.namespace, name }, isKnown: false }));
      case 'pods': {
        const accounts = this.mounting.get(`${cluster}\n${owner.namespace}\n${owner.secretProviderClass}`);
        return [...(accounts?.values() ?? [])].map((account) => ({ account, isKnown: true }));
      }
      case 'controller':
        return this.ofController(owner.controller, cluster);
    }
  }

  /** Where the controller runs: by its image, by the name of its account, by the add-on that brings it. */
  private ofController(controller: Controller, cluster: string): readonly Owner[] {
    const { account } = controller;
    const made = ['kube-system', account.namespace].find((namespace) =>
      this.input.makers.documented(cluster, namespace, account.name),
    );
    const found = [
      ...this.running(controller),
      ...(this.byName.get(`${cluster}\n${account.name}`) ?? []),
      ...(made === undefined ? [] : [{ namespace: made, name: account.name }]),
    ];
    const distinct = new Map(found.map((one) => [`${one.namespace}/${one.name}`, one]));
    if (distinct.size === 0) return [{ account, isKnown: false }];
    return [...distinct.values()].map((one) => ({ account: one, isKnown: true }));
  }

  /** The accounts of a cluster for which no annotation names who pulls the images of their pods. */
  private pullingByNone(cluster: string): readonly ServiceAccountReference[] {
    const keyOf = ({ namespace, name }: ServiceAccountReference) => `${namespace}/${name}`;
    const naming = new Set(
      this.input.model.identityReferences.flatMap(({ owner, via, mechanism, clusters }) => {
        const isOne = via === 'image-pull' && mechanism === 'entra-workload-identity' && clusters.includes(cluster);
        return isOne && owner.kind === 'account' ? [keyOf(owner.account)] : [];
      }),
    );
    const others = this.byCluster.get(cluster)?.filter((account) => !naming.has(keyOf(account))) ?? [];
    return [...new Map(others.map((account) => [keyOf(account), account])).values()];
  }

  private running(controller: Controller): readonly ServiceAccountReference[] {
    let found = this.byImage.get(controller);
    if (!found) {
      found = this.input.model.workloads
        .filter(({ images }) => images.some((image) => controller.image.test(image)))
        .map(({ namespace, serviceAccount }) => ({ namespace, name: serviceAccount }));
      this.byImage.set(controller, found);
    }
    return found;
  }

  private add(clusters: readonly string[], account: ServiceAccountReference): void {
    for (const cluster of clusters) {
      addToGroup(this.byName, `${cluster}\n${account.name}`, account);
      addToGroup(this.byCluster, cluster, account);
    }
  }
}

/** What claims of accounts and pods are held against. */
interface Admitting {
  readonly claims: readonly Claim[];
  readonly admissions: AdmissionIndex;
  readonly identities: IdentityIndex;
}

/**
 * Client ids and ARNs that are written out, by the identity that each is assumed to be though its own name is not known before
 * apply: the only one that admits the accounts which are annotated with it.
 */
export function literalIdentities({ claims, admissions, identities }: Admitting): ReadonlyMap<string, Identity> {
  const found = new Map<string, Identity | undefined>();
  for (const claim of claims) {
    for (const cluster of claim.clusters) {
      for (const admission of admissions.naming(cluster, claim.namespace, claim.serviceAccount)) {
        const identity = identities.get(admission.identity);
        if (admission.mechanism !== claim.mechanism || !identity || !mayName(claim, identity)) continue;
        const other = found.has(claim.text) && found.get(claim.text) !== identity;
        found.set(claim.text, other ? undefined : identity);
      }
    }
  }
  return new Map([...found].filter((entry): entry is [string, Identity] => entry[1] !== undefined));
}
