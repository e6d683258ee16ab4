import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Key, keysOf } from '../lib/documents/keys';
import { ROOT } from './support/cli';
import { shapes } from './support/plans';
import { namesIn } from './support/scratch';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { version, engines, repository, homepage, bugs } = JSON.parse(read('package.json'));

it('has one version: in package.json, its lock file and the changelog', () => {
  expect(JSON.parse(read('package-lock.json'))).toMatchObject({ version, packages: { '': { version } } });
  expect(read('CHANGELOG.md')).toContain(`\n## ${version}\n`);
});

it('has upgrade notes for every key of a profile that has another name than before', () => {
  const notes = [...read('CHANGELOG.md').matchAll(/\n### Upgrade notes\n([\s\S]*?)(?=\n###? )/g)].map(([, text]) => text).join('\n');
  const renamed = (keys: readonly Key[], path: readonly string[] = []): readonly (readonly [string, string])[] =>
    keys.flatMap(({ name, formerly, below }) => [
      ...(formerly === undefined ? [] : [[formerly, formerly.includes('.') ? [...path, name].join('.') : name] as const]),
      ...renamed(below, [...path, name]),
    ]);
  const missing = shapes
    .flatMap((shape) => renamed(keysOf(shape.schema())))
    .filter(([was, is]) => !notes.split('\n').some((line) => line.includes(`\`${was}\``) && line.includes(`\`${is}\``)));
  expect([notes === '', missing]).toEqual([false, []]);
});

it('names one repository, also to whoever has something to report', () => {
  const [, address] = /^git\+(https:.*)\.git$/.exec(repository.url) ?? [];
  expect([homepage, bugs.url]).toEqual([`${address}#readme`, `${address}/issues`]);
  for (const path of ['SECURITY.md', '.github/ISSUE_TEMPLATE/config.yml'])
    expect(read(path)).toContain(`${address}/security/advisories/new`);
});

it('is developed with the oldest Node that it supports', () => {
  expect(engines.node).toBe(`>=${read('.nvmrc').trim()}`);
});

it('has issue forms that GitHub can show', () => {
  const forms = namesIn(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');
  expect(forms.length).toBeGreaterThan(1);
  for (const name of forms) {
    const { body, ...about } = parse(read(`.github/ISSUE_TEMPLATE/${name}`));
    expect(about).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    for (const { type, id, attributes } of body) {
      expect(['markdown', 'textarea', 'input']).toContain(type);
      expect(type === 'markdown' ? attributes.value : `${id}: ${attributes.label}`).not.toMatch(/undefined/);
    }
  }
});
