import { type Meaning, meaning } from '../../lib/diff/meaning';
import { findingsChange, type ProfileChange, type Report } from '../../lib/diff/report';

/** The change of a profile, of which only what a test is about has to be said. */
export const changeOf = (profile: string, means: Partial<Meaning> = {}, parts: Partial<ProfileChange> = {}): ProfileChange => ({
  profile,
  change: 'changed',
  meaning: meaning({ differs: true, ...means }),
  findings: findingsChange([], []),
  files: { before: [], after: [] },
  ...parts,
});

/** What changes against `git:main`. */
export const reportOf = (changes: readonly ProfileChange[], parts: Partial<Report> = {}): Report => ({
  against: 'git:main',
  changes,
  unaffected: [],
  allowed: new Set(),
  ...parts,
});
