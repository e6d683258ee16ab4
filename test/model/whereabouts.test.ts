import { destinationAt, whyNowhere } from '../../lib/model/whereabouts';
import { httpUrl } from '../../lib/units/http-url';

const home = { namespace: 'faultmaven', clusterDomain: 'cluster.local' };
const at = (url: string, networks?: readonly string[]) => ({ url: httpUrl(url), networks });
const why = 'a reason';

it.each([
  ['https://api.example.com/v1', undefined, { kind: 'internet', port: 443, why }],
  ['https://api.example.com:8080', undefined, { kind: 'internet', port: 8080, why }],
  ['https://example.com', undefined, { kind: 'internet', port: 443, why }],
  ['http://api.example.com:8080', ['203.0.113.0/24'], { kind: 'networks', cidrs: ['203.0.113.0/24'], port: 8080, why }],
  ['http://gpu.models:8080', ['10.0.0.0/8'], { kind: 'networks', cidrs: ['10.0.0.0/8'], port: 8080, why }],
  ['http://10.1.2.3:11434/v1', undefined, { kind: 'networks', cidrs: ['10.1.2.3/32'], port: 11434, why }],
  ['http://[fd00::5]:11434/v1', undefined, { kind: 'networks', cidrs: ['fd00::5/128'], port: 11434, why }],
  ['https://8.8.8.8/v1', undefined, { kind: 'internet', port: 443, why }],
  ['http://ollama.corp.internal:11434', ['10.0.0.0/8'], { kind: 'networks', cidrs: ['10.0.0.0/8'], port: 11434, why }],
  ['http://ollama.models.svc.cluster.local:11434/v1', undefined, { kind: 'namespace', name: 'models', why }],
  ['http://ollama.models.svc:11434/v1', undefined, { kind: 'namespace', name: 'models', why }],
  ['http://vllm-0.vllm.models.svc:8000/v1', undefined, { kind: 'namespace', name: 'models', why }],
  ['http://vllm-0.vllm.models.svc.cluster.local/v1', undefined, { kind: 'namespace', name: 'models', why }],
])('lets a policy through to %s (%j)', (url, networks, expected) => {
  expect(destinationAt(at(url, networks), home.clusterDomain, why)).toEqual(expected);
  expect(whyNowhere(at(url, networks), home)).toBeUndefined();
});

it.each([
  ['http://localhost:11434/v1', undefined, 'url'],
  ['http://127.0.0.1:11434/v1', undefined, 'url'],
  ['http://[::1]:11434/v1', undefined, 'url'],
  ['http://ollama:11434/v1', undefined, 'networks'],
  ['http://ollama.corp.internal/v1', undefined, 'networks'],
  ['http://gpu.local/v1', undefined, 'networks'],
  ['http://10.1.2.3/v1', ['192.168.0.0/16'], 'networks'],
  ['http://vllm.models.svc.other.cluster/v1', undefined, 'networks'],
  ['http://10-1-2-3.models.pod.cluster.local/v1', undefined, 'networks'],
  ['http://ollama.models:11434/v1', undefined, 'url'],
  ['https://ollama.models/v1', undefined, 'url'],
  ['http://ollama.dev:11434/v1', undefined, 'url'],
  ['http://api.example.com/v1', undefined, 'url'],
  ['http://8.8.8.8/v1', undefined, 'url'],
  ['http://[2606:4700::1]/v1', undefined, 'url'],
  ['http://redis.faultmaven.svc.cluster.local:6379', undefined, 'url'],
  ['http://redis-0.redis.faultmaven.svc.cluster.local:6379', ['10.0.0.0/8'], 'url'],
  ['http://redis.faultmaven.svc:6379', undefined, 'url'],
  ['http://169.254.169.254/v1', undefined, 'url'],
  ['http://169.254.169.254/v1', ['169.0.0.0/8'], 'url'],
  ['http://[fd00:ec2::254]/v1', undefined, 'url'],
  ['http://[fe80::1]/v1', undefined, 'url'],
  ['http://100.100.100.200/v1', undefined, 'url'],
  ['https://168.63.129.16/v1', undefined, 'url'],
  ['http://[64:ff9b::a9fe:a9fe]/v1', undefined, 'url'],
])('refuses %s (%j), where nothing can be, at its %s', (url, networks, where) => {
  expect(whyNowhere(at(url, networks), home)).toMatchObject({ at: where });
});

it('names what to write instead, in the domain of the cluster', () => {
  const said = (url: string) => whyNowhere(at(url), { namespace: 'x', clusterDomain: 'k8s.example.org' })?.message;
  expect(said('http://ollama.models:11434/v1')).toBe(
    'expected a full name such as http://ollama.models.svc.k8s.example.org, or the networks of ollama.models',
  );
  expect(said('http://ollama.models.svc.cluster.local/v1')).toContain('http://SERVICE.NAMESPACE.svc.k8s.example.org');
  expect(said('http://ollama.models.svc.k8s.example.org/v1')).toBeUndefined();
  expect(said('http://ollama.x.svc.k8s.example.org/v1')).toContain("another namespace than the deployment's own");
});
