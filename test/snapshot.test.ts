import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedProfiles } from '../lib/commands/profiles';
import { indexFile } from '../lib/output/index-file';
import { bind } from '../lib/plan';
import { profileJsonSchema } from '../lib/profile/json-schema';
import { loadProfile } from '../lib/profile/load';
import { synthesize } from '../lib/synthesize';
import { ROOT } from './support/cli';
import { services } from './support/plans';

/** Everything that is generated and committed, by its path. */
const generated = new Map<string, string>([
  ['profiles/profile.schema.json', profileJsonSchema(services)],
  ...shippedProfiles({ root: ROOT }).flatMap((name) => {
    const plan = bind(services, loadProfile({ file: join(ROOT, 'profiles', `${name}.yaml`), cwd: ROOT, services }));
    const synthesis = synthesize(plan, { profile: name, flags: [] });
    return [...synthesis.files, indexFile(name, synthesis)].map(({ path, content }) => [`dist/${name}/${path}`, content] as const);
  }),
]);

const committed = (path: string): string => {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return '(no such file)';
  }
};

it.each([...generated.keys()])('%s is what the code and the profiles say', (path) => {
  if (committed(path) === generated.get(path)) return;
  expect(`${committed(path)}\n\nIf the change is meant: npm run update, and commit what it writes.`).toBe(generated.get(path));
});

it('has nothing in dist/ that no profile generates', () => {
  const found = readdirSync(join(ROOT, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
  expect(found.filter((path) => !generated.has(path))).toEqual([]);
});
