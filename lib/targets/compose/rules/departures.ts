import type { ComposeRule } from './rule';

/** Where the resource plan's number cannot be true of the image, the profile departs from it and says so. */
export const departures: ComposeRule = ({ profile, services }) =>
  services.flatMap(({ service: { kind, departure }, size }) =>
    departure === undefined || departure.planned.mebibytes === size.memory.limit.mebibytes
      ? []
      : [
          {
            code: 'departs-from-document',
            severity: 'warning',
            subject: kind,
            message: `gets ${size.memory.limit} where the document plans about ${departure.planned}: ${departure.because}`,
            source: profile.sourceAt(['services', kind, 'memory', 'limit']),
          },
        ],
  );
