import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratch } from '../../support/scratch';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { COLLECTOR, Collector } from './collector';
import { ContainerLog } from './container-log';
import { LogSink } from './log-sink';
import { Numbered } from './numbered-lines';

jest.setTimeout(900_000);

const RATES = [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 10_000, 12_000];
const SECONDS = 20;
const CONTAINERS = 4;

describeWith(
  [...COLLECTOR, { name: 'taskset (apt-get install util-linux)', probe: ['taskset', '--version'] }],
  'the shipper on one core',
  () => {
    it('keeps up with 1,000 lines a second, and says with how many more it does', async () => {
      const numbered = new Numbered();
      const port = await freePort();
      const sink = new LogSink(port, ({ body }) => numbered.take(body));
      await sink.start();
      const collector = await Collector.in(scratch(), port);
      await collector.start();
      try {
        execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', '0', String(collector.pid)]);
        const logs = Array.from(
          { length: CONTAINERS },
          (_, n) => new ContainerLog(collector.pods, `faultmaven_busy-${n}-7c9d8f6b5-x2k4j`, `busy-${n}`),
        );
        const steady: number[] = [];
        for (const rate of RATES) {
          const start = Date.now();
          for (let tenth = 0; tenth < SECONDS * 10; tenth++) {
            for (const log of logs) log.lines(numbered.next(rate / 10 / CONTAINERS));
            await sleep(Math.max(0, start + (tenth + 1) * 100 - Date.now()));
          }
          // A record waits three seconds for more of it, and a batch one for more records.
          await eventually('what was written last has arrived', 7, () => numbered.lost === 0).catch(() => undefined);
          const behind = numbered.lost;
          process.stdout.write(`${JSON.stringify({ rate, behind })}\n`);
          if (behind > 0) break;
          steady.push(rate);
        }
        process.stdout.write(`${JSON.stringify({ keepsUpWith: steady.at(-1), linesEach: 150 })}\n`);
        expect(steady.at(-1)).toBeGreaterThanOrEqual(1000);
        await eventually('all have arrived', 300, () => numbered.lost === 0);
      } finally {
        await collector.kill();
        await sink.stop();
      }
    });
  },
);
