import type { AckRoleSelector } from '../../../model/cluster/eks-capability';
import { below } from '../../../model/place';
import { describeSymbols } from '../../../model/known/symbol';
import type { Problems } from '../../problems';
import { isJsonObject, objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/**
 * Reads an IAMRoleSelector of ACK.
 *
 * @see AWS Controllers for Kubernetes, "Granular IAM Roles"; Amazon EKS, "Configure ACK permissions"
 */
export function readAckRoleSelector(
  { object, clusters, at }: DeclaredObject,
  selectors: AckRoleSelector[],
  problems: Problems,
): void {
  if (object.kind !== 'IAMRoleSelector' || String(object.apiVersion).split('/')[0] !== 'services.k8s.aws') return;
  const id = `IAMRoleSelector/${textOf(objectAt(object, ['metadata']).name) ?? ''}`;
  const spec = objectAt(object, ['spec']);
  const arn = textOf(spec.arn);
  if (arn === undefined || arn === '') {
    problems.add({ about: id, because: 'it does not say by spec.arn which role it is for', at });
    return;
  }
  const selector = objectAt(object, ['spec', 'namespaceSelector']);
  const byLabels = isJsonObject(selector.labelSelector) && Object.keys(selector.labelSelector).length > 0;
  const open = (what: string): void =>
    problems.add({ about: id, because: `its ${what} are not known before apply`, at });
  const names = entriesOf(selector.names, () => open('namespaces')).map((name) => textOf(name) ?? '');
  const types = entriesOf(spec.resourceTypeSelector, () => open('kinds of objects')).map((type) => {
    const { group, kind } = isJsonObject(type) ? type : { group: textOf(type) };
    return describeSymbols(`${textOf(group) || '*'}/${textOf(kind) || '*'}`);
  });
  selectors.push({
    clusters,
    id,
    arn,
    ...(names.length > 0 ? { namespaces: names } : {}),
    byLabels,
    ...(types.length > 0 ? { resourceTypes: [...new Set(types)].sort() } : {}),
    at: below(at, 'spec'),
  });
}

/** The entries of a list; what is not known stands for itself, so that it is not taken for an empty one. */
function entriesOf(list: unknown, ifOpen: () => void): readonly unknown[] {
  if (Array.isArray(list)) return list;
  if (list === undefined || list === null) return [];
  ifOpen();
  return [list];
}
