import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAB } from '../lab/lab';
import { Pod } from '../lab/pod';
import { eventually } from '../support/eventually';
import { foldersOf } from '../support/installed';
import { type Any, committed, find } from '../support/manifests';
import { PROJECT, PYTHON, pythonEnv, VENV } from '../support/python';
import { describeWith, HAPROXY, REDIS } from '../support/tools';
import { ORDINALS, RedisCluster } from './cluster';

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

describeWith([...LAB, REDIS, HAPROXY, PYTHON], "the worker's task during a failover of Redis", () => {
  let cluster: RedisCluster;
  let worker: Pod;

  beforeAll(async () => {
    cluster = await RedisCluster.create(undefined, URL_SAFE);
    cluster.lab.dns.set(`redis.${WORKER.metadata.namespace}.svc.cluster.local`, cluster.proxy.host.address);
    await cluster.start();
  });

  afterAll(async () => cluster?.stop());

  /** A new pod of the worker, once it takes tasks. */
  async function newWorker(number: number): Promise<Pod> {
    const pod = new Pod(cluster.lab.host(`worker-${number}`), {
      name: `worker-${number}`,
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

  // Whatever a test has left behind.
  afterEach(async () => {
    for (const pod of cluster.pods) if (!pod.isRunning('redis')) await pod.start();
    const master = await cluster.settled();
    await cluster.ask(master, 6379, 'FLUSHALL');
  });

  /** How often each line was written, at one moment. */
  function runs(): (line: string) => number {
    const file = join(worker.folder('tmp'), 'runs');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    return (line) => lines.filter((one) => one === line).length;
  }

  const times = (what: string): number => runs()(what);

  const send = async (task: string, seconds: number): Promise<void> =>
    expect((await worker.exec(NAME, sending(task, seconds), 60_000)).output).toBe('');

  const faults: readonly (readonly [string, (master: Pod) => Promise<void>])[] = [
    ['kill -9', (master) => master.kill()],
    ['a graceful stop', (master) => master.terminate()],
  ];

  it.each(faults)('is finished in spite of %s of the master, and so is the next task', async (fault, strike) => {
    worker = await newWorker(faults.findIndex(([name]) => name === fault));
    const master = await cluster.settled();
    const task = fault.replaceAll(' ', '-');
    await send(task, SECONDS);
    await eventually('the task has begun', 60, () => times(`began ${task}`) > 0);
    await sleep(2000);
    await strike(cluster.pod(master));
    await eventually('the task has ended', 120, () => times(`ended ${task}`) > 0);
    await cluster.pod(master).start();
    // If another child or a new process is to begin it again, it has by then.
    await sleep((SECONDS + 5) * 1000);
    await eventually('whoever has begun it has finished it', 60, () => {
      const counted = runs();
      return counted(`began ${task}`) === counted(`ended ${task}`);
    });
    const ended = times(`ended ${task}`);
    // What Celery could not acknowledge it gives out again when its time for it is over, an hour in FaultMaven's settings.
    const kept = await cluster.ask(await cluster.settled(), 6379, 'HLEN', 'celery_faultmaven_unacked');
    const state = worker.isRunning(NAME) ? 'goes on' : `has ended:\n${worker.log(NAME).split('\n').slice(-12).join('\n')}`;
    process.stderr.write(
      `\na task during ${fault} of the master: begun and finished ${ended} times, ${kept} not acknowledged; the worker ${state}\n`,
    );
    if (!worker.isRunning(NAME)) await begin(worker);
    // The next one comes through the new master.
    await send('next', 1);
    await eventually('another task ends', 60, () => times('ended next') > 0);
    await worker.terminate();
  });

  it('an idle worker ends when Redis refuses writes without replicas, and works after a restart', async () => {
    worker = await newWorker(faults.length);
    const master = await cluster.settled();
    const replicas = ORDINALS.filter((ordinal) => ordinal !== master).map((ordinal) => cluster.pod(ordinal));
    // As after all Redis have restarted: the master is there before they are.
    await Promise.all(replicas.map((pod) => pod.kill('redis')));
    await eventually('the worker has ended', 60, () => !worker.isRunning(NAME));
    expect([worker.exitCode(NAME), worker.log(NAME)]).toEqual([1, expect.stringContaining('NOREPLICAS')]);
    await Promise.all(replicas.map((pod) => pod.start('redis')));
    await cluster.settled();
    await begin(worker);
    await send('afterwards', 1);
    await eventually('a task ends', 60, () => times('ended afterwards') > 0);
    await worker.terminate();
  });
});
