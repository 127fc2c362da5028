import type { Access, Inventory } from '../../lib/proof/inventory';
import type { SeenTrust } from './trusts';

/**
 * What became of a trust that the text shows.
 * - `decided`: a row of access, or a finding about it, and nothing about it is undecided
 * - `which-cluster`: rows that name exactly who gets in; open is alone which OIDC provider the principal is
 * - `if-made`: such rows; open is besides how many there are of it, none among them
 * - `undecided`: the inventory says that it cannot tell
 * - `none`: nothing, and its `count` or `for_each`, or that of a module around it, comes to none, or that of the statement
 * - `no-cluster`: it is of a CI service or of users, where the inventory owes nothing
 * - `missing`: nothing, and nothing excuses it
 */
export type Fate = 'decided' | 'which-cluster' | 'if-made' | 'undecided' | 'none' | 'no-cluster' | 'missing';

/** Leaves open which cluster a trust is for, and not for whom in it. */
const WHICH_CLUSTER =
  /^statement \d+: (which OIDC provider the principal |whether the (principal .* is the provider|condition key .* is that of the issuer|provider’s account) )/s;

/** Leaves open whether a trust, or the module that it stands in, is made. */
const IF_MADE = /^how many there are of it /;

/** A part of a name that is not known; `${*}` is a star. */
const UNKNOWN_PART = /\$\{(?![*?$]\})/;

/** What an identity may do, and who makes the account that it admits, leave its trust as certain as it is. */
const OF_SOMETHING_ELSE =
  /^(the policy of |it admits .* may declare|a Helm release .* may declare|whether .*, which it admits, is there)/;

/** Looks for seen trusts in one inventory. */
export class Fates {
  private readonly rows: { address: string; mechanism: string; isExact: boolean; uncertain: string }[];
  private readonly undecided: { about: string; because: string }[];
  private readonly said: string[];
  /** The roles whose trust is known and has no statement for web identities. */
  private readonly withoutWebIdentity: string[];

  /** @param made the ids of what the program makes, or may make, of the types that trusts stand in */
  public constructor(
    inventory: Inventory,
    private readonly made: () => readonly string[] = () => [],
  ) {
    this.rows = inventory.access
      .filter(({ mechanism }: Access) => mechanism !== 'node')
      .map(({ identity, mechanism, namespace, serviceAccount, except, uncertain = '' }) => ({
        address: withoutInstances(identity),
        mechanism,
        isExact: ![namespace, serviceAccount, ...except].some((name) => UNKNOWN_PART.test(name)),
        uncertain,
      }));
    this.undecided = inventory.undecided
      .filter(({ because }) => !OF_SOMETHING_ELSE.test(because))
      .map(({ about, because }) => ({ about: withoutInstances(about), because }));
    this.withoutWebIdentity = (inventory.policies ?? [])
      .filter(({ kind, statements }) => kind === 'trust' && !JSON.stringify(statements).includes('"Federated"'))
      .map(({ identity }) => withoutInstances(identity ?? ''));
    this.said = inventory.findings.map(({ subject, message }) => withoutInstances(`${subject}\n${message}`));
  }

  public of(seen: SeenTrust): Fate {
    const trust = { ...seen, address: this.idOf(seen) };
    const own = [trust.address, ...ancestorsOf(trust.address)];
    const open = this.undecided
      .filter(({ about }) => own.some((address) => isOrEndsWith(about, address)))
      .map(({ because }) => because);
    if (open.length > 0) return this.fateOfOpen(trust, open);
    if (this.isDecided(trust)) return 'decided';
    if (this.undecided.some(({ about }) => speaksOf(about, trust.address))) return 'undecided';
    if (trust.isOfNoCluster) return 'no-cluster';
    return trust.isRepeated && this.isNone(trust) ? 'none' : 'missing';
  }

  /** An object's text says its kind and its name; the inventory has its namespace between them. */
  private idOf({ kind, address }: SeenTrust): string {
    if (kind !== 'kubernetes-object') return address;
    const [of, name] = address.split('/');
    const ids = [...this.rows.map((row) => row.address), ...this.undecided.map(({ about }) => about)];
    return ids.find((id) => id.startsWith(`${of}/`) && id.endsWith(`/${name}`)) ?? address;
  }

  private fateOfOpen(trust: SeenTrust, open: readonly string[]): Fate {
    if (open.every((because) => IF_MADE.test(because)) && trust.isRepeated && this.isNone(trust)) return 'none';
    const rows = this.exactRowsOf(trust);
    if (rows && open.every((because) => WHICH_CLUSTER.test(because))) return 'which-cluster';
    if (rows && open.every((because) => WHICH_CLUSTER.test(because) || IF_MADE.test(because))) return 'if-made';
    return 'undecided';
  }

  /** Whether its rows are there and each names exactly who gets in. A credential's are those of its identity. */
  private exactRowsOf({ kind, address }: SeenTrust): boolean {
    const isOfRole = kind === 'web-identity' || kind === 'pod-identity-role';
    const own = [address, ...ancestorsOf(address)];
    const rows = this.rows.filter((row) =>
      isOfRole
        ? isOrEndsWith(row.address, address)
        : own.some((one) => row.uncertain.includes(`how many there are of ${one} `)),
    );
    return rows.length > 0 && rows.every(({ isExact }) => isExact);
  }

  /** Whether a count, its own or that of a module around it, is known to come to none, or its role has no such statement. */
  private isNone({ kind, address }: SeenTrust): boolean {
    if (kind === 'web-identity' && this.withoutWebIdentity.some((role) => isOrEndsWith(role, address))) return true;
    return !this.made().some((id) => isOrEndsWith(withoutInstances(id), address));
  }

  private isDecided(trust: SeenTrust): boolean {
    if (this.said.some((text) => speaksOf(text, trust.address))) return true;
    const isOfRole =
      trust.kind === 'web-identity' || trust.kind === 'pod-identity-role' || /^Role\//.test(trust.address);
    if (isOfRole) return this.rows.some(({ address }) => isOrEndsWith(address, trust.address));
    const mechanisms = trust.kind === 'association' ? /pod-identity/ : /entra|aad|identity/;
    const rows = this.rows.filter(({ mechanism }) => mechanisms.test(mechanism));
    const named = trust.names.filter((name) => /iam_role|identity|application|module/.test(name));
    // Its identity may come in by a variable; then any row of the mechanism is taken to be its own.
    return named.length === 0
      ? rows.length > 0
      : rows.some(({ address }) => named.some((name) => speaksOf(address, name))) || rows.length > 0;
  }
}

/** `module.a["x"].aws_iam_role.b[0]` is `module.a.aws_iam_role.b`. */
export function withoutInstances(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}

/** `module.a` and `module.a.module.b` of `module.a.module.b.aws_iam_role.c`. */
function ancestorsOf(address: string): string[] {
  const parts = /^(module\.[^.]+\.)*/
    .exec(address)![0]
    .split(/(?<=\.)(?=module\.)/)
    .filter((part) => part !== '');
  return parts.map((_, index) =>
    parts
      .slice(0, index + 1)
      .join('')
      .replace(/\.$/, ''),
  );
}

function isOrEndsWith(text: string, address: string): boolean {
  return text === address || text.endsWith(`/${address}`);
}

function speaksOf(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + address.length] ?? ' ';
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
