import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';
import { columnsOf } from '../../lib/wrap';
import { fmsynth } from '../support/cli';

const plan = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout } = await fmsynth(['plan', '--profile', 'laptop', ...args]);
  expect(code).toBe(0);
  return stdout;
};

it('prints the budget as a table', async () => {
  const table = await plan();
  expect(table).toMatch(/^service +limit +reservation +CPU +share +85 % mark$/m);
  expect(table).toMatch(/^agent +1536Mi +512Mi +1 +19 % +1305Mi$/m);
  expect(table).toMatch(/^total +7552Mi +3328Mi +2\.75 +92 %$/m);
  expect(table).toContain('left for the host when every cap is reached: 640Mi\n');
  expect(table).toContain('left for the host at the reservations: 4864Mi\n');
});

it('prints it for programs', async () => {
  const { services, total, left, machine } = JSON.parse(await plan('--format', 'json'));
  expect(services).toHaveLength(12);
  expect(services).toContainEqual({
    service: 'redis',
    limitMiB: 512,
    reservationMiB: 256,
    cpus: 0.25,
    shareOfMachine: 0.0625,
    watermarkMiB: 435,
  });
  expect(total).toEqual({ limitMiB: 7552, reservationMiB: 3328, cpus: 2.75 });
  expect(left).toEqual({ atCapsMiB: 640, atReservationsMiB: 4864 });
  expect(machine).toEqual({ memoryMiB: 8192, keepMiB: 2048, cpus: 4 });
});

it('prints it for a pull request', async () => {
  const lines = (await plan('--format', 'markdown')).split('\n');
  expect(lines[0]).toBe('| service | limit | reservation | CPU | share | 85 % mark |');
  expect(lines[1]).toBe('|---|--:|--:|--:|--:|--:|');
});

it('shows what --fit makes of it, beside what was before', async () => {
  const table = await plan('--fit', '8Gi');
  expect(table).toMatch(/^service +before +limit +reservation +CPU +share +85 % mark$/m);
  expect(table).toMatch(/^agent +1536Mi +1149Mi +512Mi /m);
  expect(table).toMatch(/^total +7552Mi +6139Mi /m);
  const lines = (await plan('--fit', '8Gi', '--format', 'markdown')).split('\n');
  expect(lines.slice(0, 2)).toEqual([
    '| service | before | limit | reservation | CPU | share | 85 % mark |',
    '|---|--:|--:|--:|--:|--:|--:|',
  ]);
});

it('shows programs both as well', async () => {
  const { services } = JSON.parse(await plan('--fit', '8Gi', '--format', 'json'));
  expect(services).toContainEqual(expect.objectContaining({ service: 'agent', limitBeforeMiB: 1536, limitMiB: 1149 }));
});

it('names what has no limit', async () => {
  expect(await plan('--set', 'services.dashboard=null')).toContain('without any limit, so not counted: dashboard\n');
});

it('names what is switched off', async () => {
  expect(await plan('--set', 'services.dashboard=off')).toContain('\nswitched off: dashboard\n');
});

describe('in colour', () => {
  const { bold, dim, red, yellow } = createColors(true);
  const coloured = (...args: readonly string[]): Promise<string> => plan('--color', 'always', ...args);

  it('shows totals in bold, and what does not fit in red', async () => {
    const table = await coloured();
    expect(table).toContain(`\n${bold('total')} `);
    expect(table).toContain(` ${bold(red('7552Mi'))} `);
    expect(table).toContain(`\n${red('left for the host when every cap is reached: 640Mi')}\n`);
    const fitting = await coloured('--set', 'machine.memory=16Gi');
    expect(fitting).toContain(` ${bold('7552Mi')} `);
    expect(fitting).not.toContain(red('x').slice(0, 5));
  });

  it('shows what was before as less important', async () => {
    expect(await coloured('--fit', '8Gi')).toContain(` ${dim('7552Mi')} `);
  });

  it('marks a cap of which the service needs so much that it is above the mark, and says so in words', async () => {
    const tight = ['--set', 'services.job-worker.memory.limit=260Mi'];
    expect(await coloured(...tight)).toContain(yellow('221Mi'));
    expect(await plan(...tight)).toMatch(/^floor above 85 % of the cap: (.*, )?job-worker(, .*)?$/m);
    expect(await plan('--set', 'services.job-worker.memory.limit=2Gi')).not.toMatch(/of the cap: .*job-worker\b(?!-)/);
  });

  it('says the same as without', async () => {
    for (const args of [[], ['--fit', '8Gi'], ['--format', 'markdown']])
      expect(stripVTControlCharacters(await coloured(...args))).toBe(await plan(...args));
    expect(await coloured('--format', 'markdown')).not.toContain('\u001b');
  });
});

it.each([[], ['--fit', '8Gi'], ['--set', 'services.dashboard=null']])('fits into 80 columns: %j', async (...args) => {
  expect((await plan(...args)).split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
});
