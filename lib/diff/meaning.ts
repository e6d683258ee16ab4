import type { Cpu } from '../units/cpu';
import type { Memory } from '../units/memory';

/**
 * What a change of generated files means, in no target's notation. Everything that a format shows of it is here: a format only lays it out.
 */
export interface Meaning {
  /** Whether anything differs that a target reads. Files can differ in comments alone. */
  readonly differs: boolean;
  /** Those that changed, in the order of the application. */
  readonly services: readonly ServiceChange[];
  /** Sums, also those that stay as they are. */
  readonly totals: readonly Figures[];
  /** What applying the files does, the worst first. */
  readonly effects: readonly EffectOn[];
  /** What an apply cannot do, or destroys. */
  readonly warnings: readonly Warning[];
  /** Objects that are new, and those that are gone, as `Kind/name`. @default - none */
  readonly objects?: Gained;
  /** What was gained and lost besides: open ports, network edges, rights. Only topics in which something changed. */
  readonly topics: readonly Topic[];
  /** Settings that changed because something else did. */
  readonly derived: readonly Derived[];
  /** Notes on the comparison itself, and on what is to be done besides. */
  readonly notes: readonly string[];
  /** Commands that are run when what starts by the change is ready, such as those that delete what an apply leaves. @default - none */
  readonly commands?: readonly string[];
  /** The same in short sentences, without the services and the findings. */
  readonly sentences: readonly string[];
  /** Sentences that stand at the end. */
  readonly closing: readonly string[];
}

/** A meaning, of which only what there is has to be said. */
export const meaning = (parts: Partial<Meaning> & Pick<Meaning, 'differs'>): Meaning => ({
  services: [],
  totals: [],
  effects: [],
  warnings: [],
  topics: [],
  derived: [],
  notes: [],
  sentences: [],
  closing: [],
  ...parts,
});

export type Value = Memory | Cpu | number | string;

/** Something that has a value. */
export interface Figure {
  /** `memory limit`. */
  readonly what: string;
  /** @default - there was none */
  readonly before?: Value;
  /** @default - there is none */
  readonly after?: Value;
}

/** Figures of one thing. */
export interface Figures {
  readonly of: string;
  readonly figures: readonly Figure[];
}

/** A service that changed, with its figures: those that changed, or all of a service that is new or gone. */
export interface ServiceChange extends Figures {
  readonly change: 'added' | 'removed' | 'changed';
  /** What else changed, in words. */
  readonly besides: readonly string[];
}

/** What applying the files does to a part of what runs. */
export interface EffectOn {
  /** The service, or what else it belongs to. */
  readonly subject: string;
  /** As `Kind/name`, or as its target calls it. */
  readonly object: string;
  /** `starts`, `stops`: pods or containers that there were not, or that are no more. */
  readonly does: 'restarts' | 'changes in place' | 'starts' | 'stops';
  /** How it restarts: `rolling`. @default - there is only one way */
  readonly how?: string;
  /** `memory limit 4→5Gi`. */
  readonly why: readonly string[];
  /** What is lost with it. @default - nothing */
  readonly loses?: readonly string[];
}

/** What somebody has to know before an apply, and can accept by name: `code:subject`. */
export interface Warning {
  readonly code: string;
  readonly subject: string;
  /** Whether an apply does it, or says no. */
  readonly kind: 'destroys' | 'refused';
  readonly what: string;
  /** How it is done nevertheless, or without loss. */
  readonly way: string;
}

/** The name under which a warning is accepted. */
export const nameOf = ({ code, subject }: Pick<Warning, 'code' | 'subject'>): string => `${code}:${subject}`;

/** `refused`, `destroys, allowed`. */
export const verbOf = ({ kind }: Pick<Warning, 'kind'>, isAllowed: boolean): string => `${kind}${isAllowed ? ', allowed' : ''}`;

export interface Gained {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** The topic of which only what is lost matters. */
export const REDUNDANCY = 'redundancy';

/** Something of which there is more or less than before. */
export interface Topic extends Gained {
  /** In the plural: `network edges`. */
  readonly title: string;
}

/** A setting that follows from something else. */
export interface Derived {
  readonly figure: Figure;
  /** The service that has it. */
  readonly of: string;
  /** `evidence may have 9 replicas`. */
  readonly because: readonly string[];
}

/** What was gained and lost between two lists. */
export function gained(before: Iterable<string>, after: Iterable<string>): Gained {
  const [then, now] = [new Set(before), new Set(after)];
  return { gained: [...now].filter((one) => !then.has(one)), lost: [...then].filter((one) => !now.has(one)) };
}

/** Figures of which at least one value differs, in the order of the later ones. */
export function changedFigures(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): readonly Figure[] {
  return figuresOf(before, after).filter(isChanged);
}

/** All figures that there are before or after. */
export const figuresOf = (before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): readonly Figure[] =>
  [...new Set([...after.keys(), ...before.keys()])].map((what) => ({ what, before: before.get(what), after: after.get(what) }));

export const isChanged = ({ before, after }: Figure): boolean => String(before) !== String(after);
