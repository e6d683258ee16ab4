import { existsSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tool } from '../support/tools';

/** Version 1 of control groups has a hierarchy for memory alone, version 2 has one for everything. */
const FIRST = '/sys/fs/cgroup/memory';
const ROOT = existsSync(FIRST) ? FIRST : '/sys/fs/cgroup';
const [LIMIT, EVENTS] = existsSync(FIRST) ? ['memory.limit_in_bytes', 'memory.oom_control'] : ['memory.max', 'memory.events'];

export const MEMORY_CAGE: Tool = {
  name: 'memory cgroups',
  probe: ['sh', '-c', `d=$(mktemp -d ${ROOT}/probe.XXXXXX) && test -e "$d/${LIMIT}"; e=$?; rmdir "$d"; exit $e`],
};

/** A memory limit, as a container has one. */
export class MemoryCage {
  private readonly folder: string;

  constructor(name: string, bytes: number) {
    this.folder = mkdtempSync(join(ROOT, `${name}-`));
    writeFileSync(join(this.folder, LIMIT), String(bytes));
  }

  /** Wraps a command so that it runs under the limit. */
  around(command: string): readonly string[] {
    return ['sh', '-c', `echo $$ > ${join(this.folder, 'cgroup.procs')} && exec ${command}`];
  }

  /** The number of processes that the kernel has killed for memory in it. */
  get killed(): number {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(this.folder, EVENTS), 'utf8'))?.[1]);
  }

  /** Removes the control group. Its processes must have ended. */
  async remove(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return rmdirSync(this.folder);
      } catch (error) {
        if (attempt === 50) throw error;
        await sleep(100);
      }
    }
  }
}
