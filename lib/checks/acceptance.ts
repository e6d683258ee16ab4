import { nearest } from '../nearest';
import type { Profile } from '../plan/plan';
import type { Finding } from './finding';

/**
 * Marks what the profile accepts, and adds a warning for every acceptance of its own that matches nothing: one that it inherits it need
 * not know.
 *
 * @param unasked whether a code is about something that was not looked at, so that its absence says nothing
 */
export function accept(findings: readonly Finding[], profile: Profile, unasked: (code: string) => boolean): readonly Finding[] {
  const reasons = new Map(Object.entries(profile.accept));
  const found = new Set<string>(findings.map(({ code }) => code));
  const idle = [...reasons.keys()].filter((code) => !found.has(code) && !unasked(code) && !profile.isInherited(['accept', code]));
  return [
    ...findings.map((finding) => ({ ...finding, accepted: reasons.get(finding.code) })),
    ...idle.map((code) => ({
      code: 'accepts-nothing' as const,
      severity: 'warning' as const,
      subject: 'accept',
      message: `${code} is accepted, but nothing has that code: ${advice(code, [...found])}`,
      source: profile.sourceAt(['accept', code]),
    })),
  ];
}

function advice(code: string, found: readonly string[]): string {
  const guess = nearest(code, found);
  return guess === undefined ? 'remove it' : `did you mean ${guess}?`;
}
