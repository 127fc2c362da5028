import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BindingLike } from 'podtrust';
import { bindWorkload } from 'podtrust/kubernetes/bind-pod';
import type { KubernetesObject } from 'podtrust/kubernetes';
import type { KubernetesObjects } from 'podtrust/kubernetes/kubernetes-objects';

/** Labels and annotations by which pods get identities. Those of workload identity are the binding's to say. */
const BINDING_LABEL = 'aadpodidbinding';
const OF_BINDING = [
  'azure.workload.identity/use',
  'azure.workload.identity/inject-proxy-sidecar',
  'azure.workload.identity/proxy-sidecar-port',
];

type Fields = Readonly<Record<string, unknown>>;

/** An object of the cluster as it was imported, by its file below `objects`, without `.json`. */
export function objectAt(file: string): KubernetesObject {
  return JSON.parse(readFileSync(join(__dirname, 'objects', `${file}.json`), 'utf8'));
}

/** An account, annotated for its identity once it has one; nothing at the steps that do not make it yet. */
export function accountWith(file: string, bindings: readonly BindingLike[] | undefined): KubernetesObject[] {
  if (bindings === undefined) return [];
  const { metadata, ...account } = objectAt(file);
  const annotations = Object.assign({}, metadata.annotations, ...bindings.map((one) => one.serviceAccountAnnotations));
  return [
    {
      ...account,
      metadata: Object.keys(annotations).length > 0 ? { ...metadata, annotations } : metadata,
    } as KubernetesObject,
  ];
}

/** A workload as it was, or with the account and the label of workload identity once it is switched. */
export function workloadWith(file: string, bindings: readonly BindingLike[]): KubernetesObject {
  const workload = objectAt(file);
  if (bindings.every(({ mechanism }) => mechanism === 'aad-pod-identity')) return workload;
  return bindWorkload(withoutIdentity(workload), bindings);
}

/** Lets Terraform take over what is in the cluster already, when it first applies. */
export function adopt({ manifests }: KubernetesObjects, existing: readonly KubernetesObject[]): void {
  for (const { apiVersion, kind, metadata } of existing) {
    const { namespace, name } = metadata;
    const manifest = manifests.get(`${kind.toLowerCase()}-${namespace}-${name}`);
    manifest?.importFrom(`apiVersion=${apiVersion},kind=${kind},namespace=${namespace},name=${name}`);
  }
}

/** Without the account and what else gives its pods an identity. A label that its selector names has to stay. */
function withoutIdentity(workload: KubernetesObject): KubernetesObject {
  const spec = (workload.spec ?? {}) as {
    selector?: { matchLabels?: Fields };
    template?: Fields;
    jobTemplate?: { spec?: Fields };
  };
  const dropped = Object.hasOwn(spec.selector?.matchLabels ?? {}, BINDING_LABEL)
    ? OF_BINDING
    : [BINDING_LABEL, ...OF_BINDING];
  const bare = (template: Fields): Fields => {
    const { labels, annotations, ...metadata } = (template.metadata ?? {}) as { labels?: Fields; annotations?: Fields };
    return {
      ...template,
      metadata: { ...metadata, labels: without(labels, dropped), annotations: without(annotations, dropped) },
      spec: without(template.spec as Fields, ['serviceAccountName']),
    };
  };
  if (workload.kind === 'Pod') return bare(workload) as KubernetesObject;
  const job = spec.jobTemplate?.spec;
  if (job)
    return {
      ...workload,
      spec: { ...spec, jobTemplate: { ...spec.jobTemplate, spec: { ...job, template: bare(job.template as Fields) } } },
    };
  return { ...workload, spec: { ...spec, template: bare(spec.template!) } };
}

function without(map: Fields = {}, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
