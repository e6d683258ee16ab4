import { join } from 'node:path';
import { createColors } from 'picocolors';
import { loadProfile } from '../../../lib/profile/load';
import { losses } from '../../../lib/targets/compose/losses';
import type { ComposePlan } from '../../../lib/targets/compose/plan/plan';
import { FIXTURE, shop } from '../../fixture/shop';
import { bind, shopShapes } from '../../support/plans';

const shown = (...assignments: readonly string[]): string => {
  const loaded = loadProfile({ file: join(FIXTURE, 'profiles/laptop.yaml'), cwd: FIXTURE, shapes: shopShapes, assignments });
  return losses(bind(shop, loaded) as ComposePlan, { format: 'markdown', colors: createColors(false) });
};

it('says of a killed container what becomes of those that call it, and when it is back', () => {
  expect(shown()).toMatch(/^\*\*a container takes more memory than its limit\*\*\n/);
  expect(shown()).toMatch(/\| the kernel kills it; \w+.* gets? errors meanwhile \| started again within \d+ s \| computed \|/);
  expect(shown('restart="no"')).toMatch(/\| until somebody starts it \| computed \|.*\| docker compose up --detach \|/);
});

it('says that nothing runs without the machine, and what starts it again', () => {
  expect(shown()).toContain('| there is no other machine | until Docker runs again, which starts it |');
  expect(shown('restart=on-failure')).toContain('| until Docker runs again and somebody starts it |');
});

it('says whether containers can take the memory of everything else', () => {
  expect(shown('fit=4Gi')).toContain('Containers never take the memory of everything else');
  expect(shown('machine.memory=2Gi')).toContain('The machine can run short of memory, swap and freeze: all limits together are ');
  expect(shown('services.cart=null')).toContain('The machine can run out of memory: cart run without a limit.');
});

it('names what a new container starts without', () => {
  const made = (text: string): boolean => text.includes('a container is made anew');
  expect([made(shown('switches.persist=false')), made(shown('switches.persist=true'))]).toEqual([true, false]);
});
