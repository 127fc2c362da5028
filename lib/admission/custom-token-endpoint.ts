import { AZURE_KEYS } from '../core/kubernetes/annotations';
import { ENTRA_AUDIENCE, IDENTITY_BINDING_AUDIENCE } from '../core/trust/audience';
import { checkSettings, settingsError, type SettingType } from './settings';

/**
 * The webhook's flags for an endpoint that takes tokens in Entra's place. Source: azure-workload-identity #1720, by whose
 * means AKS makes its identity bindings.
 *
 * What AKS sets them to is public only in part: the annotation, the audience and the variables' names are documented
 * ("Set up identity bindings"); the endpoint's address, its name for TLS and where its CA comes from are the cluster's own.
 */
export interface CustomTokenEndpoint {
  /** What follows `azure.workload.identity/use-` in the annotation by which a pod asks. @default 'identity-binding' */
  readonly annotationSuffix?: string;
  /** The token's audience in such a pod. @default 'api://AKSIdentityBinding' */
  readonly audience?: string;
  /** `AZURE_KUBERNETES_TOKEN_PROXY`: the endpoint's URL. @default unknown, and then it is not added */
  readonly tokenProxy?: string;
  /** `AZURE_KUBERNETES_SNI_NAME`: the endpoint's name for TLS. @default unknown, and then it is not added */
  readonly sniName?: string;
  /** `AZURE_KUBERNETES_CA_DATA`: the endpoint's CA as text. @default none */
  readonly caData?: string;
  /** A ConfigMap of the pod's namespace whose key `ca.crt` is the endpoint's CA. @default unknown, and then no CA is projected */
  readonly caConfigMap?: string;
  /** The signer of the ClusterTrustBundles that hold the endpoint's CA. @default none */
  readonly caTrustBundleSigner?: string;
  /** Which of these bundles, as a label selector. @default all */
  readonly caTrustBundleLabelSelector?: Readonly<Record<string, unknown>>;
}

/** {@link CustomTokenEndpoint} with nothing left out. */
export interface CustomTokenEndpointFlags extends Required<
  Omit<CustomTokenEndpoint, 'annotationSuffix' | 'caTrustBundleLabelSelector'>
> {
  /** The annotation by which a pod asks for it. */
  readonly annotation: string;
  readonly caTrustBundleLabelSelector: Readonly<Record<string, unknown>> | undefined;
}

const FIELDS: Readonly<Record<keyof CustomTokenEndpoint, SettingType>> = {
  annotationSuffix: 'string',
  audience: 'string',
  tokenProxy: 'string',
  sniName: 'string',
  caData: 'string',
  caConfigMap: 'string',
  caTrustBundleSigner: 'string',
  caTrustBundleLabelSelector: 'mapping',
};

const ANNOTATION_PREFIX = 'azure.workload.identity/use-';

/** A label's or annotation's name behind its prefix, which the webhook does not start without. */
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const NAME_CHARACTERS = 63;

/** Where the CA is inside the token's volume. */
export const CA_PATH = 'ca-cert/ca.crt';

/**
 * The flags with their defaults, or nothing where there is no such endpoint.
 *
 * @throws PodtrustError `admission-settings` for what the webhook would not start with
 */
export function customTokenEndpoint(given: unknown, where?: string): CustomTokenEndpointFlags | undefined {
  if (given === false) return undefined;
  const at = where ? `${where}: customTokenEndpoint` : 'customTokenEndpoint';
  // `true` says what is so without it.
  const settings = given === undefined || given === true ? {} : given;
  checkSettings(settings, FIELDS, at);
  const endpoint = settings as CustomTokenEndpoint;
  const annotation =
    endpoint.annotationSuffix === undefined
      ? AZURE_KEYS.useIdentityBinding
      : `${ANNOTATION_PREFIX}${endpoint.annotationSuffix}`;
  const name = annotation.slice(annotation.indexOf('/') + 1);
  if (endpoint.annotationSuffix === '' || !NAME.test(name) || name.length > NAME_CHARACTERS) {
    const what = `"annotationSuffix" is ${JSON.stringify(endpoint.annotationSuffix)}`;
    throw settingsError(what, 'Give letters, digits, - _ and ., such as identity-binding.', at);
  }
  const audience = endpoint.audience ?? IDENTITY_BINDING_AUDIENCE;
  if (audience === '' || audience.toLowerCase() === ENTRA_AUDIENCE.toLowerCase()) {
    throw settingsError(
      `"audience" is ${JSON.stringify(audience)}`,
      `Give an audience of its own: the webhook does not start with none, nor with ${ENTRA_AUDIENCE}.`,
      at,
    );
  }
  return {
    annotation,
    audience,
    tokenProxy: endpoint.tokenProxy ?? '',
    sniName: endpoint.sniName ?? '',
    caData: endpoint.caData ?? '',
    caConfigMap: endpoint.caConfigMap ?? '',
    caTrustBundleSigner: endpoint.caTrustBundleSigner ?? '',
    caTrustBundleLabelSelector: endpoint.caTrustBundleLabelSelector,
  };
}

/** Whether a pod asks for the endpoint: the annotation's value counts without regard to case. */
export function asksForCustomTokenEndpoint(
  annotations: Readonly<Record<string, string>> | null | undefined,
  { annotation }: CustomTokenEndpointFlags,
): boolean {
  return annotations?.[annotation]?.toLowerCase() === 'true';
}
