import type { ComposeRule } from './rule';

/** Whoever calls a service that is off gets no answer. */
export const callsAnswered: ComposeRule = ({ profile, services, off }) => {
  const stopped = new Set(off.map(({ kind }) => kind));
  return services.flatMap(({ service, configured }) => {
    const missed = configured.calls.map(({ kind }) => kind).filter((kind) => stopped.has(kind));
    return missed.map((kind) => ({
      code: 'calls-service-off',
      severity: 'warning',
      subject: service.kind,
      message: `calls ${kind}, which this profile turns off: its calls fail`,
      source: profile.sourceAt(['services', kind]),
    }));
  });
};
