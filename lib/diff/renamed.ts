import type { OutputFile } from '../output/output-file';

/** How many lines two outputs have to have in common, as git counts a file as renamed. */
const ENOUGH = 0.5;

/** Which of the outputs that are gone each new one was: the most alike, and alike enough. */
export function renamedFrom(
  added: ReadonlyMap<string, readonly OutputFile[]>,
  removed: ReadonlyMap<string, readonly OutputFile[]>,
): ReadonlyMap<string, string> {
  const pairs = [...added].flatMap(([now, files]) => [...removed].map(([then, old]) => ({ now, then, share: shareOf(old, files) })));
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { now, then } of pairs.filter((pair) => pair.share > ENOUGH).sort((a, b) => b.share - a.share)) {
    if (found.has(now) || taken.has(then)) continue;
    found.set(now, then);
    taken.add(then);
  }
  return found;
}

/** The share of lines that two outputs have in common, of the longer one. */
function shareOf(before: readonly OutputFile[], after: readonly OutputFile[]): number {
  const [then, now] = [before, after].map(linesOf) as [Lines, Lines];
  let same = 0;
  for (const [line, times] of now.counts) same += Math.min(times, then.counts.get(line) ?? 0);
  return same / Math.max(then.all, now.all, 1);
}

interface Lines {
  readonly counts: ReadonlyMap<string, number>;
  readonly all: number;
}

/** Lines with the file that they are in; every file has the same first ones, which name the profile. */
function linesOf(files: readonly OutputFile[]): Lines {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { path, content } of files) {
    for (const line of content.split('\n')) {
      if (/^\s*#|^\s*$/.test(line)) continue;
      const key = `${path}\n${line}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      all += 1;
    }
  }
  return { counts, all };
}
