import type { Command } from 'commander';
import type { Admission } from '../../admission/admission';
import { admitAzure } from '../../admission/admit-azure';
import { admitEks } from '../../admission/admit-eks';
import { AZURE_SETTING_NAMES, azureFlags, type AzureSettings } from '../../admission/azure-settings';
import { EKS_SETTING_NAMES, eksFlags, type EksSettings } from '../../admission/eks-settings';
import { podTemplateOf } from '../../admission/pod-template';
import type { Webhook } from '../../admission/webhook';
import { PodtrustError } from '../../core/errors';
import { printable, printableLines } from '../../core/printable';
import { refusingDeepNesting } from '../../proof/input';
import type { Model } from '../../proof/model/model';
import { compareText } from '../../proof/model/place';
import type { ServiceAccount } from '../../proof/model/kubernetes/service-account';
import { describeSymbols } from '../../proof/model/known/symbol';
import type { DeclaredObject } from '../../proof/read/kubernetes/kubernetes-object';
import { readWithObjects } from '../../proof/read/read';
import { readSources } from '../../proof/read/sources/sources';
import { loadSettings } from '../../proof/settings/load-settings';
import { addClusterOption, clusterOfPath } from '../options/cluster-option';
import { checkChoice } from '../misuse';
import { readText } from '../read-text';
import { addPathArgument } from '../options/path-argument';
import { reportFailure } from '../report-failure';
import { addSettingsOptions, settingsOptions } from '../options/settings-option';
import type { SettingsFlags } from '../options/settings-option';

interface Flags extends SettingsFlags {
  readonly webhook?: string;
  readonly settings?: string;
  readonly format: string;
  readonly cluster?: readonly string[];
}

interface Settings {
  readonly eks: EksSettings;
  readonly azure: AzureSettings;
}

/** One pod, and what one webhook said. */
interface Admitted extends Admission {
  /** `Deployment/todo/backend`, of the object that makes the pod. */
  readonly pod: string;
}

const FORMATS = ['yaml', 'json'];
const WEBHOOKS: readonly string[] = ['eks', 'azure'];

/** `podtrust admit PATH...` */
export function addAdmitCommand(program: Command): void {
  const command = program
    .command('admit')
    .summary('the pods as the webhooks would leave them')
    .description(
      'Prints each pod, and each workload’s pod, as the EKS or the Azure webhook would leave it, and says why: what it adds, refuses, or ignores.',
    )
    .option('--webhook <webhook>', 'eks or azure (default: the one of the pod’s cluster)')
    .option('--settings <file>', 'JSON of the webhook’s own flags; the managed services’ values are the defaults')
    .option('--format <format>', 'yaml, or json: one line per pod', 'yaml')
    .addHelpText('after', '\nExit status: 0 done, also where a pod is refused; 2 unreadable input.')
    .action((paths: string[], flags: Flags) => {
      process.exitCode = run(paths, flags);
    });
  addPathArgument(command);
  addClusterOption(command);
  addSettingsOptions(command);
}

function run(paths: readonly string[], flags: Flags): number {
  try {
    checkChoice('--format', flags.format, FORMATS);
    if (flags.webhook !== undefined) checkChoice('--webhook', flags.webhook, WEBHOOKS);
    refusingDeepNesting(() => print(paths, settingsIn(flags.settings), flags));
    return 0;
  } catch (error) {
    return reportFailure(error);
  }
}

function print(paths: readonly string[], settings: Settings, flags: Flags): void {
  const { cluster, webhook, format } = flags;
  const { model, objects } = readWithObjects(readSources(paths), {
    clusterOfPath: clusterOfPath(cluster),
    settings: loadSettings(settingsOptions(flags)),
  });
  for (const { about, because, at } of model.undecided) {
    process.stderr.write(`podtrust: ${printable(`${at.file}: ${about}: ${because}`)}\n`);
  }
  const admitted = objects
    .flatMap((object) => admit(object, model, settings, webhook as Webhook | undefined))
    .sort((one, other) => compareText(one.pod, other.pod) || compareText(one.webhook, other.webhook));
  process.stdout.write(describeSymbols(format === 'json' ? jsonLines(admitted) : yamlDocuments(admitted)));
}

/** What each webhook that may see it makes of an object's pod; nothing for an object that makes none. */
function admit(declared: DeclaredObject, model: Model, settings: Settings, asked: Webhook | undefined): Admitted[] {
  const pod = podTemplateOf(declared.object);
  if (!pod) return [];
  const metadata = (pod.metadata ?? {}) as { namespace?: unknown };
  const namespace = typeof metadata.namespace === 'string' && metadata.namespace ? metadata.namespace : 'default';
  const spec = (pod.spec ?? {}) as { serviceAccountName?: unknown; serviceAccount?: unknown };
  const name =
    [spec.serviceAccountName, spec.serviceAccount].find((text) => typeof text === 'string' && text) ?? 'default';
  const account = serviceAccountFor(namespace, String(name), declared.clusters, model);
  const id = `${String(declared.object.kind)}/${namespace}/${nameOf(declared.object)}`;
  return webhooksFor(declared, model, asked).map((webhook) => ({
    pod: id,
    ...(webhook === 'eks'
      ? admitEks(pod, account, withAssociations(settings.eks, declared.clusters, model))
      : admitAzure(pod, account, settings.azure)),
  }));
}

function nameOf(object: Readonly<Record<string, unknown>>): string {
  const { name, generateName } = (object.metadata ?? {}) as { name?: unknown; generateName?: unknown };
  return String(name ?? generateName ?? '');
}

/** The declared account, in a cluster that the pod may be in; each namespace has a `default` one, declared or not. */
function serviceAccountFor(
  namespace: string,
  name: string,
  clusters: readonly string[],
  model: Model,
): Record<string, unknown> | undefined {
  const declared = model.serviceAccounts.find(
    (account: ServiceAccount) =>
      account.namespace === namespace && account.name === name && sameCluster(account.clusters, clusters),
  );
  if (!declared && name !== 'default') return undefined;
  return { kind: 'ServiceAccount', metadata: { name, namespace, annotations: { ...declared?.annotations } } };
}

/** An object without a cluster was read alone, and may be in any. */
function sameCluster(ones: readonly string[], others: readonly string[]): boolean {
  return ones.length === 0 || others.length === 0 || ones.some((id) => others.includes(id));
}

function webhooksFor({ clusters, at }: DeclaredObject, model: Model, asked: Webhook | undefined): readonly Webhook[] {
  if (asked) return [asked];
  const clouds = new Set(model.clusters.filter(({ id }) => clusters.includes(id)).map(({ cloud }) => cloud));
  const webhooks: Webhook[] = [
    ...(clouds.has('aws') ? (['eks'] as const) : []),
    ...(clouds.has('azure') ? (['azure'] as const) : []),
  ];
  if (webhooks.length > 0) return webhooks;
  throw new PodtrustError({
    code: 'webhook-unknown',
    where: at.file,
    what: 'nothing that was read says which cluster these objects are in',
    why: 'EKS and AKS run different webhooks, and they do different things to a pod.',
    remedy: 'Say --webhook eks or --webhook azure, or give the Terraform configuration with the cluster too.',
  });
}

/** The settings, and the associations that were read for the pod's clusters. */
function withAssociations(settings: EksSettings, clusters: readonly string[], model: Model): EksSettings {
  const associations = model.associations
    .filter(({ cluster }) => cluster === undefined || clusters.length === 0 || clusters.includes(cluster))
    .filter(({ namespace, serviceAccount }) => namespace && serviceAccount)
    .map(({ namespace, serviceAccount }) => ({ namespace, serviceAccount }));
  const given = settings.containerCredentials ?? {};
  return {
    ...settings,
    // Last the given ones, which may say more of an association than what was read.
    containerCredentials: { ...given, associations: [...associations, ...(given.associations ?? [])] },
  };
}

/** One file holds the flags of either webhook or of both: no name is a flag of both. */
function settingsIn(file: string | undefined): Settings {
  if (file === undefined) return { eks: {}, azure: {} };
  const given = parseSettings(file);
  const eks: Record<string, unknown> = {};
  const azure: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (EKS_SETTING_NAMES.includes(key)) eks[key] = value;
    else if (AZURE_SETTING_NAMES.includes(key)) azure[key] = value;
    else {
      throw new PodtrustError({
        code: 'admission-settings',
        where: file,
        what: `"${key}" is not a setting of either webhook`,
        remedy: `Allowed are for EKS ${EKS_SETTING_NAMES.join(', ')}; for Azure ${AZURE_SETTING_NAMES.join(', ')}.`,
      });
    }
  }
  eksFlags(eks, file);
  azureFlags(azure, file);
  return { eks, azure };
}

function parseSettings(file: string): Record<string, unknown> {
  const text = readText(file);
  let what = 'the settings are not a JSON object';
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch (error) {
    what = `the settings are not JSON: ${(error as Error).message}`;
  }
  throw new PodtrustError({
    code: 'admission-settings',
    where: file,
    what,
    remedy: 'Give --settings a JSON file, such as {"region": "eu-west-1"}.',
  });
}

function jsonLines(admitted: readonly Admitted[]): string {
  const line = ({ pod, webhook, result, because, object }: Admitted): string =>
    `${JSON.stringify({ pod, webhook, result, because, object })}\n`;
  return printableLines(admitted.map(line).join(''));
}

/** Each pod below a comment that says what happened; of a refused one only the comment. */
function yamlDocuments(admitted: readonly Admitted[]): string {
  if (admitted.length === 0) return '';
  // Loaded only where it is needed: reading JSON alone needs no YAML.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { stringify } = require('yaml') as typeof import('yaml');
  const options = { lineWidth: 0, aliasDuplicateObjects: false } as const;
  const yaml = (object: unknown): string => {
    const text = stringify(object, options);
    if (printableLines(text) === text) return text;
    // Between double quotes what is written for a character means that character.
    return printableLines(stringify(object, { ...options, defaultStringType: 'QUOTE_DOUBLE' }));
  };
  return admitted
    .map(({ pod, webhook, result, because, object }) => {
      const comment = [`${pod}: ${result} by the ${webhook} webhook`, ...because.map((sentence) => `  ${sentence}`)];
      const head = comment.map((line) => `# ${printable(line)}\n`).join('');
      return `---\n${head}${result === 'refused' ? '' : yaml(object)}`;
    })
    .join('');
}
