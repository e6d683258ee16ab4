import type { Rule } from './rule';

/** What is wrong with the released images, whatever the profile says. */
export const hazards: Rule = ({ profile, services }) =>
  services.flatMap(({ service }) =>
    service.hazards.map(({ code, what, consequence, wayOut, evidence }) => ({
      code,
      severity: 'warning',
      subject: service.kind,
      message: what,
      background: { consequence, wayOut, evidence },
      source: profile.sourceAt(['services', service.kind]),
    })),
  );
