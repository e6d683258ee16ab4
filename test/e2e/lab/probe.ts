import { type IncomingMessage, request } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect } from 'node:net';
import type { Any } from '../support/manifests';
import type { Container } from './container';

/** Probes once, as a kubelet does: by a command inside, or by a request to the pod's address. */
export async function probe(handler: Any, manifest: Any, address: string, container: Container): Promise<boolean> {
  const timeoutMs = (handler.timeoutSeconds ?? 1) * 1000;
  if (handler.exec !== undefined) return (await container.exec(handler.exec.command, timeoutMs)).code === 0;
  if (handler.httpGet !== undefined) {
    const { path = '/', port, httpHeaders = [], scheme } = handler.httpGet;
    const headers = Object.fromEntries(httpHeaders.map(({ name, value }: Any) => [name, value]));
    return isWell({ host: address, port: numberOf(port, manifest), path, headers, tls: scheme === 'HTTPS' }, timeoutMs);
  }
  return accepts(address, numberOf(handler.tcpSocket.port, manifest), timeoutMs);
}

const numberOf = (port: number | string, { name, ports = [] }: Any): number => {
  const number = typeof port === 'number' ? port : ports.find((one: Any) => one.name === port)?.containerPort;
  if (number === undefined) throw new Error(`${name} has no port ${port}`);
  return number;
};

const isWell = (
  { tls, ...asked }: { host: string; port: number; path: string; headers: Record<string, string>; tls: boolean },
  timeoutMs: number,
): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { ...asked, agent: false, signal: AbortSignal.timeout(timeoutMs) } as const;
    const answered = ({ statusCode = 0 }: IncomingMessage): void => {
      resolve(statusCode >= 200 && statusCode < 400);
      sent.destroy();
    };
    // A kubelet looks at no certificate.
    const sent = tls ? requestTls({ ...options, rejectUnauthorized: false }, answered) : request(options, answered);
    sent.on('error', () => resolve(false));
    sent.end();
  });

const accepts = (host: string, port: number, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (is: boolean) => (): void => {
      socket.destroy();
      resolve(is);
    };
    socket.setTimeout(timeoutMs).on('connect', answer(true)).on('error', answer(false)).on('timeout', answer(false));
  });
