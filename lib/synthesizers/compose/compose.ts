import type { ComposePlan } from '../../plan/plan';
import type { OutputFile, SynthesizerOf } from '../synthesizer';
import { boundedCommand } from './bounded-command';
import type { ComposeService, Concern } from './compose-service';
import { overrideDocument } from './document';
import { hardening } from './hardening';
import { healthcheck } from './healthcheck';
import { limits } from './limits';
import { persistence } from './persistence';
import { ports } from './ports';
import { restart } from './restart';

/** The name under which Compose merges it into the file beside it. */
export const OVERRIDE = 'docker-compose.override.yml';

/** What a service of the override consists of, in the order of its keys. */
const concerns: readonly Concern[] = [limits, restart, boundedCommand, persistence, ports, healthcheck, hardening];

/** The laptop: one override of FaultMaven's published Compose file. */
export const compose: SynthesizerOf<ComposePlan> = ({ profile, services }, header): readonly OutputFile[] => [
  {
    path: OVERRIDE,
    content: overrideDocument(
      header,
      Object.fromEntries(
        services.map((sized) => [
          sized.service.name,
          Object.assign({}, ...concerns.map((concern) => concern(sized, profile))) as ComposeService,
        ]),
      ),
    ),
  },
];
