import type { Application } from '../model/application';
import type { Chapter, Explanations } from './explanation';

/** What can be found in any profile. */
const PROFILE_FINDINGS = {
  'accepts-nothing': {
    means: 'The profile accepts a finding that there is not.',
    matters: 'The code may be misspelt, so that another finding still counts. Or its cause is gone, and nobody would notice its return.',
    wayOut: 'Correct the code or the subject below `accept`, or remove the line.',
  },
} as const satisfies Explanations;

/** The codes of what can be found in a profile of any target. */
export const ANY_PROFILE: Chapter = { title: 'Any profile', explanations: PROFILE_FINDINGS };

/** Every name that a finding about an application can have, which `accept` in a profile uses. */
export const findingCodes = ({ hazards = [] }: Pick<Application, 'hazards'>, chapters: readonly Chapter[]): readonly string[] => [
  ...chapters.flatMap(({ explanations }) => Object.keys(explanations)),
  ...hazards.map(({ code }) => code),
];
