import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane, type Credentials } from '../control-plane/control-plane';
import { type Any, committed } from '../support/manifests';
import { describeWith } from '../support/tools';

jest.setTimeout(120_000);

const NAMESPACE = 'faultmaven';
const OWN_STATE = ['postgres-config', 'postgres-failover', 'postgres-leader', 'postgres-sync'];
const TAKEN_OVER = { metadata: { annotations: { taken: 'over' } } };

/** What is asked of the API server with an account's own token, as a process in its pod would ask. Returns the status. */
function ask({ folder, host, port }: Credentials, method: string, path: string, body?: object): Promise<number> {
  const headers = {
    authorization: `Bearer ${readFileSync(join(folder, 'token'), 'utf8')}`,
    'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
  };
  const options = {
    host,
    port,
    method,
    path: `/api/v1/namespaces/${NAMESPACE}/${path}`,
    headers,
    ca: readFileSync(join(folder, 'ca.crt')),
  };
  return new Promise((resolve, reject) => {
    const asked = request(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const configMap = (name: string): Any => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data: { a: 'b' },
});

const pod = (name: string): Any => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: NAMESPACE },
  spec: {
    serviceAccountName: 'redis',
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'one',
        image: 'example.com/one:1',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        resources: {
          requests: { cpu: '1m', memory: '1Mi', 'ephemeral-storage': '1Mi' },
          limits: { cpu: '1m', memory: '1Mi', 'ephemeral-storage': '1Mi' },
        },
      },
    ],
  },
});

describeWith(CONTROL_PLANE, "the rights of PostgreSQL's account at a real API server", () => {
  let plane: ControlPlane;
  let account: Credentials;
  const objects = committed('cluster');
  /** Those whose scripts some pod runs, its own among them. */
  const scripts: readonly string[] = objects
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === NAMESPACE)
    .map(({ metadata }) => metadata.name);

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.applyObjects(objects.filter(({ kind }) => kind === 'Namespace'));
    const kinds = ['ServiceAccount', 'Role', 'RoleBinding', 'ConfigMap'];
    await plane.applyObjects(objects.filter(({ kind }) => kinds.includes(kind)));
    await plane.applyObjects([...['postgres-0', 'redis-0', 'fm-edge-1'].map(pod), ...OWN_STATE.map(configMap)]);
    account = await plane.credentialsOf('postgres', NAMESPACE);
  });

  afterAll(async () => plane?.stop());

  it('cannot read, change or delete a ConfigMap whose scripts a pod runs', async () => {
    expect(scripts.length).toBeGreaterThan(3);
    for (const name of scripts) {
      const path = `configmaps/${name}`;
      const tries = [
        ask(account, 'GET', path),
        ask(account, 'PATCH', path, TAKEN_OVER),
        ask(account, 'PUT', path, configMap(name)),
        ask(account, 'DELETE', path),
        ask(account, 'POST', 'configmaps', configMap(name)),
      ];
      // One that is there cannot be created again either.
      expect([name, ...(await Promise.all(tries))]).toEqual([name, 403, 403, 403, 403, 409]);
    }
    expect(await ask(account, 'DELETE', 'configmaps')).toBe(403);
  });

  it('cannot change or delete pods of others, or run commands in any pod', async () => {
    for (const name of ['redis-0', 'fm-edge-1']) {
      expect(await ask(account, 'PATCH', `pods/${name}`, TAKEN_OVER)).toBe(403);
      expect(await ask(account, 'DELETE', `pods/${name}`)).toBe(403);
    }
    for (const name of ['redis-0', 'postgres-0']) expect(await ask(account, 'POST', `pods/${name}/exec?command=id`)).toBe(403);
    expect(await ask(account, 'POST', 'pods', pod('another'))).toBe(403);
    expect(await ask(account, 'GET', 'secrets')).toBe(403);
  });

  it("can do what Patroni does to its own state and its members' pods", async () => {
    for (const name of OWN_STATE) {
      expect(await ask(account, 'GET', `configmaps/${name}`)).toBe(200);
      expect(await ask(account, 'PATCH', `configmaps/${name}`, TAKEN_OVER)).toBe(200);
    }
    expect(await ask(account, 'PATCH', 'pods/postgres-0', TAKEN_OVER)).toBe(200);
    for (const path of ['configmaps', 'pods']) expect(await ask(account, 'GET', path)).toBe(200);
  });
});
