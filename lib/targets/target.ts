import type { Colors } from 'picocolors/types';
import type * as v from 'valibot';
import type { Chapter } from '../checks/chapter';
import type { Finding } from '../checks/finding';
import type { Rule } from '../checks/rule';
import type { Application } from '../model/application';
import type { Service } from '../model/service';
import type { Change } from '../output/changes';
import type { Writer } from '../output/index-file';
import type { OutputFile } from '../output/output-file';
import type { Plan } from '../plan/plan';
import type { LoadedProfile } from '../profile/load';
import type { ProfileShape, ProfileValues } from '../profile/profile-shape';
import type { Session } from '../session';
import type { Grid } from '../table';
import type { Memory } from '../units/memory';

/**
 * What a profile can become. The command line knows no target: it asks one of these. What only some of the questions need stands behind
 * `import()`, because every run of the program starts with all targets.
 */
export interface Target<P extends Plan = Plan> extends Omit<ProfileShape, 'schema'>, Writer {
  /** Where plans run, in documents: `on a laptop`. */
  readonly where: string;
  /** What a plan becomes, after `for a laptop,`. */
  readonly makes: string;
  /** What may stand in a profile of an application. */
  schema(application: Application): v.GenericSchema<unknown, ProfileValues>;
  /** @throws InputError with what is wrong with a profile beside the services */
  bind(application: Application, loaded: LoadedProfile): P;
  /** What to look for in a plan, in the order in which findings are shown. */
  rules(): Promise<readonly Rule<P>[]>;
  /** What each code of a finding says. */
  findings(): Promise<readonly Chapter[]>;
  /** A plan as files. `header` is the line that each starts with, as a comment. */
  files(plan: P, header: string): Promise<readonly OutputFile[]>;

  /** What a profile is made for. */
  madeFor(values: ProfileValues): MadeFor;
  /** What a plan takes in all. */
  totals(plan: P): Promise<Totals>;
  /** What to type after a plan was written, and what to do before it. Lines, each with its end. */
  nextSteps(written: Written<P>, session: Session): Promise<string>;
  /** The budget of a plan as a text. */
  budget(plan: P, manner: BudgetManner<P>): Promise<string>;
  /** The services of a plan. `images` is the command that lists the builds of their images. */
  listed(plan: P, images: string): Promise<ListedServices>;
  /** Every image that a plan pulls, each once. */
  images(plan: P): Promise<ImageList>;

  /**
   * A plan shrunk as its own profile says. @default - it says nothing
   *
   * @throws Refusal if even the floors of all services are more than the machine has
   * @throws InputError if the profile names another machine as well
   */
  fitted?(plan: P): Promise<P | undefined>;
  /** Shrinks a plan to a machine; or says why there is nothing to shrink. */
  readonly fit: Fit<P> | string;
  /** The file beside which a plan is written. @default - it is written beside none */
  readonly base?: BaseFile<P>;
  /** Says what the machine that this runs on would make of a plan. @default - there is nothing to say */
  advise?(plan: P, session: Session): Promise<unknown>;
  /** The Secrets that a plan needs, as a text. @default - it needs none */
  secrets?(plan: P, format: ListFormat): Promise<string>;
  /** What applying changed files does not do, each with the way to do it all the same. @default - it does everything */
  undone?(folder: string, changes: readonly Change[]): Promise<readonly string[]>;
}

/** A target among others: each is asked about its own plans alone, which no type can say of a list. */
export const defineTarget = <P extends Plan>(target: Target<P>): Target => target as unknown as Target;

/** The shapes of the profiles of all targets. */
export const shapesOf = (targets: readonly Target[], application: Application): readonly ProfileShape[] =>
  targets.map((target) => ({ ...target, schema: () => target.schema(application) }));

/** The target of that name. @throws RangeError if there is none: a profile that was read has one of them */
export function targetNamed(name: string, targets: readonly Target[]): Target {
  const found = targets.find((target) => target.name === name);
  if (found === undefined) throw new RangeError(`no target ${name}`);
  return found;
}

/** What a profile is made for, in words and for programs. */
export interface MadeFor {
  readonly words: string;
  readonly data: object;
}

/** What a plan takes in all: a headline, and lines of two columns. */
export interface Totals {
  readonly headline: string;
  readonly lines: readonly string[];
}

/** A plan, and the flags that lead to it, as the user would type them. */
export interface Selected<P extends Plan = Plan> {
  readonly plan: P;
  readonly selection: string;
}

/** A plan that was written. */
export interface Written<P extends Plan = Plan> extends Selected<P> {
  readonly folder: string;
  /** The folder as the user would type it. */
  readonly shown: string;
  readonly changes: readonly Change[];
  /** What applying them does not do, each with the way. */
  readonly undone: readonly string[];
  /** What was found in the folder. @default - nothing was compared with what is there */
  readonly base?: readonly Finding[];
  /** Whether the machine that this runs on may be asked what it makes of the plan. */
  readonly asks: boolean;
}

/** How a budget is printed. */
export interface BudgetManner<P extends Plan = Plan> {
  readonly format: 'table' | 'json' | 'markdown';
  readonly colors: Colors;
  /** The plan before it was fitted to a machine, which is shown as well. @default - it was not fitted */
  readonly before?: P;
}

/** How a list is printed. */
export type ListFormat = 'table' | 'json' | 'yaml';

/** The services of a plan as a table, and what is to be said below it. */
export interface ListedServices {
  readonly sizes: Grid;
  readonly sentences: readonly string[];
  /** Services without a size that run all the same. @default - there are none */
  readonly besides?: readonly Service[];
}

/** What a plan's containers are made of. */
export interface ImageList {
  readonly images: readonly {
    /** As it is pulled. */
    readonly image: string;
    /** Where a mirror has it from. @default - it is pulled from there */
    readonly source?: string;
    /** Everything that pulls it. */
    readonly pulledBy: readonly string[];
  }[];
  /** What the list cannot say. @default - it says all */
  readonly caveat?: string;
}

/**
 * Shrinks a plan to a machine of that much memory; `auto` asks the machine that this runs on, and says what it heeds unless it is to be
 * quiet.
 *
 * @returns the plan, and the flags with which it can be had again without asking
 * @throws Refusal if even the floors of all services are more than the machine has
 * @throws InputError if there is no answer
 */
export type Fit<P extends Plan> = (
  plan: P,
  machine: Memory | 'auto',
  quiet: boolean,
  session: Session,
) => Promise<{ readonly plan: P; readonly flags: readonly string[] }>;

/** A file of others beside which a plan is written, and with which it has to agree. */
export interface BaseFile<P extends Plan = Plan> {
  /** What such a file is called in messages: `Compose file`. */
  readonly word: string;
  /** Which file it is, for the help of `--base`. @param title what the application is called */
  described(title: string): string;
  /**
   * Compares a plan with the file that the user names, or pipes in as `-`.
   *
   * @throws InputError if it is a URL, if there is nothing to read, or if it is no such file
   */
  compare(selected: Selected<P>, file: string, session: Session): Promise<Compared>;
  /**
   * What is to be said of a folder that a plan is to be written to.
   *
   * @throws InputError if the folder seems to be misspelt, or if its file is none
   */
  beside(selected: Selected<P>, folder: string, session: Session): Promise<readonly Finding[]>;
}

/** What a comparison found. */
export interface Compared {
  readonly findings: readonly Finding[];
  /** What to say once it is known which of all findings are accepted. */
  agreement(findings: readonly Finding[]): string;
}
