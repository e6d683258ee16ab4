import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { DOCKER_COMPOSE, describeWith, GIT, type Tool } from '../support/tools';

const KUBECTL: Tool = { name: 'kubectl', probe: ['kubectl', 'version', '--client'] };

/** What the stand-ins of a reader know, as JSON: Jest does not load modules of this kind. */
const KNOWN: Readonly<Record<string, string>> = JSON.parse(
  spawnSync(process.execPath, ['--input-type=module', '-e', "import { KNOWN } from './known.mjs'; console.log(JSON.stringify(KNOWN))"], {
    cwd: join(CHECKOUT, 'test/support/stand-in'),
    encoding: 'utf8',
  }).stdout,
);

/** What the real program says of a command. */
function help(command: string): string {
  const [program = '', ...words] = command.split(' ');
  const asks = { git: [...words, '-h'], kubectl: words.length === 0 ? ['options'] : [...words, '--help'] };
  const { stdout, stderr } = spawnSync(program, asks[program as 'git'] ?? [...words, '--help'], { encoding: 'utf8' });
  return stdout + stderr;
}

const real = (program: string): readonly (readonly [string, string])[] =>
  Object.entries(KNOWN).filter(([command]) => command.split(' ')[0] === program);

describe.each([
  ['docker', DOCKER_COMPOSE],
  ['git', GIT],
  ['kubectl', KUBECTL],
] as const)("the flags that the reader's stand-in for %s accepts", (program, tool) => {
  describeWith([tool], 'are those of the real program', () => {
    it.each(real(program))('%s', (command, flags) => {
      const told = help(command);
      if (command !== 'kubectl') expect(told).toMatch(new RegExp(`^(Usage:|usage:)?\\s*${command}\\b`, 'm'));
      const names = flags.split(' ').map((flag) => flag.replace(/=$/, ''));
      expect(names.filter((name) => !new RegExp(`(^|[\\s,])${name}\\b`, 'm').test(told))).toEqual([]);
    });
  });
});
