import { createHash } from 'node:crypto';
import { PODTRUST_KEYS, isKnown } from '../../core';
import { escapeTemplates } from '../../terraform';
import type { KubernetesObject } from '../objects/kubernetes-object';
import { BINDING_ANNOTATION } from './merged-binding';

/** A canary's Job, as far as its name depends on it. */
export interface CanaryObject extends KubernetesObject {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: { readonly serviceAccountName: string };
    };
  };
}

/** Characters of the hash in a canary's name. */
export const CANARY_HASH_CHARACTERS = 10;

/** Whether an object is a Job of a `BindingCanary`. */
export function isCanary(object: KubernetesObject): object is CanaryObject {
  const spec = object.spec as { template?: { metadata?: { annotations?: Record<string, string> } } } | undefined;
  return object.kind === 'Job' && spec?.template?.metadata?.annotations?.[PODTRUST_KEYS.canary] !== undefined;
}

/**
 * The name of a canary’s Job, which changes with its pods: Kubernetes lets nobody change a Job’s pod template, and a changed
 * binding has to be tried anew. What is a token comes into the name when Terraform plans, by an expression.
 */
export function canaryName({ metadata, spec }: CanaryObject): string {
  const { annotations } = spec.template.metadata;
  const told = `${annotations[BINDING_ANNOTATION]} ${annotations[PODTRUST_KEYS.canary]}`;
  // Which number a token has depends on the rest of the program.
  const text = `${told} ${hashOf(JSON.stringify(spec).replace(/\$\{TfToken\[[^\]]*\]\}/g, ''))}`;
  const hash = isKnown(text) ? hashOf(text) : `\${substr(sha256(${expressionOf(text)}), 0, ${CANARY_HASH_CHARACTERS})}`;
  return `${metadata.name}-${hash}`;
}

/** A text with tokens as an expression of Terraform, in which cdktf writes a token as a bare reference. */
function expressionOf(text: string): string {
  const parts = text.split(/(\$\{[^{}]*\})/).filter((part) => part !== '');
  const written = parts.map((part) => {
    if (!part.startsWith('${')) return JSON.stringify(escapeTemplates(part));
    return part.startsWith('${TfToken[') ? part : part.slice(2, -1);
  });
  return `join("", [${written.join(', ')}])`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, CANARY_HASH_CHARACTERS);
}
