import { includesGlob } from '../../proof/model/known/glob';
import type { Level } from '../../proof/rules/level';
import type { Place } from '../../proof/model/place';
import { includesAccounts } from '../../proof/settings/accepted-access';
import type {
  AcceptedAccess,
  Acceptance,
  ExistingCluster,
  GatePolicy,
  NeverBecome,
  Settings,
} from '../../proof/settings/settings';
import { shortAddress } from '../../report/short-names';

/** What settings let pass that others do not. */
export interface SettingsChange {
  readonly change: 'widened' | 'unknown';
  readonly what: string;
  readonly because?: string;
  /** In the head's settings. Absent where they say no more. */
  readonly at?: Place;
}

/**
 * What the head's settings let pass that the base's do not: findings accepted, levels lowered, what is declared elsewhere,
 * clusters declared or declared otherwise, a looser policy of the gate. Of stricter ones nothing is said.
 *
 * @param headIdOf the head's id, or name, of what the base calls by an id
 */
export function settingsChanges(
  base: Settings | undefined,
  head: Settings | undefined,
  headIdOf: (id: string) => string,
): SettingsChange[] {
  return [
    ...acceptances(base?.accepted ?? [], head?.accepted ?? [], headIdOf),
    ...levels(base, head),
    ...elsewhere(base, head),
    ...clusters(base?.clusters ?? [], head?.clusters ?? []),
    ...(base ? policy(base.gate, head?.gate, headIdOf) : []),
    ...(head?.gate.lock === 'approves' && base?.gate.lock !== 'approves'
      ? [{ change: 'widened', what: 'lets the lock approve what widens', at: place(head, '/gate/lock') } as const]
      : []),
  ];
}

function place({ file }: Settings, pointer: string): Place {
  return { file, pointer };
}

function acceptances(
  base: readonly Acceptance[],
  head: readonly Acceptance[],
  headIdOf: (id: string) => string,
): SettingsChange[] {
  const before = base.map((one) => ({ ...one, subject: headIdOf(one.subject) }));
  return head
    .filter((one) => !before.some((other) => acceptsAllOf(other, one)))
    .map(({ rule, subject, reason, at }) => ({
      ...{ change: 'widened', at },
      what: `accepts ${rule} of ${shortAddress(subject)}: ${reason}`,
    }));
}

function acceptsAllOf(wider: Acceptance, narrower: Acceptance): boolean {
  return (
    wider.rule === narrower.rule &&
    includesGlob(wider.subject, narrower.subject) &&
    coversAll(wider.admits, narrower.admits) &&
    (wider.expires === undefined || (narrower.expires !== undefined && narrower.expires <= wider.expires))
  );
}

function coversAll(wider: readonly AcceptedAccess[], narrower: readonly AcceptedAccess[]): boolean {
  return narrower.every((one) =>
    wider.some(
      (other) =>
        includesAccounts(other.account, one.account) && (other.cluster === undefined || other.cluster === one.cluster),
    ),
  );
}

const ORDER: readonly (Level | 'off')[] = ['error', 'warning', 'note', 'off'];

function levels(base: Settings | undefined, head: Settings | undefined): SettingsChange[] {
  if (!base?.levels.size && !head?.levels.size) return [];
  // Loaded only where there are levels.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { RULES } = require('../../proof/rules/rules') as typeof import('../../proof/rules/rules');
  return RULES.flatMap(({ slug, level: worst, mildest = worst }): SettingsChange[] => {
    const [own, others] = [base?.levels.get(slug), head?.levels.get(slug)];
    // Without an entry each finding has a level of its own, from the worst of the rule to the mildest.
    const before = own ?? worst;
    const after = others ?? (own === undefined ? worst : mildest);
    if (ORDER.indexOf(after) <= ORDER.indexOf(before)) return [];
    const at = others === undefined ? {} : { at: place(head!, `/rules/${slug}`) };
    const some = others === undefined && mildest !== worst ? ' for some of what it finds' : '';
    return [
      {
        ...{ change: 'widened', ...at },
        what: after === 'off' ? `switches off ${slug}` : `lowers ${slug} from ${before} to ${after}${some}`,
      },
    ];
  });
}

const ELSEWHERE = {
  namespace: (glob: string) => `service accounts of the namespace ${glob} are`,
  'service-account': (glob: string) => `the service account ${glob} is`,
  identity: (glob: string) => `trusts of ${glob} are`,
} as const;

function elsewhere(base: Settings | undefined, head: Settings | undefined): SettingsChange[] {
  return (head?.elsewhere ?? [])
    .filter(({ kind, glob }) => !base?.elsewhere.some((other) => other.kind === kind && includesGlob(other.glob, glob)))
    .map(({ kind, glob, at }) => ({
      ...{ change: 'widened', at },
      what: `says that ${ELSEWHERE[kind](glob)} declared elsewhere`,
    }));
}

function clusters(base: readonly ExistingCluster[], head: readonly ExistingCluster[]): SettingsChange[] {
  const wordsOf = ({ name, issuer, resourceId, account, region }: ExistingCluster): string =>
    [name, issuer, resourceId, account, region].join('\n');
  const before = new Map(base.map((one) => [one.name, wordsOf(one)]));
  const after = new Set(head.map(({ name }) => name));
  return [
    ...head
      .filter((one) => before.get(one.name) !== wordsOf(one))
      .map(({ name, issuer, resourceId, at }): SettingsChange => ({
        ...{ change: 'widened', at },
        what: `says of the cluster ${name} that it is ${issuer ?? resourceId}${before.has(name) ? ', which it did not' : ''}`,
      })),
    ...base
      .filter(({ name }) => !after.has(name))
      .map(({ name }): SettingsChange => ({
        ...{ change: 'unknown', what: `says nothing more of the cluster ${name}` },
        because: 'what only its name, issuer or ARN tells is not known any more',
      })),
  ];
}

function policy(
  base: GatePolicy,
  head: GatePolicy | undefined,
  headIdOf: (id: string) => string,
): readonly SettingsChange[] {
  const gone = (what: string): SettingsChange => ({ change: 'widened', what });
  const admitOnly = base.admitOnly
    .filter(
      ({ identity, accounts }) =>
        !head?.admitOnly.some(
          (other) =>
            [identity, headIdOf(identity)].some((one) => includesGlob(other.identity, one)) &&
            coversAll(accounts, other.accounts),
        ),
    )
    .map(({ identity, accounts }) => gone(`no longer keeps ${identity} to ${accountsText(accounts)}`));
  const neverPermit = base.neverPermit.flatMap(({ actions, resources, roles }) => [
    ...actions
      .filter(
        (action) =>
          !resources.every((resource) =>
            head?.neverPermit.some(
              (other) =>
                other.actions.some((one) => includesGlob(one.toLowerCase(), action.toLowerCase())) &&
                other.resources.some((one) => includesGlob(one, resource)),
            ),
          ),
      )
      .map((action) => gone(`no longer forbids ${action} on ${resources.join(', ')}`)),
    ...roles
      .filter((role) => !head?.neverPermit.some((other) => other.roles.some((one) => isSameName(one, role))))
      .map((role) => gone(`no longer forbids ${role}`)),
  ]);
  const offLimits = base.offLimits.flatMap(({ namespaces, except }) =>
    namespaces
      .filter(
        (namespace) =>
          !head?.offLimits.some(
            (other) => other.namespaces.some((one) => includesGlob(one, namespace)) && coversAll(except, other.except),
          ),
      )
      .map((namespace) => gone(`no longer puts the namespace ${namespace} off limits for as many`)),
  );
  const neverBecome = base.neverBecome.flatMap((entry) => {
    const { who, accounts, identities, except } = entry;
    const others = (head?.neverBecome ?? []).filter((other) =>
      other.except.every((one) => except.some((own) => includesGlob(own, one))),
    );
    const isKept = (one: string): boolean => {
      const some = others.filter((other) => other.who.some((glob) => includesGlob(glob, one)));
      return (
        accounts.every((account) => some.some((other) => coversAll(other.accounts, [account]))) &&
        identities.every((identity) =>
          some.some((other) =>
            other.identities.some((glob) => [identity, headIdOf(identity)].some((text) => includesGlob(glob, text))),
          ),
        )
      );
    };
    return who
      .filter((one) => !isKept(one))
      .map((one) =>
        gone(`no longer keeps ${one === '*' ? 'everybody' : one} from becoming ${whomText(entry)}, or not as many`),
      );
  });
  return [...admitOnly, ...neverPermit, ...offLimits, ...neverBecome];
}

/** Whom an entry protects, in words. */
export function whomText({ accounts, identities }: Pick<NeverBecome, 'accounts' | 'identities'>): string {
  return [
    ...(accounts.length > 0 ? [`a pod of ${accountsText(accounts)}`] : []),
    ...(identities.length > 0 ? [`a pod that gets ${identities.join(', ')}`] : []),
  ].join(' or ');
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Accounts of the settings in words. */
export function accountsText(accounts: readonly AcceptedAccess[]): string {
  if (accounts.length === 0) return 'nobody';
  return accounts
    .map(({ account, cluster }) => `${account}${cluster === undefined ? '' : ` of ${cluster}`}`)
    .join(', ');
}
