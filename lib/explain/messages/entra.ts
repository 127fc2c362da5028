import { ENTRA_AUDIENCE } from '../../core/trust/audience';
import { told } from '../message';
import type { Cause, KnownMessage } from '../message';

/** Pages that tell of several of the messages. */
const FEDERATION = 'Microsoft Entra, "Troubleshoot workload identity federation"';
const CODES_PAGE = 'Microsoft Entra, "Authentication and authorization error codes"';

/** A code of Entra, in words or among `error_codes`. */
function code(...numbers: readonly number[]): RegExp {
  return new RegExp(`(?:AADSTS|["']?error_codes["']?\\s*:\\s*\\[\\s*|error\\?code=)(?:${numbers.join('|')})(?!\\d)`);
}

const NOT_SPREAD: Cause = {
  cause: 'the credential is right and new: Entra’s servers learn of it within seconds to minutes',
  fix: 'Try again after some minutes, with a new pod; where it stays so for one credential of several that were written at once, delete that credential and make it again, one after the other.',
};

const OTHER_IDENTITY: Cause = {
  cause: 'the pod asks for another identity than the one that has the credential',
  fix: 'Compare AZURE_CLIENT_ID in the pod (the annotation azure.workload.identity/client-id of its service account, or what the code passes) with the client id of the identity: it is the client id, and not the object id.',
};

const isOfAks = (issuer: string | undefined): boolean => /\.oic\.prod-aks\.|oidc\.prod-aks\./.test(issuer ?? '');

/** What Entra answers when a pod exchanges its token. */
export const ENTRA_MESSAGES: readonly KnownMessage[] = [
  {
    id: 'AADSTS700213',
    sender: 'Entra',
    pattern: code(700213),
    means: 'the identity has a credential with the token’s issuer, and none of those has the token’s subject',
    compared: ({ subject }) =>
      `${told(subject, 'the token’s subject')} with the subject of each federated credential of the identity that has the token’s issuer: character by character, case included, and * is a plain character`,
    causes: [
      {
        cause: 'the token is not a service account’s: its subject begins otherwise',
        fix: 'Make the credential of the issuer and the subject that the message shows, or run this code where the credential is meant to be used.',
        when: ({ subject }) => subject !== undefined && !subject.startsWith('system:serviceaccount:'),
      },
      {
        cause: 'the pod runs as another service account, or in another namespace, than the credential names',
        fix: 'Write the subject of the message into the credential, or set the pod’s serviceAccountName: the account named default is what a pod without one has.',
      },
      {
        cause: 'the credential’s subject has a wildcard, a space, or namespace and name the other way round',
        fix: 'Write system:serviceaccount:<namespace>:<name>, with a credential for each service account.',
      },
      OTHER_IDENTITY,
      NOT_SPREAD,
    ],
    rules: ['claim-not-admitted', 'subject-invalid', 'subject-wildcard', 'service-account-missing'],
    sources: [FEDERATION, 'Azure/azure-workload-identity#1200', 'Azure/azure-workload-identity#977'],
  },
  {
    id: 'AADSTS7002138',
    sender: 'Entra',
    pattern: code(7002138),
    means: 'a credential of the identity has the token’s subject but for upper and lower case',
    compared: ({ subject }) =>
      `${told(subject, 'the token’s subject')} with the subject of each federated credential of the identity, case included`,
    causes: [
      {
        cause: 'the credential’s subject has a capital letter that the token’s has not, or the other way round',
        fix: 'Write the subject as the message has it. Namespaces and service accounts of Kubernetes have small letters only.',
      },
    ],
    rules: ['claim-not-admitted', 'subject-invalid'],
    sources: ['Microsoft Entra, "What’s new in authentication", August 2024', 'Azure/login#515'],
  },
  {
    id: 'AADSTS700211',
    sender: 'Entra',
    pattern: code(700211),
    means: 'no federated credential of the identity has the token’s issuer',
    compared: ({ issuer }) =>
      `${told(issuer, 'the token’s issuer')} with the issuer of each federated credential of the identity: character by character, a slash at the end included`,
    causes: [
      {
        cause: 'the token was not made for Entra: its issuer is the API server’s own',
        fix: 'Switch the cluster’s OIDC issuer on, or publish the discovery document of one’s own cluster at its --service-account-issuer.',
        when: ({ issuer }) => /kubernetes\.default/.test(issuer ?? ''),
      },
      {
        cause: 'the credential lacks the slash at the end, which each issuer of AKS has',
        fix: 'Take the issuer from the cluster as it is (oidc_issuer_url, or az aks show --query oidcIssuerProfile.issuerUrl), and trim nothing.',
        when: ({ issuer }) => issuer === undefined || isOfAks(issuer),
      },
      {
        cause: 'the credential is for another cluster: the pod runs in one that was made anew, or in a second one',
        fix: 'Make a credential for this cluster’s issuer as well: the identity takes up to 20.',
      },
      OTHER_IDENTITY,
      NOT_SPREAD,
    ],
    rules: ['issuer-slash-lost', 'issuer-mismatch', 'claim-not-admitted', 'oidc-issuer-disabled'],
    sources: [FEDERATION, 'Azure/azure-workload-identity#1200', 'Azure/azure-workload-identity#1700'],
  },
  {
    id: 'AADSTS700212',
    sender: 'Entra',
    pattern: code(700212),
    means: 'a credential of the identity has the token’s issuer and subject, and another audience',
    compared: ({ audience }) => `${told(audience, 'the token’s audience')} with the audience of the credential`,
    causes: [
      {
        cause: 'the pod presents a token that was made for something else, such as the API server’s',
        fix: `Let the webhook mount the token, or project one with the audience ${ENTRA_AUDIENCE}, and read it from AZURE_FEDERATED_TOKEN_FILE.`,
        when: ({ audience }) => audience !== ENTRA_AUDIENCE,
      },
      {
        cause: `the credential has another audience than ${ENTRA_AUDIENCE}, which tokens for Entra have in every cloud of Azure`,
        fix: `Set the credential’s audience to ${ENTRA_AUDIENCE}.`,
      },
    ],
    rules: ['federated-credential-audience-wrong', 'federated-credential-audience-count', 'claim-not-admitted'],
    sources: [FEDERATION],
  },
  {
    id: 'AADSTS70021',
    sender: 'Entra',
    pattern: code(70021),
    means: 'no federated credential of the identity has the token’s issuer, subject and audience',
    compared: ({ issuer, subject, audience }) =>
      `${told(issuer, 'the issuer')}, ${told(subject, 'the subject')} and ${told(audience, 'the audience')} of the token with those of each federated credential of the identity: character by character, all three`,
    causes: [
      {
        cause: 'the cluster’s tokens are signed in the name of the API server, and not of a public issuer',
        fix: 'Switch the cluster’s OIDC issuer on (it needs a new pod to take effect), or set --service-account-issuer of one’s own cluster to a URL that Entra can reach.',
        when: ({ issuer }) => /kubernetes\.default/.test(issuer ?? ''),
      },
      {
        cause: 'the credential lacks the slash at the end, which each issuer of AKS has',
        fix: 'Take the issuer from the cluster as it is (oidc_issuer_url), and trim nothing.',
        when: ({ issuer }) => issuer === undefined || isOfAks(issuer),
      },
      {
        cause: 'the identity has no credential for this service account of this cluster',
        fix: 'Make one with the three values as the message has them.',
      },
      OTHER_IDENTITY,
      NOT_SPREAD,
    ],
    rules: ['claim-not-admitted', 'issuer-slash-lost', 'issuer-mismatch', 'federated-credential-audience-wrong'],
    sources: [
      'Azure/azure-workload-identity, docs/book/src/troubleshooting.md',
      'Azure/azure-workload-identity#340',
      'Azure/azure-workload-identity#616',
      'external-secrets/external-secrets#2783',
    ],
  },
  {
    id: 'AADSTS7002137',
    sender: 'Entra',
    pattern: code(7002137),
    means: 'the token is one of a managed identity, and the credential does not have that identity’s subject',
    causes: [
      {
        cause: 'the credential’s subject is not what the message says that it must be',
        fix: 'Write the subject of the message into the credential: for a managed identity it is its object id.',
      },
    ],
    rules: ['claim-not-admitted'],
    sources: ['microsoft/Agents#202'],
  },
  {
    id: 'AADSTS700016',
    sender: 'Entra',
    pattern: code(700016),
    means: 'the tenant that was asked has no application or identity with the client id',
    compared: ({ clientId, tenant }) =>
      `${told(clientId, 'the client id')} with the applications and identities of ${told(tenant, 'the tenant')}`,
    causes: [
      {
        cause: 'the pod has the client id of an identity that was deleted and made again: each has a new one',
        fix: 'Take the annotation azure.workload.identity/client-id from the identity’s own attribute, and restart the pods: the webhook sets the variable when a pod is made.',
      },
      {
        cause: 'what the pod has is not the client id, but the object id, the name or the resource id',
        fix: 'Use client_id of the identity, or the application’s client id.',
      },
      {
        cause: 'another tenant was asked than the one that the identity is in',
        fix: 'Set azure.workload.identity/tenant-id, which is the cluster’s tenant where nothing is said. A managed identity is in the tenant of its subscription, and in no other.',
      },
      {
        cause: 'the identity is new, and Entra’s servers have not all learned of it',
        fix: 'Try again after some minutes.',
      },
    ],
    rules: ['client-id-mismatch', 'client-id-malformed', 'tenant-mismatch'],
    sources: [CODES_PAGE],
  },
  {
    id: 'AADSTS90002',
    sender: 'Entra',
    pattern: code(90002),
    means: 'there is no such tenant in the cloud whose sign-in host was asked',
    compared: ({ tenant }) => `${told(tenant, 'the tenant')} with the tenants of that cloud`,
    causes: [
      {
        cause: 'the tenant’s id has something appended or before it, or is that of something else',
        fix: 'Set AZURE_TENANT_ID to the bare id. A subscription’s id is not one.',
      },
      {
        cause:
          'the tenant is in another cloud of Azure than the sign-in host: Government and China have hosts of their own',
        fix: 'Set AZURE_AUTHORITY_HOST to the host of that cloud, and end it in a slash.',
      },
    ],
    rules: ['tenant-mismatch'],
    sources: [CODES_PAGE, 'Azure/azure-sdk-for-go#23699', 'kubernetes-sigs/external-dns#4418'],
  },
  {
    id: 'AADSTS900023',
    sender: 'Entra',
    pattern: code(900023),
    means: 'what was given as the tenant is neither an id nor a domain',
    causes: [
      {
        cause: 'a variable or an expression was not filled in, or is empty',
        fix: 'Look at AZURE_TENANT_ID in the pod: it is a GUID.',
      },
    ],
    rules: ['tenant-mismatch'],
    sources: [CODES_PAGE],
  },
  {
    id: 'AADSTS50027',
    sender: 'Entra',
    pattern: code(50027, 5002730, 5002710),
    means: 'what was presented is not a token that Entra can read',
    causes: [
      {
        cause: 'the file holds something else than the token, or the token with a line feed or quotes around it',
        fix: 'Read the file that AZURE_FEDERATED_TOKEN_FILE names, and send its content trimmed: kubectl exec POD -- cat FILE shows three parts between dots.',
      },
      {
        cause: 'the token is signed by a key or a method that Entra does not take',
        fix: 'Sign with RS256 and a key that the issuer’s JWKS publishes for it.',
      },
    ],
    rules: ['token-not-received'],
    sources: [CODES_PAGE, 'Azure/kubelogin#413'],
  },
  {
    id: 'AADSTS700024',
    sender: 'Entra',
    pattern: code(700024),
    means: 'the token had expired when Entra looked at it, or was not valid yet',
    compared: ({ now, expired }) =>
      `the time ${now ?? 'of Entra’s clock'} with the time until which the token was valid${expired === undefined ? '' : `, ${expired}`}`,
    causes: [
      {
        cause:
          'the program read the token once and kept it: the kubelet writes a new one into the file before the old one ends',
        fix: 'Read the file for each exchange. WorkloadIdentityCredential does; a token that is passed to ClientAssertionCredential, or to az login --federated-token, is not renewed.',
      },
      {
        cause: 'a node’s clock is wrong, or the pod was suspended',
        fix: 'Compare date in the pod with the time of the message.',
      },
    ],
    rules: ['token-expiration-invalid'],
    sources: [CODES_PAGE, 'Azure/login#372', 'AzureAD/microsoft-authentication-library-for-java#984'],
  },
  {
    id: 'AADSTS70023',
    sender: 'Entra',
    pattern: code(70023),
    means: 'the token is valid for longer than Entra accepts, or does not say since when',
    causes: [
      {
        cause: 'the token lasts longer than a day',
        fix: 'Project it with expirationSeconds of 3600 to 86400.',
      },
      {
        cause: 'the token has no iat: a signer of one’s own made it',
        fix: 'Set iat; Entra counts its life from there.',
      },
    ],
    rules: ['token-expiration-invalid'],
    sources: ['MicrosoftDocs/azure-docs#86915'],
  },
  {
    id: 'AADSTS700222',
    sender: 'Entra',
    pattern: code(700222, 700229),
    means: 'the token that was presented is one of Entra’s own, of a kind that it does not take here',
    causes: [
      {
        cause:
          'the pod presents an access token of a managed identity or of a user in place of its service account’s token',
        fix: 'Use WorkloadIdentityCredential in place of a credential that signs by a managed identity, so that the file of AZURE_FEDERATED_TOKEN_FILE is what is sent.',
      },
    ],
    rules: ['token-not-received'],
    sources: ['AzureAD/microsoft-identity-web#2519', 'MicrosoftDocs/azure-docs#109083'],
  },
  {
    id: 'AADSTS700023',
    sender: 'Entra',
    pattern: code(700023),
    means: 'the token names another audience than Entra’s',
    causes: [
      {
        cause: 'the token was made for another cloud or another service',
        fix: `Project it with the audience ${ENTRA_AUDIENCE}.`,
      },
    ],
    rules: ['federated-credential-audience-wrong'],
    sources: [CODES_PAGE],
  },
  {
    id: 'AADSTS7000272',
    sender: 'Entra',
    pattern: code(7000272, 700027),
    means: 'Entra found no key of the issuer that fits the token’s signature',
    compared: ({ issuer }) =>
      `the key that signed the token with the keys that ${told(issuer, 'the issuer')} publishes`,
    causes: [
      {
        cause: 'the signing keys of one’s own cluster were changed, and the published JWKS was not',
        fix: 'Publish the JWKS again, with the old key beside the new one while old tokens last: kubectl get --raw /openid/v1/jwks prints it.',
      },
      {
        cause: 'another cluster signs in the name of the same issuer',
        fix: 'Give each cluster an issuer of its own.',
      },
    ],
    rules: [],
    sources: ['Azure/azure-workload-identity#1232'],
  },
  {
    id: 'AADSTS50166',
    sender: 'Entra',
    pattern: code(50166, 501661, 90061),
    means: 'Entra could not fetch the issuer’s discovery document or keys',
    causes: [
      {
        cause:
          'the issuer’s documents are not public: a private cluster of one’s own, a storage account behind a firewall, a bucket without public access',
        fix: 'Make <issuer>/.well-known/openid-configuration and the jwks_uri in it readable from the internet; only the documents need to be, not the API server.',
      },
      {
        cause: 'it is passing, where it comes now and then on AKS',
        fix: 'Retry; where it stays, az aks update reconciles the cluster.',
      },
    ],
    rules: [],
    sources: [
      'Azure/azure-workload-identity, docs/book/src/troubleshooting.md',
      'Azure/azure-workload-identity#1130',
      'Azure/AKS#4029',
    ],
  },
  {
    id: 'AADSTS7000215',
    sender: 'Entra',
    pattern: code(7000215, 7000222),
    means: 'a client secret was presented, and it is wrong or has expired: workload identity took no part',
    causes: [
      {
        cause:
          'AZURE_CLIENT_SECRET is set in the pod, and the client prefers it: EnvironmentCredential comes before WorkloadIdentityCredential in the default chain',
        fix: 'Take the secret out of the pod’s environment and of the Secret that it comes from; the token of the service account then counts.',
      },
      {
        cause: 'a controller’s own object or Secret still names a service principal with a secret',
        fix: 'Change it to workload identity, and delete the secret in Entra.',
      },
    ],
    rules: ['environment-blocks-token'],
    sources: [CODES_PAGE, 'Azure/azure-sdk-for-go, sdk/azidentity/TROUBLESHOOTING.md'],
  },
  {
    id: 'AADSTS7000218',
    sender: 'Entra',
    pattern: code(7000218, 900144),
    means: 'the request had no client assertion, or no client id',
    causes: [
      {
        cause:
          'a variable of the pod is empty: its service account has no annotation with the client id, or the token was not read',
        fix: 'Look at AZURE_CLIENT_ID and at the file of AZURE_FEDERATED_TOKEN_FILE in the pod.',
      },
    ],
    rules: ['annotation-missing', 'token-not-received'],
    sources: [CODES_PAGE],
  },
  {
    id: 'AADSTS500011',
    sender: 'Entra',
    pattern: code(500011, 650057),
    means: 'the identity got in, but what it asked a token for is not in the tenant',
    causes: [
      {
        cause: 'the scope or resource is misspelt, or of another cloud',
        fix: 'Ask for <resource>/.default with the host of the cloud, such as https://vault.azure.net/.default.',
      },
    ],
    rules: [],
    sources: [CODES_PAGE],
  },
  {
    id: 'AADSTS53003',
    sender: 'Entra',
    pattern: code(53003, 530035, 7000112),
    means:
      'the tenant itself blocks the identity: by Conditional Access for workload identities, or because it is disabled',
    causes: [
      {
        cause: 'a policy of the tenant refuses the place or the risk, or an administrator disabled the application',
        fix: 'Ask for the sign-in in Entra’s log of service principal sign-ins, by the correlation id of the message.',
      },
    ],
    rules: [],
    sources: [CODES_PAGE, 'Microsoft Entra, "Conditional Access for workload identities"'],
  },
  {
    id: 'AADSTS65001',
    sender: 'Entra',
    pattern: code(65001, 501051),
    means: 'the application lacks a permission that an administrator has to consent to',
    causes: [
      {
        cause: 'a permission of Microsoft Graph or of another API was asked for, and not granted',
        fix: 'Assign the application role to the service principal, which is the consent.',
      },
    ],
    rules: [],
    sources: [CODES_PAGE],
  },
];
