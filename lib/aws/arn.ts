import { PodtrustError } from '../core';

/** The parts of an ARN. A part that is not known, or not known whole, is undefined. */
export interface Arn {
  /** Such as `aws`. */
  readonly partition?: string;
  /** Such as `sqs`. */
  readonly service?: string;
  /** Such as `eu-west-1`; empty where the kind of resource has none. */
  readonly region?: string;
  /** Twelve digits, or `aws` for what is AWS' own; empty where the kind of resource has none. */
  readonly account?: string;
  /** All that follows, colons included. */
  readonly resource?: string;
}

/** A kind of resource, as its ARNs show it. */
export interface ArnKind {
  /** With its article, such as `an SQS queue`. */
  readonly name: string;
  readonly service: string;
  /** What its ARNs end in. */
  readonly resource: RegExp;
  /** Whether its ARNs have a region and an account, one of the two, or none. Default both. */
  readonly place?: 'region' | 'account' | 'none';
  /** One of its ARNs. */
  readonly example: string;
}

/** A token, a Terraform expression, or a variable of IAM. */
const EXPRESSION = /[$#]\{[^}]*\}/g;
const HOLE = '\0';

/**
 * The parts of an ARN, as far as they are known.
 *
 * @returns nothing where the text certainly is not an ARN
 */
export function readArn(text: string): Arn | undefined {
  const masked = text.replace(EXPRESSION, HOLE);
  if (masked.startsWith(HOLE)) return {};
  const [prefix, ...parts] = masked.split(':');
  if (prefix !== 'arn') return undefined;
  const hole = parts.findIndex(isOpen);
  if (parts.length < FORMS.length && hole === -1) return undefined;
  // Where parts are missing, an expression stands for several, and what follows it may be any of them.
  const known = parts.length < FORMS.length ? parts.slice(0, hole) : parts;
  if (!FORMS.every((form, index) => known[index] === undefined || isOpen(known[index]) || form.test(known[index]))) {
    return undefined;
  }
  const [partition, service, region, account] = known.map(unlessOpen);
  return {
    partition,
    service,
    region,
    account,
    resource: known[4] === undefined ? undefined : unlessOpen(known.slice(4).join(':')),
  };
}

/** What parts of an ARN look like, the first of its resource included. Every part may have wildcards, which policies accept. */
const FORMS = [
  /^aws(-[a-z]+)*$|[*?]/,
  /^[a-z0-9-]+$|[*?]/,
  /^([a-z]+(-[a-z]+)+-\d+)?$|[*?]/,
  /^(\d{12}|aws)?$|[*?]/,
  /./,
];

function isOpen(part: string): boolean {
  return part.includes(HOLE);
}

function unlessOpen(part: string): string | undefined {
  return isOpen(part) ? undefined : part;
}

/**
 * Refuses what is not the ARN of a resource of the kind that is meant. What is not known passes.
 *
 * @param text a value of a program, which may be anything
 * @param kinds one or more that are accepted
 * @param where the construct's path, or the function that was called
 * @throws PodtrustError `arn-malformed`, `arn-of-other-kind`
 */
export function checkArn(text: string, kinds: ArnKind | readonly ArnKind[], where: string): void {
  const accepted: readonly ArnKind[] = 'name' in kinds ? [kinds] : kinds;
  const [first] = accepted;
  const names = accepted.map(({ name }) => name).join(' or ');
  const arn = typeof text === 'string' ? readArn(text) : undefined;
  if (!arn) {
    throw new PodtrustError({
      code: 'arn-malformed',
      where,
      what: `${typeof text === 'string' ? `"${text}"` : String(text)} is not the ARN of ${names}`,
      why: 'AWS refuses it where it asks for an ARN, or finds no resource by it.',
      remedy: `Give an ARN such as ${first!.example}, a token of one, or the resource itself.`,
    });
  }
  if (accepted.some((kind) => isOfKind(arn, kind))) return;
  throw new PodtrustError({
    code: 'arn-of-other-kind',
    where,
    what: `"${text}" is not the ARN of ${names}`,
    why: 'AWS accepts it in a policy and finds nothing by it: what it was meant for is denied.',
    remedy: `Give an ARN such as ${first!.example}, a token of one, or the resource itself.`,
  });
}

function isOfKind({ service, region, account, resource }: Arn, { place, ...kind }: ArnKind): boolean {
  const has = (part: string | undefined, expected: boolean): boolean =>
    part === undefined || (part !== '') === expected;
  return (
    (service === undefined || service === kind.service) &&
    has(region, place === undefined || place === 'region') &&
    has(account, place === undefined || place === 'account') &&
    (resource === undefined || kind.resource.test(resource))
  );
}

/**
 * Refuses the ARN of something in another partition than what it is given to. What is not known passes.
 *
 * @param parts those of the ARN, where they are read already
 * @param holder what it is given to, such as `the role`, and the partition that this is in, where it is known
 * @throws PodtrustError `partition-mismatch`
 */
export function checkPartition(
  arn: string,
  holder: { readonly name: string; readonly partition?: string },
  where: string,
  parts = readArn(arn),
): void {
  const { name, partition } = holder;
  const other = exactPart(parts?.partition);
  if (!other || partition === undefined || other === partition) return;
  throw new PodtrustError({
    code: 'partition-mismatch',
    where,
    what: `${arn} is in the partition ${other}, and ${name} in ${partition}`,
    why: 'Partitions know nothing of one another: AWS finds nothing by such an ARN, or refuses it.',
    remedy: `Give an ARN that begins with arn:${partition}:, best as a token or as the resource itself.`,
  });
}

/** A part of an ARN; nothing where it is not known or a pattern. */
export function exactPart(part: string | undefined): string | undefined {
  return part?.match(/[*?]/) ? undefined : part;
}
