import { notRun } from '../roles';
import type { ComposeRule } from './rule';

/** A service that calls another one, which does not run, gets no answer. */
export const callsAnswered: ComposeRule = ({ application, profile, services, off }) => {
  const stopped = new Map([
    ...off.map(({ kind }) => [kind, 'this profile turns off'] as const),
    ...notRun(application).map(({ service: { kind } }) => [kind, 'does not run on a laptop'] as const),
  ]);
  return services.flatMap(({ service, configured }) => {
    const missed = configured.calls.map(({ kind }) => kind).filter((kind) => stopped.has(kind));
    return missed.map((kind) => ({
      code: 'calls-service-off',
      severity: 'warning',
      subject: service.kind,
      message: `calls ${kind}, which ${stopped.get(kind)}: its calls fail`,
      source: profile.sourceAt(['services', kind]),
    }));
  });
};
