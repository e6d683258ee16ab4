import { fmsynth, type Outcome } from '../../support/cli';
import { scratch } from '../../support/scratch';

/** What a shipped profile with flags says when it takes the place of the same with others. */
async function diff(profile: string, first: readonly string[], second: readonly string[], ...flags: readonly string[]): Promise<Outcome> {
  const base = scratch();
  const sets = (all: readonly string[]): readonly string[] => all.flatMap((one) => ['--set', one]);
  expect(await fmsynth(['--profile', profile, '--output', base, '--quiet', ...sets(first)])).toMatchObject({ code: 0 });
  return fmsynth(['diff', '--profile', profile, '--against', `dir:${base}`, ...sets(second), ...flags]);
}

describe('on a laptop', () => {
  it('cases go with the container of their process, and vectors with a container that has no volume', async () => {
    const { code, stdout } = await diff('laptop', [], ['services.case.memory.limit=300Mi', 'services.chromadb.memory.limit=900Mi']);
    expect(code).toBe(6);
    expect(stdout).toContain('container-data-lost:case  its container is recreated, which destroys what it keeps in memory: cases');
    expect(stdout).toContain(
      'container-data-lost:chromadb  its container is recreated, which destroys what it keeps inside: the vectors of',
    );
  });

  it('cases go also where everything else is on disks', async () => {
    const persist = 'switches.persist=true';
    const { code, stdout } = await diff(
      'laptop',
      [persist],
      [persist, 'services.case.memory.limit=300Mi', 'services.chromadb.memory.limit=900Mi'],
    );
    expect(code).toBe(6);
    expect(stdout).toContain('container-data-lost:case');
    expect(stdout).not.toContain('container-data-lost:chromadb');
  });

  it('uploads, vectors and the volume of Chroma are no longer found without persist', async () => {
    const { code, stdout } = await diff('laptop', ['switches.persist=true'], []);
    expect(code).toBe(6);
    for (const kind of ['evidence', 'knowledge', 'chromadb']) expect(stdout).toContain(`container-data-lost:${kind}  it no longer finds `);
    expect(stdout).toContain('which stay in the volume chromadb-data');
  });

  it('nothing is told of services that keep nothing', async () => {
    const { code, stdout } = await diff('laptop', [], ['services.agent.memory.limit=900Mi'], '--summary');
    expect([code, stdout.includes('Compose recreates agent; no loss of data is known.')]).toEqual([3, true]);
  });
});
