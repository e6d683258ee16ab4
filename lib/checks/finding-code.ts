import type { Application } from '../model/application';
import { BASE_FINDINGS, type BaseCode } from '../targets/compose/rules/base-codes';
import { COMPOSE_FINDINGS, type ComposeCode } from '../targets/compose/rules/codes';
import { KUBERNETES_FINDINGS, type KubernetesCode } from '../targets/kubernetes/rules/codes';
import type { Explanations } from './explanation';

/** What can be found in any profile. */
export const PROFILE_FINDINGS = {
  'accepts-nothing': {
    means: 'The profile accepts a finding that there is not.',
    matters: 'The code may be misspelt, so that another finding still counts. Or its cause is gone, and nobody would notice its return.',
    wayOut: 'Correct the code or the subject below `accept`, or remove the line.',
  },
} as const satisfies Explanations;

/** The name of a finding that a rule or a comparison makes. Those about hazards have the names that their services give them. */
export type FindingCode = keyof typeof PROFILE_FINDINGS | ComposeCode | BaseCode | KubernetesCode;

/** Every name that a finding about an application can have, which `accept` in a profile uses. */
export const findingCodes = ({ hazards = [] }: Pick<Application, 'hazards'>): readonly string[] => [
  ...Object.keys({ ...PROFILE_FINDINGS, ...COMPOSE_FINDINGS, ...BASE_FINDINGS, ...KUBERNETES_FINDINGS }),
  ...hazards.map(({ code }) => code),
];
