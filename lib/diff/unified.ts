import { createTwoFilesPatch } from 'diff';
import type { Report } from './report';

/** `--unified`: what differs line by line, as `git diff` shows it. */
export const asUnified = ({ changes }: Report): string =>
  changes
    .flatMap(({ profile, formerly = profile, files: { before, after } }) => {
      const [then, now] = [before, after].map((files) => new Map(files.map(({ path, content }) => [path, content])));
      const paths = [...new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
      return paths.flatMap((path) => {
        const [was, is] = [then?.get(path), now?.get(path)];
        if (was === is) return [];
        const [from, to] = [
          was === undefined ? '/dev/null' : `a/${formerly}/${path}`,
          is === undefined ? '/dev/null' : `b/${profile}/${path}`,
        ];
        return [
          createTwoFilesPatch(from, to, was ?? '', is ?? '', undefined, undefined, {
            headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
          }),
        ];
      });
    })
    .join('');
