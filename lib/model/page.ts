/** A web page of a part of the platform. A profile may show it to users who are signed in, under a host of its own. */
export interface Page {
  /** The name of its port that answers. */
  readonly port: string;
  /** Headers of requests that it reads besides those of any page. @default - none */
  readonly headers?: readonly string[];
  /** Names of its own cookies, of letters, digits and underscores. It gets no others, such as the session of the login. @default - none */
  readonly cookies?: readonly string[];
}
