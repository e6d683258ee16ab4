import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAB } from './lab/lab';
import { Pod } from './lab/pod';
import { eventually } from './support/eventually';
import { type Any, committed, find } from './support/manifests';
import { PROJECT, PYTHON, pythonEnv, VENV } from './support/python';
import { RedisCluster } from './support/redis-cluster';
import { describeWith, HAPROXY, REDIS } from './support/tools';
import { foldersOf } from './support/virtual-environment';

jest.setTimeout(400_000);

const MANIFESTS = committed('cluster');
const WORKER: Any = find(MANIFESTS, 'Deployment', /^fm-job-worker$/);
const NAME = 'fm-job-worker';

/** Longer than a failover takes. */
const SECONDS = 20;
/** The worker puts it into a URL as it is. */
const URL_SAFE = 'letters1and2digits';

const APP = '/app';
const IMAGE = {
  binds: { [APP]: PROJECT, ...Object.fromEntries(foldersOf(VENV).map((folder) => [folder, folder])) },
  env: { ...pythonEnv, PYTHONPATH: APP },
  workdir: APP,
};

describeWith([...LAB, REDIS, HAPROXY, PYTHON], "the worker's task, while Redis changes its master", () => {
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
    await pod.start();
    await eventually('the worker takes tasks', 90, () => {
      if (!pod.isRunning(NAME)) throw new Error(pod.log(NAME));
      return pod.log(NAME).includes(' ready.');
    });
    return pod;
  }

  // Whatever a test has left behind.
  afterEach(async () => {
    for (const pod of cluster.pods) if (!pod.isRunning('redis')) await pod.start();
    await cluster.settled();
  });

  const times = (what: string): number => {
    const file = join(worker.folder('tmp'), 'runs');
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line === what).length
      : 0;
  };

  const faults: readonly (readonly [string, (master: Pod) => Promise<void>])[] = [
    ['kill -9', (master) => master.kill()],
    ['a graceful stop', (master) => master.terminate()],
  ];

  it.each(faults)('is finished in spite of %s of the master, and so is the next one', async (fault, strike) => {
    worker = await newWorker(faults.findIndex(([name]) => name === fault));
    const master = await cluster.settled();
    const send = ['python', '-c', `from job_worker.celery_app import work; work.delay(${SECONDS})`];
    expect((await worker.exec(NAME, send, 60_000)).output).toBe('');
    await eventually('the task has begun', 60, () => times('began') === 1);
    await sleep(2000);
    await strike(cluster.pod(master));
    await eventually('the task has ended', 120, () => times('ended') > 0);
    // Nobody else is to begin it again, or it was not finished.
    await sleep((SECONDS + 5) * 1000);
    process.stderr.write(`\na task during ${fault} of the master: begun ${times('began')}, finished ${times('ended')} times\n`);
    expect(times('ended')).toBe(times('began'));
    // As a kubelet does.
    if (!worker.isRunning(NAME)) {
      process.stderr.write(`the worker ended:\n${worker.log(NAME).split('\n').slice(-12).join('\n')}\n`);
      await worker.start();
    }
    // The next one comes through the new master.
    const before = times('ended');
    expect((await worker.exec(NAME, send, 60_000)).output).toBe('');
    await eventually('another task ends', 60, () => times('ended') > before);
    await worker.terminate();
  });
});
