import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/**
 * Starts a program that gets a signal from the kernel when the test's process ends, however that happens. setpriv execs, so the process
 * becomes the program.
 *
 * @throws Error if there is no setpriv
 */
export function spawnBound(
  signal: 'KILL' | 'TERM',
  [program, ...args]: readonly [string, ...string[]],
  options: SpawnOptions,
): ChildProcess {
  const child = spawn('setpriv', ['--pdeathsig', signal, '--', program, ...args], options);
  if (child.pid === undefined) throw new Error('setpriv cannot be started: apt-get install util-linux');
  return child;
}
