import type { ComposeRule } from './rule';

/** A service without a size runs without a limit: Docker has no default, so it may take the whole machine. */
export const everyServiceCapped: ComposeRule = ({ profile, unsized }) =>
  unsized.map((service) => ({
    code: 'service-without-cap',
    severity: 'warning',
    subject: service.kind,
    message: 'has no size in this profile: if it runs, it may take the whole machine',
    source: profile.sourceAt(['services']),
  }));
