import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** An unpacked provider in a folder laid out as Terraform's filesystem mirrors are. */
export interface ProviderPackage {
  readonly version: string;
  /** `<mirror>/registry.terraform.io/hashicorp/<type>/<version>/<platform>` */
  readonly folder: string;
}

/** Terraform's name of this platform, such as `linux_amd64`. */
export const PLATFORM = `${process.platform}_${{ x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch}`;

/**
 * Every version of a HashiCorp provider that a mirror on this machine has.
 *
 * @param type such as `aws`
 */
export function findProviders(type: string): ProviderPackage[] {
  return mirrors().flatMap((mirror) => {
    const versions = path.join(mirror, 'registry.terraform.io', 'hashicorp', type);
    return entries(versions)
      .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
      .map((version) => ({ version, folder: path.join(versions, version, PLATFORM) }))
      .filter(({ folder }) => entries(folder).some((file) => file.startsWith(`terraform-provider-${type}`)));
  });
}

/**
 * Where Terraform itself would look: the mirrors and plugin cache of its configuration, then its implied local mirrors
 * (developer.hashicorp.com/terraform/cli/config/config-file). Before them the setting `PODTRUST_REAL_MIRROR`, after
 * them mirrors that were unpacked under /opt.
 */
function mirrors(): string[] {
  const home = os.homedir();
  const dataFolders = [
    process.env.XDG_DATA_HOME || path.join(home, '.local', 'share'),
    ...(process.env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':'),
  ];
  return [
    process.env.PODTRUST_REAL_MIRROR,
    process.env.TF_PLUGIN_CACHE_DIR,
    ...configuredMirrors(home),
    path.join(home, '.terraform.d', 'plugins'),
    ...dataFolders.map((folder) => path.join(folder, 'terraform', 'plugins')),
    ...entries('/opt').map((folder) => path.join('/opt', folder)),
  ].filter((folder): folder is string => Boolean(folder));
}

/** The `path` of each filesystem mirror and the plugin cache in Terraform's own configuration file. */
function configuredMirrors(home: string): string[] {
  const file = process.env.TF_CLI_CONFIG_FILE || path.join(home, '.terraformrc');
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return [...text.matchAll(/^\s*(?:path|plugin_cache_dir)\s*=\s*"([^"]+)"/gm)].map(([, folder]) =>
    folder!.replace(/^(~|\$HOME)(?=\/)/, home),
  );
}

function entries(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
