/** A file that is rendered, complete, in memory. */
export interface OutputFile {
  /** Its name in the output folder, which has no folders of its own. */
  readonly path: string;
  readonly content: string;
}
