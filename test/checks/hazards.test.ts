import { explanationsOf, hazards } from '../../lib/checks/hazards';
import { configurable } from '../../lib/model/setting';
import { flag } from '../../lib/shape/values';
import { found } from '../support/findings';
import { planOver, sizes } from '../support/plans';
import { testService } from '../support/services';

const onLaptop = hazards('laptop');

const hazard = { code: 'a-split', what: 'it is broken', consequence: 'a loss', wayOut: 'none', evidence: 'seen' } as const;

it('warns of every hazard of every service, at the place of its size', () => {
  const own = [testService('a', { hazards: [hazard, { ...hazard, code: 'a-in-memory' }] }), testService('b')];
  const plan = planOver(own, sizes('  a: { memory: { limit: 64Mi } }\n  b: { memory: { limit: 64Mi } }'));
  expect(found(onLaptop, plan)).toEqual(['warning a-split a x.yaml:4:6', 'warning a-in-memory a x.yaml:4:6']);
});

it('tells what it leads to, the way out and where it is known from', () => {
  const plan = planOver([testService('a', { hazards: [hazard] })], sizes('  a: { memory: { limit: 64Mi } }'));
  expect(onLaptop(plan)[0]).toMatchObject({
    message: 'it is broken',
    background: { consequence: 'a loss', wayOut: 'none', evidence: 'seen' },
  });
});

it('finds nothing to say about services without hazards', () => {
  expect(onLaptop(planOver([testService('a')], sizes('  a: { memory: { limit: 64Mi } }')))).toEqual([]);
});

it('tells first of those that follow from what the profile says of a service', () => {
  const laptop = { slow: flag('Slow.') };
  const follow = ({ slow }: { readonly slow?: boolean }) => ({ hazards: slow ? [{ ...hazard, code: 'slow' }] : [] });
  const own = [testService('a', { hazards: [hazard], configurable: configurable({ laptop, follow }) })];
  const codes = (more: string) => onLaptop(planOver(own, sizes(`  a: { memory: { limit: 64Mi }${more} }`))).map(({ code }) => code);
  expect(codes('')).toEqual(['a-split']);
  expect(codes(', slow: true')).toEqual(['slow', 'a-split']);
});

it('explains the hazards of an application, on each target where that is not the same', () => {
  const both = { ...hazard, code: 'b', inCluster: { what: 'it is half broken', wayOut: 'wait' } };
  expect(explanationsOf({ hazards: [hazard, both] })).toEqual({
    'a-split': { means: 'it is broken.', matters: 'a loss.', wayOut: 'none.' },
    b: {
      means: 'On a laptop: it is broken. In a cluster: it is half broken.',
      matters: 'a loss.',
      wayOut: 'On a laptop: none. In a cluster: wait.',
    },
  });
  expect(explanationsOf({})).toEqual({});
});

it('takes some for errors in a cluster, where many depend on it, and says what is left of them there', () => {
  const serious = {
    ...hazard,
    code: 'cases-in-memory',
    severity: { cluster: 'error' },
    inCluster: { what: 'half of it is broken' },
  } as const;
  const plan = planOver([testService('a', { hazards: [hazard, serious] })], sizes('  a: { memory: { limit: 64Mi } }'));
  const said = (where: 'laptop' | 'cluster') => hazards(where)(plan).map(({ severity, message }) => [severity, message]);
  expect(said('cluster')).toEqual([
    ['warning', 'it is broken'],
    ['error', 'half of it is broken'],
  ]);
  expect(said('laptop')).toEqual([
    ['warning', 'it is broken'],
    ['warning', 'it is broken'],
  ]);
});
