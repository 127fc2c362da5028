import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devDependencies, overrides, peerDependencies } from '../../package.json';

const page = readFileSync(join(__dirname, '../../docs/leaving-cdktf.md'), 'utf8');
const [, shown] = /^```json\n([^]*?)^```$/m.exec(page)!;
const { dependencies, overrides: shownOverrides } = JSON.parse(shown!);

test('the package.json of the page installs the living providers that the suite runs on', () => {
  expect(dependencies).toMatchObject({
    '@cdktf/provider-aws': devDependencies['living-provider-aws'],
    '@cdktf/provider-azurerm': devDependencies['living-provider-azurerm'],
    cdktf: `npm:cdktn@${dependencies.cdktn}`,
    constructs: devDependencies.constructs,
  });
  expect(devDependencies.cdktn).toBe(`^${dependencies.cdktn}`);
  expect(shownOverrides).toEqual({ cdktf: dependencies.cdktf, cdktn: '$cdktn' });
  expect(overrides['living-provider-azurerm']).toEqual({ cdktn: '$cdktn' });
});

test.each(['@cdktf/provider-aws', '@cdktf/provider-azurerm', '@cdktf/provider-kubernetes', 'cdktf'] as const)(
  'the version of %s on the page is in the peer range',
  (name) => {
    const version = /[\d.]+$/.exec(dependencies[name])![0];
    expect(peerDependencies[name].split(' || ')).toContain(`^${version}`);
  },
);
