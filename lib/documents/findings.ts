import type { Chapter } from '../checks/chapter';
import type { Explanation } from '../model/explanation';
import { code, document, generatedFrom, list, paragraph, sentence } from './markdown';

/** `docs/findings.md`: every code of a finding with what it means, why it matters and the way out. */
export const findingsDocument = (chapters: readonly Chapter[]): string =>
  codesDocument(
    'Findings',
    '`check` prints what is wrong with a profile or worth knowing about it. Each finding has a code. An error stops `synth`, a warning does not; `check --strict` takes warnings for errors. A profile can accept a finding below `accept`, by its code or by `code:subject`, with a reason. It is shown as accepted then, and no longer counts.',
    chapters,
  );

/** `docs/changes.md`: the same for the codes of what an apply refuses or destroys. */
export const changesDocument = (chapters: readonly Chapter[]): string =>
  codesDocument(
    'Changes that an apply refuses, or that destroy',
    '`diff` ends with 6 where a change has one of these, and says how it is done nevertheless. `--allow code:subject` accepts one by its name, as the output has it: `--allow container-data-lost:NAME`.',
    chapters,
  );

/** Codes by their chapters, each explained. */
function codesDocument(title: string, about: string, chapters: readonly Chapter[]): string {
  return document(
    ...generatedFrom(title, 'the list of codes'),
    paragraph(about),
    ...chapters.flatMap(({ title: of, explanations }) => [
      `## ${of}`,
      ...Object.entries(explanations)
        .sort(byCode)
        .flatMap(([name, explanation]) => [`### ${code(name)}`, explained(explanation)]),
    ]),
  );
}

const byCode = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1);

const explained = ({ means, matters, wayOut, formerly }: Explanation): string =>
  list([
    `**What it means.** ${sentence(means)}`,
    `**Why it matters.** ${sentence(matters)}`,
    `**The way out.** ${sentence(wayOut)}`,
    ...(formerly === undefined ? [] : [`Its former name is ${code(formerly)}.`]),
  ]);
