import type { Manifest } from '../package-folder';
import type { Cloud } from './cloud';

const PROVIDERS: Readonly<Record<Cloud, string>> = {
  aws: '@cdktf/provider-aws',
  azure: '@cdktf/provider-azurerm',
};
const KUBERNETES = '@cdktf/provider-kubernetes';

/** What tests and TypeScript need; the versions are those that podtrust itself is tested with. */
const TOOLS = ['@swc/core', '@swc/jest', '@types/jest', '@types/node', 'jest', 'tsx', 'typescript'];

/**
 * The package.json of a new project. Every version comes from podtrust's own package.json: of the peers those that it
 * accepts, of the tools those that its own tests run with.
 *
 * The core is CDK Terrain, which lives, under the name of cdktf, which is archived. The providers are cdktf's: CDK Terrain's
 * own AWS provider needs Node 22.11.
 */
export function packageJson(name: string, clouds: readonly Cloud[], { version, ...podtrust }: Manifest): string {
  const { peerDependencies: peers, devDependencies: tools } = podtrust;
  const core = `npm:cdktn@${newestOf(peers.cdktf!)}`;
  const providers = [...clouds.map((cloud) => PROVIDERS[cloud]), KUBERNETES];
  const content = {
    name,
    version: '0.1.0',
    private: true,
    engines: { node: '>=20' },
    scripts: {
      synth: 'tsc && tsx main.ts',
      prove: 'podtrust prove cdktf.out',
      test: 'tsc && jest',
    },
    dependencies: {
      ...Object.fromEntries(providers.map((provider) => [provider, oldestOf(peers[provider]!)])),
      cdk8s: peers.cdk8s,
      cdktf: core,
      // CDK Terrain asks for less than podtrust accepts.
      constructs: tools.constructs,
      podtrust: `^${version}`,
    },
    devDependencies: Object.fromEntries(TOOLS.map((tool) => [tool, tools[tool]])),
    // cdktf's providers ask for cdktf by its own version.
    overrides: { cdktf: core },
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
