import { PodtrustError, isKnown } from '../../../core';

type Architecture = 'ARM' | 'x86';

/**
 * The architecture of an instance type, by its family: Graviton's have a g after the generation, such as m7g and c6gd. Nothing
 * where the name does not tell, as of families with a dash.
 *
 * @see Amazon EC2, "Amazon EC2 instance type naming conventions"
 */
function architectureOf(instanceType: string): Architecture | undefined {
  const family = /^([a-z]+\d+[a-z]*)\.[\w-]+$/.exec(instanceType)?.[1];
  if (family === undefined) return undefined;
  return family === 'a1' || /^[a-z]+\d+g/.test(family) ? 'ARM' : 'x86';
}

/**
 * Refuses instance types that an image does not run on.
 *
 * @param amiType such as `AL2023_x86_64_STANDARD`
 * @throws PodtrustError `instance-type-mismatch`
 */
export function checkArchitecture(instanceTypes: readonly string[], amiType: string, where: string): void {
  const image: Architecture = amiType.includes('ARM') ? 'ARM' : 'x86';
  const other = instanceTypes.find((type) => isKnown(type) && (architectureOf(type) ?? image) !== image);
  if (other === undefined) return;
  throw new PodtrustError({
    code: 'instance-type-mismatch',
    where,
    what: `instances of the type ${other} with the image ${amiType}`,
    why: `The processor of ${other} is ${image === 'ARM' ? 'x86' : 'ARM (Graviton)'}: EKS answers that it is not a valid instance type for the requested amiType.`,
    remedy: `Give ${other} a node group of its own, with an amiType such as ${image === 'ARM' ? 'AL2023_x86_64_STANDARD' : 'AL2023_ARM_64_STANDARD'}.`,
  });
}
