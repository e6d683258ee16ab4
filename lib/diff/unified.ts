import { createTwoFilesPatch } from 'diff';
import { changedFiles, type Report } from './report';

/** `--unified`: what differs line by line, as `git diff` shows it. */
export const asUnified = ({ changes }: Report): string =>
  changes
    .flatMap(({ profile, formerly = profile, files }) =>
      changedFiles(files).map(({ path, was, is }) => {
        const from = was === undefined ? '/dev/null' : `a/${formerly}/${path}`;
        const to = is === undefined ? '/dev/null' : `b/${profile}/${path}`;
        return createTwoFilesPatch(from, to, was ?? '', is ?? '', undefined, undefined, { headerOptions: HEADER });
      }),
    )
    .join('');

/** The names of both files, and nothing above them. */
const HEADER = { includeIndex: false, includeUnderline: false, includeFileHeaders: true };
