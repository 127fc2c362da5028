/** A text as some log has it, and what is to be made of it. */
export interface Example {
  /** The message's id. */
  readonly id: string;
  readonly text: string;
  readonly facts?: Readonly<Record<string, string>>;
}

const AKS =
  'https://eastus.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000/';
const EKS = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const TENANT = '11111111-2222-3333-4444-555555555555';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const TRACE = 'Trace ID: 72348f3f Correlation ID: 21cae4b9 Timestamp: 2026-10-13 19:07:11Z';
const SUBJECT = 'system:serviceaccount:shop:api';
const entra = (code: number, what: string): string => `AADSTS${code}: ${what} ${TRACE}`;

/** At least one of each message that is known, in the words in which clouds and clients say it. */
export const EXAMPLES: readonly Example[] = [
  {
    id: 'AADSTS700213',
    text: entra(
      700213,
      `No matching federated identity record found for presented assertion subject '${SUBJECT}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    ),
    facts: { subject: SUBJECT },
  },
  {
    id: 'AADSTS7002138',
    text: entra(
      7002138,
      `No matching federated identity record found for presented assertion subject '${SUBJECT}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison.`,
    ),
    facts: { subject: SUBJECT },
  },
  {
    id: 'AADSTS700211',
    text: entra(
      700211,
      `WorkloadIdentityCredential: Microsoft Entra ID error '(invalid_client) AADSTS700211: No matching federated identity record found for presented assertion issuer '${AKS}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
    ),
    facts: { issuer: AKS },
  },
  {
    id: 'AADSTS700212',
    text: entra(
      700212,
      "No matching federated identity record found for presented assertion audience 'https://kubernetes.default.svc'.",
    ),
    facts: { audience: 'https://kubernetes.default.svc' },
  },
  {
    id: 'AADSTS70021',
    text: `FromAssertion(): http call(https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token)(POST) error: reply status code was 401:\n{"error":"invalid_client","error_description":"AADSTS70021: No matching federated identity record found for presented assertion. Assertion Issuer: '${AKS}'. Assertion Subject: '${SUBJECT}'. Assertion Audience: 'api://AzureADTokenExchange'. https://docs.microsoft.com/x\\r\\nTrace ID: 72348f3f","error_codes":[70021]}`,
    facts: { issuer: AKS, subject: SUBJECT, audience: 'api://AzureADTokenExchange', tenant: TENANT },
  },
  {
    id: 'AADSTS7002137',
    text: entra(
      7002137,
      "No matching federated identity record found for presented assertion subject '/eid1/c/pub/t/x/a/y/z'. Please make sure the federated identity credential Subject is '/eid1/c/pub/t/{tenantId}/a/y/z'.",
    ),
    facts: { subject: '/eid1/c/pub/t/x/a/y/z' },
  },
  {
    id: 'AADSTS700016',
    text: entra(
      700016,
      `Application with identifier '${CLIENT}' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
    facts: { clientId: CLIENT, tenant: 'Contoso' },
  },
  {
    id: 'AADSTS90002',
    text: entra(
      90002,
      "Tenant '111111-22222-4444-9999-888888888v2.0' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    ),
    facts: { tenant: '111111-22222-4444-9999-888888888v2.0' },
  },
  {
    id: 'AADSTS900023',
    text: entra(
      900023,
      "Specified tenant identifier '$(TENANT)' is neither a valid DNS name, nor a valid external domain.",
    ),
    facts: { tenant: '$(TENANT)' },
  },
  { id: 'AADSTS50027', text: entra(50027, 'JWT token is invalid or malformed.') },
  { id: 'AADSTS50027', text: entra(5002730, 'Invalid JWT token. Unsupported key for the signing algorithm.') },
  {
    id: 'AADSTS700024',
    text: entra(
      700024,
      'Client assertion is not within its valid time range. Current time: 2026-08-29T05:47:32.1501147Z, assertion valid from 1970-01-01T00:00:00.0000000Z, expiry time of assertion 2026-08-29T00:30:05.0000000Z. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
    ),
    facts: { expired: '2026-08-29T00:30:05.0000000Z', now: '2026-08-29T05:47:32.1501147Z' },
  },
  {
    id: 'AADSTS70023',
    text: entra(
      70023,
      'External OIDC Provider token must have a lifetime of less than or equal to 1.01:00:00. Token issued at 0. Token expires on 1643129773.',
    ),
  },
  { id: 'AADSTS700222', text: entra(700222, 'AAD-issued tokens may not be used for federated identity flows.') },
  {
    id: 'AADSTS700222',
    text: entra(
      700229,
      'Forbidden token type. Only app-only tokens may be used as Federated Identity Credentials for AAD issuer.',
    ),
  },
  { id: 'AADSTS700023', text: entra(700023, 'Client assertion audience claim does not match Realm issuer.') },
  {
    id: 'AADSTS7000272',
    text: entra(
      7000272,
      'The certificate with identifier DFA184AB used to sign the federated credential could not be found in the metadata of identity provider https://oidc.example.com. Please validate that your Identity Provider’s metadata exposes the key used to sign the incoming token.',
    ),
    facts: { issuer: 'https://oidc.example.com' },
  },
  { id: 'AADSTS50166', text: entra(50166, 'Request to External OIDC endpoint failed.') },
  { id: 'AADSTS50166', text: entra(501661, 'Request to External OIDC endpoint failed.') },
  { id: 'AADSTS50166', text: entra(90061, 'Request to External OIDC endpoint failed.') },
  {
    id: 'AADSTS7000215',
    text: entra(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${CLIENT}'.`,
    ),
    facts: { clientId: CLIENT },
  },
  {
    id: 'AADSTS7000215',
    text: entra(7000222, `The provided client secret keys for app '${CLIENT}' are expired.`),
    facts: { clientId: CLIENT },
  },
  {
    id: 'AADSTS7000218',
    text: entra(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  },
  {
    id: 'AADSTS500011',
    text: entra(
      500011,
      'The resource principal named https://vault.example.net was not found in the tenant named Contoso.',
    ),
  },
  { id: 'AADSTS53003', text: entra(53003, 'Access has been blocked by Conditional Access policies.') },
  {
    id: 'AADSTS65001',
    text: entra(65001, `The user or administrator has not consented to use the application with ID '${CLIENT}'.`),
  },
  {
    id: 'no-openid-connect-provider',
    text: `WebIdentityErr: failed to retrieve credentials\ncaused by: InvalidIdentityToken: No OpenIDConnect provider found in your account for ${EKS}\n\tstatus code: 400, request id: 3714365f`,
    facts: { issuer: EKS },
  },
  {
    id: 'incorrect-token-audience',
    text: 'An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: Incorrect token audience',
  },
  {
    id: 'verification-key-not-retrieved',
    text: "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  },
  {
    id: 'thumbprint-mismatch',
    text: "InvalidIdentityToken: OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
  },
  {
    id: 'InvalidIdentityToken',
    text: 'operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 400, RequestID: 15810d8a, InvalidIdentityToken: The web identity token provided could not be validated',
  },
  {
    id: 'assume-role-with-web-identity-denied',
    text: 'An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    facts: { action: 'sts:AssumeRoleWithWebIdentity' },
  },
  {
    id: 'tag-session-denied',
    text: 'User: arn:aws:sts::111122223333:assumed-role/shop-api/eks-shop-api-1 is not authorized to perform: sts:TagSession on resource: arn:aws:iam::444455556666:role/automation',
    facts: {
      caller: 'arn:aws:sts::111122223333:assumed-role/shop-api/eks-shop-api-1',
      action: 'sts:TagSession',
      resource: 'arn:aws:iam::444455556666:role/automation',
    },
  },
  {
    id: 'assume-role-denied',
    text: 'AccessDenied: User: arn:aws:sts::111122223333:assumed-role/nodes/i-0123456789abcdef0 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/app\n\tstatus code: 403',
    facts: {
      caller: 'arn:aws:sts::111122223333:assumed-role/nodes/i-0123456789abcdef0',
      action: 'sts:AssumeRole',
      resource: 'arn:aws:iam::111122223333:role/app',
    },
  },
  {
    id: 'ExpiredTokenException',
    text: 'An error occurred (ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation: Token expired: current date/time 1626271164 must be before the expiration date/time1626191469',
    facts: { now: '1626271164', expired: '1626191469' },
  },
  {
    id: 'IDPCommunicationError',
    text: 'An error occurred (IDPCommunicationError) when calling the AssumeRoleWithWebIdentity operation: Error communicating with the identity provider',
  },
  { id: 'IDPRejectedClaim', text: 'IDPRejectedClaim: the identity provider reported that authentication failed' },
  {
    id: 'PackedPolicyTooLarge',
    text: '"errorCode": "PackedPolicyTooLargeException", "errorMessage": "Packed size of session tags consumes 112% of allotted space."',
  },
  { id: 'RegionDisabledException', text: 'RegionDisabledException: STS is not activated in this region for account' },
  { id: 'request-arn-invalid', text: 'An error occurred (ValidationError): Request ARN is invalid' },
  {
    id: 'eks-cannot-assume-role',
    text: 'Error when retrieving credentials from container-role: Error retrieving metadata: Received non 200 response 400 from container metadata: [042d8e16]: (AccessDeniedException): Unauthorized Exception! EKS does not have permissions to assume the associated role., fault: client',
  },
  {
    id: 'eks-auth-not-allowed-to-node',
    text: 'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/nodes/i-0123456789abcdef0 is not authorized to perform: eks-auth:AssumeRoleForPodIdentity on resource: arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    facts: {
      caller: 'arn:aws:sts::111122223333:assumed-role/nodes/i-0123456789abcdef0',
      action: 'eks-auth:AssumeRoleForPodIdentity',
      resource: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    },
  },
  {
    id: 'association-not-found',
    text: 'Received non 200 response 404 from container metadata: [b69b1279]: (ResourceNotFoundException): No association, fault: client',
  },
  {
    id: 'agent-token-rejected',
    text: '{"client-addr":":","level":"error","msg":"Error fetching credentials: Service account token cannot be parsed: token is malformed: could not base64 decode header: illegal base64 data at input byte 6"}',
  },
  {
    id: 'agent-host-refused-by-sdk',
    text: 'CredentialsProviderError: 169.254.170.23 is not a valid container metadata service hostname',
  },
  {
    id: 'agent-not-reached',
    text: 'HTTP request to pod identity agent failed: Get "http://169.254.170.23/v1/credentials": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  },
  {
    id: 'agent-not-reached',
    text: 'unable to fetch credentials from EKS Auth: operation error EKS Auth: AssumeRoleForPodIdentity, https response error StatusCode: 0, RequestID: , canceled, context canceled',
  },
  {
    id: 'no-client-id',
    text: 'DefaultAzureCredential: failed to acquire a token.\nAttempted credentials:\n\tWorkloadIdentityCredential: no client ID specified. Check pod configuration or set ClientID in the options',
  },
  {
    id: 'no-token-file',
    text: 'no token file specified. Check pod configuration or set TokenFilePath in the options',
  },
  {
    id: 'workload-identity-credential-unavailable',
    text: 'WorkloadIdentityCredential authentication unavailable. The workload options are not fully configured.',
  },
  {
    id: 'federated-token-unreadable',
    text: 'open /var/run/secrets/azure/tokens/azure-identity-token: no such file or directory',
  },
  {
    id: 'imds-several-identities',
    text: '{"error":"invalid_request","error_description":"Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request"}',
  },
  {
    id: 'imds-identity-not-found',
    text: 'StatusCode=400, {"error":"invalid_request","error_description":"Identity not found"}',
  },
  {
    id: 'imds-not-reached',
    text: 'ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.',
  },
  {
    id: 'aad-pod-identity-not-found',
    text: 'no AzureAssignedIdentity found for pod:default/api in assigned state, context canceled',
  },
  {
    id: 'azure-authorization-failed',
    text: "AuthorizationFailed: The client 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' with object id 'ffffffff-0000-0000-0000-000000000000' does not have authorization to perform action 'Microsoft.Network/dnsZones/read' over scope '/subscriptions/s/resourceGroups/rg' or the scope is invalid.",
    facts: {
      clientId: CLIENT,
      action: 'Microsoft.Network/dnsZones/read',
      resource: '/subscriptions/s/resourceGroups/rg',
    },
  },
  {
    id: 'azure-authorization-failed',
    text: "ForbiddenByRbac: Caller is not authorized to perform action on resource.\nAction: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\nResource: '/subscriptions/s/resourcegroups/rg/providers/microsoft.keyvault/vaults/kv'",
    facts: {
      action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      resource: '/subscriptions/s/resourcegroups/rg/providers/microsoft.keyvault/vaults/kv',
    },
  },
  {
    id: 'concurrent-credential-writes',
    text: 'Code="ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity" Message="Too many Federated Identity Credentials are written concurrently"',
  },
  {
    id: 'azure-webhook-refused',
    text: 'Error creating: admission webhook "mutation.azure-workload-identity.io" denied the request: serviceaccounts "api" not found',
  },
  {
    id: 'default-azure-credential',
    text: 'DefaultAzureCredential failed to retrieve a token from the included credentials.',
  },
  {
    id: 'web-identity-token-unreadable',
    text: 'WebIdentityErr: unable to read file at /var/run/secrets/eks.amazonaws.com/serviceaccount/token\ncaused by: open /var/run/secrets/eks.amazonaws.com/serviceaccount/token: permission denied',
  },
  {
    id: 'no-aws-credentials',
    text: 'failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded',
  },
  {
    id: 'web-identity-credentials-not-retrieved',
    text: 'failed to refresh cached credentials, failed to retrieve credentials, operation error STS: AssumeRoleWithWebIdentity, exceeded maximum number of attempts, 3',
  },
  {
    id: 'aws-permission-denied',
    text: 'AccessDenied: User: arn:aws:sts::111122223333:assumed-role/shop-api/1700000000 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::shop/orders" because no identity-based policy allows the s3:GetObject action',
    facts: {
      caller: 'arn:aws:sts::111122223333:assumed-role/shop-api/1700000000',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::shop/orders',
    },
  },
];
