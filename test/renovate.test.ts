import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultmaven } from '../lib/faultmaven/application';
import type { Service } from '../lib/model/service';
import type { Tool } from '../lib/model/tool';
import { ROOT } from './support/cli';

/* What Renovate would find, by its own configuration. The real Renovate needs a newer Node than this program does. */

interface Manager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
}

const { customManagers, packageRules, ignorePaths } = JSON.parse(readFileSync(join(ROOT, 'renovate.json'), 'utf8')) as {
  readonly customManagers: readonly Manager[];
  readonly ignorePaths: readonly string[];
  readonly packageRules: readonly { readonly matchPackageNames?: readonly string[]; readonly allowedVersions?: string }[];
};

const files = ['lib', 'profiles', '.ci', 'docs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|yaml|md)$|^run$/.test(path))
    .map((path) => `${folder}/${path}`),
);

interface Pin {
  readonly depName: string;
  readonly currentValue: string;
}

/** What its managers find in the files under a folder. */
const pinsIn = (folder: string): readonly Pin[] =>
  customManagers.flatMap(({ managerFilePatterns, matchStrings }) =>
    files
      .filter((path) => path.startsWith(`${folder}/`) && managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(path)))
      .flatMap((path) => matchStrings.flatMap((text) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(new RegExp(text, 'g'))]))
      .map(({ groups }) => groups as unknown as Pin),
  );

/** FaultMaven's own builds are named by commits, which have no order: nobody can tell which of two is newer. */
const othersIn = (services: readonly Service[], isMeant: (tool: Tool) => boolean = () => true): readonly Pin[] =>
  services
    .flatMap((service) => [service, ...service.tools.filter(isMeant)])
    .filter(({ image, release }) => release !== undefined && !String(image).startsWith('ghcr.io/faultmaven/'))
    .map(({ image, release }) => ({ depName: String(image), currentValue: release?.tag ?? '' }));
const others = othersIn(faultmaven.services);

/** A service with a usual size has a usual build as well, as a tool that only some platforms need; no profile has to name it. */
const named = othersIn(
  faultmaven.services.filter(({ usual }) => usual === undefined),
  ({ onlyWith }) => onlyWith === undefined,
);

/** Each build once: two services may run one image. */
const sorted = (pins: readonly Pin[]): readonly string[] =>
  [...new Set(pins.map(({ depName, currentValue }) => `${depName}:${currentValue}`))].sort();

it.each([
  ['lib', others],
  ['profiles', named],
])('finds the build of every image of others in %s, and nothing else', (folder, pins) => {
  expect(pins.length).toBeGreaterThanOrEqual(6);
  expect(sorted(pinsIn(folder))).toEqual(sorted(pins));
});

it('finds the command that only CI installs', () => {
  expect(pinsIn('.ci').map(({ depName }) => depName)).toEqual(['cdk8s-cli']);
});

it('finds what the documents run', () => {
  expect(pinsIn('docs').map(({ depName }) => depName)).toEqual(['quay.io/oauth2-proxy/oauth2-proxy']);
});

it('allows each image the version that it has', () => {
  for (const { matchPackageNames = [], allowedVersions } of packageRules)
    for (const { depName, currentValue } of others)
      if (allowedVersions !== undefined && matchPackageNames.includes(depName))
        expect(currentValue).toMatch(new RegExp(allowedVersions.slice(1, -1)));
});

it('knows how versions of each image are counted: what is no plain version has a rule of its own', () => {
  const plain = /^v?\d+(\.\d+)+(-alpine)?$/;
  const ruled = new Set(packageRules.filter((rule) => 'versioning' in rule).flatMap(({ matchPackageNames = [] }) => matchPackageNames));
  expect(others.filter(({ depName, currentValue }) => !plain.test(currentValue) && !ruled.has(depName))).toEqual([]);
});

it('looks into the tests, where Go modules and Python packages are pinned: what it extends would leave them out', () => {
  expect(ignorePaths).toEqual(['**/node_modules/**', 'dist/**']);
});
