import { addToGroup } from '../../../../core/groups';
import { describeSymbols, symbolOf } from '../../../model/known/symbol';
import { objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** The service accounts that another tool makes, which join the list of all objects that were read. */
export class MadeAccounts {
  /** Where the accounts are in the list, by namespace and name. */
  private readonly places = new Map<string, number[]>();

  public constructor(private readonly objects: DeclaredObject[]) {
    objects.forEach(({ object }, index) => {
      if (object.kind === 'ServiceAccount') addToGroup(this.places, keyOf(object), index);
    });
  }

  /** Adds an account, or what the tool writes onto one that is there: it leaves what else that carries. */
  public add(made: DeclaredObject): void {
    const { name, namespace, annotations } = objectAt(made.object, ['metadata']);
    const key = keyOf(made.object);
    const index = (this.places.get(key) ?? []).find((one) =>
      this.objects[one]!.clusters.some((cluster) => made.clusters.includes(cluster)),
    );
    const found = index === undefined ? undefined : this.objects[index];
    if (index === undefined || !found) {
      addToGroup(this.places, key, this.objects.push(made) - 1);
      return;
    }
    const metadata = objectAt(found.object, ['metadata']);
    const own = textsOf(metadata.annotations);
    const id = describeSymbols(`ServiceAccount/${String(namespace)}/${String(name)}`);
    // Of two that differ, the one that is applied last counts.
    const laid = Object.entries(textsOf(annotations)).map(([annotation, text]): [string, string] => [
      annotation,
      (own[annotation] ?? text) === text ? text : symbolOf(`${id}.annotations[${JSON.stringify(annotation)}]`),
    ]);
    // A map that is not known at all is a text, and so is what it makes of the other one.
    const open = [metadata.annotations, annotations].find((map) => typeof map === 'string');
    const merged = open ?? { ...own, ...Object.fromEntries(laid) };
    this.objects[index] = { ...found, object: { ...found.object, metadata: { ...metadata, annotations: merged } } };
  }
}

function keyOf(object: JsonObject): string {
  const { namespace, name } = objectAt(object, ['metadata']);
  return `${textOf(namespace) ?? 'default'}/${textOf(name) ?? ''}`;
}
