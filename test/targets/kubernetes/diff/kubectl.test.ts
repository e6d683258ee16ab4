import childProcess from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kubectl } from '../../../../lib/targets/kubernetes/diff/kubectl';
import { scratch } from '../../../support/scratch';

/** The folder of a kubectl that is a shell script. */
function folderOf(script: string, mode = 0o755): string {
  const cwd = scratch();
  writeFileSync(join(cwd, 'kubectl'), `#!/bin/sh\n${script}\n`, { mode });
  return cwd;
}

const kubectl = (script: string, env = {}, mode?: number): Kubectl =>
  new Kubectl({ ...env, KUBECTL: join(folderOf(script, mode), 'kubectl') });

it('runs the program with arguments, what it reads and the environment, and has what it prints', () => {
  const program = kubectl('echo "$@" $A; cat; echo problem >&2; exit 3', { PATH: process.env.PATH, A: 'more' });
  expect(program.run(['get', '-f', '-'], { a: 1 })).toEqual({ ok: false, stdout: 'get -f - more\n{"a":1}', stderr: 'problem\n' });
  expect(program.run([])).toEqual({ ok: false, stdout: 'more\n', stderr: 'problem\n' });
});

it('takes the one on the PATH where no other is named', () => {
  const PATH = `${folderOf('echo found')}:${process.env.PATH}`;
  expect(new Kubectl({ PATH }).run([])).toEqual({ ok: true, stdout: 'found\n', stderr: '' });
  expect(new Kubectl({ PATH, KUBECTL: '' }).run([]).stdout).toBe('found\n');
});

it('asks for the context, which there may be none of', () => {
  expect(kubectl('echo "$@"').context()).toBe('config current-context');
  expect(kubectl('echo here; exit 1').context()).toBeUndefined();
});

it('says that there is none, or that it cannot be run', () => {
  expect(() => new Kubectl({ KUBECTL: '/no/such\u0007' }).context()).toThrow(
    '--against cluster: there is no /no/such\\u0007 command: install kubectl, or name yours in the variable KUBECTL',
  );
  expect(() => new Kubectl({ KUBECTL: scratch() }).run([])).toThrow(/^--against cluster: \S+ cannot be run: /);
});

it('takes a long answer, and waits for two minutes', () => {
  const spawn = jest
    .spyOn(childProcess, 'spawnSync')
    .mockReturnValue({ error: Object.assign(new Error('x'), { code: 'ETIMEDOUT' }) } as never);
  expect(() => new Kubectl({}).run(['get'])).toThrow('--against cluster: kubectl did not end within 120 seconds');
  expect(spawn.mock.calls[0]?.slice(0, 2)).toEqual(['kubectl', ['get']]);
  expect(spawn.mock.calls[0]?.[2]).toMatchObject({ maxBuffer: 256 * 1024 * 1024, timeout: 120_000 });
});
