import type { Colors } from 'picocolors/types';
import type * as v from 'valibot';
import type { Chapter } from '../checks/chapter';
import type { Finding } from '../checks/finding';
import type { Rule } from '../checks/rule';
import type { Meaning } from '../diff/meaning';
import type { Figures } from '../documents/figures';
import type { Application } from '../model/application';
import type { Service } from '../model/service';
import type { Change } from '../output/changes';
import type { Writer } from '../output/index-file';
import type { OutputFile } from '../output/output-file';
import type { Plan } from '../plan/plan';
import type { LoadedProfile } from '../profile/load';
import type { Needless, ProfileShape, ProfileValues } from '../profile/profile-shape';
import type { Session } from '../session';
import type { Grid } from '../table';
import type { Memory } from '../units/memory';

/**
 * What a profile can become. The command line knows no target by name and asks this interface. Code that only some questions need is behind
 * `import()`, because every run of the program loads all targets.
 */
export interface Target<P extends Plan = Plan> extends Omit<ProfileShape, 'schema' | 'needless'>, Writer {
  /** Where plans run, in documents: `on a laptop`. */
  readonly where: string;
  /** What a plan becomes, after `for a laptop,`. */
  readonly makes: string;
  /** The shape of a profile for an application. */
  schema(application: Application): v.GenericSchema<unknown, ProfileValues>;
  /** Where a profile speaks of what it turns off, as `ProfileShape` has it. @default - nothing can be turned off */
  needless?(application: Application, written: unknown): readonly Needless[];
  /** A profile as a plan. @throws InputError with what is wrong with the profile for these services */
  bind(application: Application, loaded: LoadedProfile): P;
  /** The rules for a plan, in the order in which their findings are shown. */
  rules(): Promise<readonly Rule<P>[]>;
  /** The explanations of its findings. */
  findings(): Promise<readonly Chapter[]>;
  /** A plan as files. `header` is the line that each starts with, as a comment. */
  files(plan: P, header: string): Promise<readonly OutputFile[]>;

  /** What it means to apply files where others have been applied. @throws InputError if those cannot be read */
  meaning(changed: Changed<P>): Promise<Meaning>;
  /**
   * The same, compared with what runs. @default - nothing that runs can be asked
   *
   * @throws InputError if it cannot be asked
   */
  live?(plan: P, after: readonly OutputFile[], session: Session): Promise<Live>;
  /** What applying files can destroy, or cannot do, explained. @default - nothing */
  warnings?(): Promise<readonly Chapter[]>;

  /** What a profile is made for. */
  madeFor(values: ProfileValues): MadeFor;
  /** The totals of a plan. */
  totals(plan: P): Promise<Totals>;
  /** The commands to type after a plan was written, and what to do before them. Each line has a line break. */
  nextSteps(written: Written<P>, session: Session): Promise<string>;
  /** The budget of a plan as a text. */
  budget(plan: P, manner: BudgetManner<P>): Promise<string>;
  /** What fails, and what that means for each service, as a text. @default - nothing is known of it */
  losses?(plan: P, manner: Omit<BudgetManner<P>, 'before'>): Promise<string>;
  /** The services of a plan. `images` is the command that lists the builds of their images. */
  listed(plan: P, images: string): Promise<ListedServices>;
  /** Every image that a plan pulls, each once. */
  images(plan: P): Promise<ImageList>;

  /**
   * A plan shrunk to the size that its own profile names; undefined if it names none. @default - profiles cannot name one
   *
   * @throws Refusal if even the floors of all services are more than the machine has
   * @throws InputError if the profile names another machine as well
   */
  fitted?(plan: P): Promise<P | undefined>;
  /** What of this machine its plans may ask, in words after `asks the`. @default - they ask nothing */
  readonly asked?: string;
  /** Shrinks a plan to a machine; or a text that says why `--fit` makes no sense. */
  readonly fit: Fit<P> | string;
  /** The published file that the files of a plan change. @default - there is none */
  readonly base?: BaseFile<P>;
  /** Warns if a plan does not fit this machine. @default - it never warns */
  advise?(plan: P, session: Session): Promise<unknown>;
  /** The Secrets that a plan needs, as a text. @default - it needs none */
  secrets?(plan: P, format: ListFormat): Promise<string>;
  /** The changes that applying the files does not make, each with the way to make it. @default - it makes all */
  undone?(folder: string, changes: readonly Change[]): Promise<readonly string[]>;
}

/** A target for the list of targets. The command line passes each target only its own plans, which the type of a list cannot express. */
export const defineTarget = <P extends Plan>(target: Target<P>): Target => target as unknown as Target;

/** The shapes of the profiles of all targets. */
export const shapesOf = (targets: readonly Target[], application: Application): readonly ProfileShape[] =>
  targets.map((target) => ({
    ...target,
    schema: () => target.schema(application),
    needless: (written) => target.needless?.(application, written) ?? [],
  }));

/** The target of that name. @throws RangeError if there is none: a profile that was read has one of them */
export function targetNamed(name: string, targets: readonly Target[]): Target {
  const found = targets.find((target) => target.name === name);
  if (found === undefined) throw new RangeError(`no target ${name}`);
  return found;
}

/** Two sets of files, of which the second is to take the place of the first. */
export interface Changed<P extends Plan = Plan> {
  readonly application: Application;
  readonly before: {
    readonly files: readonly OutputFile[];
    /** What stands before the name of a file in messages: `git:main:dist/cluster/`. */
    readonly where: string;
    /** Whether they are of another profile, which may run beside this one. */
    readonly isAnother: boolean;
  };
  readonly after: readonly OutputFile[];
  /** The plan of those after. @default - there are none: the profile is gone */
  readonly plan?: P;
}

/** What an apply would do to what runs. */
export interface Live {
  readonly meaning: Meaning;
  /** What runs, and what would run. */
  readonly files: { readonly before: readonly OutputFile[]; readonly after: readonly OutputFile[] };
}

/** What a profile is made for, in words and for programs. */
export interface MadeFor {
  readonly words: string;
  readonly data: object;
}

/** The totals of a plan: a headline, lines of two columns, and what stands in a table of profiles. */
export interface Totals {
  readonly headline: string;
  readonly lines: readonly string[];
  readonly inShort: Figures;
  /** What could not be computed, and why not. @default - everything was */
  readonly unknown?: string;
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
  /** The changes that applying the files does not make, each with the way to make it. */
  readonly undone: readonly string[];
  /** What was found in the folder. @default - nothing was compared with what is there */
  readonly base?: readonly Finding[];
  /** Whether what runs on this machine (`asked`) may be asked. */
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
  /** Services that run without a size. @default - there are none */
  readonly besides?: readonly Service[];
}

/** The images of a plan. */
export interface ImageList {
  readonly images: readonly {
    /** As it is pulled. */
    readonly image: string;
    /** Where a mirror has it from. @default - it is pulled from there */
    readonly source?: string;
    /** Everything that pulls it. */
    readonly pulledBy: readonly string[];
  }[];
  /** What the list does not show. @default - it shows all */
  readonly caveat?: string;
}

/**
 * Shrinks a plan to a machine with that much memory. `auto` asks what runs on this machine (`asked`), and prints what is taken into account
 * unless `quiet`.
 *
 * @returns the plan, and the flags that give the same plan without asking
 * @throws Refusal if even the floors of all services are more than the machine has
 * @throws InputError if the engine does not answer
 */
export type Fit<P extends Plan> = (
  plan: P,
  machine: Memory | 'auto',
  quiet: boolean,
  session: Session,
) => Promise<{ readonly plan: P; readonly flags: readonly string[] }>;

/** A published file that the files of a plan change, and have to agree with. */
export interface BaseFile<P extends Plan = Plan> {
  /** What such a file is called in messages: `Compose file`. */
  readonly word: string;
  /** Which file it is, for the help of `--base`. @param title what the application is called */
  described(title: string): string;
  /** Examples for that help. @param check the command that checks a profile without `--base` */
  examples(check: string): readonly string[];
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
  /** The closing line, when it is known which findings are accepted. */
  agreement(findings: readonly Finding[]): string;
}
