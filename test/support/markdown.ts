import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './cli';

/** A fenced block of a document. */
export interface Block {
  /** Where it is: `README.md:12`. */
  readonly at: string;
  /** The first word behind its fence; empty if there is none. */
  readonly language: string;
  /** What else stands there. */
  readonly marks: readonly string[];
  readonly text: string;
}

export function blocksOf(document: string): readonly Block[] {
  const lines = readFileSync(join(ROOT, document), 'utf8').split('\n');
  const fences = lines.flatMap((line, index) => (/^ {0,3}```/.test(line) ? index : []));
  return fences.flatMap((from, index) => {
    const to = fences[index + 1];
    if (index % 2 === 1 || to === undefined) return [];
    const [language = '', ...marks] = (lines[from]?.trim().slice(3) ?? '').split(/\s+/);
    return { at: `${document}:${from + 1}`, language, marks, text: `${lines.slice(from + 1, to).join('\n')}\n` };
  });
}

/** What a document links to: paths and anchors, nothing elsewhere. */
export function linksOf(document: string): readonly string[] {
  const prose = proseOf(document).join('\n');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1] as string).filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub gives to a document's headings. */
export const anchorsOf = (document: string): readonly string[] =>
  [
    ...proseOf(document)
      .join('\n')
      .matchAll(/^#+ (.*)$/gm),
  ].map((match) =>
    (match[1] as string)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Files and folders of the project that a document names in code spans, such as `lib/units`. What has a pattern in it is none. */
export const pathsIn = (document: string): readonly string[] =>
  [
    ...proseOf(document)
      .join('\n')
      .matchAll(/`((?:lib|test|docs|scripts|profiles|bench)\/[\w./-]*|\.ci\/run|CONTRIBUTING\.md)`/g),
  ].map(([, path]) => path as string);

/** The lines of a document without its blocks. */
export const proseOf = (document: string): readonly string[] =>
  readFileSync(join(ROOT, document), 'utf8')
    .replaceAll(/^ {0,3}```[\s\S]*?^ {0,3}```$/gm, '')
    .split('\n');

/** From which line to which a section of a document goes, with those below it. @param anchor that of its heading. @default - all of it */
export function sectionOf(document: string, anchor?: string): { readonly from: number; readonly to: number } {
  const text = readFileSync(join(ROOT, document), 'utf8').replaceAll(/^ {0,3}```[\s\S]*?^ {0,3}```$/gm, (block) =>
    block.replaceAll(/[^\n]/g, ''),
  );
  const lines = text.split('\n');
  if (anchor === undefined) return { from: 0, to: lines.length };
  const headings = lines.flatMap((line, index) => (/^#+ /.test(line) ? [{ at: index + 1, level: line.indexOf(' ') }] : []));
  const found = headings[anchorsOf(document).indexOf(anchor)] ?? { at: 0, level: 0 };
  const next = headings.find(({ at, level }) => at > found.at && level <= found.level);
  return { from: found.at, to: next?.at ?? lines.length };
}
