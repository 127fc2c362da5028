import { PodtrustError } from '../../core/errors';
import { grouped } from '../../core/groups';
import { ANY_PARTITION } from '../model/known/any-partition';
import { partitionIn } from '../../core/aws/aws-partition';
import type { CloudResource } from '../model/cloud-resource';
import { isNo, isUnknown, isYes, or } from '../model/known/known';
import type { Known } from '../model/known/known';
import { NamedFinder } from '../model/known/named-finder';
import { hasSymbol, inLowerCase } from '../model/known/symbol';
import { equal, startsWith } from '../model/known/text';
import { isResourceId } from '../permissions/azure';

/** The resource that a question names. */
export interface FoundResource {
  /** Its ARN, with all that is known of it. */
  readonly arn: string;
  /** Nothing where it was not read. */
  readonly resource?: CloudResource;
  /** The ids of those that were read and that it may turn out to be. */
  readonly possible: readonly string[];
  /** Writes the names of things in a policy as `arn` has them. */
  write(text: string): string;
}

/** Finds the resource that a person means: by its ARN, or by its address in the program. */
export class ResourceFinder {
  private readonly named: NamedFinder<CloudResource>;
  private readonly spellings = new Map<string, string>();
  /** Those that an ARN of a service may be of: a question looks at no others. */
  private readonly ofService: ReadonlyMap<string, readonly CloudResource[]>;
  /** Those of Azure by what an id of their type has in it. */
  private readonly ofAzure: ReadonlyMap<string, readonly OfAzure[]>;
  private readonly written = new Map<string, string>();

  public constructor(private readonly resources: readonly CloudResource[]) {
    this.named = new NamedFinder(resources);
    this.ofService = grouped(resources, ({ arn }) => serviceIn(arn) ?? '');
    for (const { spellings } of resources) for (const [text, spelling] of spellings) this.spellings.set(text, spelling);
    this.ofAzure = grouped(
      resources
        .filter(({ arn }) => serviceIn(arn) === undefined)
        .map((resource) => ({ resource, own: inLowerCase(this.write(resource.arn, 'aws')) })),
      ({ resource: { service } }) => (service.includes('.') ? `/providers/${service.toLowerCase()}/` : ''),
    );
  }

  /**
   * By an ARN; by an id, with or without its stack, and what is below it (`aws_s3_bucket.data/reports/2026.csv`); or `*` for an action
   * that has no resource.
   *
   * @throws PodtrustError `resource-unknown`, `identity-ambiguous`
   */
  public find(text: string): FoundResource {
    if (text === '*') return { arn: text, possible: [], write: (one) => this.write(one, 'aws') };
    if (/[*?]/.test(text)) {
      throw new PodtrustError({
        code: 'resource-unknown',
        what: `${JSON.stringify(text)} is a pattern, and a request is for one resource`,
        remedy: 'Name one, such as arn:aws:s3:::data/2026.csv; or * for an action that has no resource.',
      });
    }
    if (isResourceId(text)) return this.byId(text);
    return text.startsWith('arn:') ? this.byArn(text) : this.byAddress(text);
  }

  /** A key by its ARN, as a program writes it; nothing where that tells no ARN. */
  public ofKey(written: string): FoundResource | undefined {
    const arn = this.write(written, 'aws');
    return arn.startsWith('arn:') && arn.split(':').length >= 6 ? this.byArn(arn) : undefined;
  }

  private byArn(arn: string): FoundResource {
    if (arn.split(':').length < 6) {
      throw new PodtrustError({
        code: 'resource-unknown',
        what: `${JSON.stringify(arn)} is no whole ARN`,
        remedy: 'Write all six parts: arn:<partition>:<service>:<region>:<account>:<resource>.',
      });
    }
    const partition = partitionIn(arn) ?? 'aws';
    const write = (one: string): string => this.write(one, partition);
    const of = this.ofService.get(serviceIn(arn) ?? '') ?? [];
    const near = of.flatMap((resource) => {
      const own = this.arnOf(resource, partition);
      // What is known whole and begins otherwise is another one.
      return !hasSymbol(own) && !hasSymbol(arn) && !arn.startsWith(own) ? [] : [{ resource, own }];
    });
    const found = near.find(({ own }) => isYes(isOf(arn, own)));
    if (found) return { arn, resource: found.resource, possible: [], write };
    const possible = near.filter(({ own }) => !isNo(isOf(arn, own)));
    return { arn, possible: possible.map(({ resource }) => resource.id), write };
  }

  /** By a resource id of Azure, which is compared without regard to case. */
  private byId(id: string): FoundResource {
    const write = (one: string): string => this.write(one, 'aws');
    const wanted = inLowerCase(id);
    const found = [...this.ofAzure]
      .flatMap(([within, some]) => (wanted.includes(within) ? some : []))
      .filter(({ own }) => isYes(or(equal(wanted, own), startsWith(wanted, `${own}/`))))
      .sort((a, b) => b.own.length - a.own.length)[0];
    return { arn: id, ...(found && { resource: found.resource }), possible: [], write };
  }

  private byAddress(text: string): FoundResource {
    for (let end = text.length; end > 0; end = text.lastIndexOf('/', end - 1)) {
      const resource =
        this.resources.find(({ id }) => id === text.slice(0, end)) ?? this.named.find(text.slice(0, end));
      if (!resource) continue;
      const partition = partitionIn(resource.arn) ?? 'aws';
      const write = (one: string): string => this.write(one, partition);
      return { arn: `${write(resource.arn)}${text.slice(end)}`, resource, possible: [], write };
    }
    throw new PodtrustError({
      code: 'resource-unknown',
      what: `${JSON.stringify(text)} is neither an ARN, nor a resource id, nor the address of a resource whose ARN is known: ${this.listed()}`,
      remedy:
        'Give the ARN, or an address such as aws_s3_bucket.data, with what is below it: aws_s3_bucket.data/2026.csv.',
    });
  }

  /** As questions of a partition have it. */
  private arnOf({ id, arn }: CloudResource, partition: string): string {
    const key = `${partition} ${id}`;
    let written = this.written.get(key);
    if (written === undefined) this.written.set(key, (written = this.write(arn, partition)));
    return written;
  }

  private listed(): string {
    const ids = this.resources.map(({ id }) => id);
    if (ids.length === 0) return 'the input has none';
    const more = ids.length - SHOWN;
    return `there are ${ids.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  }

  private write(text: string, partition: string): string {
    if (!hasSymbol(text)) return text;
    let written = text;
    // What a spelling stands for may have another one in it: an account’s id.
    for (let turn = 0; turn < 3; turn++) {
      const next = written.replace(SYMBOL, (symbol) => this.spellings.get(symbol) ?? symbol);
      if (next === written) break;
      written = next;
    }
    return written.replaceAll(ANY_PARTITION, partition);
  }
}

/** A resource of Azure, and its id in lower case. */
interface OfAzure {
  readonly resource: CloudResource;
  readonly own: string;
}

/** The service in an ARN; nothing where that is none, as an id of Azure. */
function serviceIn(arn: string): string | undefined {
  return /^arn:(?:[a-z-]+|\uE000[^\uE001]*\uE001):([a-z0-9-]+):/.exec(arn)?.[1];
}

const SHOWN = 5;
const SYMBOL = /\uE000[^\uE001]*\uE001/g;

/** Whether an ARN is that of a resource, or of something in it. */
function isOf(arn: string, own: string): Known {
  const whole = equal(arn, own);
  if (!isNo(whole) && !isUnknown(whole)) return whole;
  const inside = [startsWith(arn, `${own}/`), startsWith(arn, `${own}:`)];
  return inside.find(isYes) ?? (isNo(whole) ? (inside.find(isUnknown) ?? false) : whole);
}
