/** How a service logs the requests that it answers. */
export interface AccessLog {
  /** The container that logs them. */
  readonly container: string;
  /** What one line is, as an expression of RE2 with the groups `path`, `status` and `seconds`: how long its answer took, nothing if at once. */
  readonly pattern: string;
  /** The routes by which requests are counted. A request has the last one whose expression fits its path. */
  readonly routes: readonly { readonly name: string; readonly paths: string }[];
  /** What requests are counted as that no route fits. */
  readonly other: string;
}
