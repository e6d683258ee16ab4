/** A file that is rendered, complete, in memory. */
export interface OutputFile {
  /** Its name in the output folder, which has no folders of its own. */
  readonly path: string;
  readonly content: string;
  /** What its documents hold, for whoever would read them again. @default - whoever wants to know has to read the content */
  readonly documents?: readonly object[];
}
