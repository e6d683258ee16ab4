import type { OutputFile } from '../../../output/output-file';
import { InputError, type Problem, type Source } from '../../../problem';
import { documentsIn, explainYaml } from '../../../yaml-text';
import type { Manifest } from './manifest';
import { manifestOf } from './read';

/** A document of a file. Reading YAML is slow, so it is read when somebody asks what is in it. */
export interface ManifestDocument {
  /** As in the file, without what stands before the first document. */
  readonly text: string;
  /** Undefined if it is no object that is applied: a kustomization has no name. @throws InputError if it cannot be read */
  readonly manifest: Manifest | undefined;
}

/** Documents by their text, which tells those that two sides have in common. */
export type Documents = ReadonlyMap<string, ManifestDocument>;

/** @param where what stands before the name of a file in messages. @default - nothing */
export function documentsOf(files: readonly OutputFile[], where = ''): Documents {
  const documents = new Map<string, ManifestDocument>();
  for (const { path, content, documents: known } of files) {
    let line = 0;
    let n = 0;
    for (const text of content.split(/^---[ \t]*\r?$\n?/m)) {
      const start = line;
      line += text.split('\n').length;
      if (!/^\s*[^#\s]/m.test(text)) continue;
      const object = known?.[n];
      n += 1;
      documents.set(
        text,
        documentOf(text, () => (object === undefined ? manifestIn(text, `${where}${path}`, start) : manifestOf(object)[0])),
      );
    }
  }
  return documents;
}

function documentOf(text: string, read: () => Manifest | undefined): ManifestDocument {
  let found: { readonly manifest: Manifest | undefined } | undefined;
  return {
    text,
    get manifest() {
      found ??= { manifest: read() };
      return found.manifest;
    },
  };
}

/** Its name, as it is written by this program; undefined in a document of another form. */
export const nameIn = ({ text }: ManifestDocument): string | undefined => /^ {2}name: "?([^"\n]+)"?$/m.exec(text)?.[1];

/** Its namespace, in the same form. */
export const namespaceIn = ({ text }: ManifestDocument): string | undefined => /^ {2}namespace: "?([^"\n]+)"?$/m.exec(text)?.[1];

/** The label of its service, in the same form. */
export const labelIn = ({ text }: ManifestDocument): string | undefined =>
  /^ {4}app\.kubernetes\.io\/name: "?([^"\n]+)"?$/m.exec(text)?.[1];

export const kindIn = ({ text }: ManifestDocument): string | undefined => /^kind: "?([^"\n]+)"?$/m.exec(text)?.[1];

function manifestIn(text: string, file: string, start: number): Manifest | undefined {
  const moved = (source: Source | undefined): Source => {
    const { line, column } = source?.kind === 'file' ? source : { line: 1, column: 1 };
    return { kind: 'file', file, line: line + start, column };
  };
  try {
    const { documents, at } = documentsIn(text, file, 'core');
    for (const document of documents) {
      const [error] = document.errors;
      if (error !== undefined) throw new InputError([{ source: at(error.pos[0]), message: explainYaml(error) }]);
      // A kustomization has no name.
      return manifestOf(document.toJS({ maxAliasCount: 0 }))[0];
    }
    return undefined;
  } catch (error) {
    // The library refuses aliases with one.
    const problems = error instanceof ReferenceError ? [{ message: 'an alias: manifests are read without them' }] : undefined;
    if (problems === undefined && !(error instanceof InputError)) throw error;
    throw new InputError(
      (problems ?? (error as InputError).problems).map((problem: Problem) => ({ ...problem, source: moved(problem.source) })),
    );
  }
}
