import * as path from 'node:path';
import { localsOf } from './blocks';
import type { Block } from './blocks';
import { blocksIn, namesIn, sourceOf, textOf } from './programs';

/** A trust that a program's text shows, found by its words alone. */
export interface SeenTrust {
  readonly kind: 'web-identity' | 'pod-identity-role' | 'association' | 'federated-credential' | 'kubernetes-object';
  /** Its Terraform address without instances, or `Kind/name`. */
  readonly address: string;
  /** Addresses that its block names, as `aws_iam_role.app` or `module.irsa`, with the module's own path. */
  readonly names: readonly string[];
  /** It, or a module around it, has `count` or `for_each`, which may be none. */
  readonly isRepeated: boolean;
  /** The text speaks of a CI service or a user directory and of no cluster. */
  readonly isOfNoCluster: boolean;
}

const CREDENTIALS = /^(azurerm_federated_identity_credential|azuread_application_federated_identity_credential)$/;
const AZAPI_CREDENTIAL = /Microsoft\.ManagedIdentity\/userAssignedIdentities\/federatedIdentityCredentials/;
const OBJECTS = /^(FederatedIdentityCredential|PodIdentityAssociation|AzureIdentityBinding)$/;
const NO_CLUSTER =
  /github|gitlab|circleci|bitbucket|buildkite|spacelift|app\.terraform\.io|run_phase|cognito-identity|accounts\.google|saml|facebook|login\.amazon/i;
const CLUSTER = /oidc\.eks|eks_cluster|module\.eks|aks|serviceaccount/i;
const MODULES_DEEP = 8;

/** The trusts in a program's directory, its local modules and those that `terraform init` put below `.terraform`. */
export function trustsSeen(directory: string): SeenTrust[] {
  const trusts = [...terraformTrusts(directory), ...objectTrusts(directory)];
  const byAddress = new Map(trusts.map((trust) => [`${trust.kind} ${trust.address}`, trust]));
  return [...byAddress.keys()].sort().map((key) => byAddress.get(key)!);
}

function terraformTrusts(root: string): SeenTrust[] {
  const installed = installedModules(root);
  const trusts: SeenTrust[] = [];
  const visit = (directory: string, modulePath: readonly string[], isRepeated: boolean): void => {
    const blocks = blocksIn(directory);
    const prefix = modulePath.map((name) => `module.${name}.`).join('');
    for (const trust of trustsOfModule(directory, blocks))
      trusts.push({
        ...trust,
        address: prefix + trust.address,
        names: trust.names.map((name) => prefix + name),
        isRepeated: trust.isRepeated || isRepeated,
      });
    if (modulePath.length >= MODULES_DEEP) return;
    for (const block of blocks.filter(({ type }) => type === 'module')) {
      const name = block.labels[0] ?? '';
      const source = sourceOf(block);
      const key = [...modulePath, name].join('.');
      const local = source !== undefined && /^\.\.?(\/|$)/.test(source) ? path.resolve(directory, source) : undefined;
      const called = installed.get(key) ?? local;
      if (called !== undefined) visit(called, [...modulePath, name], isRepeated || hasRepetition(block));
    }
  };
  visit(root, [], false);
  return trusts;
}

function trustsOfModule(directory: string, blocks: readonly Block[]): SeenTrust[] {
  const texts = new Map<string, string>();
  for (const block of blocks) {
    if (block.type === 'locals') for (const [name, text] of localsOf(block)) texts.set(`local.${name}`, text);
    else if (block.type === 'data' && block.labels[0] === 'aws_iam_policy_document')
      texts.set(`data.aws_iam_policy_document.${block.labels[1]}`, block.text);
  }
  return blocks.flatMap((block): SeenTrust[] => {
    const [type = '', name = ''] = block.labels;
    if (block.type !== 'resource') return [];
    const address = `${type}.${name}`;
    const names = [...block.text.matchAll(/\b(module\.[\w-]+|(?:aws|azurerm|azuread|azapi)_\w+\.[\w-]+)/g)].map(
      ([found]) => found,
    );
    const base = { address, names, isRepeated: hasRepetition(block), isOfNoCluster: false };
    if (type === 'aws_eks_pod_identity_association') return [{ ...base, kind: 'association' }];
    if (CREDENTIALS.test(type) || (type === 'azapi_resource' && AZAPI_CREDENTIAL.test(block.text))) {
      const isOfNoCluster = NO_CLUSTER.test(block.text) && !/serviceaccount/i.test(block.text);
      return [{ ...base, kind: 'federated-credential', isOfNoCluster }];
    }
    if (type !== 'aws_iam_role') return [];
    const text = withWhatItNames(block.text, texts, directory);
    const isOfNoCluster = NO_CLUSTER.test(text) && !CLUSTER.test(text);
    const kinds: SeenTrust['kind'][] = [];
    if (/\bFederated\b/.test(text)) kinds.push('web-identity');
    if (/pods\.eks\.amazonaws\.com/.test(text)) kinds.push('pod-identity-role');
    return kinds.map((kind) => ({ ...base, kind, isOfNoCluster }));
  });
}

/** A block's text with the policy documents, local values and files that it names, and what those name. */
function withWhatItNames(text: string, texts: ReadonlyMap<string, string>, directory: string): string {
  const seen = new Set<string>();
  const add = (part: string): string => {
    const named = [...part.matchAll(/\b(local\.[\w-]+|data\.aws_iam_policy_document\.[\w-]+)/g)].map(([name]) => name);
    const files = [...part.matchAll(/\b(?:file|templatefile)\(\s*"([^"]*)"/g)].map(([, file]) =>
      path.join(directory, file!.replace(/\$\{path\.(module|root|cwd)\}/, '')),
    );
    const texts_ = [
      ...named.filter((name) => !seen.has(name)).map((name) => (seen.add(name), add(texts.get(name) ?? ''))),
      ...files.filter((file) => !seen.has(file)).map((file) => (seen.add(file), textOf(file))),
    ];
    return [part, ...texts_].join('\n');
  };
  return add(text);
}

function hasRepetition(block: Block): boolean {
  return /^\s*"?(count|for_each)"?\s*[=:]/m.test(block.text);
}

/** Where `terraform init` put the modules, by `a.b` for module b of module a. */
function installedModules(root: string): Map<string, string> {
  try {
    const { Modules } = JSON.parse(textOf(path.join(root, '.terraform/modules/modules.json'))) as {
      Modules: { Key: string; Dir: string }[];
    };
    return new Map(Modules.map(({ Key, Dir }) => [Key, path.resolve(root, Dir)]));
  } catch {
    return new Map();
  }
}

function objectTrusts(directory: string): SeenTrust[] {
  return namesIn(directory)
    .filter((file) => /\.ya?ml$/.test(file) && !file.startsWith('.'))
    .flatMap((file) => textOf(path.join(directory, file)).split(/^---.*$/m))
    .flatMap((text): SeenTrust[] => {
      const kind = /^kind:\s*["']?(\w+)/m.exec(text)?.[1] ?? '';
      const isRole = kind === 'Role' && /^apiVersion:.*\biam\b/m.test(text) && /Federated|pods\.eks/.test(text);
      if (!OBJECTS.test(kind) && !isRole) return [];
      const name = /^metadata:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:\s*["']?([^"'\s]+)/m.exec(text)?.[1] ?? '';
      return [
        { kind: 'kubernetes-object', address: `${kind}/${name}`, names: [], isRepeated: false, isOfNoCluster: false },
      ];
    });
}
