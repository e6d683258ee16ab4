import { scratch } from '../../support/scratch';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { COLLECTOR, Collector } from './collector';
import { ContainerLog, type LinePart } from './container-log';
import { LogSink, type Record } from './log-sink';

jest.setTimeout(300_000);

const MEBIBYTE = 1024 * 1024;

/** A line as a runtime writes it that has 16 KiB for each part. */
const inParts = (text: string): readonly LinePart[] => {
  const parts = text.match(/[\s\S]{1,16384}/g) ?? [];
  return parts.map((part, at): LinePart => (at === parts.length - 1 ? { text: part } : { text: part, partial: true }));
};

/** A text of at least so many characters. */
const repeated = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length));

describeWith(COLLECTOR, 'the shipper, where a line is longer than it takes', () => {
  const records: Record[] = [];
  let sink: LogSink;
  let collector: Collector;

  beforeAll(async () => {
    const port = await freePort();
    sink = new LogSink(port, (record) => records.push(record));
    await sink.start();
    collector = await Collector.in(scratch(), port);
    await collector.start();
  });

  afterAll(async () => {
    await collector?.kill();
    await sink?.stop();
  });

  it.each([
    ['words', 'x=1 password=L0ngPwOfTheLine y=2 ', 2.2],
    ['a URL', 'postgresql://fm:L0ngPwOfTheLine@fm-postgres:5432/cases ', 1.2],
    ['no space', '{"dsn":"postgresql://fm:L0ngPwOfTheLine@fm-postgres:5432/cases","password":"L0ngPwOfTheLine"},', 1.2],
    ['spaces in what is quoted', 'password="a b L0ngPwOfTheLine c d e f g h" ', 1.2],
  ])('lets nothing of a credential through where it cuts, and reads on: %s', async (what, text, mebibytes) => {
    const containers = Array.from({ length: 4 }, (_, n) => `long-${what.replaceAll(/[^a-z]/gi, '').toLowerCase()}-${n}`);
    for (const [n, name] of containers.entries()) {
      const log = new ContainerLog(collector.pods, `faultmaven_${name}-7c9d8f6b5-x2k4j`, name);
      log.parts([
        { text: 'before' },
        ...inParts(`begin ${'-'.repeat(n * 13)} ${repeated(text, mebibytes * MEBIBYTE)}`),
        { text: 'behind' },
        { text: 'last' },
      ]);
    }
    const of = (name: string) => records.filter(({ resource }) => resource['k8s.container.name'] === name).map(({ body }) => body);
    await eventually('all have arrived', 180, () => containers.every((name) => of(name).includes('last')));
    for (const name of containers) {
      const bodies = of(name);
      expect(bodies.filter((body) => /L0ngPw|PwOfThe|TheLine/.test(body)).map((body) => body.slice(-200))).toEqual([]);
      // The line before it is in the same record. Of what is left there are as many records as it was cut into.
      expect([bodies[0]?.slice(0, 12), bodies.slice(1).filter((body) => body !== '***')]).toEqual(['before\nbegin', ['behind', 'last']]);
      expect(bodies.filter((body) => body === '***').length).toBe(Math.floor(mebibytes));
    }
    expect(collector.taken.anonymous).toBeLessThan(collector.limit);
  });
});
