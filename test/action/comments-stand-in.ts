import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandInComment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

/**
 * A stand-in of GitHub's REST API, as far as the comment of a review needs it: one pull request and its comments, by pages, and a
 * body that is too long is refused. It leaves out all else: who may do what (it only asks for the token), limits of the rate, and how
 * GitHub shows a comment.
 */
export class CommentsStandIn {
  public readonly comments: StandInComment[] = [];
  public readonly calls: string[] = [];
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  public constructor(
    private readonly pull: { readonly number: number } & object,
    private readonly token: string,
  ) {}

  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    let text = '';
    request.on('data', (piece) => (text += piece));
    request.on('end', () => {
      const { method = '', headers } = request;
      const url = new URL(request.url!, 'http://stand-in');
      this.calls.push(`${method} ${url.pathname}`);
      const [status, value] =
        headers.authorization === `Bearer ${this.token}`
          ? this.resultOf(method, url, text === '' ? undefined : (JSON.parse(text) as { body: string }))
          : [401, {}];
      response.writeHead(status as number, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    });
  }

  private resultOf(method: string, url: URL, sent: { body: string } | undefined): readonly [number, unknown] {
    const { number } = this.pull;
    const path = url.pathname.replace('/repos/shop/infra/', '');
    if (sent && (sent.body.length === 0 || sent.body.length > 65_536)) return [422, {}];
    if (method === 'GET' && path === `pulls/${number}`) return [200, this.pull];
    if (path === `issues/${number}/comments`) {
      if (method === 'GET') {
        const size = Number(url.searchParams.get('per_page'));
        const first = (Number(url.searchParams.get('page')) - 1) * size;
        return [200, this.comments.slice(first, first + size)];
      }
      this.comments.push({ id: 1000 + this.comments.length, body: sent!.body, user: { type: 'Bot' } });
      return [201, {}];
    }
    const own = this.comments.find(({ id }) => path === `issues/comments/${id}`);
    if (method === 'PATCH' && own) {
      own.body = sent!.body;
      return [200, {}];
    }
    return [404, {}];
  }
}
