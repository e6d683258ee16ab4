import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUE } from '../../../lib/platform/logging/delivery';
import { CREDENTIALS, ORDINARY } from '../../support/corpus';
import { scratch } from '../../support/scratch';
import { freePort } from '../control-plane/free-port';
import { forget, record, type ShipperFault } from '../failover/figures';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { COLLECTOR, Collector, MEBIBYTE } from './collector';
import { ContainerLog, type LinePart } from './container-log';
import { LogSink, type Record } from './log-sink';
import { Numbered } from './numbered-lines';

jest.setTimeout(500_000);

/** What one container writes, by the name of the container. */
const bodiesOf = (records: readonly Record[], container: string): readonly string[] =>
  records.filter(({ resource }) => resource['k8s.container.name'] === container).map(({ body }) => body);

/** A queue that fills within seconds, in bytes. */
const SMALL = 2 * MEBIBYTE;

/** A text in two parts, cut at each place. */
const cuts = (text: string): readonly (readonly [string, string])[] =>
  [...text].slice(1).map((_, at) => [text.slice(0, at + 1), text.slice(at + 1)]);

describeWith(COLLECTOR, 'the shipper, with the pipeline as it is generated', () => {
  const faults: ShipperFault[] = [];
  let records: Record[] = [];
  let numbered = new Numbered();
  let sink: LogSink;
  let collector: Collector;

  const log = (container: string, pod = `faultmaven_${container}-7c9d8f6b5-x2k4j`, rotatesAt?: number) =>
    new ContainerLog(collector.pods, pod, container, rotatesAt);

  beforeAll(async () => {
    forget('shipper');
    const port = await freePort();
    sink = new LogSink(port, (record) => {
      if (!numbered.take(record.body)) records.push(record);
    });
    await sink.start();
    collector = await Collector.in(scratch(), port);
    await collector.start();
  });

  beforeEach(() => {
    records = [];
    numbered = new Numbered();
  });

  afterAll(async () => {
    await collector?.kill();
    await sink?.stop();
  });

  /**
   * Plays a fault, waits until every line that was written meanwhile has arrived, and keeps what it cost.
   *
   * @param play what it returns is said of what was done, in the place of `…`
   */
  const played = async (fault: string, doing: string, within: number, play: () => Promise<string | undefined>): Promise<ShipperFault> => {
    numbered = new Numbered();
    collector.forgetTaken();
    const done = doing.replace('…', (await play()) ?? '…');
    const seconds = await eventually('every line has arrived', within, () => numbered.lost === 0).catch(() => within);
    // What comes twice may come late.
    await sleep(2000);
    const [memory, resident, disk] = [collector.taken.anonymous, collector.taken.resident, collector.taken.disk].map(
      (bytes) => bytes / MEBIBYTE,
    ) as [number, number, number];
    const { total: lines, lost, doubled } = numbered;
    const cost = { fault, done, lines, lost, doubled, seconds, memory, resident, disk };
    process.stdout.write(`${JSON.stringify(cost)}\n`);
    expect([fault, lost]).toEqual([fault, 0]);
    // Nothing was seen of a process that takes none.
    expect(Math.min(memory, resident, disk)).toBeGreaterThan(0);
    expect(collector.taken.anonymous).toBeLessThan(collector.limit);
    faults.push(cost);
    return cost;
  };

  it('lets no credential through, whatever form it has', async () => {
    const container = log('credentials');
    container.lines(CREDENTIALS.flatMap(({ text }) => text.split('\n')));
    container.lines(['last of credentials']);
    await eventually('all have arrived', 60, () => bodiesOf(records, 'credentials').some((body) => body.includes('last of credentials')));
    const bodies = bodiesOf(records, 'credentials');
    expect(CREDENTIALS.flatMap(({ secrets }) => secrets).filter((secret) => bodies.some((body) => body.includes(secret)))).toEqual([]);
    expect(bodies.length).toBeGreaterThanOrEqual(CREDENTIALS.length);
  });

  it('lets ordinary lines through as they are', async () => {
    log('ordinary').lines(ORDINARY);
    await eventually('all have arrived', 60, () => bodiesOf(records, 'ordinary').length === ORDINARY.length);
    expect(bodiesOf(records, 'ordinary')).toEqual(ORDINARY);
  });

  it('finds a credential that the runtime has cut, at every place, and with the other stream in between', async () => {
    const line = (stream: string) => `INFO - ${stream} postgresql+asyncpg://fm:Spl1tPassw0rd@fm-postgres:5432/cases is the URL`;
    const url = /postgresql\+asyncpg:\/\/fm:\*\*\*@fm-postgres:5432\/cases is the URL$/m;
    log('cut').parts(cuts(line('cut')).flatMap(([one, other]): readonly LinePart[] => [{ text: one, partial: true }, { text: other }]));
    log('tangled').parts(
      cuts(line('tangled')).flatMap(([one, other]): readonly LinePart[] => [
        { text: one, stream: 'stderr', partial: true },
        { text: 'of the other stream' },
        { text: other.slice(0, 1), stream: 'stderr', partial: true },
        { text: 'and of it again' },
        { text: other.slice(1), stream: 'stderr' },
      ]),
    );
    await eventually('all have arrived', 60, () =>
      ['cut', 'tangled'].every((name) => bodiesOf(records, name).length === line(name).length - 1),
    );
    for (const name of ['cut', 'tangled']) {
      expect(bodiesOf(records, name).filter((body) => !url.test(body))).toEqual([]);
      expect(bodiesOf(records, name).filter((body) => body.includes('Spl1t') || body.includes('Passw0rd'))).toEqual([]);
    }
    expect(bodiesOf(records, 'cut')[0]).toBe('INFO - cut postgresql+asyncpg://fm:***@fm-postgres:5432/cases is the URL');
  });

  it('gives a line without the mark of a runtime the time at which it was read, and takes its text, of which another has the beginning', async () => {
    const folder = join(collector.pods, `faultmaven_torn-0_${'0'.repeat(8)}-aaaa-bbbb-cccc-${'0'.repeat(12)}`, 'torn');
    mkdirSync(folder, { recursive: true });
    const since = Date.now();
    writeFileSync(join(folder, '0.log'), 'rest of a line\n');
    await eventually('it has arrived', 60, () => bodiesOf(records, 'torn').length === 1);
    const [{ time, attributes } = { time: 0, attributes: {} }] = records.filter(
      ({ resource }) => resource['k8s.container.name'] === 'torn',
    );
    expect(bodiesOf(records, 'torn')).toEqual(['***']);
    expect(time).toBeGreaterThanOrEqual(since - 1000);
    expect(attributes).toEqual({});
  });

  it('makes one record of a traceback, and says of each where it comes from and how bad it is', async () => {
    const traceback = [
      '2026-11-28 05:00:00,123 - case_service.main - ERROR - failed',
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 7, in start',
      '    connect("postgresql://fm:tr4ce@db/x")',
      'ConnectionError: postgresql://fm:tr4ce@db/x',
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 9, in start',
      'fm_core.errors.StartupFailed: no database',
    ];
    const next = '{"event": "started", "level": "warning", "correlation_id": "c-1", "logger": "a.b", "password": "x1y2z3"}';
    log('traceback').lines([...traceback, next, 'INFO:     plain']);
    await eventually('all have arrived', 60, () => bodiesOf(records, 'traceback').length === 3);
    const [first, second, third] = records.filter(({ resource }) => resource['k8s.container.name'] === 'traceback');
    expect(first?.body).toBe(traceback.join('\n').replaceAll('tr4ce', '***'));
    expect(first).toMatchObject({
      severity: 'ERROR',
      attributes: { 'log.iostream': 'stdout' },
      resource: {
        'k8s.namespace.name': 'faultmaven',
        'k8s.pod.name': 'traceback-7c9d8f6b5-x2k4j',
        'k8s.container.restart_count': '0',
        'k8s.node.name': 'node-1',
        'service.name': 'traceback',
      },
    });
    expect(second).toMatchObject({
      body: next.replace('x1y2z3', '***'),
      severity: 'warning',
      attributes: { correlation_id: 'c-1', logger: 'a.b', 'log.iostream': 'stdout' },
    });
    expect(Object.keys(second?.attributes ?? {}).sort()).toEqual(['correlation_id', 'log.iostream', 'logger']);
    expect(third).toMatchObject({ body: 'INFO:     plain', severity: 'INFO' });
  });

  it('reads no namespace of somebody else, and nothing of itself', async () => {
    log('other', 'faultmaven2_other-7c9d8f6b5-x2k4j').lines(['of another deployment']);
    log('kube-proxy', 'kube-system_kube-proxy-x2k4j').lines(['of the cluster']);
    log('log-shipper', 'faultmaven-node_log-shipper-x2k4j').lines(['of itself']);
    log('node-exporter', 'faultmaven-node_node-exporter-x2k4j').lines(['of its neighbour']);
    await eventually('what is ours has arrived', 60, () => records.length > 0);
    await sleep(1000);
    expect(records.map(({ body }) => body)).toEqual(['of its neighbour']);
  });

  it('counts the requests of the edge by route, class of status and time', async () => {
    const edge = log('fm-edge');
    /** @param took what whoever is behind the edge took, after the time of the whole request */
    const request = (path: string, status: number, took: string) =>
      `10.1.2.3 - - [28/Nov/2026:05:00:00 +0000] "GET ${path} HTTP/1.1" ${status} 512 "curl/8" 40.000 ${took}`;
    edge.lines(['no request']);
    // Of what is there when it finds the file it counts nothing.
    await eventually('it has found the file', 60, () => bodiesOf(records, 'fm-edge').length > 0);
    edge.lines([
      request('/api/v1/cases/7', 200, '0.042'),
      request('/api/v1/cases/8', 200, '0.050'),
      request('/api/v1/cases/9', 503, '12.001'),
      request('/api/v1/agent/query', 504, '35.000'),
      request('/', 200, '0.001'),
      request('/api/v1/evidence', 429, '-'),
      request('https://grafana.example.com/api/v1/cases', 500, '0.2'),
      'nothing that looks like a request',
    ]);
    const counted = async () =>
      Object.fromEntries(
        [...(await collector.requests()).matchAll(/^access_log_requests_total\{(.*)\} (\d+)$/gm)].map(([, labels = '', value]) => {
          const of = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1];
          return [['namespace', 'container', 'route', 'status', 'within'].map(of).join(' '), Number(value)];
        }),
      );
    const wanted = {
      'faultmaven fm-edge cases 2xx 0.1': 2,
      'faultmaven fm-edge cases 5xx 30': 1,
      'faultmaven fm-edge agent 5xx longer': 1,
      'faultmaven fm-edge pages 2xx 0.1': 1,
      'faultmaven fm-edge evidence 4xx 0.1': 1,
      'faultmaven fm-edge platform 5xx 0.5': 1,
    };
    await eventually(
      'all are counted',
      30,
      async () => JSON.stringify(Object.keys(await counted()).sort()) === JSON.stringify(Object.keys(wanted).sort()),
    );
    expect(await counted()).toEqual(wanted);
    edge.lines([request('/api/v1/cases/7', 200, '0.042')]);
    await eventually('it counts on', 30, async () => (await counted())['faultmaven fm-edge cases 2xx 0.1'] === 3);
  });

  it('loses nothing where files are rotated and compressed, cut off, and begun anew', async () => {
    const rotated = log('rotated', undefined, 300_000);
    const { doubled } = await played(
      'files rotated',
      'wrote 1,600 lines/s to one container, whose file was rotated, and the one before it compressed, every 1 to 2 s',
      60,
      async () => {
        for (let round = 0; round < 40; round++) {
          rotated.lines(numbered.next(400));
          await sleep(250);
        }
      },
    );
    const cut = log('cut-off');
    const { doubled: again } = await played('files cut off', 'cut a file off three times, once it had been read', 60, async () => {
      for (let round = 0; round < 3; round++) {
        cut.lines(numbered.next(500));
        // What is cut off before it was read is nobody's.
        await eventually('it has been read', 60, () => numbered.lost === 0);
        cut.truncate();
      }
    });
    expect([doubled, again]).toEqual([0, 0]);
  });

  it('loses nothing when it is killed, and ships no more twice than was written since it had last read everything', async () => {
    const container = log('killed');
    const [rounds, tenths, each] = [4, { before: 10, since: 5 }, 300];
    const write = async (times: number): Promise<void> => {
      for (let tenth = 0; tenth < times; tenth++) {
        container.parts(
          numbered
            .next(each)
            .flatMap((text, index): readonly LinePart[] =>
              index % 50 === 0
                ? [
                    { text: text.slice(0, 20), partial: true },
                    { text: text.slice(20) },
                    { text: 'Traceback (most recent call last):' },
                    { text: '  File "x.py", line 1, in y' },
                    { text: 'ValueError: z' },
                  ]
                : [{ text }],
            ),
        );
        await sleep(100);
      }
    };
    /** A round of reading ends with a note of how far it came. */
    const noted = async (): Promise<void> => {
      await eventually('it has read what was there', 60, () => numbered.lost === 0);
      await sleep(1000);
    };
    const { doubled } = await played(
      'collector killed',
      'killed it four times (kill -9) at up to 3,000 lines/s, and rotated a file each time before it started again',
      90,
      async () => {
        for (let round = 0; round < rounds; round++) {
          await noted();
          await write(tenths.before);
          await noted();
          await write(tenths.since);
          await collector.kill();
          container.lines(numbered.next(each));
          container.rotate();
          container.lines(numbered.next(each));
          await collector.start();
        }
      },
    );
    expect(doubled).toBeLessThanOrEqual(rounds * tenths.since * each);
  });

  describe('with a queue that is full, because the store is away', () => {
    const set = { 'exporters::otlp_http::sending_queue::queue_size': SMALL };
    /** How many records are in the queue or behind it. */
    const accepted = () => collector.metric('otelcol_receiver_accepted_log_records_total');

    beforeEach(async () => {
      await collector.kill();
      await collector.start(set);
      await sink.stop();
    });

    afterEach(async () => {
      await sink.start();
      await collector.kill();
      await collector.start();
    });

    /** Writes until the queue is full, and as much again, while files are rotated that were not read. */
    const fill = async (container: ContainerLog): Promise<void> => {
      const before = await accepted();
      const write = async (): Promise<void> => {
        for (let round = 0; round < 20; round++) {
          container.lines(numbered.next(500));
          await sleep(50);
        }
        container.rotate();
      };
      await write();
      await write();
      let last = -1;
      await eventually('it takes nothing more in', 90, async () => {
        const [now, queued] = await Promise.all([accepted(), collector.metric('otelcol_exporter_queue_size')]);
        const isFull = now === last && queued > SMALL - MEBIBYTE;
        last = now;
        await sleep(1000);
        return isFull;
      });
      await write();
      await sleep(2000);
      expect(await accepted()).toBe(last);
      expect(last - before).toBeLessThan(numbered.total / 2);
      expect(await collector.metric('otelcol_exporter_enqueue_failed_log_records_total')).toBe(0);
      expect(await collector.metric('otelcol_receiver_refused_log_records_total')).toBe(0);
      expect(await collector.metric('otelcol_exporter_queue_size')).toBeLessThanOrEqual(SMALL);
    };

    it('reads no further, drops nothing, and goes on once the store is back', async () => {
      const { doubled, disk } = await played(
        'queue full',
        `took the store away, wrote until a queue of ${SMALL / MEBIBYTE} MiB was full, and as much again, and rotated files that were not read; then the store came back`,
        180,
        async () => {
          await fill(log('full'));
          await sink.start();
        },
      );
      expect(doubled).toBe(0);
      expect(disk).toBeLessThan((2 * SMALL) / MEBIBYTE);
    });

    it('has it after it was killed, and ships at most what is in it twice', async () => {
      let queued = 0;
      const { doubled, disk } = await played(
        'collector killed while its queue is full',
        'the same, and killed it (kill -9) and started it again before the store came back',
        180,
        async () => {
          const before = await accepted();
          await fill(log('full-and-killed'));
          queued = (await accepted()) - before;
          await collector.kill();
          await collector.start(set);
          await sink.start();
        },
      );
      expect(doubled).toBeLessThanOrEqual(queued);
      expect(disk).toBeLessThan((2 * SMALL) / MEBIBYTE);
    });
  });

  it('loses nothing of some ten thousand lines a second, or of what is written while the store is away for a minute', async () => {
    // Four containers, so that the kubelet keeps what each writes for more than a minute.
    const containers = ['busy-1', 'busy-2', 'busy-3', 'busy-4'].map((name) => log(name));
    /** Writes as many as are wanted, or as this machine can. Returns how many a second that were, in full hundreds. */
    const writing = async (seconds: number, perSecond: number): Promise<string> => {
      const [start, before] = [Date.now(), numbered.total];
      for (let tenth = 0; tenth < seconds * 10; tenth++) {
        for (const container of containers) container.lines(numbered.next(perSecond / 10 / containers.length));
        await sleep(Math.max(0, start + (tenth + 1) * 100 - Date.now()));
      }
      return (Math.round(((numbered.total - before) * 10) / (Date.now() - start)) * 100).toLocaleString('en');
    };
    const busy = await played('as many lines as this machine writes', 'wrote … lines/s for a minute to four containers', 240, () =>
      writing(60, 10_000),
    );
    const away = await played('store away', 'took it away for a minute, at … lines/s', 120, async () => {
      await sink.stop();
      const rate = await writing(60, 2000);
      await sink.start();
      return rate;
    });
    expect(busy.doubled).toBe(0);
    // Those of which the store had taken the lines, and not answered, when it went away.
    expect(away.doubled).toBeLessThanOrEqual(QUEUE.requests * sink.largest);
  });

  it('was measured in every fault', () => {
    expect(faults).toHaveLength(7);
    record('shipper', { limit: collector.limit / MEBIBYTE, faults });
  });
});
