import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { KeyPair } from './authority';

/** Requests to the API server from the test's process. One takes a millisecond or two; kubectl takes a hundred. */
export class Api {
  private readonly agent: Agent;

  constructor(
    private readonly host: string,
    readonly port: number,
    authority: string,
    { certificate, key }: KeyPair,
  ) {
    const tls = { ca: readFileSync(authority), cert: readFileSync(certificate), key: readFileSync(key) };
    this.agent = new Agent({ ...tls, keepAlive: true, maxSockets: 8 });
  }

  /** Gets the JSON at a path such as `/api/v1/namespaces/default/pods`. */
  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path));
  }

  text(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: this.host, port: this.port, path, agent: this.agent, timeout: 10_000 }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(`GET ${path}: ${answer.statusCode} ${text}`));
        });
      });
      asked.on('timeout', () => asked.destroy(new Error(`GET ${path}: no answer within 10 s`)));
      asked.on('error', reject);
      asked.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
