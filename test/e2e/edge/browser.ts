import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, get } from './nginx';

/** The page at which a browser arrived, and its redirects. */
export interface Visit extends Answer {
  /** The last URL. */
  readonly at: string;
  /** All answers in their order, each with its URL. */
  readonly way: readonly { readonly url: string; readonly status: number; readonly headers: IncomingHttpHeaders }[];
}

interface Kept {
  readonly value: string;
  readonly path: string;
}

/** What a browser does by itself: it keeps cookies by host, sends them back, and follows redirects. */
export class Browser {
  private readonly kept = new Map<string, Map<string, Kept>>();

  /** @param ports the port of this machine on which each host listens */
  constructor(private readonly ports: Readonly<Record<string, number>>) {}

  /** One request, without following redirects. @param headers @default - those of a request for a page */
  async ask(url: string, headers: Readonly<Record<string, string>> = { accept: 'text/html' }): Promise<Answer> {
    const { host, pathname, search } = new URL(url);
    const port = this.ports[host];
    if (port === undefined) throw new Error(`no host ${host}: ${url}`);
    const cookie = this.cookiesFor(host, pathname);
    const answer = await get(port, `${pathname}${search}`, { headers: { ...headers, host, ...(cookie === '' ? {} : { cookie }) } });
    for (const line of answer.headers['set-cookie'] ?? []) this.keep(host, line);
    return answer;
  }

  /** Opens a page, and follows redirects. */
  async open(url: string, headers?: Readonly<Record<string, string>>): Promise<Visit> {
    const way: { url: string; status: number; headers: IncomingHttpHeaders }[] = [];
    for (let at = url; way.length < 10; ) {
      const answer = await this.ask(at, headers);
      way.push({ url: at, status: answer.status, headers: answer.headers });
      if (answer.headers.location === undefined) return { ...answer, at, way };
      at = new URL(answer.headers.location, at).href;
    }
    throw new Error(`sent on for ever: ${way.map((one) => one.url).join(' ')}`);
  }

  /** The cookies of a host, by name. */
  cookiesOf(host: string): ReadonlyMap<string, string> {
    return new Map([...(this.kept.get(host) ?? [])].map(([name, { value }]) => [name, value]));
  }

  private cookiesFor(host: string, pathname: string): string {
    return [...(this.kept.get(host) ?? [])]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private keep(host: string, line: string): void {
    const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
    const attribute = (key: string): string | undefined => new RegExp(`; *${key}=([^;]*)`, 'i').exec(attributes)?.[1];
    const cookies = this.kept.get(host) ?? new Map<string, Kept>();
    this.kept.set(host, cookies);
    const expires = attribute('expires');
    const isOver = Number(attribute('max-age') ?? 1) <= 0 || (expires !== undefined && Date.parse(expires) < Date.now());
    if (isOver) cookies.delete(name);
    else cookies.set(name, { value, path: attribute('path') ?? '/' });
  }
}
