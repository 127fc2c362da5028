import type { AksClusterProps } from '../../../lib/azure/cluster/aks-cluster';
import { CLUSTER, made, refused } from './made-cluster';

const made1 = (props: Partial<AksClusterProps>) => made(props).only(CLUSTER);

describe('what AKS upgrades by itself', () => {
  test('is patches, and images of nodes, where nothing is said', () => {
    expect(made1({})).toMatchObject({ automatic_upgrade_channel: 'patch', node_os_upgrade_channel: 'NodeImage' });
  });

  test.each(['stable', 'rapid', 'node-image'] as const)('is chosen by a channel: %s', (upgradeChannel) => {
    expect(made1({ upgradeChannel }).automatic_upgrade_channel).toBe(upgradeChannel);
  });

  test('is nothing where that is said, and azurerm has no word for it', () => {
    const none = made1({ upgradeChannel: 'none', nodeOsUpgradeChannel: 'None', kubernetesVersion: '1.33.2' });
    expect(none).toMatchObject({ node_os_upgrade_channel: 'None', kubernetes_version: '1.33.2' });
    expect(none).not.toHaveProperty('automatic_upgrade_channel');
  });

  test('is done in windows, where they are given', () => {
    const maintenance = {
      upgrades: { day: 'Sunday', startTime: '02:00', hours: 6, utcOffset: '+01:00' },
      nodeImages: { day: 'Wednesday', startTime: '23:30', hours: 4 },
    } as const;
    expect(made1({ maintenance })).toMatchObject({
      maintenance_window_auto_upgrade: {
        frequency: 'Weekly',
        interval: 1,
        duration: 6,
        day_of_week: 'Sunday',
        start_time: '02:00',
        utc_offset: '+01:00',
      },
      maintenance_window_node_os: { duration: 4, day_of_week: 'Wednesday', start_time: '23:30', utc_offset: '+00:00' },
    });
  });
});

test('long-term support comes with the tier Premium', () => {
  expect(made1({ skuTier: 'Premium', longTermSupport: true })).toMatchObject({
    sku_tier: 'Premium',
    support_plan: 'AKSLongTermSupport',
  });
});

describe('what AKS refuses of upgrades is refused at once', () => {
  const window = { day: 'Sunday', startTime: '02:00', hours: 6 } as const;
  test.each<[string, object, string]>([
    ['a patch that the channel leaves behind', { kubernetesVersion: '1.33.2' }, 'cluster-choices-conflict'],
    [
      'a version that the channel leaves behind',
      { kubernetesVersion: '1.33', upgradeChannel: 'rapid' },
      'cluster-choices-conflict',
    ],
    [
      'node images by two channels',
      { upgradeChannel: 'node-image', nodeOsUpgradeChannel: 'SecurityPatch' },
      'cluster-choices-conflict',
    ],
    ['long-term support in the tier Standard', { longTermSupport: true }, 'cluster-choices-conflict'],
    ['a version with a letter', { kubernetesVersion: 'v1.34' }, 'kubernetes-version-invalid'],
    ['the latest version', { kubernetesVersion: 'latest' }, 'kubernetes-version-invalid'],
    ['a channel that is not there', { upgradeChannel: 'fast' }, 'input-invalid'],
    ['a channel of images that is not there', { nodeOsUpgradeChannel: 'nodeimage' }, 'input-invalid'],
    ['a tier that is not there', { skuTier: 'Paid' }, 'input-invalid'],
    ['a window of 3 hours', { maintenance: { upgrades: { ...window, hours: 3 } } }, 'maintenance-window-invalid'],
    ['a window of 25 hours', { maintenance: { nodeImages: { ...window, hours: 25 } } }, 'maintenance-window-invalid'],
    [
      'a window at 24:00',
      { maintenance: { upgrades: { ...window, startTime: '24:00' } } },
      'maintenance-window-invalid',
    ],
    [
      'a window on a day of no week',
      { maintenance: { upgrades: { ...window, day: 'Sun' } } },
      'maintenance-window-invalid',
    ],
    [
      'a window in a zone by its name',
      { maintenance: { upgrades: { ...window, utcOffset: 'CET' } } },
      'maintenance-window-invalid',
    ],
  ])('%s', (_, props, code) => {
    expect(refused(props)).toMatchObject({ code, where: 'stack/aks' });
  });

  test('and what is not known passes', () => {
    expect(made1({ kubernetesVersion: '${var.version}' }).kubernetes_version).toBe('${var.version}');
    expect(
      made1({ maintenance: { upgrades: { ...window, startTime: '${var.start}' } } }).maintenance_window_auto_upgrade,
    ).toMatchObject({ start_time: '${var.start}' });
  });
});
