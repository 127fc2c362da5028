import * as fs from 'node:fs';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { admitEks } from '../../../lib/admission';
import { makeCertificate } from '../certificate';
import type { KubernetesControlPlane } from '../kubernetes';

/** What an API server asks a webhook. */
interface AdmissionReview {
  readonly request: { readonly uid: string; readonly namespace: string; readonly object: Pod };
}

interface Pod {
  readonly metadata: object;
  readonly spec: { readonly serviceAccountName?: string };
}

/**
 * The webhook that EKS runs in each cluster, as podtrust's own `admitEks` has it, registered at a real API server: pods are
 * stored as it leaves them. Which associations there are it is told, or it knows one only once {@link learn} was called, as EKS'
 * webhook lags behind too.
 */
export class EksWebhook {
  private readonly associations = new Set<string>();

  private constructor(
    private readonly server: https.Server,
    private readonly associated: () => readonly string[],
  ) {}

  /** @param associated service accounts that have an association, as `namespace/name`. Default none but those that are learned */
  public static async start(
    cluster: KubernetesControlPlane,
    openssl: string,
    folder: string,
    associated: () => readonly string[] = () => [],
  ): Promise<EksWebhook> {
    const { certificateFile, keyFile } = await makeCertificate(openssl, folder, 'webhook');
    const [cert, key] = [certificateFile, keyFile].map((file) => fs.readFileSync(file, 'utf8'));
    const webhook: EksWebhook = new EksWebhook(
      https.createServer({ cert, key }, (request, response) => {
        let text = '';
        request.setEncoding('utf8').on('data', (part: string) => (text += part));
        request.on('end', () => {
          void webhook.answer(cluster, JSON.parse(text) as AdmissionReview).then((review) => {
            response.setHeader('content-type', 'application/json').end(JSON.stringify(review));
          });
        });
      }),
      associated,
    );
    await new Promise<void>((resolve) => webhook.server.listen(0, '127.0.0.1', resolve));
    // A scenario that fails ends the run all the same.
    webhook.server.unref();
    const { port } = webhook.server.address() as AddressInfo;
    await cluster.request('POST', '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'pod-identity-webhook' },
      webhooks: [
        {
          name: 'iam-for-pods.amazonaws.com',
          failurePolicy: 'Ignore',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          clientConfig: { url: `https://127.0.0.1:${port}/mutate`, caBundle: Buffer.from(cert!).toString('base64') },
          rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
        },
      ],
    });
    return webhook;
  }

  /** From now on, new pods of the service account, `namespace/name`, get the variables of EKS Pod Identity. */
  public learn(serviceAccount: string): void {
    this.associations.add(serviceAccount);
  }

  public stop(): void {
    this.server.close();
  }

  private async answer(cluster: KubernetesControlPlane, { request }: AdmissionReview): Promise<object> {
    const { uid, namespace, object } = request;
    const account = object.spec.serviceAccountName ?? 'default';
    const { body } = await cluster.request('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/${account}`);
    const admitted = admitEks(
      { apiVersion: 'v1', kind: 'Pod', ...object, metadata: { ...object.metadata, namespace } },
      body,
      { region: 'eu-west-1', containerCredentials: { associations: [...this.associations, ...this.associated()] } },
    );
    const patch =
      admitted.result === 'mutated'
        ? ['metadata', 'spec'].map((path) => ({
            op: 'replace',
            path: `/${path}`,
            value: (admitted.object as unknown as Record<string, unknown>)[path],
          }))
        : [];
    const response = {
      uid,
      allowed: true,
      ...(patch.length > 0
        ? { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') }
        : {}),
    };
    return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response };
  }
}
