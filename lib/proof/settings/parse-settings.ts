import { isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import { PodtrustError } from '../../core/errors';
import type { DeclaredElsewhere } from '../model/declared-elsewhere';
import { mistakesIn } from './check-value';
import type { Mistake } from './check-value';
import type { SettingsContent } from './content';
import { settingsSchema } from './schema';
import { isDay } from './today';
import type { AcceptedAccess, ExistingCluster, GatePolicy, Settings, SettingsEntry } from './settings';

type ClusterEntry = NonNullable<SettingsContent['clusters']>[number];

/**
 * The settings in the text of a `podtrust.yaml`.
 *
 * @param file its name in places and messages
 * @throws PodtrustError `settings-invalid` with every mistake of the file, each with its line and column
 */
export function parseSettings(text: string, file: string): Settings {
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter: lines })] as Document.Parsed[];
  const [document] = documents;
  const errors = documents
    .flatMap((one) => one.errors)
    .map(({ pos, message }) => ({ offset: pos[0], what: syntax(message), fix: 'Correct the YAML there.' }));
  const more = documents[1] && {
    offset: documents[1].range[0],
    what: 'the file has a second YAML document',
    fix: 'Keep one document: remove the line --- and join what is below it.',
  };
  refuse(more ? [...errors, more] : errors, lines, file);
  if (!document) {
    const nothing = { levels: new Map(), accepted: [], elsewhere: [], clusters: [], content: {} };
    return { file, ...nothing, gate: gatePolicy(undefined, () => ({ at: { file, pointer: '' }, line: 1 })) };
  }

  const offsetOf = (path: readonly (string | number)[]): number => {
    const node = document.getIn(path, true);
    return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
  };
  refuse(mistakesIn(document, settingsSchema()), lines, file);
  const content = (document.toJS() ?? {}) as SettingsContent;
  refuse(contradictions(content, offsetOf), lines, file);

  const entry = (...path: (string | number)[]) => ({
    at: { file, pointer: path.map((key) => `/${key}`).join('') },
    line: lines.linePos(offsetOf(path)).line,
  });
  const elsewhere = (key: keyof NonNullable<SettingsContent['elsewhere']>, kind: DeclaredElsewhere['kind']) =>
    (content.elsewhere?.[key] ?? []).map((glob, index) => ({ kind, glob, ...entry('elsewhere', key, index) }));
  return {
    file,
    levels: new Map(Object.entries(content.rules ?? {})),
    accepted: (content.accepted ?? []).map(({ admits, ...one }, index) => ({
      ...one,
      admits: (admits ?? []).map(acceptedAccess),
      ...entry('accepted', index),
    })),
    elsewhere: [
      ...elsewhere('namespaces', 'namespace'),
      ...elsewhere('serviceAccounts', 'service-account'),
      ...elsewhere('identities', 'identity'),
    ],
    clusters: (content.clusters ?? []).map((one, index) => ({ ...existingCluster(one), ...entry('clusters', index) })),
    gate: gatePolicy(content.gate, (key, index) => entry('gate', key, index)),
    content,
  };
}

function gatePolicy(
  gate: SettingsContent['gate'],
  entry: (key: keyof GatePolicy, index: number) => SettingsEntry,
): GatePolicy {
  const reasonOf = ({ reason }: { readonly reason?: string }) => (reason === undefined ? {} : { reason });
  return {
    lock: gate?.lock ?? 'informs',
    admitOnly: (gate?.admitOnly ?? []).map((one, index) => ({
      identity: one.identity,
      accounts: (one.accounts ?? []).map(acceptedAccess),
      ...reasonOf(one),
      ...entry('admitOnly', index),
    })),
    neverPermit: (gate?.neverPermit ?? []).map((one, index) => ({
      actions: one.actions ?? [],
      resources: one.resources ?? ['*'],
      roles: one.roles ?? [],
      ...reasonOf(one),
      ...entry('neverPermit', index),
    })),
    offLimits: (gate?.offLimits ?? []).map((one, index) => ({
      namespaces: one.namespaces ?? [],
      except: (one.except ?? []).map(acceptedAccess),
      ...reasonOf(one),
      ...entry('offLimits', index),
    })),
    neverBecome: (gate?.neverBecome ?? []).map((one, index) => ({
      who: one.who ?? ['*'],
      accounts: (one.accounts ?? []).map(acceptedAccess),
      identities: one.identities ?? [],
      except: one.except ?? [],
      ...reasonOf(one),
      ...entry('neverBecome', index),
    })),
  };
}

function acceptedAccess(text: string): AcceptedAccess {
  const [account, ...cluster] = text.split(' of ');
  return cluster.length === 0 ? { account: account! } : { account: account!, cluster: cluster.join(' of ') };
}

function existingCluster({
  name,
  issuer,
  arn,
  resourceId,
  account,
  region,
}: ClusterEntry): Omit<ExistingCluster, 'at' | 'line'> {
  const [, ofArn, accountOfArn] = /^arn:[^:]*:eks:([^:]*):([^:]*):/.exec(arn ?? '') ?? [];
  const isAws = arn !== undefined || account !== undefined || region !== undefined || isEksIssuer(issuer);
  return {
    name,
    cloud: isAws ? 'aws' : resourceId !== undefined || isAksIssuer(issuer) ? 'azure' : 'other',
    issuer,
    resourceId: arn ?? resourceId ?? composedArn(name, account, region),
    account: account ?? accountOfArn,
    region: region ?? ofArn,
  };
}

/** Partitions other than `aws` by what their regions begin with. AWS General Reference, “Partitions”. */
const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const;

/** An EKS cluster's ARN says no more than these three. */
function composedArn(name: string, account: string | undefined, region: string | undefined): string | undefined {
  if (account === undefined || region === undefined) return undefined;
  const partition = PARTITIONS.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'aws';
  return `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
}

function isEksIssuer(issuer = ''): boolean {
  return /^https:\/\/oidc[.-]eks\.[a-z0-9-]+\./.test(issuer);
}

function isAksIssuer(issuer = ''): boolean {
  return /^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\./.test(issuer);
}

/** What no schema can say. */
function contradictions(
  { accepted, clusters, gate }: SettingsContent,
  offsetOf: (path: readonly (string | number)[]) => number,
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  accepted?.forEach(({ expires }, index) => {
    if (expires === undefined || isDay(expires)) return;
    const what = `accepted[${index}].expires: there is no ${expires}`;
    const fix = 'Write a day that the calendar has.';
    mistakes.push({ offset: offsetOf(['accepted', index, 'expires']), what, fix });
  });
  gate?.neverPermit?.forEach(({ actions, resources, roles }, index) => {
    const say = (what: string, fix: string): void =>
      void mistakes.push({
        offset: offsetOf(['gate', 'neverPermit', index]),
        what: `gate.neverPermit[${index}] ${what}`,
        fix,
      });
    if (!actions?.length && !roles?.length) say('forbids nothing', 'Give actions, or roles.');
    if (resources && !actions?.length) say('has resources and no actions', 'Give the actions, or remove resources.');
    if (resources?.length === 0) say('has an empty list of resources', 'Name them, or remove the key for all.');
  });
  gate?.neverBecome?.forEach(({ who, accounts, identities }, index) => {
    const say = (what: string, fix: string): void =>
      void mistakes.push({
        offset: offsetOf(['gate', 'neverBecome', index]),
        what: `gate.neverBecome[${index}] ${what}`,
        fix,
      });
    if (!accounts?.length && !identities?.length) say('protects nobody', 'Give accounts, or identities.');
    if (who?.length === 0) say('has an empty list of who', 'Name them, or remove the key for everybody.');
  });
  clusters?.forEach((cluster, index) => {
    const say = (key: keyof ClusterEntry, what: string, fix: string): void =>
      void mistakes.push({
        offset: offsetOf(['clusters', index, key]),
        what: `clusters[${index}].${key}: ${what}`,
        fix,
      });
    for (const key of ['name', 'issuer', 'arn', 'resourceId'] as const) {
      const value = cluster[key];
      const first = clusters.findIndex((one) => one[key] === value);
      if (value !== undefined && first < index) {
        say(key, `clusters[${first}] has the ${key} ${value} as well`, 'Join the two entries, or correct one of them.');
      }
    }
    const [, region, account, name] = /^arn:[^:]*:eks:([^:]*):([^:]*):cluster\/(.*)$/.exec(cluster.arn ?? '') ?? [];
    for (const [key, inArn] of [
      ['region', region],
      ['account', account],
      ['name', name],
    ] as const) {
      const own = cluster[key];
      if (inArn !== undefined && own !== undefined && own !== inArn) {
        say(
          key,
          `the ARN says ${inArn}, and not ${own}`,
          `Remove ${key}, which the ARN says already, or correct the ARN.`,
        );
      }
    }
    if (cluster.arn !== undefined && cluster.resourceId !== undefined) {
      say('resourceId', 'a cluster of AKS has no ARN, and one of EKS no resource id', 'Give one of the two.');
    }
    if (cluster.issuer === undefined && cluster.resourceId === undefined && cluster.arn === undefined) {
      if (cluster.account === undefined || cluster.region === undefined) {
        say('name', 'a name alone tells no cloud', 'Add its issuer, arn or resourceId, or account and region.');
      }
    }
    if (isAksIssuer(cluster.issuer) && !cluster.issuer!.endsWith('/')) {
      say('issuer', 'the issuer of an AKS cluster ends in a slash, and both clouds compare it', 'Add the slash.');
    }
    if (isEksIssuer(cluster.issuer) && cluster.issuer!.endsWith('/')) {
      say(
        'issuer',
        'the issuer of an EKS cluster does not end in a slash, and both clouds compare it',
        'Remove the slash.',
      );
    }
  });
  return mistakes.sort((one, other) => one.offset - other.offset);
}

function refuse(mistakes: readonly Mistake[], lines: LineCounter, file: string): void {
  if (mistakes.length === 0) return;
  const placed = mistakes.map(({ offset, what, fix }) => {
    const { line, col } = lines.linePos(offset);
    return { where: `${file}:${line}:${col}`, what, fix };
  });
  throw new PodtrustError({
    code: 'settings-invalid',
    where: placed[0]!.where,
    what: placed[0]!.what,
    more: placed.slice(1).map(({ where, what, fix }) => `${where}: ${what}. ${fix}`),
    why: 'settings that may not mean what they say are not applied; --no-config runs without the file.',
    remedy: placed[0]!.fix,
  });
}

/** Without the place, which is told otherwise. */
function syntax(message: string): string {
  return message
    .split('\n')[0]!
    .replace(/ at line \d+.*$/, '')
    .replace(/^./, (letter) => letter.toLowerCase());
}
