import { objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** A chart, and where it is published. */
export interface PublishedChart {
  readonly chart: string;
  /** As in `HelmChart.repositories`; nothing where it is not told, or it is a repository of Git. */
  readonly publisher?: string;
}

/** The objects of Flux that say where charts are: repositories of Helm, and charts in a registry. */
export class ChartSources {
  private readonly urls = new Map<string, { readonly clusters: readonly string[]; readonly url: string }[]>();

  public constructor(objects: readonly DeclaredObject[]) {
    for (const { object, clusters } of objects) {
      const { kind, apiVersion } = object;
      if (kind !== 'HelmRepository' && kind !== 'OCIRepository') continue;
      if (!String(apiVersion).startsWith('source.toolkit.fluxcd.io/')) continue;
      const { namespace, name } = objectAt(object, ['metadata']);
      const url = textOf(objectAt(object, ['spec']).url);
      if (url === undefined) continue;
      const key = `${kind}/${textOf(namespace) ?? 'default'}/${textOf(name) ?? ''}`;
      const known = this.urls.get(key);
      if (known) known.push({ clusters, url });
      else this.urls.set(key, [{ clusters, url }]);
    }
  }

  /** The chart of a `HelmRelease`, by its `chart` or its `chartRef`. */
  public ofHelmRelease(spec: JsonObject, own: string, clusters: readonly string[]): PublishedChart | undefined {
    const { chart, sourceRef } = objectAt(spec, ['chart', 'spec']) as { chart?: unknown; sourceRef?: JsonObject };
    const name = textOf(chart);
    if (name !== undefined) {
      const isOfHelm = sourceRef?.kind === 'HelmRepository';
      return {
        chart: name.split('/').at(-1)!,
        publisher: isOfHelm ? this.urlOf(sourceRef, own, clusters) : undefined,
      };
    }
    const reference = objectAt(spec, ['chartRef']);
    if (reference.kind !== 'OCIRepository') {
      return reference.name === undefined ? undefined : { chart: textOf(reference.name) ?? '' };
    }
    const url = this.urlOf(reference, own, clusters);
    if (url === undefined) return { chart: textOf(reference.name) ?? '' };
    const at = url.replace(/\/+$/, '').lastIndexOf('/');
    return { chart: url.slice(at + 1).replace(/\/+$/, ''), publisher: url.slice(0, at) };
  }

  /** The address that a reference names in the release's cluster; nothing where there is none, or more than one. */
  private urlOf(reference: JsonObject, own: string, clusters: readonly string[]): string | undefined {
    const { kind, namespace, name } = reference;
    const found = this.urls.get(`${String(kind)}/${textOf(namespace) ?? own}/${textOf(name) ?? ''}`) ?? [];
    const here = found.filter(
      (one) => one.clusters.length === 0 || clusters.length === 0 || one.clusters.some((id) => clusters.includes(id)),
    );
    const urls = new Set(here.map(({ url }) => url));
    return urls.size === 1 ? [...urls][0] : undefined;
  }
}
