import { type ChildProcess, spawn } from 'node:child_process';
import type { Host } from '../../../host';
import { reasonOf } from '../../../problem';
import type { Session } from '../../../session';
import { type EngineMachine, readEngineInfo, shortened, unanswered } from './machine';

type Environment = Session['env'];

const TIMEOUT_SECONDS = 10;
/** What `docker info` prints is some kilobytes. */
const LONGEST_ANSWER = 1024 * 1024;

/**
 * Asks the engine of the current Docker context, as this environment says which one that is.
 *
 * @throws InputError if there is none, or none that answers in time
 */
export async function askEngine(env: Environment, host: Host, timeoutSeconds = TIMEOUT_SECONDS): Promise<EngineMachine> {
  return readEngineInfo(await dockerInfo(env, timeoutSeconds), host);
}

function dockerInfo(env: Environment, timeoutSeconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that what `docker` starts ends with it: a wrapper script, a plug-in, ssh.
    const docker = spawn('docker', ['info', '--format', '{{json .}}'], {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const giveUp = (reason: string): void => {
      clearTimeout(timer);
      end(docker);
      reject(unanswered(reason));
    };
    const timer = setTimeout(() => giveUp(`no answer within ${timeoutSeconds} seconds`), timeoutSeconds * 1000);
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      docker[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
        if (said[name].length > LONGEST_ANSWER) giveUp('its answer does not end');
      });
    docker.on('error', (error: NodeJS.ErrnoException) =>
      giveUp(error.code === 'ENOENT' ? 'there is no docker command' : `docker cannot be run: ${reasonOf(error)}`),
    );
    docker.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(said.stdout);
      else reject(unanswered(told(said.stderr.trim().split('\n').at(-1) ?? '') || `docker info ended with ${code}`));
    });
  });
}

/** The message of the docker command, unless it names its files instead of the fault. */
function told(line: string): string {
  const [, context] = /context "([^"]*)": context not found/.exec(line) ?? [];
  return context === undefined ? shortened(line) : `there is no Docker context ${shortened(context)}: see docker context ls`;
}

/** Kills the process group at once, and does not wait for processes that still hold its output open. */
function end(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}
