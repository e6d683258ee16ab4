/*
 * How lines of files become records. A runtime writes each line of a container with its time, its stream and a tag: P (partial) for a part of
 * a line that is too long, F (full) for its last part. One record is what belongs together: the parts of a line, and the lines of a traceback.
 * The collector finds where records begin while it reads, so what it has read half of is read again after it was killed.
 */

const TIME = '[0-9]{4}-[^ \\n]+';
const ANY = 'std(?:out|err)';

/** What a line begins with that belongs to the one before it. */
const CONTINUES = [
  '[ \\t]',
  '$',
  'Traceback \\(',
  'During handling of the above',
  'The above exception was',
  'Caused by: ',
  '\\.\\.\\. [0-9]+ more',
  '\\[SQL: ',
  '\\[parameters: ',
  '\\(Background on this error',
  '-----END ',
  // What stands before an encrypted key.
  'Proc-Type: ',
  'DEK-Info: ',
  // A line of a key, a certificate or a file in letters.
  '[A-Za-z0-9+/]{40,}={0,2}$',
  '[}\\])]+[,;]?$',
];

/** What a line begins with that ends a traceback, after an indented line: the name of the exception. */
const EXCEPTION = '(?:[A-Za-z_]\\w*(?:\\.\\w+)+|[A-Za-z_]\\w*(?:Error|Exception|Interrupt|Exit|Warning|Group|Iteration|Timeout))(?::|$)';

/** A line, from its stream on, whole or in parts with what the other stream has written in between. @param begin what it begins with */
const ofStream = (stream: string, other: string, begin: string): string =>
  `${stream} (?:F ${begin}[^\\n]*|P ${begin}[^\\n]*\\n(?:${TIME} (?:${other} [FP]|${stream} P) [^\\n]*\\n)*${TIME} ${stream} F [^\\n]*)`;

/** A whole line. Alternatives begin as late as they can, which is what makes it fast. @param begin what it begins with */
const line = (begin: string): string => `${TIME} (?:${ofStream('stdout', 'stderr', begin)}|${ofStream('stderr', 'stdout', begin)})`;

/** What is left of a line that was cut: it begins with no time. What comes next may be a part of it. */
const REST = '\\A(?:[0-9]{0,3}(?:[^0-9\\n][^\\n]*)?|[0-9]{4}(?:[^-\\n][^\\n]*)?)\\n';

/**
 * Where a record begins, as an expression for whole files: a line with everything that belongs to it. What belongs to no record begins the
 * next one. It ends before the end of a line, because the collector looks for the next one behind that.
 */
export const RECORD = `^(?:${REST})?${line('')}(?:\\n(?:${line('[ \\t]')}(?:\\n${line(EXCEPTION)})?|${line(`(?:${CONTINUES.slice(1).join('|')})`)}))*`;

/** How long a record may be, and its parts with what the runtime writes before them. A longer one is cut. */
export const LONGEST = '1MiB';

/** The last word of a record that was cut, with the parts over which it goes: it may be half of a credential. */
export const CUT = `\\S*(?:\\n${TIME} ${ANY} [FP] \\S*)*(?:\\n(?:[^ \\n]*|${TIME} [a-z]*|${TIME} ${ANY} [FP]?))?$`;

/** What a record begins with: when its first line was written, and to which stream. */
export const HEAD = `^(?P<time>${TIME}) (?P<stream>${ANY}) `;

export interface Rewrite {
  readonly name: string;
  readonly pattern: string;
  /** What stands there instead: `$1` is what the first group has found. */
  readonly by: string;
  /** A text that a record has wherever the expression finds something. @default - every record is searched */
  readonly has?: string;
}

/** Stands where a part ends, while the expressions run: a point of Unicode that is no letter and never will be. */
const SEAM = String.fromCharCode(0xfddf);

/** Puts what the other stream has written in between before the line in parts. Each run joins two parts, so three join up to eight. */
const untangled = (stream: string, other: string): readonly Rewrite[] =>
  [1, 2, 3].map((run) => ({
    name: `untangle-${stream}-${run}`,
    pattern: `(?m)^(${TIME} ${stream}) P ([^\\n]*)\\n((?:${TIME} ${other} [^\\n]*\\n)+)${TIME} ${stream} ([FP]) `,
    by: '$3$1 $4 $2',
    has: ` ${stream} P `,
  }));

/** What makes one text of a record: parts are joined without anything between, lines by line ends. */
export const JOINING: readonly Rewrite[] = [
  ...untangled('stdout', 'stderr'),
  ...untangled('stderr', 'stdout'),
  { name: 'end-of-part', pattern: `(?m)^${TIME} ${ANY} P ([^\\n]*)\\n?`, by: `$1${SEAM}`, has: ' P ' },
  { name: 'begin-of-part', pattern: `${SEAM}${TIME} ${ANY} [FP] `, by: '', has: SEAM },
  { name: 'seam', pattern: SEAM, by: '', has: SEAM },
  { name: 'head', pattern: `(?m)^${TIME} ${ANY} F `, by: '' },
  { name: 'end', pattern: '\\n+$', by: '' },
];
