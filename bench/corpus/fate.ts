import type { Access, Inventory } from '../../lib/proof/inventory';
import type { SeenTrust } from './trusts';

/**
 * What became of a trust that the text shows.
 * - `decided`: a row of access, or a finding about it
 * - `undecided`: the inventory says that it cannot tell
 * - `no-cluster`: it is of a CI service or of users, where the inventory owes nothing
 * - `maybe-none`: nothing, but its resource or module has `count` or `for_each`, which may be none
 * - `missing`: nothing, and nothing excuses it
 */
export type Fate = 'decided' | 'undecided' | 'no-cluster' | 'maybe-none' | 'missing';

/** What an identity may do, and who makes the account that it admits, leave its trust as certain as it is. */
const OF_SOMETHING_ELSE =
  /^(the policy of |it admits .* may declare|a Helm release .* may declare|whether .*, which it admits, is there)/;

/** Looks for seen trusts in one inventory. */
export class Fates {
  private readonly rows: { address: string; mechanism: string }[];
  private readonly undecided: string[];
  private readonly said: string[];

  public constructor(inventory: Inventory) {
    this.rows = inventory.access
      .filter(({ mechanism }: Access) => mechanism !== 'node')
      .map(({ identity, mechanism }) => ({ address: withoutInstances(identity), mechanism }));
    this.undecided = inventory.undecided
      .filter(({ because }) => !OF_SOMETHING_ELSE.test(because))
      .map(({ about }) => withoutInstances(about));
    this.said = inventory.findings.map(({ subject, message }) => withoutInstances(`${subject}\n${message}`));
  }

  public of(trust: SeenTrust): Fate {
    const own = [trust.address, ...ancestorsOf(trust.address)];
    if (this.undecided.some((about) => own.some((address) => isOrEndsWith(about, address)))) return 'undecided';
    if (this.isDecided(trust)) return 'decided';
    if (this.undecided.some((about) => speaksOf(about, trust.address))) return 'undecided';
    if (trust.isOfNoCluster) return 'no-cluster';
    return trust.isRepeated ? 'maybe-none' : 'missing';
  }

  private isDecided(trust: SeenTrust): boolean {
    if (this.said.some((text) => speaksOf(text, trust.address))) return true;
    if (trust.kind === 'web-identity' || trust.kind === 'pod-identity-role')
      return this.rows.some(({ address }) => isOrEndsWith(address, trust.address));
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
