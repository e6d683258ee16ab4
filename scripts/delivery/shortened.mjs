/** In bytes. GitHub takes 65,536 characters in a comment, and Linux 131,072 bytes in a variable. */
const ROOM = 60_000;

const REST = '*This is not all of it: the rest is too long for this place. `fmsynth diff` prints it.*';

/** Markdown that is cut at the end of a line, with what unfolds closed, if it is longer than there is room. */
export function shortened(markdown, room = ROOM) {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= room) return markdown.trimEnd();
  // A line that is longer than everything is cut within: then a last character may be cut as well, and is left out.
  const end = bytes.lastIndexOf('\n', room) + 1 || room;
  const kept = bytes
    .toString('utf8', 0, end)
    .replace(/\uFFFD+$/, '')
    .trimEnd();
  const open = kept.split('<details>').length - kept.split('</details>').length;
  return [kept, ...Array(Math.max(open, 0)).fill('</details>'), REST].join('\n\n');
}
