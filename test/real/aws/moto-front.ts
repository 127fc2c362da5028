import * as http from 'node:http';
import {
  type AwsRefusal,
  invalidPrincipal,
  refusedControlPolicy,
  refusedIamName,
  refusedLogsKey,
  refusedMetricFilters,
  refusedTrailBucket,
  refusedTrailKey,
  refusedTrustSize,
  rolesNamedIn,
  trustPolicyIn,
} from './aws-refuses';
import { Ec2StandIn } from './ec2-stand-in';
import { EksStandIn, type EksAnswer } from './eks-stand-in';
import { LISTINGS, type Listing } from './moto-inventory';
import { CreationGate } from '../creation-gate';
import { DATA_ACCOUNT, LOCAL_ACCOUNT, ORGANISATION_ACCOUNT } from './local-accounts';

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
  private readonly ec2: Ec2StandIn;
  private baseline: readonly string[] = [];
  /** Paths of the buckets that tell EventBridge of their changes, which moto takes and does not tell again. */
  private readonly bucketsWithEvents = new Set<string>();

  /** @param moto moto's URL */
  public constructor(private readonly moto: string) {
    this.eks = new EksStandIn({
      roleExists: (name, region) => this.roleExists(name, region),
      ec2: (region, parameters) => this.query('ec2', region, '2016-11-15', parameters),
    });
    this.ec2 = new Ec2StandIn((region, parameters) => this.query('ec2', region, '2016-11-15', parameters));
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

  /** Who has an association of EKS Pod Identity, as `namespace/name`. */
  public associated(): string[] {
    return this.eks.associated();
  }

  /** What there is beyond what {@link openAccount} found, one line each, sorted. */
  public async left(): Promise<string[]> {
    const all = await this.list();
    return [...all.filter((line) => !this.baseline.includes(line)), ...this.eks.left()].sort();
  }

  private async list(): Promise<string[]> {
    const everywhere = [LOCAL_ACCOUNT, DATA_ACCOUNT, ORGANISATION_ACCOUNT].flatMap((account) =>
      LISTINGS.map((listing) => ({ listing, account })),
    );
    const lists = await Promise.all(
      everywhere.map(async ({ listing, account }) => {
        const text = (await this.pass(requestOf({ ...listing, account }))).body.toString();
        return [...text.matchAll(listing.names)].map(
          ([, name]) => `${account} ${listing.service} ${listing.kind} ${name}`,
        );
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
    if (request.service === 'ec2') return this.answerOfEc2(request);
    if (request.service === 's3') return this.withEvents(request, await this.pass(request));
    if (request.service === 'cloudtrail') return this.pass(withTrailName(request));
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

  private async answerOfEc2(request: AwsRequest): Promise<AwsAnswer> {
    const answer = await this.pass(request);
    const body = Buffer.from(this.ec2.complete(new URLSearchParams(request.body.toString()), answer.body.toString()));
    return { ...answer, headers: { ...answer.headers, 'content-length': String(body.length) }, body };
  }

  /** What AWS refuses, and moto accepts. */
  private async refused(request: AwsRequest): Promise<AwsAnswer | undefined> {
    const { service, region, body } = request;
    if (service === 'iam') {
      const refused = await this.refusedByIam(new URLSearchParams(body.toString()), region);
      return refused && xmlError(refused, refused.code === 'LimitExceeded' ? 409 : 400);
    }
    if (service === 'ec2') {
      const refused = await this.ec2.refused(new URLSearchParams(body.toString()), region);
      return refused && ec2Error(refused);
    }
    const target = String(request.headers['x-amz-target'] ?? '');
    const refused = target === '' ? undefined : await this.refusedByTarget(target, request);
    return (
      refused && json({ status: 400, error: refused.code, body: { __type: refused.code, message: refused.message } })
    );
  }

  private async refusedByIam(parameters: URLSearchParams, region: string): Promise<AwsRefusal | undefined> {
    const refused = refusedIamName(parameters);
    const trust = trustPolicyIn(parameters);
    if (refused || trust === undefined) return refused;
    for (const arn of rolesNamedIn(trust)) {
      if (!(await this.roleExists(arn, region))) return invalidPrincipal(arn);
    }
    return refusedTrustSize(trust);
  }

  /** Of the JSON protocols: CloudTrail, CloudWatch Logs and Organizations. */
  private async refusedByTarget(target: string, { body, region }: AwsRequest): Promise<AwsRefusal | undefined> {
    const action = target.split('.').pop();
    if (
      action === undefined ||
      !['CreateTrail', 'CreateLogGroup', 'PutMetricFilter', 'CreatePolicy'].includes(action)
    ) {
      return undefined;
    }
    const asked = JSON.parse(body.toString()) as Record<string, string | undefined>;
    if (action === 'CreateTrail') {
      const { S3BucketName: bucket = '', KmsKeyId: key } = asked;
      const policy = await this.pass(requestOf({ service: 's3', region, path: `/${bucket}?policy` }));
      return (
        refusedTrailBucket(bucket, policy.status === 200 ? policy.body.toString() : undefined) ??
        (key === undefined ? undefined : refusedTrailKey(key, await this.keyPolicy(key, region)))
      );
    }
    if (action === 'CreateLogGroup') {
      const { kmsKeyId: key } = asked;
      return key === undefined ? undefined : refusedLogsKey(key, await this.keyPolicy(key, region), region);
    }
    if (action === 'PutMetricFilter') {
      const { logGroupName } = asked;
      const filters = await this.call('logs', region, 'Logs_20140328.DescribeMetricFilters', { logGroupName });
      return refusedMetricFilters((filters.metricFilters as unknown[] | undefined)?.length ?? 0);
    }
    return asked.Type === 'RESOURCE_CONTROL_POLICY' ? refusedControlPolicy(asked.Content!) : undefined;
  }

  private async keyPolicy(key: string, region: string): Promise<string> {
    const { Policy } = await this.call('kms', region, 'TrentService.GetKeyPolicy', {
      KeyId: key,
      PolicyName: 'default',
    });
    return typeof Policy === 'string' ? Policy : '{}';
  }

  /** A call of moto's by the front itself, in a JSON protocol. */
  private async call(service: string, region: string, target: string, body: object): Promise<Record<string, unknown>> {
    const request = requestOf({ service, region, json: { target, version: '1.1' } });
    const answer = await this.pass({ ...request, body: Buffer.from(JSON.stringify(body)) });
    return JSON.parse(answer.body.toString()) as Record<string, unknown>;
  }

  /** @param role its ARN, in any account */
  private async roleExists(role: string, region: string): Promise<boolean> {
    const [, account, name] = /^arn:[^:]+:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(role) ?? [];
    if (name === undefined) return false;
    const query = { Action: 'GetRole', RoleName: name };
    return (await this.query('iam', region, '2010-05-08', query, account)).status === 200;
  }

  /** A call of moto's by the front itself, in the query protocol. */
  private async query(
    service: string,
    region: string,
    version: string,
    parameters: Readonly<Record<string, string>>,
    account?: string,
  ): Promise<{ status: number; body: string }> {
    const query = { ...parameters, Version: version };
    const answer = await this.pass(requestOf({ service, region, query, account }));
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
          const answer = { status: response.statusCode!, headers: answerHeaders, body: Buffer.concat(parts) };
          resolve(answer.status === 500 ? fallen(request) : answer);
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
  account,
}: Omit<Listing, 'kind' | 'names'> & { region?: string; account?: string }): AwsRequest {
  // moto's own header for an account that is not its first.
  const of = account === undefined ? {} : { 'x-moto-account-id': account };
  const authorization = `AWS4-HMAC-SHA256 Credential=front/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=front`;
  const call = { url: path ?? '/', service, region };
  if (query) {
    const headers = { ...of, authorization, 'content-type': 'application/x-www-form-urlencoded' };
    return { ...call, method: 'POST', headers, body: Buffer.from(new URLSearchParams(query).toString()) };
  }
  if (target) {
    const contentType = `application/x-amz-json-${target.version}`;
    const headers = { ...of, authorization, 'content-type': contentType, 'x-amz-target': target.target };
    return { ...call, method: 'POST', headers, body: Buffer.from('{}') };
  }
  return { ...call, method: 'GET', headers: { ...of, authorization }, body: Buffer.alloc(0) };
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

/** moto knows the ARN of a trail in some of its actions only, where CloudTrail knows it in all. */
function withTrailName(request: AwsRequest): AwsRequest {
  const body = request.body.toString().replace(/("Name": ?")arn:[^"]*:trail\//, '$1');
  return { ...request, body: Buffer.from(body) };
}

/** Where moto falls over, providers try again for twenty minutes. So it is said to be refused. */
function fallen({ service, method, url, headers, body }: AwsRequest): AwsAnswer {
  const action = headers['x-amz-target'] ?? new URLSearchParams(body.toString()).get('Action') ?? `${method} ${url}`;
  return json({
    status: 400,
    error: 'MotoFell',
    body: { __type: 'MotoFell', message: `moto fell over: ${service} ${String(action)}` },
  });
}

function json({ status, body, error }: EksAnswer): AwsAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...(error ? { 'x-amzn-ErrorType': error } : {}) },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function xmlError({ code, message }: AwsRefusal, status: number): AwsAnswer {
  const xml = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>podtrust</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}

function ec2Error({ code, message }: AwsRefusal): AwsAnswer {
  const xml = `<Response><Errors><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error></Errors><RequestID>podtrust</RequestID></Response>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
