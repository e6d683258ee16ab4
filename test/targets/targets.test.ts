import { keysOf } from '../../lib/documents/keys';
import { shapesOf, targetNamed } from '../../lib/targets/target';
import { targets } from '../../lib/targets/targets';
import { shop } from '../fixture/shop';
import { shopPlan } from '../support/cluster';
import { shopLaptop } from '../support/plans';
import { synthesize } from '../support/synthesize';

it('knows every name that a target renders', async () => {
  const external = shopPlan(['externalSecrets.store=vault', 'externalSecrets.kind=SecretStore']);
  for (const plan of [shopLaptop(), shopPlan(), external])
    for (const { path } of await synthesize(plan)) expect([path, targetNamed(plan.target, targets).renders(path)]).toEqual([path, true]);
});

it.each([
  ...['', '.', '..', '../a.yaml', '/a.yaml', 'sub/a.yaml', 'a/../b.yaml', './a.yaml', '..\\a.yaml', 'C:\\a.yaml', 'a.yaml/'],
  ...['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml', 'docker-compose.override.yaml', '.env', 'faultmaven'],
  ...['.yaml', '-a.yaml', 'a-.yaml', 'A.yaml', 'a.b.yaml', 'a.yaml\n', 'a\u0000.yaml', `${'a'.repeat(64)}.yaml`, '__proto__', 'ä.yaml'],
  ...['.faultmaven-infra.json', 'docker-compose.override.yml.bak', 'docker-compose.override.yml.example'],
])('takes %j for no name of theirs', (name) => {
  expect(targets.filter((target) => target.renders(name))).toEqual([]);
});

it('says why a target lacks a key only where another one has it', () => {
  const shapes = shapesOf(targets, shop);
  for (const { name, lacks = {} } of shapes) {
    const keysOfOthers = shapes.filter((other) => other.name !== name).map((other) => JSON.stringify(keysOf(other.schema())));
    for (const key of Object.keys(lacks)) {
      expect([key, keysOfOthers.some((keys) => keys.includes(`"name":"${key}"`))]).toEqual([key, true]);
    }
  }
});
