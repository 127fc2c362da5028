import type { Inventory } from '../../proof/inventory';
import { ANY_PARTITION } from '../../proof/model/known/any-partition';
import { describeSymbols } from '../../proof/model/known/symbol';

/** Writes the texts of policies as what they stand for: by the ARN of a resource, and not by its address in the program. */
export type Writer = (text: string) => string;

/** A reference to a data source, which finds what is there. */
const LOOKED_UP = /(?:\$\{|[./])data\.[a-z0-9]+_\w+\./;
const REFERENCE = /\$\{[^}]*\}/g;

/** For the policies of one version alone. */
export function writerOf(inventory: Inventory): Writer {
  return writer(namesOf(inventory, partitionOf(inventory)));
}

/** For the policies of a version and of another one, in which resources that are made anew have other names. */
export function writersOf(
  base: Inventory,
  head: Inventory,
): { readonly base: Writer; readonly head: Writer; readonly isSame: boolean } {
  const partition = partitionOf(base, head);
  const [before, after] = [base, head].map((one) => namesOf(one, partition)) as [
    Map<string, string>,
    Map<string, string>,
  ];
  let isSame = true;
  for (const [name, own] of after) {
    const other = before.get(name);
    if (other === undefined || other === own) continue;
    if (LOOKED_UP.test(name)) {
      isSame = false;
      continue;
    }
    // Terraform makes it anew under another name: what had the old one has the new one, and nothing that was there before.
    before.delete(name);
    after.delete(name);
  }
  return { base: writer(before), head: writer(after), isSame };
}

const PARTITION = describeSymbols(ANY_PARTITION);

/** The partition of a program that names none is that of the ARNs that it has. */
function partitionOf(...inventories: readonly Inventory[]): string {
  const isOpen = inventories.some(({ resources = [] }) => resources.some(({ arn }) => arn.includes(PARTITION)));
  if (!isOpen) return 'aws';
  const texts = inventories.flatMap(({ permissions }) => permissions.map(({ resource }) => resource));
  return texts.map((text) => /(?:^|[\s,])arn:(aws-[a-z-]+):/.exec(text)?.[1]).find((one) => one !== undefined) ?? 'aws';
}

function namesOf({ resources = [] }: Inventory, partition: string): Map<string, string> {
  return new Map(
    resources
      .flatMap(({ id, names }) => lasting(id, names))
      .map(([name, own]) => [name, own.replaceAll(PARTITION, partition)]),
  );
}

/** Only names of which no part is the resource's own secret until it is made: an address would come back by that. */
function lasting(id: string, names: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(names).filter(
    ([name, own]) => name !== own && !own.includes(`\${${id}.`) && !own.includes(` of ${id}}`),
  );
}

function writer(names: ReadonlyMap<string, string>): Writer {
  if (names.size === 0) return (text) => text;
  return (text) => {
    let written = text;
    // What a name stands for may have another one in it: a group of resources, an account.
    for (let turn = 0; turn < 4 && written.includes('${'); turn++) {
      const next = written.replace(REFERENCE, (reference) => names.get(reference) ?? reference);
      if (next === written) break;
      written = next;
    }
    return written;
  };
}
