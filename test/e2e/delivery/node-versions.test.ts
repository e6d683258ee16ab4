import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { fmsynth } from '../support/program';
import { describeWith, GIT } from '../support/tools';
import { Project } from './project';
import { NODES, nodeOf } from './tools';

jest.setTimeout(120_000);

describeWith([...NODES, GIT], 'an artifact', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fm-nodes-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it.each(['cluster', 'laptop'])('of %s has the same bytes with every version of Node', (base) => {
    const project = new Project(base);
    try {
      const published = (version: string, program: string): string => {
        const folder = join(scratch, `${base}-${version}`);
        const args = [resolve(CHECKOUT, 'build/fmsynth.js'), 'publish', '--profile', project.profile, '--to', folder];
        const stdout = execFileSync(program, args, { cwd: project.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
        return stdout.split('@')[1] ?? '';
      };
      // Builds the program.
      fmsynth(['--version']);
      const own = published('own', process.execPath);
      expect(own).toMatch(/^sha256:[0-9a-f]{64}\n$/);
      for (const major of [22, 24]) {
        expect(execFileSync(nodeOf(major), ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${major}\\.`));
        expect(published(String(major), nodeOf(major))).toBe(own);
        for (const path of readdirSync(join(scratch, `${base}-own`), { recursive: true, encoding: 'utf8' }).filter((name) =>
          /^(blobs\/sha256\/|index|oci)./.test(name),
        ))
          expect(readFileSync(join(scratch, `${base}-${major}`, path)).equals(readFileSync(join(scratch, `${base}-own`, path)))).toBe(true);
      }
    } finally {
      project.remove();
    }
  });
});
