import { below } from '../../model/place';
import { isKubernetesObject } from '../kubernetes/kubernetes-object';
import type { JsonObject } from '../kubernetes/kubernetes-object';
import type { InputForm } from './input-form';

/** Kubernetes objects: one, or a list of nothing else. */
export const KUBERNETES: InputForm = {
  name: 'Kubernetes YAML or JSON',
  files: 'Kubernetes YAML or JSON',
  readAs:
    'streams, `List` and typed lists, dumps of `kubectl get -o yaml`, rendered charts, one JSON object after the other',
  recognizes: ({ value }) =>
    isKubernetesObject(value) || (Array.isArray(value) && value.length > 0 && value.every(isKubernetesObject)),
  read({ value, path, at }, into) {
    if (Array.isArray(value)) {
      (value as JsonObject[]).forEach((object, index) => into.objects.push({ object, path, at: below(at, index) }));
    } else {
      into.objects.push({ object: value as JsonObject, path, at });
    }
  },
};
