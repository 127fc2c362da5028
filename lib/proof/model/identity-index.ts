import type { Identity } from './identity';
import { hasSymbol } from './symbol';

const ROLE_ARN = /^arn:[^:]*:iam::([^:]*):role(\/(?:.*\/)?)([^/]+)$/;
const IDENTITY_RESOURCE = /\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/([^/]+)$/i;

/** The identity that a text names. */
export interface NamedIdentity {
  readonly identity: Identity;
  /** The name fits, but the account or tenant is not known: they are taken to be the same. */
  readonly assumed: boolean;
}

/** Finds identities by what names them, without a walk over all of them. */
export class IdentityIndex {
  private readonly byId: ReadonlyMap<string, Identity>;
  private readonly byClaim: ReadonlyMap<string, Identity>;
  private readonly byResource: ReadonlyMap<string, Identity>;
  private readonly byName = new Map<string, Identity[]>();

  public constructor(identities: readonly Identity[]) {
    this.byId = new Map(identities.map((identity) => [identity.id, identity]));
    this.byClaim = new Map(identities.map((identity) => [identity.claimName, identity]));
    this.byResource = new Map(
      identities.flatMap((one) => (one.resourceId === undefined ? [] : [[one.resourceId, one]])),
    );
    for (const identity of identities) {
      const key = nameKey(identity.kind, identity.name);
      const list = this.byName.get(key) ?? [];
      if (list.length === 0) this.byName.set(key, list);
      list.push(identity);
    }
  }

  public get(id: string): Identity | undefined {
    return this.byId.get(id);
  }

  /** By a role's ARN or a client id, as a service account's annotation has it. */
  public claimed(text: string): NamedIdentity | undefined {
    const identity = this.byClaim.get(text);
    if (identity) return { identity, assumed: false };
    const arn = ROLE_ARN.exec(text);
    if (!arn) return undefined;
    const [, , path, name] = arn as unknown as [string, string, string, string];
    const named = (this.byName.get(nameKey('iam-role', name)) ?? []).filter((role) => (role.path ?? '/') === path);
    return named.length === 1 ? { identity: named[0]!, assumed: true } : undefined;
  }

  /** By a managed identity's resource id. */
  public byResourceId(text: string): NamedIdentity | undefined {
    const identity = this.byResource.get(text);
    if (identity) return { identity, assumed: false };
    const name = IDENTITY_RESOURCE.exec(text)?.[1];
    const named =
      name === undefined || hasSymbol(name) ? [] : (this.byName.get(nameKey('managed-identity', name)) ?? []);
    return named.length === 1 ? { identity: named[0]!, assumed: true } : undefined;
  }

  /** A role by its name alone. */
  public byRoleName(name: string): Identity | undefined {
    const named = this.byName.get(nameKey('iam-role', name)) ?? [];
    return named.length === 1 ? named[0] : undefined;
  }
}

/** Names of roles and of managed identities differ in more than their case. */
function nameKey(kind: Identity['kind'], name: string): string {
  return `${kind}:${name.toLowerCase()}`;
}
