import { type HelmShape, PodtrustError } from '../../core';
import { nearest } from '../../core/nearest';

const PLACES = ['namespace', 'podLabels', 'podAnnotations', 'environment', 'environmentMap', 'volumes', 'volumeMounts'];
const OF_ACCOUNT = ['name', 'create', 'annotations', 'labels'];

/** Keys joined by dots. */
const PLACE = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

/**
 * Refuses what is not a shape.
 *
 * @throws PodtrustError `helm-shape-invalid`
 */
export function checkHelmShape(shape: HelmShape, where?: string): void {
  const refuse = (what: string, remedy: string): never => {
    throw new PodtrustError({
      code: 'helm-shape-invalid',
      where,
      what,
      why: 'A chart ignores values that it does not know, so a slip here gives pods without an identity.',
      remedy,
    });
  };
  if (typeof shape !== 'object' || shape === null || typeof shape.serviceAccount?.name !== 'string') {
    refuse(
      'the shape does not say where the name of the service account is',
      'Set serviceAccount.name, such as "serviceAccount.name".',
    );
  }
  const known = (fields: object, names: readonly string[], prefix = ''): void => {
    for (const field of Object.keys(fields)) {
      if (names.includes(field)) continue;
      const near = nearest(field, names);
      refuse(
        `the shape has the field "${prefix}${field}", which means nothing`,
        near === undefined
          ? `A shape has ${names.map((name) => prefix + name).join(', ')}.`
          : `Did you mean ${prefix}${near}?`,
      );
    }
  };
  known(shape, ['serviceAccount', ...PLACES, 'values', 'workloads', 'optionalWorkloads', 'nameOverride']);
  known(shape.serviceAccount, OF_ACCOUNT, 'serviceAccount.');
  const places = [
    ...Object.entries(shape.serviceAccount).map(([field, place]) => [`serviceAccount.${field}`, place] as const),
    ...PLACES.map((field) => [field, shape[field as keyof HelmShape]] as const),
    ...Object.keys(shape.values ?? {}).map((place) => ['values', place] as const),
    ...Object.values(shape.optionalWorkloads ?? {}).map((place) => ['optionalWorkloads', place] as const),
  ];
  for (const [field, place] of places) {
    for (const one of place === undefined ? [] : Array.isArray(place) ? (place as readonly unknown[]) : [place]) {
      if (typeof one === 'string' && PLACE.test(one)) continue;
      refuse(
        `${field} of the shape is ${JSON.stringify(one)}`,
        'A place in the values is keys joined by dots, such as "controller.serviceAccount.name".',
      );
    }
  }
  if (shape.environment !== undefined && shape.environmentMap !== undefined) {
    refuse(
      'the shape has both environment and environmentMap',
      'Keep environment where the chart has a list of { name, value }, environmentMap where it has a map.',
    );
  }
}
