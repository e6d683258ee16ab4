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
