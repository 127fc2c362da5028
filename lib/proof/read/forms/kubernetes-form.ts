import { below } from '../../model/place';
import type { Place } from '../../model/place';
import { withPlaceholders } from '../kubernetes/provider/placeholders';
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
    const add = (object: JsonObject, place: Place): void => {
      into.objects.push({ object: withPlaceholders(object), path, at: place });
    };
    if (Array.isArray(value)) (value as JsonObject[]).forEach((object, index) => add(object, below(at, index)));
    else add(value as JsonObject, at);
  },
};
