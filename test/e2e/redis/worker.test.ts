import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUE } from '../../../lib/faultmaven/celery-rules';
import { record } from '../failover/figures';
import { LAB } from '../lab/lab';
import { Pod } from '../lab/pod';
import { FAULTS } from '../platform/faults';
import { PROMETHEUS, REDIS_EXPORTER } from '../platform/programs';
import { eventually } from '../support/eventually';
import { foldersOf } from '../support/installed';
import { type Any, committed, find } from '../support/manifests';
import { PROJECT, PYTHON, pythonEnv, VENV } from '../support/python';
import { describeWith, HAPROXY, REDIS } from '../support/tools';
import { ORDINALS, RedisCluster } from './cluster';
import { placesOf, watchedRedis } from './watched';

jest.setTimeout(400_000);

const MANIFESTS = committed('cluster');
const WORKER: Any = find(MANIFESTS, 'Deployment', /^fm-job-worker$/);
const NAME = 'fm-job-worker';

/** Longer than a failover takes. */
const SECONDS = 20;
/** The worker puts it into a URL as it is. */
const URL_SAFE = 'letters1and2digits';

/** What sends a task that takes so many seconds. */
const sending = (task: string, seconds: number) => [
  'python',
  '-c',
  `from job_worker.celery_app import work; work.delay("${task}", ${seconds})`,
];

const APP = '/app';
const IMAGE = {
  binds: { [APP]: PROJECT, ...Object.fromEntries(foldersOf(VENV).map((folder) => [folder, folder])) },
  env: { ...pythonEnv, PYTHONPATH: APP },
  workdir: APP,
};

describeWith([...LAB, REDIS, HAPROXY, PYTHON, ...PROMETHEUS, REDIS_EXPORTER], "the worker's task during a failover of Redis", () => {
  /** Does something with a cluster of its own. */
  async function withCluster(use: (cluster: RedisCluster) => Promise<void>): Promise<void> {
    const cluster = await RedisCluster.create(undefined, URL_SAFE);
    try {
      cluster.lab.dns.set(`redis.${WORKER.metadata.namespace}.svc.cluster.local`, cluster.proxy.host.address);
      await cluster.start();
      await use(cluster);
    } finally {
      await cluster.stop();
    }
  }

  /** A new pod of the worker, once it takes tasks. */
  async function newWorker(cluster: RedisCluster): Promise<Pod> {
    const pod = new Pod(cluster.lab.host('worker'), {
      name: 'worker',
      workload: WORKER,
      objects: MANIFESTS,
      secrets: cluster.secrets,
      images: { 'ghcr.io/faultmaven/fm-job-worker': IMAGE },
    });
    await begin(pod, 0);
    return pod;
  }

  /** Starts its containers, as a kubelet does for the first time and each time that they have ended, until it takes tasks. @param known how much it wrote before */
  async function begin(pod: Pod, known = pod.log(NAME).length): Promise<void> {
    await pod.start();
    await eventually('the worker takes tasks', 90, () => {
      if (!pod.isRunning(NAME)) throw new Error(pod.log(NAME));
      return pod.log(NAME).slice(known).includes(' ready.');
    });
  }

  /** How often each line was written, at one moment. */
  function runs(worker: Pod): (line: string) => number {
    const file = join(worker.folder('tmp'), 'runs');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    return (line) => lines.filter((one) => one === line).length;
  }

  const times = (worker: Pod, what: string): number => runs(worker)(what);

  const send = async (worker: Pod, task: string, seconds: number): Promise<void> =>
    expect((await worker.exec(NAME, sending(task, seconds), 60_000)).output).toBe('');

  /** What a fault of the master does to a task, and to the next one. */
  async function suffer(cluster: RedisCluster, fault: string, strike: (master: Pod) => Promise<void>): Promise<void> {
    const worker = await newWorker(cluster);
    const master = await cluster.settled();
    const task = fault.replaceAll(' ', '-');
    await send(worker, task, SECONDS);
    await eventually('the task has begun', 60, () => times(worker, `began ${task}`) > 0);
    await sleep(2000);
    await strike(cluster.pod(master));
    await eventually('the task has ended', 120, () => times(worker, `ended ${task}`) > 0);
    await cluster.pod(master).start();
    // If another child or a new process is to begin it again, it has by then.
    await sleep((SECONDS + 5) * 1000);
    await eventually('whoever has begun it has finished it', 60, () => {
      const counted = runs(worker);
      return counted(`began ${task}`) === counted(`ended ${task}`);
    });
    const ended = times(worker, `ended ${task}`);
    // What Celery could not acknowledge it gives out again when its time for it is over, an hour in FaultMaven's settings.
    const kept = await cluster.ask(await cluster.settled(), 6379, 'HLEN', 'celery_faultmaven_unacked');
    const state = worker.isRunning(NAME) ? 'goes on' : `has ended:\n${worker.log(NAME).split('\n').slice(-12).join('\n')}`;
    process.stderr.write(
      `\na task during ${fault} of the master: begun and finished ${ended} times, ${kept} not acknowledged; the worker ${state}\n`,
    );
    if (!worker.isRunning(NAME)) await begin(worker);
    // The next one comes through the new master.
    await send(worker, 'next', 1);
    await eventually('another task ends', 60, () => times(worker, 'ended next') > 0);
    await worker.terminate();
  }

  const faults: readonly (readonly [string, (master: Pod) => Promise<void>])[] = [
    ['kill -9', (master) => master.kill()],
    ['a graceful stop', (master) => master.terminate()],
  ];
  const suffered = new Map<string, Promise<void>>();

  // They wait for most of their time, so each has a cluster of its own, and they wait at the same time.
  beforeAll(() => {
    for (const [fault, strike] of faults) {
      const outcome = withCluster((cluster) => suffer(cluster, fault, strike));
      outcome.catch(() => {});
      suffered.set(fault, outcome);
    }
  });

  afterAll(async () => {
    await Promise.allSettled(suffered.values());
  });

  it.each(faults)('is finished in spite of %s of the master, and so is the next task', async (fault) => {
    await suffered.get(fault);
  });

  it('an idle worker ends when Redis refuses writes without replicas, and works after a restart', () => withCluster(idle));

  async function idle(cluster: RedisCluster): Promise<void> {
    const worker = await newWorker(cluster);
    const master = await cluster.settled();
    const replicas = ORDINALS.filter((ordinal) => ordinal !== master).map((ordinal) => cluster.pod(ordinal));
    const fault = 'both replicas killed, with their Sentinels';
    const watch = await watchedRedis(placesOf(cluster), URL_SAFE);
    try {
      await watch.quiet();
      await watch.during(fault, FAULTS.worker[fault], async (untilFired) => {
        // While the Sentinels name the master, the proxy leads to it, so the worker is told. It asks once a second. Without them the proxy
        // cuts its connection within half a second, so it would depend on chance whether it had asked before.
        await Promise.all(replicas.map((pod) => pod.kill('redis')));
        await eventually('the worker has ended', 60, () => !worker.isRunning(NAME));
        expect([worker.exitCode(NAME), worker.log(NAME)]).toEqual([1, expect.stringContaining('NOREPLICAS')]);
        await Promise.all(replicas.map((pod) => pod.kill()));
        // Others go on asking.
        const asking = setInterval(() => cluster.ask(master, 6379, 'SET', 'refused', 'x').catch(() => {}), 200);
        await untilFired().finally(() => clearInterval(asking));
        await Promise.all(replicas.map((pod) => pod.start()));
        await cluster.settled();
      });
      record('alerts-of-worker', { faults: watch.seen });
    } finally {
      await watch.stop();
    }
    await begin(worker);
    await send(worker, 'afterwards', 1);
    await eventually('a task ends', 60, () => times(worker, 'ended afterwards') > 0);
    // Where tasks wait. The worker may have asked for the first of them before it was stopped.
    worker.freeze(NAME);
    for (const task of ['taken', 'waiting']) await send(worker, task, 1);
    expect(await cluster.ask(master, 6379, 'LLEN', QUEUE.key)).toBeGreaterThan(0);
    worker.thaw(NAME);
    await eventually('it is taken', 60, () => times(worker, 'ended waiting') > 0);
    await worker.terminate();
  }
});
