import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describeSource } from '../../lib/problem';
import { loadProfile } from '../../lib/profile/load';
import { SHOP_PROFILES } from '../support/cluster';
import { shopShapes } from '../support/plans';
import { scratch } from '../support/scratch';

const MEMORY = ['machine', 'memory'];
const CPUS = ['machine', 'cpus'];
const KEEP = ['machine', 'keep'];

/** A profile that says its memory itself, over a company's that says how much is kept, over a shipped one. */
const cwd = scratch({
  'mine.yaml': 'extends: ./company.yaml\ntarget: compose\nmachine: { memory: 16Gi }\n',
  'company.yaml': 'extends: laptop\ntarget: compose\nmachine: { keep: 2Gi }\n',
});
const load = (file: string, assignments: readonly string[] = [], shipped = SHOP_PROFILES) =>
  loadProfile({ file, cwd, shapes: shopShapes, assignments, shipped });

it('reads a profile first, then what it extends', () => {
  expect(load('mine.yaml').files).toEqual([join(cwd, 'mine.yaml'), join(cwd, 'company.yaml'), join(SHOP_PROFILES, 'laptop.yaml')]);
});

it('knows the file of every value, or the flag', () => {
  const { sourceAt } = load('mine.yaml', ['machine.cpus=2']);
  expect([MEMORY, KEEP, CPUS].map((path) => describeSource(sourceAt(path)))).toEqual(['mine.yaml:3:20', 'company.yaml:3:18', '--set']);
});

it('knows what a profile inherits, and what it says itself', () => {
  const { isInherited } = load('mine.yaml', ['machine.cpus=2']);
  expect([MEMORY, KEEP, CPUS, ['services', 'cart']].map(isInherited)).toEqual([false, true, false, true]);
  expect(load('company.yaml').isInherited(KEEP)).toBe(false);
});

it('knows what stands in a profile that is shipped', () => {
  const { isShipped } = load('mine.yaml', ['services.cart.memory.limit=1Gi']);
  expect([MEMORY, KEEP, CPUS, ['services', 'cart', 'memory', 'limit']].map(isShipped)).toEqual([false, false, true, false]);
});

it('knows whether the profile itself is shipped, whatever a flag lays over it', () => {
  expect(load('mine.yaml').isShipped([])).toBe(false);
  const own = join(SHOP_PROFILES, 'laptop.yaml');
  expect([load(own).isShipped([]), load(own, ['machine.cpus=2']).isShipped([])]).toEqual([true, true]);
  expect(load(own, ['machine.cpus=2']).isShipped(CPUS)).toBe(false);
});

it('knows the folder of the shipped ones through a link, and where it is gone', () => {
  const link = join(scratch(), 'link');
  symlinkSync(SHOP_PROFILES, link);
  expect(load(join(SHOP_PROFILES, 'laptop.yaml'), [], link).isShipped(MEMORY)).toBe(true);
  expect(load(join(SHOP_PROFILES, 'laptop.yaml'), [], join(cwd, 'gone')).isShipped(MEMORY)).toBe(false);
});

it.each(['laptop.yaml', 'a.yaml.b.yml', 'x'])('is called as the file %s', (file) => {
  const text = 'target: compose\nmachine: { memory: 8Gi, cpus: 4, keep: 2Gi }\nservices: {}\n';
  const name = loadProfile({ file, cwd: scratch({ [file]: text }), shapes: shopShapes }).name;
  expect(name).toBe(file.replace(/\.[^.]+$/, ''));
});
