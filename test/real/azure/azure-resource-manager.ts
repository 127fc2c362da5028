import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as https from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AZURE_ROLE_IDS } from '../../../lib/core/azure/azure-roles';
import { RESOURCE_PROVIDERS } from '../../../stacks/aks/resource-providers';
import { azureComputes, azureRunsAction, type Json } from './azure-computes';
import { azureRefuses } from './azure-refuses';
import type { Certificate } from '../certificate';
import { pause } from '../processes';
import { CreationGate } from '../creation-gate';

/** A call of the Resource Manager. */
export interface ArmRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
}

export interface ArmAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** A resource as it was put, and completed by what Azure computes. */
interface Stored {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Who signs in. */
export interface Deployer {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly clientId: string;
  readonly objectId: string;
}

/** How long a write of a federated credential takes, so that a second one of the same identity can meet it. */
const federatedCredentialWriteMilliseconds = 100;

/** Children that are there with their parent and never created. */
const impliedChild =
  /\/(blobservices|fileservices|queueservices|tableservices)\/default$|\/networkrulesets\/default$|\/authorizationrules\/rootmanagesharedaccesskey$|\/soa\/@$|\/managedclusters\/[^/]+\/namespaces\/[^/]+$/;

/** What a provider puts as a part of another resource: a deploy that is killed before it has lost that resource. */
const partOfAnother = /\/privatednszonegroups\/[^/]+$/;

/**
 * Azure's Resource Manager on loopback, over TLS as azurerm wants it.
 *
 * It stores any resource, adds what Azure computes (azure-computes.ts), answers role definitions from the project's own
 * table, and refuses what Azure refuses for what the sample makes. What it leaves out is in docs/real-components.md.
 */
export class AzureResourceManager {
  public readonly gate = new CreationGate();
  private readonly resources = new Map<string, Stored>();
  private readonly credentialWrites = new Set<string>();
  /** Vaults that were deleted, by the end of their soft-deleted id: Azure keeps them for 90 days. */
  private readonly deletedVaults = new Map<string, Json>();
  private server?: https.Server;
  private url = '';

  public constructor(
    private readonly deployer: Deployer,
    private readonly logFile?: string,
  ) {}

  /** Listens on a free port of loopback. @returns host and port, as `metadata_host` takes it */
  public listen({ certificateFile, keyFile }: Certificate): Promise<string> {
    const options = { cert: fs.readFileSync(certificateFile), key: fs.readFileSync(keyFile) };
    const server = https.createServer(options, (request, response) => {
      this.serve(request, response).catch((error: Error) => response.writeHead(500).end(error.stack));
    });
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const host = `localhost:${typeof address === 'object' ? address?.port : address}`;
        this.url = `https://${host}`;
        resolve(host);
      });
    });
  }

  public close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  /** The ids of all that there is. */
  public left(): string[] {
    return [...this.resources.values()].map(({ id }) => id).sort();
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const url = new URL(incoming.url!, 'https://localhost');
    const isJson = /json/.test(incoming.headers['content-type'] ?? '') && text !== '';
    const request: ArmRequest = {
      method: incoming.method!,
      path: decodeURIComponent(url.pathname).replace(/\/+$/, ''),
      query: url.searchParams,
      body: isJson ? (JSON.parse(text) as Json) : {},
    };
    const key = request.path.toLowerCase();
    const isPart = impliedChild.test(key) || partOfAnother.test(key);
    const isCreation = request.method === 'PUT' && !this.resources.has(key) && !isPart;
    if (!(await this.gate.enter(isCreation))) {
      incoming.destroy();
      return;
    }
    const { status, body } = this.signIn(request) ?? (await this.answer(request));
    if (this.logFile) fs.appendFileSync(this.logFile, `${request.method} ${incoming.url} ${status}\n`);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  /** The endpoints of a cloud, and the tokens of its directory. */
  private signIn({ method, path }: ArmRequest): ArmAnswer | undefined {
    if (path === '/metadata/endpoints') return { status: 200, body: cloudEndpoints(this.url) };
    if (/\/oauth2\/(v2\.0\/)?token$/.test(path) && method === 'POST') {
      return { status: 200, body: unsignedToken(this.deployer) };
    }
    // A vault's own address; azurerm asks whether it answers.
    if (path.startsWith('/vaults/')) return { status: 200, body: {} };
    return undefined;
  }

  /** One call, answered or refused. */
  public async answer(request: ArmRequest): Promise<ArmAnswer> {
    const { method, path } = request;
    const key = path.toLowerCase();
    const ownAnswer = this.rolesAndSubscriptions(request);
    if (ownAnswer) return ownAnswer;
    switch (method) {
      case 'GET':
        return this.get(request, key);
      case 'HEAD':
        return { status: this.resources.has(key) ? 204 : 404 };
      case 'PUT':
      case 'PATCH':
        return this.put(request, key);
      case 'DELETE':
        return this.delete(key);
      default:
        return this.act(request, key);
    }
  }

  private get({ path, query }: ArmRequest, key: string): ArmAnswer {
    const found = this.resources.get(key);
    if (found) return { status: 200, body: found };
    const deletedVault = this.deletedVaults.get(/\/locations\/[^/]+\/deletedvaults\/[^/]+$/.exec(key)?.[0] ?? '');
    if (deletedVault) return { status: 200, body: deletedVault };
    if (impliedChild.test(key)) return { status: 200, body: { id: path, name: 'default', properties: {} } };
    if (isCollection(key)) return { status: 200, body: { value: this.list(key, query) } };
    return refusal(404, 'ResourceNotFound', `The Resource '${path}' was not found.`);
  }

  /** What a collection holds; `/resources` is a subscription's or a resource group's whole content. */
  private list(key: string, query: URLSearchParams): Stored[] {
    const wanted = /resourceType eq '([^']+)'/.exec(query.get('$filter') ?? '')?.[1]?.toLowerCase();
    if (key.endsWith('/resources')) {
      const scope = key.slice(0, -'resources'.length);
      return [...this.resources.entries()]
        .filter(
          ([id, { type }]) => id.startsWith(scope) && isTopLevel(id) && (!wanted || type.toLowerCase() === wanted),
        )
        .map(([, resource]) => resource);
    }
    const depth = key.split('/').length + 1;
    return [...this.resources.entries()]
      .filter(([id]) => id.startsWith(`${key}/`) && id.split('/').length === depth)
      .map(([, resource]) => resource);
  }

  private async put({ method, path, body }: ArmRequest, key: string): Promise<ArmAnswer> {
    const before = this.resources.get(key);
    if (!before && method === 'PATCH') return refusal(404, 'ResourceNotFound', `The Resource '${path}' was not found.`);
    const group = /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)\//.exec(key)?.[1];
    if (group && !this.resources.has(group)) {
      return refusal(404, 'ResourceGroupNotFound', `Resource group '${group.split('/').pop()}' could not be found.`);
    }
    if (/\/federatedidentitycredentials\/[^/]+$/.test(key)) return this.putFederatedCredential(path, key, body);
    const takenName = `/locations/${String(body.location).toLowerCase()}/deletedvaults/${key.split('/').pop()}`;
    if (/\/microsoft\.keyvault\/vaults\/[^/]+$/.test(key) && this.deletedVaults.has(takenName)) {
      if ((body.properties as Json).createMode !== 'recover') {
        return refusal(409, 'ConflictError', 'A vault with the same name already exists in deleted state.');
      }
      this.deletedVaults.delete(takenName);
    }
    const refusedValue = azureRefuses({
      id: path,
      type: typeOf(path).toLowerCase(),
      body,
      resource: (id) => this.resources.get(id.toLowerCase()),
      resources: this.resources,
    });
    if (refusedValue) return refusal(...refusedValue);
    if (!this.parentExists(key)) {
      return refusal(404, 'ParentResourceNotFound', `The parent of '${path}' was not found.`);
    }
    const refused =
      (/\/roleassignments\/[^/]+$/.test(key) && this.refusedRoleAssignment(path, key, body)) ||
      (/\/sqlroleassignments\/[^/]+$/.test(key) && this.refusedPrincipal(body)) ||
      undefined;
    if (refused) return refused;
    const asked = method === 'PATCH' ? merged(before!, body) : body;
    // 200 is what every API takes for a resource that is ready at once.
    return { status: 200, body: this.store(path, key, asked) };
  }

  /** Whether a child's parent is there; what has none, or stands on something else by another provider, passes. */
  private parentExists(key: string): boolean {
    const steps = key.slice(key.lastIndexOf('/providers/') + '/providers/'.length).split('/');
    if (!key.includes('/providers/') || steps.length < 5) return true;
    const parent = key.split('/').slice(0, -2).join('/');
    return this.resources.has(parent) || impliedChild.test(parent);
  }

  private store(path: string, key: string, asked: Json): Stored {
    const before = this.resources.get(key);
    const id = before?.id ?? path;
    const place = { id, name: id.split('/').pop()!, type: typeOf(id) };
    const completed = azureComputes({
      ...place,
      asked,
      before,
      url: this.url,
      deployer: this.deployer,
      resource: (other) => this.resources.get(other.toLowerCase()),
    });
    const resource: Stored = { ...completed.resource, ...place };
    this.resources.set(key, resource);
    for (const child of completed.children) this.store(child.id, child.id.toLowerCase(), child.body);
    return resource;
  }

  /** Source: Workload identity federation considerations; azurerm #19968 for the concurrent write. */
  private async putFederatedCredential(path: string, key: string, body: Json): Promise<ArmAnswer> {
    const identity = key.replace(/\/federatedidentitycredentials\/.*/, '');
    const name = path.split('/').pop()!;
    const { issuer, subject, audiences } = (body.properties ?? {}) as Record<string, unknown>;
    const others = this.list(`${identity}/federatedidentitycredentials`, new URLSearchParams()).filter(
      (other) => other.id.toLowerCase() !== key,
    );
    if (!this.resources.has(identity)) {
      return refusal(404, 'ParentResourceNotFound', `The identity of '${path}' was not found.`);
    }
    if (this.credentialWrites.has(identity)) {
      const code = 'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity';
      const message = 'Too many Federated Identity Credentials are written concurrently for the managed identity.';
      return refusal(409, code, `${message} Concurrent writes are not supported.`);
    }
    if (!/^[a-zA-Z0-9][a-zA-Z0-9-_]{2,119}$/.test(name)) {
      return refusal(400, 'BadRequest', `The name '${name}' of the federated identity credential is not valid.`);
    }
    if (!Array.isArray(audiences) || audiences.length !== 1) {
      return refusal(400, 'BadRequest', 'A federated identity credential takes exactly one audience.');
    }
    const tooLong = [issuer, subject, ...audiences].find((field) => String(field).length > 600);
    if (tooLong) return refusal(400, 'BadRequest', 'Issuer, subject and audience have at most 600 characters each.');
    if (others.length >= 20) {
      const message = 'The managed identity already has 20 federated identity credentials, the maximum.';
      return refusal(400, 'FederatedIdentityCredentialsLimitReached', message);
    }
    const same = others.some((other) => {
      const { issuer: otherIssuer, subject: otherSubject } = other.properties as Record<string, unknown>;
      return otherIssuer === issuer && otherSubject === subject;
    });
    if (same) {
      const message = `A federated identity credential with issuer '${String(issuer)}' and subject '${String(subject)}' already exists.`;
      return refusal(409, 'Conflict', message);
    }
    return this.whileWriting(identity, () => ({ status: 200, body: this.store(path, key, body) }));
  }

  private async whileWriting(identity: string, write: () => ArmAnswer): Promise<ArmAnswer> {
    this.credentialWrites.add(identity);
    try {
      await pause(federatedCredentialWriteMilliseconds);
      return write();
    } finally {
      this.credentialWrites.delete(identity);
    }
  }

  private refusedRoleAssignment(path: string, key: string, body: Json): ArmAnswer | undefined {
    const { principalId, roleDefinitionId } = (body.properties ?? {}) as Record<string, string>;
    const scope = scopeOf(key);
    const exists = [...this.resources.entries()].some(([id, { properties }]) => {
      const other = (properties ?? {}) as Record<string, string>;
      const sameGrant =
        other.principalId === principalId && roleId(other.roleDefinitionId) === roleId(roleDefinitionId);
      return /\/roleassignments\/[^/]+$/.test(id) && (id === key || (scopeOf(id) === scope && sameGrant));
    });
    if (exists) return refusal(409, 'RoleAssignmentExists', 'The role assignment already exists.');
    if (!Object.values<string>(AZURE_ROLE_IDS).includes(roleId(roleDefinitionId))) {
      const message = `The specified role definition with ID '${roleId(roleDefinitionId)}' does not exist.`;
      return refusal(404, 'RoleDefinitionDoesNotExist', message);
    }
    const scoped = path.slice(0, scope.length);
    if (scope.split('/').length > 3 && !this.resources.has(scope) && !impliedChild.test(scope)) {
      return refusal(404, 'ResourceNotFound', `The Resource '${scoped}' was not found.`);
    }
    return this.refusedPrincipal(body);
  }

  private refusedPrincipal(body: Json): ArmAnswer | undefined {
    const { principalId } = (body.properties ?? {}) as Record<string, string>;
    if (principalId === this.deployer.objectId) return undefined;
    const isThere = [...this.resources.values()].some(({ properties, identity }) =>
      [properties, identity].some((holder) => (holder as Json | undefined)?.principalId === principalId),
    );
    if (isThere) return undefined;
    return refusal(400, 'PrincipalNotFound', `Principal ${principalId} does not exist in the directory.`);
  }

  private async delete(key: string): Promise<ArmAnswer> {
    const found = this.resources.get(key);
    if (!found) return { status: 204 };
    const remove = () => {
      for (const id of [...this.resources.keys()]) {
        if (id === key || id.startsWith(`${key}/`)) this.resources.delete(id);
      }
      if (found.type === 'Microsoft.KeyVault/vaults') this.keepDeletedVault(found);
      if (/^Microsoft\.ContainerService\/managedClusters$/i.test(found.type)) this.deleteNodeGroup(found);
      // What each API takes for a resource that is gone at once; resource groups have a mind of their own.
      return { status: found.type === 'Microsoft.Resources/resourceGroups' ? 200 : 204 };
    };
    const identity = /^(.*)\/federatedidentitycredentials\/[^/]+$/.exec(key)?.[1];
    return identity ? this.whileWriting(identity, remove) : remove();
  }

  /** AKS deletes what it made for the nodes with the cluster. */
  private deleteNodeGroup(cluster: Stored): void {
    const group = String((cluster.properties as Json).nodeResourceGroup);
    const prefix = `/subscriptions/${this.deployer.subscriptionId}/resourcegroups/${group}`.toLowerCase();
    for (const id of [...this.resources.keys()]) {
      if (id === prefix || id.startsWith(`${prefix}/`)) this.resources.delete(id);
    }
  }

  private keepDeletedVault(vault: Stored): void {
    const location = String(vault.location).toLowerCase();
    const day = 24 * 60 * 60 * 1000;
    this.deletedVaults.set(`/locations/${location}/deletedvaults/${vault.name.toLowerCase()}`, {
      name: vault.name,
      properties: {
        vaultId: vault.id,
        location,
        deletionDate: new Date().toISOString(),
        scheduledPurgeDate: new Date(Date.now() + 90 * day).toISOString(),
        purgeProtectionEnabled: (vault.properties as Json).enablePurgeProtection,
      },
    });
  }

  private act({ path }: ArmRequest, key: string): ArmAnswer {
    const action = path.split('/').pop()!;
    const parent = this.resources.get(key.slice(0, key.lastIndexOf('/')));
    return { status: 200, body: azureRunsAction(action, parent) };
  }

  /** What belongs to the subscription and the directory, and cannot be put. */
  private rolesAndSubscriptions({ method, path, query }: ArmRequest): ArmAnswer | undefined {
    if (method !== 'GET') return undefined;
    const { subscriptionId, tenantId } = this.deployer;
    const key = path.toLowerCase();
    if (key === `/subscriptions/${subscriptionId}`) {
      const body = { id: path, subscriptionId, tenantId, displayName: 'Local', state: 'Enabled' };
      return { status: 200, body };
    }
    if (key === `/subscriptions/${subscriptionId}/providers`) {
      const value = RESOURCE_PROVIDERS.map((namespace) => ({
        id: `${path}/${namespace}`,
        namespace,
        registrationState: 'Registered',
        resourceTypes: [],
      }));
      return { status: 200, body: { value } };
    }
    const role = /\/providers\/microsoft\.authorization\/roledefinitions(?:\/([^/]+))?$/.exec(key);
    if (role) {
      const name = /roleName eq '([^']+)'/i.exec(query.get('$filter') ?? '')?.[1];
      const all = Object.entries(AZURE_ROLE_IDS).map(([roleName, id]) => ({
        id: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
        name: id,
        type: 'Microsoft.Authorization/roleDefinitions',
        properties: { roleName, type: 'BuiltInRole', description: roleName, assignableScopes: ['/'], permissions: [] },
      }));
      if (!role[1])
        return { status: 200, body: { value: all.filter((one) => !name || one.properties.roleName === name) } };
      const found = all.find(({ name: id }) => id === role[1]);
      return found ? { status: 200, body: found } : refusal(404, 'RoleDefinitionDoesNotExist', `No role ${role[1]}.`);
    }
    return undefined;
  }
}

function refusal(status: number, code: string, message: string): ArmAnswer {
  return { status, body: { error: { code, message } } };
}

/** `Microsoft.KeyVault/vaults` of an id; `Microsoft.Resources/resourceGroups` of a resource group's. */
function typeOf(id: string): string {
  const at = id.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return 'Microsoft.Resources/resourceGroups';
  const [namespace, ...rest] = id.slice(at + '/providers/'.length).split('/');
  return [namespace, ...rest.filter((_, place) => place % 2 === 0)].join('/');
}

/** Whether the steps after the last provider are a kind without a name. */
function isCollection(key: string): boolean {
  const at = key.lastIndexOf('/providers/');
  const steps =
    at < 0
      ? key.split('/').slice(1)
      : key
          .slice(at + '/providers/'.length)
          .split('/')
          .slice(1);
  return steps.length % 2 === 1;
}

/** Whether an id is of a resource of its own, and not a part or an assignment on one. */
function isTopLevel(id: string): boolean {
  const providers = id.split('/providers/');
  return providers.length === 2 && providers[1]!.split('/').length === 3;
}

function scopeOf(roleAssignment: string): string {
  return roleAssignment.slice(0, roleAssignment.lastIndexOf('/providers/'));
}

function roleId(roleDefinitionId: string | undefined): string {
  return (roleDefinitionId ?? '').split('/').pop()!.toLowerCase();
}

function merged(base: Json, over: Json): Json {
  const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = Object.entries(over).map(([key, value]) => {
    const before = base[key];
    return [key, isMap(before) && isMap(value) ? merged(before, value) : value];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

/** The shape of https://management.azure.com/metadata/endpoints. */
function cloudEndpoints(url: string): Json {
  return {
    name: 'Local',
    portal: `${url}/portal`,
    resourceManager: `${url}/`,
    microsoftGraphResourceId: `${url}/graph`,
    authentication: { loginEndpoint: `${url}/`, audiences: [url], tenant: 'common', identityProvider: 'AAD' },
    suffixes: {
      keyVaultDns: 'vault.local.test',
      storage: 'core.local.test',
      acrLoginServer: 'azurecr.local.test',
      azureFrontDoorEndpointSuffix: 'azurefd.local.test',
      sqlServerHostname: 'database.local.test',
      mhsmDns: 'managedhsm.local.test',
    },
    batch: `${url}/batch`,
    logAnalyticsResourceId: `${url}/loganalytics`,
    synapseAnalyticsResourceId: `${url}/synapse`,
    ossrDbmsResourceId: `${url}/ossrdbms`,
    media: `${url}/media`,
    activeDirectoryDataLake: `${url}/datalake`,
    attestationResourceId: `${url}/attestation`,
  };
}

/** Nobody here checks a signature; azurerm reads who it is from the claims. */
function unsignedToken({ tenantId, clientId, objectId }: Deployer): Json {
  const expires = Math.floor(Date.now() / 1000) + 86_400;
  const claims = {
    oid: objectId,
    tid: tenantId,
    appid: clientId,
    sub: objectId,
    idtyp: 'app',
    exp: expires,
    jti: randomUUID(),
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  return { token_type: 'Bearer', access_token: token, expires_in: 86_400, expires_on: String(expires) };
}
