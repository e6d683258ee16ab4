import type { Application } from '../model/application';
import type { Explanations } from '../model/explanation';
import { ROLE_FINDINGS } from '../roles/findings';
import { findingsOf } from '../roles/roles';
import type { Chapter } from './chapter';
import { explanationsOf } from './hazards';

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

/** The codes of what only an application's services have: their sizes, and the defects of their images. */
export const chaptersIn = (application: Application): readonly Chapter[] => [
  {
    title: `The services of ${application.title}`,
    explanations: Object.assign({}, ROLE_FINDINGS, ...application.services.map(({ workload }) => findingsOf(workload))),
  },
  { title: `The images of ${application.title}`, explanations: explanationsOf(application) },
];

/** Every name that a finding about an application can have, which `accept` in a profile uses. */
export const findingCodes = (application: Application, chapters: readonly Chapter[]): readonly string[] =>
  [ANY_PROFILE, ...chapters, ...chaptersIn(application)].flatMap(({ explanations }) => Object.keys(explanations));
