import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INDEX } from '../../lib/output/file-name';
import { FIXTURE } from '../fixture/shop';
import { type Outcome, shopsynth } from '../support/cli';
import { committed, edit } from '../support/repository';
import { scratch } from '../support/scratch';

/** The shop's profiles and what they become, in a folder. */
function project(root = scratch()): string {
  for (const folder of ['profiles', 'dist']) cpSync(join(FIXTURE, folder), join(root, folder), { recursive: true });
  return root;
}

const diffIn = (root: string, ...args: readonly string[]): Promise<Outcome> => shopsynth(['diff', ...args], { root, cwd: root });

describe('a base without any output', () => {
  /** A repository whose outputs are in a folder of their own, and are not looked for there. */
  const nested = (): string => {
    const root = scratch();
    project(join(root, 'infra/fm'));
    return committed(root);
  };

  it.each([
    ['one profile', ['--profile', './fm/profiles/cluster.yaml']],
    ['all profiles', ['--all', 'fm/profiles']],
  ])('is refused for %s, which says where outputs are', async (_, which) => {
    const cwd = join(nested(), 'infra');
    const run = (against: string) => shopsynth(['diff', ...which, '--against', against], { root: FIXTURE, cwd });
    expect(await run('git:HEAD')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        '--against "git:HEAD": no output of this program is in "infra/dist/" of that commit: infra/fm/dist has some: give --against git:HEAD:infra/fm/dist\n',
    });
    const { code, stdout } = await run('git:HEAD:infra/fm/dist');
    // What is shipped is accepted of a shipped profile alone.
    expect([code, stdout]).toEqual([3, expect.not.stringContaining('(new)')]);
  });

  it.each([[['--profile', 'cluster']], [['--all']]])('is refused as a commit that has none: %j', async (which) => {
    const root = project();
    rmSync(join(root, 'dist'), { recursive: true });
    committed(root);
    const { code, stderr } = await diffIn(root, ...which);
    expect([code, stderr]).toEqual([
      1,
      '--against "git:HEAD": no output of this program is in "dist/" of that commit: give a commit that has what synth wrote\n',
    ]);
  });

  it.each([[['--profile', 'cluster']], [['--all']]])('is refused as a folder: %j', async (which) => {
    const root = project();
    mkdirSync(join(root, 'empty/cluster'), { recursive: true });
    for (const against of ['empty', 'nowhere'])
      expect(await diffIn(root, ...which, '--against', `dir:${against}`)).toEqual({
        code: 1,
        stdout: '',
        stderr: `--against "dir:${against}": no output of this program is there: give the folder of one, or the folder above it\n`,
      });
  });

  it.each(['git:HEAD', 'dir:dist'])('is none where other profiles have one: then a profile is new in %s', async (against) => {
    const root = committed(project());
    cpSync(join(root, 'profiles/laptop.yaml'), join(root, 'profiles/other.yaml'));
    for (const which of [['--profile', 'other'], ['--all']])
      expect(await diffIn(root, ...which, '--against', against)).toMatchObject({ code: 3, stdout: expect.stringContaining('other (new)') });
  });

  it.each([
    ['HEAD@{2026-11-01 12:00:00}', 0],
    ['HEAD:dist', 0],
    ['HEAD:./dist/', 0],
    ['HEAD:../dist', 1],
    ['HEAD:profiles', 1],
  ])('takes git:%s apart', async (typed, code) => {
    expect(await diffIn(committed(project()), '--profile', 'cluster', '--against', `git:${typed}`)).toMatchObject({ code });
  });
});

describe('a renamed profile', () => {
  const renamed = (): string => {
    const root = committed(project());
    renameSync(join(root, 'profiles/cluster.yaml'), join(root, 'profiles/production.yaml'));
    return root;
  };

  it.each([[['--all']], [['--profile', 'production']], [['--profile', './profiles/production.yaml']]])(
    'is told with %j, also where nothing else changes',
    async (which) => {
      const { code, stdout } = await diffIn(renamed(), ...which, '--summary');
      expect(code).toBe(3);
      expect(stdout).toMatch(
        /^production, renamed from cluster\nIts former output, git:HEAD:dist\/cluster, is obsolete, and it is published as production instead of cluster\. /,
      );
    },
  );

  it.each([[['--all']], [['--profile', 'production']]])('destroys what it would destroy under its old name: %j', async (which) => {
    const root = renamed();
    edit(join(root, 'profiles/production.yaml'), /(\n {2}search: .*volume: \{ size: )\w+/, '$11Gi');
    const { code, stdout } = await diffIn(root, ...which);
    expect([code, stdout]).toEqual([6, expect.stringContaining('refused  disk-shrinks:StatefulSet/shop-search')]);
  });

  it('leaves its data behind where it gets another namespace as well', async () => {
    const root = renamed();
    edit(join(root, 'profiles/production.yaml'), 'target: kubernetes', 'target: kubernetes\nnamespace: elsewhere');
    const { code, stdout } = await diffIn(root, '--all');
    expect([code, stdout]).toEqual([6, expect.stringContaining('destroys  data-left-behind:StatefulSet/postgres')]);
  });

  it('is none where two outputs have no profile: which one it was is not guessed', async () => {
    const root = renamed();
    rmSync(join(root, 'profiles/laptop.yaml'));
    expect((await diffIn(root, '--profile', 'production', '--summary')).stdout).toMatch(/^production \(new\)\n/);
  });

  it('says so for programs', async () => {
    const { stdout } = await diffIn(renamed(), '--all', '--format', 'json');
    expect(JSON.parse(stdout).profiles).toEqual([expect.objectContaining({ profile: 'production', formerly: 'cluster', renamed: true })]);
  });
});

it.each([
  ['cluster', 'laptop', 6, 'destroys  members-removed:StatefulSet/postgres'],
  ['laptop', 'cluster', 3, 'removed'],
])('tells that the output of %s is gone where its profile is one of a %s', async (profile, other, code, expected) => {
  const root = committed(project());
  cpSync(join(root, 'profiles', `${other}.yaml`), join(root, 'profiles', `${profile}.yaml`));
  const { stdout, ...ran } = await diffIn(root, '--profile', profile);
  expect([ran.code, stdout]).toEqual([code, expect.stringContaining(expected)]);
  expect(stdout).toContain(`${profile} (new), against git:HEAD\n`);
  expect(stdout).toContain(`${profile} (removed), against git:HEAD\n`);
  const { profiles } = JSON.parse((await diffIn(root, '--profile', profile, '--format', 'json')).stdout);
  expect(
    profiles.map(({ change, sentences }: { change: string; sentences: string[] }) => [
      change,
      sentences.some((one) => one.startsWith('Removed')),
    ]),
  ).toEqual([
    ['added', false],
    ['removed', true],
  ]);
});

describe('a damaged base', () => {
  const CART = 'shop-cart.yaml';

  it.each<readonly [string, (folder: string) => void, string]>([
    ['a file is missing', (folder) => rmSync(join(folder, CART)), `${CART}: is missing, and the index lists it`],
    ['a file is far too large', (folder) => truncateSync(join(folder, CART), 17 * 1024 * 1024), `${CART}: is larger than anything`],
    [
      'a file is a link',
      (folder) => {
        rmSync(join(folder, CART));
        symlinkSync('/etc/passwd', join(folder, CART));
      },
      `${CART}: is a link, expected a file`,
    ],
    ['an index is cut', (folder) => writeFileSync(join(folder, INDEX), '{"a":'), `${INDEX}: is not an index as this program writes it`],
    ['an index is null', (folder) => writeFileSync(join(folder, INDEX), 'null'), `${INDEX}: is not an index`],
    ['an index is of somebody else', (folder) => writeFileSync(join(folder, INDEX), '{"files":[]}'), `${INDEX}: is not an index`],
    ['an index is far too large', (folder) => truncateSync(join(folder, INDEX), 2 * 1024 * 1024), `${INDEX}: is `],
    [
      'an index is a link',
      (folder) => {
        renameSync(join(folder, INDEX), join(folder, '../../index'));
        symlinkSync('../../index', join(folder, INDEX));
      },
      `${INDEX}: is a link, expected a file`,
    ],
    [
      'the output is a file',
      (folder) => {
        rmSync(folder, { recursive: true });
        writeFileSync(folder, '');
      },
      'cluster: is no folder, expected the output of cluster',
    ],
    [
      'the output is a link to nothing',
      (folder) => {
        rmSync(folder, { recursive: true });
        symlinkSync('nowhere', folder);
      },
      'cluster: is no folder, expected the output of cluster',
    ],
  ])('is refused where %s', async (_, damage, expected) => {
    const root = project();
    damage(join(root, 'dist/cluster'));
    committed(root);
    for (const against of ['git:HEAD', 'dir:dist'])
      for (const which of [['--profile', 'cluster'], ['--all']]) {
        const { code, stdout, stderr } = await diffIn(root, ...which, '--against', against);
        expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(expected)]);
      }
  });

  it('is told with everything that is damaged, in every output', async () => {
    const root = project();
    rmSync(join(root, 'dist/cluster', CART));
    rmSync(join(root, 'dist/cluster/namespace.yaml'));
    writeFileSync(join(root, 'dist/laptop', INDEX), '');
    const { stderr } = await diffIn(root, '--all', '--against', 'dir:dist');
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^dist\/cluster\/namespace\.yaml: is missing/),
      expect.stringMatching(/^dist\/cluster\/shop-cart\.yaml: is missing/),
      expect.stringMatching(/^dist\/laptop\/\.faultmaven-infra\.json: is not an index/),
    ]);
  });

  it('is told where it has no index, so that nobody knows what is missing', async () => {
    const root = project();
    rmSync(join(root, 'dist/cluster', INDEX));
    rmSync(join(root, 'dist/cluster', CART));
    const { stdout } = await diffIn(root, '--profile', 'cluster', '--against', 'dir:dist', '--summary');
    expect(stdout).toContain('No index is in dist/cluster/, so which files are missing cannot be told. ');
  });

  it('is told where a file that changes was edited by hand, or emptied', async () => {
    for (const edited of [(text: string) => text.replace(/maxReplicas: 4/, 'maxReplicas: 5'), () => '']) {
      const root = project();
      const file = join(root, 'dist/cluster', CART);
      writeFileSync(file, edited(readFileSync(file, 'utf8')));
      committed(root);
      const { stdout } = await diffIn(root, '--profile', 'cluster', '--summary');
      expect(stdout).toContain('Edited since it was generated: git:HEAD:dist/cluster/shop-cart.yaml. ');
    }
  });
});
