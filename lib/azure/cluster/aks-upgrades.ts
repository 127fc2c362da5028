import type { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { PodtrustError, isKnown, isKnownNumber } from '../../core';
import { checkOneOf } from '../../core/given';
import { choicesConflict } from './choices-conflict';

/** When AKS may do what it does by itself, once a week. */
export interface AksMaintenanceWindow {
  readonly day: 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday' | 'Sunday';
  /** `HH:mm`, such as `02:00`. */
  readonly startTime: string;
  /** 4 to 24. */
  readonly hours: number;
  /** Such as `+01:00`. Default `+00:00`. */
  readonly utcOffset?: string;
}

/** What AKS upgrades by itself, and when. */
export interface AksUpgrades {
  /**
   * Which versions of Kubernetes: `patch` the newest patch of the minor version, `stable` the newest but one minor version,
   * `rapid` the newest, `node-image` none and new images of nodes. Default `patch`.
   */
  readonly upgradeChannel?: 'patch' | 'stable' | 'rapid' | 'node-image' | 'none';
  /** Which images of nodes: new ones each week, security patches alone, or those of the distribution. Default `NodeImage`. */
  readonly nodeOsUpgradeChannel?: 'NodeImage' | 'SecurityPatch' | 'Unmanaged' | 'None';
  /** When versions and images may be upgraded. Default whenever AKS sees fit. */
  readonly maintenance?: {
    readonly upgrades?: AksMaintenanceWindow;
    readonly nodeImages?: AksMaintenanceWindow;
  };
  /** The minor version, such as `1.33`, where AKS upgrades patches by itself. Default Azure's recommendation. */
  readonly kubernetesVersion?: string;
  /** `Standard` and `Premium` have an uptime agreement, `Free` has none. Default `Standard`. */
  readonly skuTier?: 'Free' | 'Standard' | 'Premium';
  /** Whether a version is supported for two years. The tier `Premium` alone has it. Default false. */
  readonly longTermSupport?: boolean;
}

const CHANNELS = ['patch', 'stable', 'rapid', 'node-image', 'none'];
const NODE_CHANNELS = ['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * @throws PodtrustError `input-invalid`, `kubernetes-version-invalid`, `cluster-choices-conflict`, `maintenance-window-invalid`
 * @see AKS, "Automatically upgrade an AKS cluster", "Planned maintenance", "Long-term support"
 */
export function checkUpgrades(upgrades: AksUpgrades, where: string): void {
  const { upgradeChannel = 'patch', nodeOsUpgradeChannel = 'NodeImage', kubernetesVersion, maintenance } = upgrades;
  checkOneOf('upgradeChannel', upgradeChannel, CHANNELS, where);
  checkOneOf('nodeOsUpgradeChannel', nodeOsUpgradeChannel, NODE_CHANNELS, where);
  checkOneOf('skuTier', upgrades.skuTier, ['Free', 'Standard', 'Premium'], where);
  if (upgradeChannel === 'node-image' && nodeOsUpgradeChannel !== 'NodeImage') {
    throw choicesConflict(
      where,
      `the upgrade channel node-image with the channel ${nodeOsUpgradeChannel} of node images`,
      'AKS accepts NodeImage alone there, and azurerm refuses another one.',
      'Leave nodeOsUpgradeChannel out, or take another upgradeChannel.',
    );
  }
  if (kubernetesVersion !== undefined && isKnown(kubernetesVersion))
    checkVersion(kubernetesVersion, upgradeChannel, where);
  if (upgrades.longTermSupport && upgrades.skuTier !== 'Premium') {
    throw choicesConflict(
      where,
      `long-term support with the tier ${upgrades.skuTier ?? 'Standard'}`,
      'AKS has it in the tier Premium alone.',
      "Say skuTier: 'Premium', or leave longTermSupport out.",
    );
  }
  if (maintenance?.upgrades) checkWindow('maintenance.upgrades', maintenance.upgrades, where);
  if (maintenance?.nodeImages) checkWindow('maintenance.nodeImages', maintenance.nodeImages, where);
}

/** A version that AKS leaves behind by itself is one that Terraform would go back to, which AKS refuses. */
function checkVersion(version: string, channel: string, where: string): void {
  if (!/^1\.\d{2,3}(?:\.\d+)?$/.test(version)) {
    throw new PodtrustError({
      code: 'kubernetes-version-invalid',
      where,
      what: `the Kubernetes version ${JSON.stringify(version)}`,
      why: 'AKS names a version by its first two numbers or all three, and refuses another text.',
      remedy: 'Give it like 1.34.',
    });
  }
  const conflict = (moves: string, remedy: string) =>
    choicesConflict(
      where,
      `kubernetesVersion is ${version}, with the upgrade channel ${channel}`,
      `AKS moves to ${moves} by itself, and the next apply would ask for the version before it, which AKS refuses.`,
      remedy,
    );
  if (channel === 'patch' && /^\d+\.\d+\.\d+/.test(version)) {
    throw conflict('newer patches', `Give ${version.split('.').slice(0, 2).join('.')}, or say upgradeChannel: 'none'.`);
  }
  if (channel === 'stable' || channel === 'rapid') {
    throw conflict('newer minor versions', "Leave kubernetesVersion out, or take upgradeChannel 'patch'.");
  }
}

function checkWindow(field: string, window: AksMaintenanceWindow, where: string): void {
  const { day, startTime, hours, utcOffset = '+00:00' } = window;
  const wrong = [
    ...(DAYS.includes(day) || !isKnown(day) ? [] : [`day is "${String(day)}"`]),
    ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(startTime) || !isKnown(startTime) ? [] : [`startTime is "${startTime}"`]),
    ...((Number.isInteger(hours) && hours >= 4 && hours <= 24) || !isKnownNumber(hours) ? [] : [`hours is ${hours}`]),
    ...(/^[+-](0\d|1[0-4]):[0-5]\d$/.test(utcOffset) || !isKnown(utcOffset) ? [] : [`utcOffset is "${utcOffset}"`]),
  ];
  if (wrong.length === 0) return;
  throw new PodtrustError({
    code: 'maintenance-window-invalid',
    where,
    what: `in ${field} ${wrong.join(' and ')}`,
    why: 'AKS has windows of 4 to 24 hours, which begin on a day of the week at a time of day.',
    remedy: "Give it like { day: 'Sunday', startTime: '02:00', hours: 6, utcOffset: '+01:00' }.",
  });
}

/** The arguments of azurerm for upgrades that are checked. */
export function upgradeArguments(upgrades: AksUpgrades) {
  const { upgradeChannel = 'patch', nodeOsUpgradeChannel = 'NodeImage', maintenance } = upgrades;
  return {
    kubernetesVersion: upgrades.kubernetesVersion,
    skuTier: upgrades.skuTier ?? 'Standard',
    supportPlan: upgrades.longTermSupport ? 'AKSLongTermSupport' : undefined,
    // azurerm has no word for none but to leave it out.
    automaticUpgradeChannel: upgradeChannel === 'none' ? undefined : upgradeChannel,
    nodeOsUpgradeChannel,
    maintenanceWindowAutoUpgrade: maintenance?.upgrades && weekly(maintenance.upgrades),
    maintenanceWindowNodeOs: maintenance?.nodeImages && weekly(maintenance.nodeImages),
  } satisfies Partial<KubernetesClusterConfig>;
}

function weekly({ day, startTime, hours, utcOffset = '+00:00' }: AksMaintenanceWindow) {
  return { frequency: 'Weekly', interval: 1, duration: hours, dayOfWeek: day, startTime, utcOffset };
}
