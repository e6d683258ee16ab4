import type { ComposeRule } from './rule';

/** Says where the profile gives a service another size than the resource plan, because the image needs it. */
export const departures: ComposeRule = ({ application, profile, services }) =>
  services.flatMap(({ service, size }) => {
    const departure = application.resourcePlan?.departures.get(service);
    if (departure === undefined || departure.planned.mebibytes === size.memory.limit.mebibytes) return [];
    return [
      {
        code: 'departs-from-document',
        severity: 'warning',
        subject: service.kind,
        message: `gets ${size.memory.limit} where the document plans about ${departure.planned}: ${departure.because}`,
        source: profile.sourceAt(['services', service.kind, 'memory', 'limit']),
      },
    ];
  });
