import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { look } from '../output/look';
import { InputError, reasonOf } from '../problem';
import type { Artifact } from './artifact';
import { contentsOfFolder } from './contents';

/** Writes a layout into a new folder. */
export function writeLayout(folder: string, { layout }: Artifact): void {
  for (const { path, content } of layout) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/**
 * Puts a layout in a place of its own, whole or not at all.
 *
 * @returns whether it was written, or was there already
 * @throws InputError if something else is there, or if nothing can be written
 */
export function placeLayout(folder: string, artifact: Artifact): 'written' | 'there' {
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      if (holds(folder, artifact)) return 'there';
      throw new InputError([
        { message: `${folder}: holds something else already, which is not replaced: give another folder, or remove it` },
      ]);
    }
    mkdirSync(dirname(folder), { recursive: true });
    const temporary = mkdtempSync(join(dirname(folder), `.${basename(folder)}.fmsynth.tmp-`));
    try {
      writeLayout(temporary, artifact);
      if (existsSync(folder)) rmdirSync(folder);
      renameSync(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    return 'written';
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([{ message: `${folder}: cannot be written: ${reasonOf(error)}` }]);
  }
}

function holds(folder: string, { layout }: Artifact): boolean {
  const wanted = layout.map(({ path }) => path).sort();
  const names = [...contentsOfFolder(folder, 2).names].sort();
  return (
    names.join('\n') === wanted.join('\n') &&
    layout.every(({ path, content }) => {
      const found = look(folder, path, content.length);
      return found.kind === 'file' && found.bytes.equals(content);
    })
  );
}
