import { InventoryWays } from '../../proof/inventory-ways';
import type { InventoryStep, InventoryWay, Whom } from '../../proof/inventory-ways';
import { ALL_OF_NAMESPACE, EVERYBODY, EVERY_ACCOUNT_GROUP, STRANGERS } from '../../proof/access-control/subjects';
import type { Inventory } from '../../proof/inventory';
import type { ClusterFinder, NamedCluster } from '../../proof/model/cluster/cluster-finder';
import { globsMeet, includesGlob } from '../../proof/model/known/glob';
import { isClusterMeant } from '../../proof/settings/accepted-access';
import type { NeverBecome } from '../../proof/settings/settings';
import { clusterNames, identityNames, mechanismText } from '../../report/access-words';
import { shortAddress } from '../../report/short-names';
import { sharedAccount } from '../access-change';
import type { Accounts } from '../access-change';
import { referenceIn, withAnyValues } from '../resources/open-reference';
import { whomText } from './settings-change';

/** Somebody who becomes whom a policy says they never may. */
export interface ForbiddenBecoming {
  readonly cluster?: string;
  /** `Group developers`, `Identity deployer`. Absent where it is not known who. */
  readonly who?: string;
  /** The identity's id, where it is one. */
  readonly id?: string;
  readonly what: string;
  /** Each step in words. */
  readonly steps?: readonly string[];
  readonly because?: string;
}

/** What is asked of an inventory. */
export interface BecomingQuestion {
  readonly inventory: Inventory;
  readonly finder: ClusterFinder<NamedCluster>;
  /** The other side's id of an identity. */
  readonly otherIdOf: (id: string) => string | undefined;
}

/** All who become, in whatever steps, whom an entry says they never may; certain or not. */
export function forbiddenBecomings(
  never: NeverBecome,
  { inventory, finder, otherIdOf }: BecomingQuestion,
): ForbiddenBecoming[] {
  const names = identityNames(inventory);
  const clusters = clusterNames(inventory);
  const ids = new Map(inventory.identities.map((one) => [one.id, one]));
  const namesOf = (id: string): string[] =>
    [id, ids.get(id)?.name, otherIdOf(id)].flatMap((text) => (text === undefined ? [] : [text]));
  const isMeant = (globs: readonly string[], id: string): boolean =>
    globs.some((glob) => namesOf(id).some((name) => globsMeet(glob, name)));
  const ofIdentities = inventory.access
    .filter(({ identity }) => isMeant(never.identities, identity))
    .map(({ cluster, namespace, serviceAccount, uncertain }): Whom => ({
      ...{ cluster, namespace, name: serviceAccount },
      ...(uncertain === undefined ? {} : { uncertain }),
    }));
  const named = never.accounts.flatMap(({ account, cluster: meant }) => {
    const [namespace = '', name = ''] = account.split('/');
    const all = inventory.clusters.map(({ id }): Whom => ({ cluster: id, namespace, name }));
    const some = all.filter((one) => isClusterMeant(meant, one.cluster, finder));
    // A cluster that has another name now is not free of the policy by that.
    return some.length > 0 ? some : all.map((one) => ({ ...one, uncertain: `no cluster is known to be ${meant}` }));
  });
  const whom = whomText(never);
  const which = inventory.identities
    .filter(({ id }) => isMeant(never.identities, id))
    .map(({ id }) => ({ identity: id }));
  const nameOf = ({ who, kind }: InventoryStep | InventoryWay): string =>
    isOfCloud(kind) ? `Identity ${names.get(who) ?? (kind === 'principal' ? who : shortAddress(who))}` : who;
  const goals = [...named, ...ofIdentities];
  const found = new InventoryWays(inventory).to(goals, which).flatMap((way): ForbiddenBecoming[] => {
    const texts = isOfCloud(way.kind) ? namesOf(way.who).map((name) => `Identity ${name}`) : [way.who];
    const answer = isForbidden(never, texts[0]!, texts);
    if (answer === false) return [];
    const because = way.uncertain ?? answer.uncertain;
    const who = nameOf(way);
    const cluster = way.cluster === '' ? undefined : (clusters.get(way.cluster) ?? way.cluster);
    const where = cluster === undefined ? '' : ` of ${cluster}`;
    const can = because === undefined ? 'can' : 'can perhaps';
    const alone = way.becomes === 'account' ? ', in Kubernetes alone' : '';
    return [
      {
        ...(cluster === undefined ? {} : { cluster }),
        who,
        ...(way.kind === 'identity' ? { id: way.who } : {}),
        what: `${who}${where} ${can} become ${way.becomes === 'identity' ? never.identities.join(' or ') : whom}${alone}, which the policy never allows`,
        steps: way.steps.map(
          (step) => `${nameOf(step)} may ${withNames(step.may, names)} by ${step.by.map(mechanismText).join(', ')}`,
        ),
        ...(because === undefined ? {} : { because }),
      },
    ];
  });
  return [...found, ...unread(goals, inventory, clusters, whom)];
}

/** That who may act in a cluster was not read is said once of it. */
function unread(
  goals: readonly Whom[],
  { clusters: all, becoming, becomingIdentities }: Inventory,
  names: ReadonlyMap<string, string>,
  whom: string,
): ForbiddenBecoming[] {
  if (becoming === undefined || becomingIdentities === undefined) {
    const because = 'the inventory was written by a version of podtrust that does not say who may become whom';
    return [{ what: `whether anybody can become ${whom} is not known`, because }];
  }
  const asked = new Set(goals.map(({ cluster }) => cluster));
  return all
    .filter(({ id, rbacRead, service }) => asked.has(id) && !rbacRead && service === undefined)
    .map(({ id }) => {
      const cluster = names.get(id) ?? id;
      return {
        cluster,
        what: `whether anybody of ${cluster} can become ${whom} is not known`,
        because: `no RBAC of ${cluster} was read, which says who may act in it`,
      };
    });
}

/** Its step is told by the ids of identities. */
function withNames(may: string, names: ReadonlyMap<string, string>): string {
  return may
    .split(' ')
    .map((word) => names.get(word) ?? word)
    .join(' ');
}

function isOfCloud(kind: InventoryWay['kind']): boolean {
  return kind === 'identity' || kind === 'principal';
}

const EVERY_ACCOUNT: Accounts = { namespace: '*', serviceAccount: '*' };

/** Whether an entry means somebody, and does not except them. */
function isForbidden(
  { who, except }: NeverBecome,
  name: string,
  texts: readonly string[],
): false | { readonly uncertain?: string } {
  if (texts.some((text) => except.some((glob) => includesGlob(glob, text)))) return false;
  const accounts = accountsOf(name);
  if (accounts) {
    const excepted = except.flatMap((glob) => accountsOf(glob) ?? []);
    const isMeant = (glob: string): boolean => {
      const meant = accountsOf(glob) ?? (globsMeet(glob, name) ? EVERY_ACCOUNT : undefined);
      return meant !== undefined && sharedAccount(accounts, meant, excepted);
    };
    // People are among everybody too.
    const isOfPeople = (glob: string): boolean => isEverybody(name) && !except.some((one) => includesGlob(one, glob));
    return who.some((glob) => isMeant(glob) || isOfPeople(glob)) ? {} : false;
  }
  const reference = referenceIn(name);
  const open = texts.map(withAnyValues);
  if (!who.some((glob) => open.some((text) => globsMeet(glob, text)))) return false;
  const isSure =
    reference === undefined ||
    (who.some((glob) => texts.some((text) => includesGlob(glob, text))) &&
      !except.some((glob) => open.some((text) => globsMeet(glob, text))));
  return isSure ? {} : { uncertain: `it names ${reference}, whose value is not known` };
}

/** The service accounts that somebody, or a glob of the policy, stands for. */
function accountsOf(text: string): Accounts | undefined {
  if (text === '*' || isEverybody(text) || text === `Group ${EVERY_ACCOUNT_GROUP}`) return EVERY_ACCOUNT;
  const ofNamespace = `Group ${ALL_OF_NAMESPACE}`;
  if (text.startsWith(ofNamespace)) return { namespace: text.slice(ofNamespace.length), serviceAccount: '*' };
  const [, namespace, serviceAccount = ''] =
    /^ServiceAccount ([^/]*)\/(.*)$/.exec(text) ?? /^User system:serviceaccount:([^:]*):(.*)$/.exec(text) ?? [];
  return namespace === undefined ? undefined : { namespace, serviceAccount };
}

function isEverybody(text: string): boolean {
  return text === `Group ${EVERYBODY}` || text === `Group ${STRANGERS}`;
}
