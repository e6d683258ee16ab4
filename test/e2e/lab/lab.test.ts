import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import type { Any } from '../support/manifests';
import { describeWith } from '../support/tools';
import type { LabHost } from './host';
import { BUSYBOX_IMAGE } from './image';
import { LAB, Lab } from './lab';
import { Pod, type PodProps } from './pod';

jest.setTimeout(120_000);

const NAME = 'one.members.shop.svc.cluster.local';

const workload = (spec: Any, more: Any = {}): Any => ({
  metadata: { name: 'one', namespace: 'shop' },
  spec: { template: { metadata: { labels: { app: 'one' } }, spec }, ...more },
});

const main = (script: string, more: Any = {}): Any => ({
  name: 'main',
  image: 'example.com:5000/tool:1',
  command: ['sh', '-c', script],
  ...more,
});

const idle = (more: Any = {}): Any => main('trap "exit 3" TERM; while :; do sleep 0.1; done', more);

describeWith(LAB, 'the lab', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.start();
  });

  afterAll(async () => lab?.stop());

  const pod = (host: LabHost, spec: Any, props: Partial<PodProps> = {}): Pod =>
    new Pod(host, { name: 'one-0', workload: workload(spec), ...props });

  describe('as a network', () => {
    const answering = (text: string): Any =>
      main(`exec python3 -c 'import http.server as h, sys
class H(h.BaseHTTPRequestHandler):
  def do_GET(self): self.send_response(200); self.end_headers(); self.wfile.write(b"${text}")
h.HTTPServer(("", 8000), H).serve_forever()'`);
    let client: Pod;
    let one: LabHost;

    beforeAll(async () => {
      one = lab.host('one');
      const two = lab.host('two');
      client = pod(lab.host('client'), { containers: [idle()] });
      await Promise.all(
        [client, pod(one, { containers: [answering('one')] }), pod(two, { containers: [answering('two')] })].map((each) => each.start()),
      );
      lab.dns.set(NAME, one.address);
      lab.dns.set('two', two.address);
      for (const { address } of [one, two]) await eventually('it serves', 30, async () => !(await get(address)).startsWith('failed'));
    });

    const lookUp = async (name: string): Promise<boolean> =>
      (await client.exec('main', ['env', 'RES_OPTIONS=timeout:3 attempts:1', 'getent', 'ahostsv4', name])).code === 0;

    const get = async (name: string): Promise<string> => {
      const script = `import urllib.request as r; print(r.urlopen("http://${name}:8000", timeout=2).read().decode(), end="")`;
      const { code, output } = await client.exec('main', ['python3', '-c', script]);
      return code === 0 ? output : `failed: ${output.trim().split('\n').at(-1)}`;
    };

    it('answers all names, none, or half of them', async () => {
      lab.dns.answers = 'none';
      expect(await lookUp('two.')).toBe(false);
      lab.dns.answers = 'half';
      // The chance that all are the same is one in 30,000.
      const found = await Promise.all(Array.from({ length: 16 }, () => lookUp('two.')));
      expect(new Set(found)).toEqual(new Set([true, false]));
      lab.dns.answers = 'all';
      expect(await lookUp('two.')).toBe(true);
    });

    it('has Service addresses that lead to one host at a time, from every other host', async () => {
      const service = lab.service();
      expect(await get(service.address)).toContain('failed');
      service.lead(one);
      expect(await get(service.address)).toBe('one');
      const later = pod(lab.host('later'), { containers: [answering('later')] });
      await later.start();
      const seen = async (from: Pod): Promise<string> =>
        (
          await from.exec('main', [
            'python3',
            '-c',
            `import urllib.request as r; print(r.urlopen("http://${service.address}:8000", timeout=2).read().decode())`,
          ])
        ).output;
      expect(await seen(later)).toContain('one');
      service.lead(later.host);
      await eventually('the last answers', 30, async () => (await get(service.address)) === 'later');
      expect(await seen(later)).not.toMatch(/^later$/m);
      service.remove();
      expect(await get(service.address)).toContain('failed');
    });

    it("resolves names with a kubelet's search domains", async () => {
      await eventually('the first answers', 30, async () => (await get(NAME)) === 'one');
      expect(await get('one.members')).toBe('one');
      expect(await get('two')).toBe('two');
      expect(await get('nobody')).toContain('Name or service not known');
    });

    it('follows a changed name at once', async () => {
      const address = lab.host('one again').address;
      lab.dns.set(NAME, address);
      expect(await get(NAME)).not.toBe('one');
      lab.dns.set(NAME, one.address);
      expect(await get(NAME)).toBe('one');
      lab.dns.remove(NAME);
      expect(await get(NAME)).toContain('Name or service not known');
      lab.dns.set(NAME, one.address);
    });

    it('cuts a host off silently, and connects it again', async () => {
      one.cut();
      expect(await get(NAME)).toContain('timed out');
      expect(await get('two')).toBe('two');
      one.heal();
      await eventually('it answers again', 30, async () => (await get(NAME)) === 'one');
    });
  });

  describe('as a kubelet', () => {
    const restricted = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

    it('gives a container exactly what its manifest says', async () => {
      const spec = {
        securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10002, fsGroup: 10003 },
        serviceAccountName: 'shop',
        containers: [
          main('echo started; exec sleep infinity', {
            securityContext: restricted,
            resources: { limits: { memory: '512Mi', cpu: '500m' } },
            env: [
              { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
              { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'shop', key: 'password' } } },
              { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
              { name: 'ADDRESS', value: '$(POD_IP):80 $(NOT_THERE) $$(POD_IP)' },
            ],
            volumeMounts: [
              { name: 'data', mountPath: '/data' },
              { name: 'tmp', mountPath: '/tmp' },
              { name: 'fast', mountPath: '/dev/shm' },
              { name: 'files', mountPath: '/etc/tool' },
              { name: 'files', mountPath: '/etc/one.conf', subPath: 'one.conf', readOnly: true },
              { name: 'files', mountPath: '/usr/local/etc/tool/one.conf', subPath: 'one.conf', readOnly: true },
            ],
          }),
        ],
        volumes: [
          { name: 'tmp', emptyDir: {} },
          { name: 'fast', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
          { name: 'files', configMap: { name: 'files', defaultMode: 0o555 } },
        ],
      };
      const files = { kind: 'ConfigMap', metadata: { name: 'files' }, data: { 'one.conf': 'a line\n' } };
      const whole = workload(spec, { volumeClaimTemplates: [{ metadata: { name: 'data' } }] });
      const token = mkdtempSync(join(tmpdir(), 'fm-token-'));
      writeFileSync(join(token, 'token'), 'secret');
      const secrets = { shop: { password: 'it\'s "$(POD_IP)" $HOME' } };
      const one = new Pod(lab.host('kubelet'), { name: 'one-0', workload: whole, objects: [files], secrets, serviceAccount: token });
      await one.start();
      const run = async (script: string): Promise<string> => (await one.exec('main', ['sh', '-c', script])).output.trim();

      expect(await run('echo $POD_NAME $POD_IP $LABEL $MEMORY; hostname')).toBe(`one-0 ${one.host.address} one 512\none-0`);
      expect(await run('echo "$PASSWORD"')).toBe(secrets.shop.password);
      expect(await run('echo "$ADDRESS"')).toBe(`${one.host.address}:80 $(NOT_THERE) $(POD_IP)`);
      expect(await run('id -u; id -g; id -G')).toBe('10001\n10002\n10002 10003');
      expect(await run('grep -E "^(CapBnd|CapEff|NoNewPrivs)" /proc/1/status')).toMatch(/CapEff:\t0+\nCapBnd:\t0+\nNoNewPrivs:\t1/);
      expect(await run('touch /here')).toContain('Read-only file system');
      expect(await run('touch /usr/here /etc/tool/here')).toContain('cannot touch');
      expect(await run('touch /data/here /tmp/here /dev/shm/here && stat -c %g /data/here')).toBe('10003');
      expect(await run('stat -c %a:%g /etc/tool/one.conf; cat /etc/one.conf /usr/local/etc/tool/one.conf')).toBe(
        '555:10003\na line\na line',
      );
      expect(await run('df --output=size -m /dev/shm | tail -1')).toBe('8');
      expect(await run('cat /var/run/secrets/kubernetes.io/serviceaccount/token')).toBe('secret');
      expect(await run('cat /proc/1/comm; ls /home 2>&1')).toMatch(/^sleep\n.*No such file/);
      expect(one.log('main')).toBe('started\n');

      await one.kill();
      const again = new Pod(lab.host('another node'), { name: 'one-0', workload: whole, objects: [files], secrets });
      await again.start();
      expect((await again.exec('main', ['ls', '/data', '/tmp'])).output).toBe('/data:\nhere\n\n/tmp:\n');
      again.wipe('data');
      expect((await again.exec('main', ['ls', '/data'])).output).toBe('');
      rmSync(token, { recursive: true });
    });

    it('refuses what a kubelet would not start', () => {
      const host = lab.host('refusing');
      const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'absent', key: 'a' } } }];
      expect(() => pod(host, { containers: [idle({ env })] })).toThrow('no Secret absent');
      expect(() => pod(host, { containers: [idle()], securityContext: { runAsNonRoot: true } })).toThrow('the user is root');
    });

    it('runs the hooks of all containers at once, then sends SIGTERM, and SIGKILL at the end of the grace period', async () => {
      const host = lab.host('ending');
      const mount = { volumeMounts: [{ name: 'shared', mountPath: '/shared' }] };
      const preStop = (script: string): Any => ({ lifecycle: { preStop: { exec: { command: ['sh', '-c', script] } } }, ...mount });
      const handler = (name: string): string =>
        `trap 'echo term-${name} >> /shared/log; exit 3' TERM; echo ready; while :; do sleep 0.1; done`;
      const containers = [
        { ...main(handler('a'), preStop('echo hook-a >> /shared/log; until grep -q hook-b /shared/log; do sleep 0.1; done')), name: 'a' },
        { ...main(handler('b'), preStop('echo hook-b >> /shared/log; until grep -q term-a /shared/log; do sleep 0.1; done')), name: 'b' },
        { ...main('trap "" TERM; while :; do sleep 0.1; done'), name: 'deaf' },
      ];
      const one = pod(host, { terminationGracePeriodSeconds: 5, containers, volumes: [{ name: 'shared', emptyDir: {} }] });
      await one.start();
      await eventually('they wait for SIGTERM', 30, () => ['a', 'b'].every((name) => one.log(name).includes('ready')));
      await one.terminate();
      expect(readFileSync(join(one.folder('shared'), 'log'), 'utf8')).toMatch(/^(hook-a\nhook-b|hook-b\nhook-a)\nterm-a\nterm-b\n$/);
      expect(containers.map(({ name }) => [one.isRunning(name), one.exitCode(name)])).toEqual([
        [false, 3],
        [false, 3],
        [false, undefined],
      ]);
    });

    it('sends SIGTERM to process 1 only, which ignores it without a handler', async () => {
      const one = pod(lab.host('deaf'), { containers: [main('sleep infinity & wait; echo never')] });
      await one.start();
      one.signal('SIGTERM');
      await sleep(300);
      expect(one.isRunning('main')).toBe(true);
    });

    it('freezes all processes of a container, and thaws them', async () => {
      const script = '(while sleep 0.1; do date +%N > /data/child; done) & while sleep 0.1; do date +%N > /data/self; done';
      const one = pod(lab.host('frozen'), {
        containers: [main(script, { volumeMounts: [{ name: 'data', mountPath: '/data' }] })],
        volumes: [{ name: 'data', emptyDir: {} }],
      });
      await one.start();
      const written = (): string => ['child', 'self'].map((name) => readFileSync(join(one.folder('data'), name), 'utf8')).join();
      await eventually('both write', 30, () => /\d+\n,\d+\n/.test(written()));
      one.freeze();
      const before = written();
      await sleep(500);
      expect(written()).toBe(before);
      one.thaw();
      await eventually('both go on', 30, () => written() !== before);
    });

    it('probes by command, HTTP request and connection, and ends a probe that takes too long', async () => {
      const probes = {
        startupProbe: { tcpSocket: { port: 'http' } },
        readinessProbe: { httpGet: { path: '/', port: 'http' } },
        livenessProbe: { exec: { command: ['sh', '-c', 'sleep "$(cat /tmp/seconds)"'] }, timeoutSeconds: 1 },
      };
      const script = 'echo 0 > /tmp/seconds; cd /tmp; exec python3 -m http.server 8000';
      const containers = [
        main(script, { ...probes, ports: [{ name: 'http', containerPort: 8000 }], volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }),
      ];
      const one = pod(lab.host('probed'), { containers, volumes: [{ name: 'tmp', emptyDir: {} }] });
      expect(await one.probe('main', 'liveness')).toBe(false);
      await one.start();
      await eventually('it accepts connections', 30, () => one.probe('main', 'startup'));
      for (const kind of ['readiness', 'liveness'] as const) await eventually(`${kind} succeeds`, 30, () => one.probe('main', kind));
      writeFileSync(join(one.folder('tmp'), 'seconds'), '60');
      expect(await one.probe('main', 'liveness')).toBe(false);
    });

    it('runs init containers one by one, and a Job to its end', async () => {
      const spec = (script: string): Any => ({
        initContainers: [{ ...main('echo first'), name: 'first' }],
        containers: [main(script)],
      });
      const cronJob = (script: string): Any => ({ metadata: {}, spec: { jobTemplate: { spec: { template: { spec: spec(script) } } } } });
      const host = lab.host('job');
      expect(await new Pod(host, { name: 'job', workload: cronJob('echo second') }).run(30)).toBe('first\nsecond\n');
      await expect(new Pod(host, { name: 'job', workload: cronJob('echo third; exit 7') }).run(30)).rejects.toThrow('ended with 7:\nthird');
    });

    it('has busybox for images on Alpine', async () => {
      const one = pod(lab.host('alpine'), { containers: [idle()] }, { images: { 'example.com:5000/tool': BUSYBOX_IMAGE } });
      await one.start();
      expect((await one.exec('main', ['sh', '--help'])).output).toContain('BusyBox');
      expect((await one.exec('main', ['timeout', '--help'])).output).toContain('BusyBox');
    });
  });

  it('leaves nothing behind', async () => {
    const own = await Lab.start();
    const marker = `${process.pid}${Date.now()}`;
    const one = pod(own.host('one'), { containers: [main(`sleep ${marker} & wait`)] });
    await one.start();
    const isThere = (): boolean => spawnSync('pgrep', ['-x', '-f', `sleep ${marker}`]).status === 0;
    await eventually('it runs', 30, isThere);
    await own.stop();
    expect(isThere()).toBe(false);
    expect(spawnSync('ip', ['-o', 'address'], { encoding: 'utf8' }).stdout).not.toContain(`${own.address}/`);
  });
});
