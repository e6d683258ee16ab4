import type { ComposeRule } from './rule';

/** Says where the profile gives a service another size than the resource plan, because the image needs it. */
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
