import * as http from 'node:http';
import { EksStandIn, type EksAnswer } from './eks-stand-in';
import { LISTINGS, type Listing } from './moto-inventory';
import { CreationGate } from './creation-gate';

/** A request that was read to its end. */
interface AwsRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** The service and region it is signed for. */
  readonly service: string;
  readonly region: string;
}

interface AwsAnswer {
  readonly status: number;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** What IAM counts, and moto does not. Source: IAM and STS quotas. */
const iamNameLimits: Readonly<Record<string, readonly [field: string, characters: number]>> = {
  CreateRole: ['RoleName', 64],
  CreatePolicy: ['PolicyName', 128],
  CreateInstanceProfile: ['InstanceProfileName', 128],
};
const trustPolicyCharacters = 2048;

/** Where the sample is deployed, by its default settings. */
export const LOCAL_REGION = 'eu-west-1';

/**
 * AWS on loopback: moto, and before it this front, which answers what moto lacks (docs/real-components.md) and passes the
 * rest on. It knows the service of a request by the scope of its signature.
 */
export class MotoFront {
  public readonly gate = new CreationGate();
  private readonly server: http.Server;
  private readonly eks: EksStandIn;
  private baseline: readonly string[] = [];
  /** Paths of the buckets that tell EventBridge of their changes, which moto takes and does not tell again. */
  private readonly bucketsWithEvents = new Set<string>();

  /** @param moto moto's URL */
  public constructor(private readonly moto: string) {
    this.eks = new EksStandIn({
      roleExists: (name, region) => this.roleExists(name, region),
      ec2: (region, parameters) => this.query('ec2', region, '2016-11-15', parameters),
    });
    this.server = http.createServer((request, response) => {
      this.serve(request, response).catch((error: Error) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).end(error.stack);
      });
    });
  }

  /** Listens on a free port of loopback. @returns the URL */
  public listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address();
        resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
      });
    });
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** What there is beyond what {@link openAccount} found, one line each, sorted. */
  public async left(): Promise<string[]> {
    const all = await this.list();
    return [...all.filter((line) => !this.baseline.includes(line)), ...this.eks.left()].sort();
  }

  private async list(): Promise<string[]> {
    const lists = await Promise.all(
      LISTINGS.map(async (listing) => {
        const text = (await this.pass(requestOf(listing))).body.toString();
        return [...text.matchAll(listing.names)].map(([, name]) => `${listing.service} ${listing.kind} ${name}`);
      }),
    );
    return [...new Set(lists.flat())];
  }

  /**
   * An account as it is before anything is deployed: a default network, and a role that deploys.
   *
   * @returns the role's ARN
   */
  public async openAccount(name: string): Promise<string> {
    const { body } = await this.query('iam', LOCAL_REGION, '2010-05-08', {
      Action: 'CreateRole',
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    });
    this.baseline = await this.list();
    return /<Arn>([^<]+)/.exec(body)![1]!;
  }

  private async serve(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const request = await read(incoming);
    if (!(await this.gate.enter(isCreation(request)))) {
      incoming.destroy();
      return;
    }
    const answer = (await this.refused(request)) ?? (await this.answer(request));
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private async answer(request: AwsRequest): Promise<AwsAnswer> {
    if (request.service === 'ec2') return withoutTemplateTags(await this.pass(request));
    if (request.service === 's3') return this.withEvents(request, await this.pass(request));
    if (request.service !== 'eks') return this.pass(request);
    const body = request.body.length > 0 ? (JSON.parse(request.body.toString()) as Record<string, unknown>) : {};
    const url = new URL(request.url, 'http://eks');
    const steps = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
    const question = { method: request.method, steps, query: url.searchParams, body, region: request.region };
    const own = await this.eks.answer(question);
    if (own) return json(own);
    const passed = await this.pass(request);
    if (passed.status >= 300 || passed.body.length === 0) return passed;
    return json({ status: passed.status, body: await this.eks.complete(question, JSON.parse(passed.body.toString())) });
  }

  /** Remembers which buckets tell EventBridge, and says so where it is asked. */
  private withEvents({ method, url, body }: AwsRequest, answer: AwsAnswer): AwsAnswer {
    const [path = '', query = ''] = url.split('?');
    if (!/(^|&)notification(=|&|$)/.test(query) || answer.status >= 300) return answer;
    if (method === 'PUT') {
      if (body.includes('EventBridgeConfiguration')) this.bucketsWithEvents.add(path);
      else this.bucketsWithEvents.delete(path);
    }
    if (method !== 'GET' || !this.bucketsWithEvents.has(path)) return answer;
    const inside =
      /<NotificationConfiguration[^>]*>(.*)<\/NotificationConfiguration>/s.exec(answer.body.toString())?.[1] ?? '';
    const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
    const told = `<NotificationConfiguration xmlns="${namespace}">${inside}<EventBridgeConfiguration/></NotificationConfiguration>`;
    const headers = { ...answer.headers, 'content-type': 'application/xml', 'content-length': String(told.length) };
    return { status: 200, headers, body: Buffer.from(told) };
  }

  /** What IAM refuses for its size, and moto takes. */
  private async refused(request: AwsRequest): Promise<AwsAnswer | undefined> {
    if (request.service !== 'iam') return undefined;
    const parameters = new URLSearchParams(request.body.toString());
    const limit = iamNameLimits[parameters.get('Action') ?? ''];
    if (limit) {
      const [field, characters] = limit;
      const name = parameters.get(field) ?? '';
      if (name.length > characters) {
        const message = `1 validation error detected: Value '${name}' at '${field}' failed to satisfy constraint: Member must have length less than or equal to ${characters}`;
        return iamError('ValidationError', message, 400);
      }
    }
    const policy = parameters.get('AssumeRolePolicyDocument') ?? parameters.get('PolicyDocument');
    const setsTrust = ['CreateRole', 'UpdateAssumeRolePolicy'].includes(parameters.get('Action') ?? '');
    if (setsTrust && policy && policy.replace(/\s/g, '').length > trustPolicyCharacters) {
      return iamError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${trustPolicyCharacters}`, 409);
    }
    return undefined;
  }

  private async roleExists(name: string, region: string): Promise<boolean> {
    const { status } = await this.query('iam', region, '2010-05-08', { Action: 'GetRole', RoleName: name });
    return status === 200;
  }

  /** A call of moto's by the front itself, in the query protocol. */
  private async query(
    service: string,
    region: string,
    version: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: string }> {
    const answer = await this.pass(requestOf({ service, region, query: { ...parameters, Version: version } }));
    return { status: answer.status, body: answer.body.toString() };
  }

  private pass(request: AwsRequest): Promise<AwsAnswer> {
    return new Promise((resolve, reject) => {
      const headers = { ...request.headers, 'content-length': String(request.body.length) };
      delete (headers as http.IncomingHttpHeaders)['transfer-encoding'];
      const onward = http.request(`${this.moto}${request.url}`, { method: request.method, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const answerHeaders: http.OutgoingHttpHeaders = { ...response.headers };
          delete answerHeaders['transfer-encoding'];
          delete answerHeaders.connection;
          resolve({ status: response.statusCode!, headers: answerHeaders, body: Buffer.concat(parts) });
        });
        response.on('error', reject);
      });
      onward.on('error', reject);
      onward.end(request.body);
    });
  }
}

/** A call by the front itself. */
function requestOf({
  service,
  path,
  query,
  json: target,
  region = LOCAL_REGION,
}: Omit<Listing, 'kind' | 'names'> & { region?: string }): AwsRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=front/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=front`;
  const call = { url: path ?? '/', service, region };
  if (query) {
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    return { ...call, method: 'POST', headers, body: Buffer.from(new URLSearchParams(query).toString()) };
  }
  if (target) {
    const contentType = `application/x-amz-json-${target.version}`;
    const headers = { authorization, 'content-type': contentType, 'x-amz-target': target.target };
    return { ...call, method: 'POST', headers, body: Buffer.from('{}') };
  }
  return { ...call, method: 'GET', headers: { authorization }, body: Buffer.alloc(0) };
}

async function read(incoming: http.IncomingMessage): Promise<AwsRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? '');
  return {
    method: incoming.method!,
    url: incoming.url!,
    headers: incoming.headers,
    body: Buffer.concat(parts),
    region: scope?.[1] ?? 'us-east-1',
    service: scope?.[2] ?? '',
  };
}

/** Whether a request begins a resource: by its action in the query and JSON protocols, else by method and path. */
function isCreation({ method, url, headers, body, service }: AwsRequest): boolean {
  const target = headers['x-amz-target'];
  const action =
    typeof target === 'string'
      ? target.split('.').pop()
      : /urlencoded/.test(headers['content-type'] ?? '')
        ? new URLSearchParams(body.toString()).get('Action')
        : undefined;
  if (action) return /^(Create(?!Tags)|Allocate)/.test(action);
  if (service === 's3') return method === 'PUT' && /^\/[^/?]+\/?$/.test(url);
  return method === 'POST' && /^\/clusters(\/[^/]+\/[a-z-]+)?$/.test(url) && !/update/.test(url);
}

/** moto writes a launch template's own tags into its data as well, where EC2 has only those of instances and volumes. */
function withoutTemplateTags(answer: AwsAnswer): AwsAnswer {
  const text = answer.body.toString();
  if (!text.includes('<launchTemplateData>')) return answer;
  const ownTags = /<item><resourceType>launch-template<\/resourceType><tagSet>.*?<\/tagSet><\/item>/gs;
  const body = Buffer.from(text.replace(ownTags, ''));
  return { ...answer, headers: { ...answer.headers, 'content-length': String(body.length) }, body };
}

function json({ status, body, error }: EksAnswer): AwsAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...(error ? { 'x-amzn-ErrorType': error } : {}) },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function iamError(code: string, message: string, status: number): AwsAnswer {
  const text = message.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const xml = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>podtrust</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}
