import { shopsynth } from '../../support/cli';
import { scratch } from '../../support/scratch';

const files = (mine: string) => ({ cwd: scratch({ 'mine.yaml': mine, 'fitted.yaml': 'extends: laptop\nfit: 4Gi\n' }) });

const planned = async (mine: string, ...args: readonly string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await shopsynth(['plan', '--profile', './mine.yaml', '--format', 'json', ...args], files(mine));
  expect([code, stderr]).toEqual([0, '']);
  return { ...JSON.parse(stdout), profile: undefined };
};

const refused = async (mine: string, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await shopsynth(['plan', '--profile', './mine.yaml', ...args], files(mine));
  expect(stdout).toBe('');
  return { code, lines: stderr.split('\n') };
};

describe('a profile that names the size to fit to', () => {
  it.each(['4Gi', '3584Mi', '4.5Gi', '64Gi'])('is the plan that --fit makes, with the limits before: %s', async (size) => {
    expect(await planned(`extends: laptop\nfit: ${size}\n`)).toEqual(await planned('extends: laptop\n', '--fit', size));
  });

  it('is written as --fit writes it', async () => {
    const written = async (mine: string, ...args: readonly string[]) =>
      (await shopsynth(['--profile', './mine.yaml', '--stdout', ...args], files(mine))).stdout;
    const made = await written('extends: laptop\nfit: 4Gi\n');
    expect(made).toContain('mem_limit: 910m');
    expect(made).toBe(await written('extends: laptop\n', '--fit', '4Gi'));
  });

  it('yields to --fit, to --set and to whoever extends it', async () => {
    const there = await planned('extends: laptop\n', '--fit', '3840Mi');
    expect(await planned('extends: laptop\nfit: 4Gi\n', '--fit', '3840Mi')).toEqual(there);
    expect(await planned('extends: laptop\nfit: 4Gi\n', '--set', 'fit=3840Mi')).toEqual(there);
    expect(await planned('extends: ./fitted.yaml\nfit: 3840Mi\n')).toEqual(there);
    expect(await planned('extends: ./fitted.yaml\nfit: null\n')).toEqual(await planned('extends: laptop\n'));
  });

  it('fits what is laid over it as well', async () => {
    const search = 'services: { search: { memory: { limit: 3Gi } } }\n';
    expect(await planned(`extends: ./fitted.yaml\n${search}`)).toEqual(await planned(`extends: laptop\n${search}`, '--fit', '4Gi'));
  });
});

describe('a size to fit to that cannot be', () => {
  it('is told where it stands, with what would help', async () => {
    const { code, lines } = await refused('extends: laptop\nfit: 1100Mi\n');
    expect(code).toBe(5);
    expect(lines[0]).toMatch(/^mine\.yaml:2:6: fit: does not fit: the floors of all services need /);
    expect(lines[1]).toBe('what would help:');
    expect((await refused('extends: laptop\n', '--set', 'fit=1100Mi')).lines[0]).toMatch(/^--set: fit: does not fit: /);
    expect((await refused('extends: laptop\n', '--fit', '1100Mi')).lines[0]).toMatch(/^does not fit: /);
  });

  it.each(['auto', '0Mi', '8', '[8Gi]'])('is told if it is no amount of memory: %s', async (size) => {
    const { code, lines } = await refused(`extends: laptop\nfit: ${size}\n`);
    expect([code, lines[0]]).toEqual([1, expect.stringMatching(/^mine\.yaml:2:6: fit: expected /)]);
  });

  it('belongs to a laptop', async () => {
    const { code, lines } = await refused('extends: cluster\nfit: 8Gi\n');
    expect([code, lines]).toEqual([1, expect.arrayContaining(['mine.yaml:2:1: fit: belongs to a laptop profile'])]);
  });
});

describe('another machine than a profile is fitted to', () => {
  const SAID = 'machine.memory: expected 4Gi, because fit stands in for it';

  it('is refused where it is laid over that profile', async () => {
    expect(await refused('extends: ./fitted.yaml\nmachine: { memory: 2Gi }\n')).toEqual({
      code: 1,
      lines: [`mine.yaml:2:20: ${SAID} (fitted.yaml:2:6), got 2Gi: change fit instead`, ''],
    });
    expect((await refused('extends: laptop\nfit: 4Gi\n', '--set', 'machine.memory=2Gi')).lines[0]).toBe(
      `--set: ${SAID} (mine.yaml:2:6), got 2Gi: change fit instead`,
    );
  });

  it('is no trouble where it is the same, where --fit says otherwise, or where it was there before', async () => {
    const same = await planned('extends: laptop\n', '--fit', '4Gi');
    expect(await planned('extends: ./fitted.yaml\nmachine: { memory: 4Gi }\n')).toEqual(same);
    expect(await planned('extends: ./fitted.yaml\nmachine: { memory: 2Gi }\n', '--fit', '4Gi')).toEqual(same);
    expect(await planned('extends: laptop\nmachine: { memory: 2Gi }\nfit: 4Gi\n')).toEqual(same);
  });
});
