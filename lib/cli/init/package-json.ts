import type { Manifest } from '../package-folder';
import type { Cloud } from './cloud';

/** The providers' names below `@cdktf/` and `@cdktn/`. */
const PROVIDERS: Readonly<Record<Cloud, string>> = { aws: 'provider-aws', azure: 'provider-azurerm' };

/** Whose providers a project has: cdktf's, which stay as they are, or CDK Terrain's own, which move on. */
export const PROVIDER_SETS = ['cdktf', 'cdktn'] as const;
export type ProviderSet = (typeof PROVIDER_SETS)[number];

/** The oldest Node of a set, as the `engines` of its providers say. */
const NODE: Readonly<Record<ProviderSet, Readonly<Record<Cloud, string>>>> = {
  cdktf: { aws: '>=20', azure: '>=20' },
  cdktn: { aws: '>=22.11', azure: '>=20.16' },
};

/** What tests and TypeScript need; the versions are those that podtrust itself is tested with. */
const TOOLS = ['@swc/core', '@swc/jest', '@types/jest', '@types/node', 'jest', 'tsx', 'typescript'];

/**
 * The package.json of a new project. Every version comes from podtrust's own package.json: of the peers those that it
 * accepts, of the tools those that its own tests run with.
 *
 * The core is CDK Terrain, which lives, under the name of cdktf, which is archived.
 *
 * @param set whose providers; the kubernetes provider is cdktf's in both, since CDK Terrain has none
 */
export function packageJson(name: string, clouds: readonly Cloud[], set: ProviderSet, podtrust: Manifest): string {
  const { peerDependencies: peers, devDependencies: tools, version } = podtrust;
  const newest = newestOf(peers.cdktf!);
  const core = `npm:cdktn@${newest}`;
  const providers = clouds.map((cloud): [string, string] => {
    const range = peers[`@cdktf/${PROVIDERS[cloud]}`]!;
    const living = `npm:@cdktn/${PROVIDERS[cloud]}@${newestOf(range)}`;
    return [`@cdktf/${PROVIDERS[cloud]}`, set === 'cdktn' ? living : oldestOf(range)];
  });
  const content = {
    name,
    version: '0.1.0',
    private: true,
    engines: { node: NODE[set][clouds[0]!] },
    scripts: {
      synth: 'tsc && tsx main.ts',
      prove: 'podtrust prove cdktf.out',
      test: 'tsc && jest',
    },
    dependencies: {
      ...Object.fromEntries(providers),
      '@cdktf/provider-kubernetes': peers['@cdktf/provider-kubernetes'],
      cdk8s: peers.cdk8s,
      cdktf: core,
      // The core of CDK Terrain's own providers.
      ...(set === 'cdktn' && { cdktn: newest }),
      // CDK Terrain asks for less than podtrust accepts.
      constructs: tools.constructs,
      podtrust: `^${version}`,
    },
    devDependencies: Object.fromEntries(TOOLS.map((tool) => [tool, tools[tool]])),
    // Providers ask for the core in versions of their own.
    overrides: { cdktf: core, ...(set === 'cdktn' && { cdktn: '$cdktn' }) },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The first alternative of a range such as `^21.22.1 || ^25.7.0`. */
function oldestOf(range: string): string {
  return range.split(' || ')[0]!;
}

/** The last alternative of a range such as `^0.21.0 || ^0.24.0`. */
function newestOf(range: string): string {
  return range.split(' || ').at(-1)!;
}
