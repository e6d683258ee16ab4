import { destinationAt, whyNowhere } from '../../lib/service/whereabouts';
import { httpUrl } from '../../lib/units/http-url';

const at = (url: string, networks?: readonly string[]) => ({ url: httpUrl(url), networks });
const why = 'a reason';

it.each([
  ['https://api.example.com/v1', undefined, { kind: 'internet', port: 443, why }],
  ['http://api.example.com:8080', undefined, { kind: 'internet', port: 8080, why }],
  ['http://10.1.2.3:11434/v1', undefined, { kind: 'networks', cidrs: ['10.1.2.3/32'], port: 11434, why }],
  ['http://[fd00::5]:11434/v1', undefined, { kind: 'networks', cidrs: ['fd00::5/128'], port: 11434, why }],
  ['http://8.8.8.8/v1', undefined, { kind: 'internet', port: 80, why }],
  ['http://ollama.corp.internal:11434', ['10.0.0.0/8'], { kind: 'networks', cidrs: ['10.0.0.0/8'], port: 11434, why }],
  ['http://ollama.models.svc.cluster.local:11434/v1', undefined, { kind: 'namespace', name: 'models', why }],
  ['http://ollama.models.svc:11434/v1', undefined, { kind: 'namespace', name: 'models', why }],
  ['http://vllm-0.vllm.models.svc.k8s/v1', undefined, { kind: 'namespace', name: 'models', why }],
])('lets a policy through to %s (%j)', (url, networks, expected) => {
  expect(destinationAt(at(url, networks), why)).toEqual(expected);
  expect(whyNowhere(at(url, networks))).toBeUndefined();
});

it.each([
  ['http://localhost:11434/v1', undefined, 'url'],
  ['http://127.0.0.1:11434/v1', undefined, 'url'],
  ['http://[::1]:11434/v1', undefined, 'url'],
  ['http://ollama:11434/v1', undefined, 'networks'],
  ['http://ollama.corp.internal/v1', undefined, 'networks'],
  ['http://gpu.local/v1', undefined, 'networks'],
  ['http://10.1.2.3/v1', ['192.168.0.0/16'], 'networks'],
])('refuses %s (%j), where nothing can be, at its %s', (url, networks, where) => {
  expect(whyNowhere(at(url, networks))).toMatchObject({ at: where });
});
