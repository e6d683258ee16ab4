// `node scripts/delivery/release.mjs TAG FOLDER`: writes what a release is made of into a new folder: notes.md with the section of
// CHANGELOG.md, the archive of `npm pack`, and the artifact of each profile as a tar. The same commit gives the same artifacts. Fails if the
// tag is not that of the version in package.json, or if the changelog has no section for it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fmsynth, stop } from './program.mjs';

const [, , tag = '', folder = ''] = process.argv;
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
if (tag !== `v${version}`) stop(`the tag is ${JSON.stringify(tag)}, and package.json has ${version}: expected the tag v${version}`);
if (folder === '' || existsSync(folder)) stop('expected a tag and a new folder');
const section = readFileSync('CHANGELOG.md', 'utf8')
  .split(/^## /m)
  .find((text) => text.startsWith(`${version}\n`));
const notes = section?.slice(version.length).trim() ?? '';
if (notes === '') stop(`CHANGELOG.md has no section ${version}: give what is under Unreleased that heading`);

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'notes.md'), `${notes}\n`);
run('npm', 'pack', '--silent', '--pack-destination', folder);
const layouts = mkdtempSync(join(folder, 'layouts-'));
const { code } = fmsynth(['publish', '--all', '--to', join(layouts, 'all')]);
if (code !== 0) stop('no artifacts: see above', code);
for (const profile of readdirSync(join(layouts, 'all'))) {
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX'];
  run('tar', ...same, '--create', '--file', join(folder, `${profile}.tar`), '--directory', join(layouts, 'all', profile), '.');
}
rmSync(layouts, { recursive: true });

function run(program, ...args) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) stop(`${program} ${args[0]} failed${error === undefined ? '' : `: ${error.message}`}`);
}
