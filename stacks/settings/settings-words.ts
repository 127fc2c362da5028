import { PodtrustError } from '../../lib/core';
import type { Settings } from './settings';

/** The settings that the props of the sample's constructs come from, by the prop's name. */
const SETTING_OF = {
  aws: {
    'deployer.principalArn': 'aws.deployerPrincipalArn',
    deployer: 'aws.deployerPrincipalArn',
    principalArn: 'aws.deployerPrincipalArn',
    permissionsBoundary: 'aws.permissionsBoundaryArn',
    publicAccessCidrs: 'aws.publicAccessCidrs',
    kubernetesVersion: 'aws.kubernetesVersion',
    deletionProtection: 'aws.deletionProtection',
    scaling: 'aws.nodes',
  },
  azure: {
    'deployer.principalId': 'azure.deployerObjectId',
    deployer: 'azure.deployerObjectId',
    principalId: 'azure.deployerObjectId',
    adminGroupObjectIds: 'azure.adminGroupObjectIds',
    publicAccessCidrs: 'azure.publicAccessCidrs',
    scaling: 'azure.nodes',
  },
} as const;

/** A cloud by its part of the settings. */
export type Cloud = keyof typeof SETTING_OF;

/**
 * What a construct says of its props, in the names of the settings that they come from: `aws.deployerPrincipalArn` for
 * `deployer.principalArn`.
 */
export function inSettingsWords(text: string, cloud: Cloud): string {
  const words: Readonly<Record<string, string>> = SETTING_OF[cloud];
  // A prop is written as one: in camel case, with a dot, or between backticks. The deployer may be a person as well.
  return text.replace(/`([\w.]*\w)`|(?<![\w.])([a-z]+(?:[A-Z]\w*|\.\w+)+|scaling)(?!\w)/g, (whole, quoted, bare) => {
    const setting = words[(quoted ?? bare) as string];
    if (setting === undefined) return whole as string;
    return quoted === undefined ? setting : `\`${setting}\``;
  });
}

/**
 * Makes something of the settings; what its constructs refuse, they refuse under the names of these settings.
 *
 * @throws PodtrustError what is thrown, in the settings' words
 */
export function inTermsOfSettings<T>(cloud: Cloud, settings: Settings, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    const said = <S extends string | undefined>(text: S) => (text && inSettingsWords(text, cloud)) as S;
    const what = said(error.what);
    const names = settingsShown(error.what, { environment: settings.environment, [cloud]: settings[cloud] });
    const unnamed = names.filter((name) => !what.includes(name));
    throw new PodtrustError({
      code: error.code,
      where: error.where,
      what: unnamed.length === 0 ? what : `${what} (from ${unnamed.map((name) => `"${name}"`).join(', ')})`,
      more: error.more?.map(said),
      why: said(error.why),
      remedy: said(error.remedy),
    });
  }
}

/** The settings whose value a text shows. */
function settingsShown(text: string, value: unknown, name = ''): string[] {
  if (typeof value === 'string') return shows(text, value) ? [name] : [];
  if (typeof value !== 'object' || value === null) return [];
  const below = Array.isArray(value)
    ? value.flatMap((one) => settingsShown(text, one, name))
    : Object.entries(value).flatMap(([key, one]) => settingsShown(text, one, name ? `${name}.${key}` : key));
  return [...new Set(below)];
}

function shows(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0 && value !== ''; at = text.indexOf(value, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + value.length] ?? '')) return true;
  }
  return false;
}
