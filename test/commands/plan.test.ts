import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';
import { columnsOf } from '../../lib/wrap';
import { shopsynth } from '../support/cli';

const plan = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout } = await shopsynth(['plan', '--profile', 'laptop', ...args]);
  expect(code).toBe(0);
  return stdout;
};

it('prints the budget as a table', async () => {
  const table = await plan();
  expect(table).toMatch(/^service +limit +reservation +CPU +share +85 % mark$/m);
  expect(table).toMatch(/^search +1Gi +256Mi +0\.5 +25 % +870Mi$/m);
  expect(table).toMatch(/^total +3328Mi +1408Mi +1\.5 +81 %$/m);
  expect(table).toContain('left for the host when every cap is reached: 768Mi\n');
  expect(table).toContain('left for the host at the reservations: 2688Mi\n');
});

it('prints it for programs', async () => {
  const { services, total, left, machine } = JSON.parse(await plan('--format', 'json'));
  expect(services).toHaveLength(4);
  expect(services).toContainEqual({
    service: 'search',
    limitMiB: 1024,
    reservationMiB: 256,
    cpus: 0.5,
    shareOfMachine: 0.25,
    watermarkMiB: 870,
  });
  expect(total).toEqual({ limitMiB: 3328, reservationMiB: 1408, cpus: 1.5 });
  expect(left).toEqual({ atCapsMiB: 768, atReservationsMiB: 2688 });
  expect(machine).toEqual({ memoryMiB: 4096, keepMiB: 1024, cpus: 4 });
});

it('prints it for a pull request', async () => {
  const lines = (await plan('--format', 'markdown')).split('\n');
  expect(lines[0]).toBe('| service | limit | reservation | CPU | share | 85 % mark |');
  expect(lines[1]).toBe('|---|--:|--:|--:|--:|--:|');
});

it('shows what --fit makes of it, beside what was before', async () => {
  const table = await plan('--fit', '4Gi');
  expect(table).toMatch(/^service +before +limit +reservation +CPU +share +85 % mark$/m);
  expect(table).toMatch(/^search +1Gi +910Mi +256Mi /m);
  expect(table).toMatch(/^total +3328Mi +3070Mi /m);
  const lines = (await plan('--fit', '4Gi', '--format', 'markdown')).split('\n');
  expect(lines.slice(0, 2)).toEqual([
    '| service | before | limit | reservation | CPU | share | 85 % mark |',
    '|---|--:|--:|--:|--:|--:|--:|',
  ]);
});

it('shows programs both as well', async () => {
  const { services } = JSON.parse(await plan('--fit', '4Gi', '--format', 'json'));
  expect(services).toContainEqual(expect.objectContaining({ service: 'search', limitBeforeMiB: 1024, limitMiB: 910 }));
});

it('prints what fails instead', async () => {
  expect(await plan('--losses')).toMatch(/^a container takes more memory than its limit\n {2}down: /);
  expect(JSON.parse(await plan('--losses', '--format', 'json'))).toMatchObject({ format: 1, profile: 'laptop' });
  const { code, stdout } = await shopsynth(['plan', '--profile', 'cluster', '--losses', '--format', 'markdown']);
  expect([code, stdout.split('\n')[0]]).toEqual([0, '**a node**']);
});

it('names what has no limit', async () => {
  expect(await plan('--set', 'services.cart=null')).toContain('without any limit, so not counted: cart\n');
});

it('names what is switched off, once', async () => {
  const lines = (await plan('--set', 'services.cart=off')).split('\n');
  expect(lines.filter((line) => line.includes('cart'))).toEqual(['switched off, so not counted: cart']);
});

describe('in colour', () => {
  const { bold, dim, red, yellow } = createColors(true);
  const coloured = (...args: readonly string[]): Promise<string> => plan('--color', 'always', ...args);

  it('shows totals in bold, and what does not fit in red', async () => {
    const table = await coloured();
    expect(table).toContain(`\n${bold('total')} `);
    expect(table).toContain(` ${bold(red('3328Mi'))} `);
    expect(table).toContain(`\n${red('left for the host when every cap is reached: 768Mi')}\n`);
    const fitting = await coloured('--set', 'machine.memory=8Gi');
    expect(fitting).toContain(` ${bold('3328Mi')} `);
    expect(fitting).not.toContain(red('x').slice(0, 5));
  });

  it('shows what was before as less important', async () => {
    expect(await coloured('--fit', '4Gi')).toContain(` ${dim('3328Mi')} `);
  });

  it('marks a cap of which the service needs so much that it is above the mark, and says so in words', async () => {
    const tight = ['--set', 'services.orders.memory.request=null', '--set', 'services.orders.memory.limit=100Mi'];
    expect(await coloured(...tight)).toContain(yellow('85Mi'));
    expect(await plan(...tight)).toMatch(/^floor above 85 % of the cap: orders$/m);
    expect(await plan()).not.toContain('of the cap');
  });

  it('says the same as without', async () => {
    for (const args of [[], ['--fit', '4Gi'], ['--format', 'markdown']])
      expect(stripVTControlCharacters(await coloured(...args))).toBe(await plan(...args));
    expect(await coloured('--format', 'markdown')).not.toContain('\u001b');
  });
});

it.each([[], ['--fit', '4Gi'], ['--set', 'services.cart=null']])('fits into 80 columns: %j', async (...args) => {
  expect((await plan(...args)).split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
});
