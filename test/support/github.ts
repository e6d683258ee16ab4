import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A comment as GitHub tells it. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly type: 'Bot' | 'User' };
}

/** What takes the place of GitHub's API: the comments of one pull request, in pages, and whoever writes is a bot. */
export class GitHub {
  readonly comments: Comment[] = [];
  /** The requests that came, such as `POST issues/7/comments`. */
  readonly asked: string[] = [];
  /** What the token may do. */
  mayWrite = true;
  private readonly server: Server;

  private constructor(readonly repository: string) {
    this.server = createServer(async (request, response) => {
      const { code, content } = this.answer(request, await textOf(request));
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    });
  }

  static async start(repository: string): Promise<GitHub> {
    const github = new GitHub(repository);
    await new Promise<void>((resolve) => github.server.listen(0, '127.0.0.1', resolve));
    return github;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ method, url = '', headers }: IncomingMessage, text: string): { readonly code: number; readonly content: unknown } {
    const { pathname, searchParams } = new URL(url, this.url);
    const path = pathname.replace(`/repos/${this.repository}/`, '');
    this.asked.push(`${method} ${path}`);
    if (!headers.authorization?.startsWith('Bearer ')) return { code: 401, content: { message: 'Requires authentication' } };
    const size = Number(searchParams.get('per_page') ?? 30);
    const page = Number(searchParams.get('page') ?? 1);
    if (method === 'GET' && path === 'issues/7/comments')
      return { code: 200, content: this.comments.slice((page - 1) * size, page * size) };
    if (!this.mayWrite) return { code: 403, content: { message: 'Resource not accessible by integration' } };
    const { body = '' } = text === '' ? {} : (JSON.parse(text) as { readonly body?: string });
    if (method === 'POST' && path === 'issues/7/comments') return { code: 201, content: this.put(this.comments.length, body) };
    const id = Number(/^issues\/comments\/(\d+)$/.exec(path)?.[1]);
    const at = this.comments.findIndex((comment) => comment.id === id);
    return method === 'PATCH' && at >= 0 ? { code: 200, content: this.put(at, body) } : { code: 404, content: { message: 'Not Found' } };
  }

  private put(at: number, body: string): object {
    const comment: Comment = { id: this.comments[at]?.id ?? 1000 + at, body, user: { type: 'Bot' } };
    this.comments[at] = comment;
    return { ...comment, html_url: `https://github.example/${this.repository}/pull/7#issuecomment-${comment.id}` };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
