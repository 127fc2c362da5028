import { POD_TEMPLATE_PATH } from '../core/kubernetes/pod-template-path';
import type { AdmissionObject } from './admission';
import { isMapping } from './pod';

/**
 * The pod that an object makes: a Pod is one, a workload's controller makes one of its template, in the workload's
 * namespace and with a name that starts as the workload's.
 *
 * @returns nothing for an object of another kind
 */
export function podTemplateOf(object: unknown): AdmissionObject | undefined {
  if (!isMapping(object) || typeof object.kind !== 'string') return undefined;
  if (object.kind === 'Pod') return object;
  if (!Object.hasOwn(POD_TEMPLATE_PATH, object.kind)) return undefined;
  let template: unknown = object;
  for (const field of POD_TEMPLATE_PATH[object.kind]!) template = isMapping(template) ? template[field] : undefined;
  const { metadata, spec } = isMapping(template) ? template : {};
  const owner = isMapping(object.metadata) ? object.metadata : {};
  const inTemplate = isMapping(metadata) ? metadata : {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(typeof owner.name === 'string' ? { generateName: `${owner.name}-` } : {}),
      ...(owner.namespace === undefined ? {} : { namespace: owner.namespace }),
      ...(inTemplate.labels === undefined ? {} : { labels: inTemplate.labels }),
      ...(inTemplate.annotations === undefined ? {} : { annotations: inTemplate.annotations }),
    },
    ...(spec === undefined ? {} : { spec }),
  };
}
