import { printableLines } from '../core/printable';
import { describePlace } from '../proof/model/place';
import { isApplication } from './access';
import type {
  ImportedAccount,
  ImportedApplication,
  ImportedManagedIdentity,
  ImportedObject,
  ImportedWorkload,
  Origin,
  PodIdentityAccess,
} from './access';
import { importReport } from './report';
import { comment, literal } from './typescript-text';

/** What a dump does not tell, and a program needs. */
export interface ProgramOptions {
  /** The paths that were read, for the comment at the head. */
  readonly paths: readonly string[];
  /** The cluster’s Azure resource id. Default a placeholder, which Azure refuses. */
  readonly clusterId?: string;
}

/** Stands for an id that nothing tells. No subscription and no principal has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The files of a program that do not depend on podtrust’s own templates, by their paths: `access.ts`, which has everything that
 * was read in tables, the objects as JSON, and `IMPORT.md`, which says what became of what.
 *
 * Nothing that was read is in the program but as a literal, in a comment of one line, or as JSON.
 */
export function programFiles(access: PodIdentityAccess, options: ProgramOptions): ReadonlyMap<string, string> {
  const files = new FileNames();
  const objects = new Map<string, string>();
  const put = (object: ImportedObject): string => {
    const file = files.of(object);
    objects.set(`objects/${file}.json`, jsonOf(object.manifest));
    return file;
  };
  const tables = tablesOf(access, options, put);
  return new Map([['access.ts', tables], ['IMPORT.md', importReport(access, options.paths)], ...objects]);
}

function jsonOf(value: unknown): string {
  return printableLines(`${JSON.stringify(value, null, 2)}\n`);
}

/** Names of files that are told apart whatever the case, and that a disk takes. */
class FileNames {
  private readonly taken = new Set<string>();

  public of({ kind, namespace, name }: Pick<ImportedObject, 'kind' | 'namespace' | 'name'>): string {
    const plain = `${namespace}/${kind.toLowerCase()}.${name}`.slice(0, 200 + namespace.length).replace(/\.+$/, '');
    for (let number = 1; ; number++) {
      const file = number === 1 ? plain : `${plain}-${number}`;
      if (this.taken.has(file)) continue;
      this.taken.add(file);
      return file;
    }
  }
}

function tablesOf(access: PodIdentityAccess, options: ProgramOptions, put: (object: ImportedObject) => string): string {
  const { mode, identities, accounts, objects, installation, addon, left } = access;
  const losers = [...new Set(left.filter(({ loses }) => loses).map(({ object }) => object))];
  const parts = [
    headOf(access, options),
    "import type { Account, Addon, Application, Cluster, Identity } from './move';\n",
    '/** How AAD Pod Identity runs. */',
    `export const MODE: 'standard' | 'managed' | 'addon' = ${literal(mode)};\n`,
    clusterOf(access, options),
    '/** The managed identities, which exist, and keep their roles. */',
    `export const IDENTITIES: Readonly<Record<string, Identity>> = ${tableOf(
      identities.flatMap((one) => (isApplication(one) ? [] : [identityEntry(one)])),
      '{',
      '}',
    )};\n`,
    '/** The applications of Entra, which exist too. All zeros stand for what is not known: say it here. */',
    `export const APPLICATIONS: Readonly<Record<string, Application>> = ${tableOf(
      identities.filter(isApplication).map(applicationEntry),
      '{',
      '}',
    )};\n`,
    '/** The accounts, each for one set of identities, and the workloads whose pods get them. */',
    `export const ACCOUNTS: readonly Account[] = ${tableOf(accounts.map((account) => accountEntry(account, put)))};\n`,
    '/** What AAD Pod Identity is told, until the last step. */',
    `export const POD_IDENTITIES: readonly { readonly namespace: string; readonly file: string }[] = ${tableOf(
      objects.map(
        (object) => `${originComment(object)}  ${literal({ namespace: object.namespace, file: put(object) })},\n`,
      ),
    )};\n`,
    '/** NMI and MIC, until the last step. */',
    `export const INSTALLATION: readonly string[] = ${tableOf(
      installation.map((object) => `${originComment(object)}  ${literal(put(object))},\n`),
    )};\n`,
    '/** What the add-on of AKS has in its list, until the last step. */',
    `export const ADDON: Addon = {\n  podIdentities: ${tableOf(
      addon.identities.map((one) => {
        const { name, namespace, selector, identity } = one;
        return `${originComment(one, '    ')}    ${literal({ name, namespace, selector, identity: identity.key }, '    ')},\n`;
      }),
      '[',
      ']',
      '  ',
    )},\n  exceptions: ${tableOf(
      addon.exceptions.map((one) => {
        const { name, namespace, podLabels } = one;
        return `${originComment(one, '    ')}    ${literal({ name, namespace, podLabels }, '    ')},\n`;
      }),
      '[',
      ']',
      '  ',
    )},\n};\n`,
    '/** Have, or may have, an identity by AAD Pod Identity, and are not in this program: the last step is refused meanwhile. */',
    `export const LEFT_BEHIND: readonly string[] = ${literal(losers)};`,
  ];
  return `${parts.join('\n')}\n`;
}

function headOf({ left }: PodIdentityAccess, { paths }: ProgramOptions): string {
  const lines = [`Written by podtrust import from ${paths.join(', ')}. It is yours: read it, and change it.`, ''];
  if (left.length === 0) lines.push('Everything was carried over.');
  else {
    lines.push('Not carried over; IMPORT.md says what to do about each:');
    for (const one of left) lines.push(`- ${placed(one)}: ${one.because}`);
  }
  return lines.map((line) => comment(line)).join('');
}

function clusterOf({ mode, cluster }: PodIdentityAccess, { clusterId }: ProgramOptions): string {
  const id = clusterId ?? cluster?.resourceId;
  const name = id?.split('/').at(-1) ?? cluster?.name ?? 'CLUSTER';
  const values = {
    name,
    id:
      id ??
      `/subscriptions/${NOBODY}/resourceGroups/RESOURCE-GROUP/providers/Microsoft.ContainerService/managedClusters/${name}`,
    context: name,
    ...(cluster?.issuerUrl === undefined ? {} : { issuerUrl: cluster.issuerUrl }),
    ...(mode === 'addon' ? { controlPlanePrincipalId: NOBODY } : {}),
  };
  const source = cluster ? comment(`${placed(cluster.origin)}.`) : '';
  const missing =
    id === undefined || mode === 'addon'
      ? comment(
          'What is all zeros or in capitals is not known: say it here. `az aks show --name NAME --resource-group GROUP` tells it.',
        )
      : '';
  const issuer =
    cluster?.issuerUrl === undefined
      ? comment(
          `After the step beside, add issuerUrl: what \`az aks show --ids ${values.id} --query oidcIssuerProfile.issuerUrl\` prints.`,
        )
      : '';
  return `${source}${missing}${issuer}export const CLUSTER: Cluster = ${literal(values)};\n`;
}

/** Stands for an id of one application that nothing tells: two of them are not the same. */
function unknownOf(number: number): string {
  return NOBODY.slice(0, -4) + String(number + 1).padStart(4, '0');
}

function applicationEntry(
  { key, name, clientId, tenantId, signsInWith, origins }: ImportedApplication,
  at: number,
): string {
  const asked = `az ad app show --id ${clientId} --query id, and az ad sp show --id ${clientId} --query id`;
  const said = comment(
    `${origins.map(placed).join(', ')}, which signs in with a ${signsInWith}. The object ids of the application and of its service principal: ${asked}.`,
    '  ',
  );
  const ids = { objectId: unknownOf(2 * at), principalId: unknownOf(2 * at + 1) };
  return `${said}  ${literal(key)}: ${literal({ name, clientId, tenantId: tenantId ?? NOBODY, ...ids }, '  ')},\n`;
}

function identityEntry(identity: ImportedManagedIdentity): string {
  const { key, name, resourceGroup: resourceGroupName, subscription: subscriptionId, clientId } = identity;
  const made = identity.madeBy ? `; ${placed(identity.madeBy)} makes it` : '';
  const may = identity.permissions.length > 0 ? ` It may: ${identity.permissions.join('; ')}.` : '';
  const said = comment(`${identity.origins.map(placed).join(', ')}${made}.${may}`, '  ');
  return `${said}  ${literal(key)}: ${literal({ name, resourceGroupName, subscriptionId, clientId }, '  ')},\n`;
}

function accountEntry(account: ImportedAccount, put: (object: ImportedObject) => string): string {
  const { namespace, name, kept, identities, workloads, proxyPort, manifest } = account;
  const at = kept?.at ?? workloads[0]!.at;
  const file = put({ object: '', at, kind: 'ServiceAccount', namespace, name, manifest });
  const lines = [
    kept
      ? comment(`As in ${placed(kept)}: its pods keep it.`, '    ')
      : comment(
          `New: its pods have ${[...new Set(workloads.map((one) => one.formerAccount))].join(', ')} before.`,
          '    ',
        ),
    field('namespace', namespace),
    field('name', name),
    field('isKept', kept !== undefined),
    ...(identities.length > 1
      ? [
          comment(
            `The account names ${identities[0]!.key}. For the others the application names the client id itself.`,
            '    ',
          ),
        ]
      : []),
    field(
      'identities',
      identities.map(({ key }) => key),
    ),
    proxyPort === undefined
      ? comment(`No proxy: ${whyNone(workloads)}. The SDK has to know workload identity.`, '    ')
      : comment('With an SDK that knows workload identity there is no need of the proxy: leave the port out.', '    ') +
        field('proxyPort', proxyPort),
    field('file', file),
    '    workloads: [\n',
    ...workloads.map((workload) => `${workloadComment(workload)}      ${literal(put(workload))},\n`),
    '    ],\n',
  ];
  return `  {\n${lines.join('')}  },\n`;
}

function whyNone(workloads: readonly ImportedWorkload[]): string {
  return workloads
    .filter(({ withoutProxy }) => withoutProxy !== undefined)
    .map(({ object, withoutProxy }) => `${object}: ${withoutProxy}`)
    .join(', ');
}

function workloadComment(workload: ImportedWorkload): string {
  const by = workload.bindings.map(placed).join(', ');
  return comment([`${placed(workload)}, by ${by}.`, ...workload.notes].join(' '), '      ');
}

function originComment(origin: Origin, indent = '  '): string {
  return comment(`${placed(origin)}.`, indent);
}

/** `AzureIdentity/shop/demo (dump.yaml#/items/0)`. */
export function placed({ object, at }: Origin): string {
  return `${object} (${describePlace(at)})`;
}

function field(name: string, value: unknown): string {
  return `    ${name}: ${literal(value, '    ')},\n`;
}

/** @param entries each with its indent, a comma and a line feed */
function tableOf(entries: readonly string[], open = '[', close = ']', indent = ''): string {
  return entries.length === 0 ? open + close : `${open}\n${entries.join('')}${indent}${close}`;
}
