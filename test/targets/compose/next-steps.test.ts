import { join } from 'node:path';
import { nextSteps } from '../../../lib/targets/compose/next-steps';
import type { ComposePlan } from '../../../lib/targets/compose/plan/plan';
import type { Written } from '../../../lib/targets/target';
import { shopLaptop, shopLaptopOf } from '../../support/plans';
import { scratch } from '../../support/scratch';

/** Its caps fit its machine. */
const FITS = shopLaptopOf(`target: compose
machine: { memory: 8Gi, cpus: 4, keep: 1Gi }
services: { orders: { memory: { limit: 512Mi, request: 128Mi } }, search: { memory: { limit: 1Gi, request: 256Mi } } }
`);
const EXCEEDS = shopLaptop();

/** The lines for an output folder that holds these files. */
async function steps({
  plan = FITS,
  files = {},
  ...rest
}: Partial<Written<ComposePlan>> & { readonly files?: Readonly<Record<string, string>> }) {
  const cwd = scratch(
    Object.fromEntries(Object.entries({ 'keep/x': '', ...files }).map(([name, text]) => [name.replace(/^out\//, 'clone/out/'), text])),
  );
  const written = {
    plan,
    selection: '--profile mine',
    folder: join(cwd, 'clone/out'),
    shown: 'out',
    changes: [],
    undone: [],
    asks: false,
    ...rest,
  };
  const session = { program: 'shopsynth', cwd: join(cwd, 'clone'), terminal: { errWidth: Number.POSITIVE_INFINITY } };
  return (await nextSteps(written, session as never)).split('\n').slice(0, -1);
}

const BASE = { 'out/docker-compose.yml': 'services: {}\n' };
const START = 'next: cd out && docker compose up -d';

describe('where nothing was compared with the folder', () => {
  it('starts what is there', async () => expect(await steps({ files: BASE })).toEqual([START]));

  it('leads to the folder of the base file, and says why to a fit', async () => {
    expect(await steps({})).toEqual(["next: shopsynth --profile mine --output ../shop-deploy (the folder of Shop's docker-compose.yml)"]);
    expect(await steps({ plan: EXCEEDS })).toEqual([
      "next: shopsynth --profile mine --fit auto --output ../shop-deploy (the folder of Shop's docker-compose.yml; these caps are more than the machine can give)",
    ]);
  });

  it('names no folder where none is usual', async () => {
    const { published: _, ...application } = FITS.application;
    expect(await steps({ plan: { ...FITS, application } })).toEqual([
      "next: shopsynth --profile mine --output DIR (the folder of Shop's docker-compose.yml)",
    ]);
  });
});

describe('in the folder that is usual', () => {
  const usual = (plan: ComposePlan): ComposePlan => ({
    ...plan,
    application: { ...plan.application, published: { ...plan.application.published, folder: 'out' } },
  });

  it('asks for the base file, and then for the same again', async () => {
    const first = "next: put Shop's docker-compose.yml into out, beside the override";
    expect(await steps({ plan: usual(FITS) })).toEqual([first, 'then: shopsynth --profile mine --output out (it compares the two)']);
    expect(await steps({ plan: usual(EXCEEDS) })).toEqual([
      first,
      'then: shopsynth --profile mine --fit auto --output out (it compares the two; these caps are more than the machine can give)',
    ]);
  });

  it('starts what is there', async () => expect(await steps({ plan: usual(FITS), files: BASE })).toEqual([START]));
});

it('believes what was found in the folder, not what else lies there', async () => {
  expect(await steps({ base: [] })).toEqual([START]);
  const missing = { code: 'base-file-missing' } as never;
  expect(await steps({ base: [missing], files: BASE })).toEqual([expect.stringContaining('--output ../shop-deploy')]);
});

describe('what recreating containers destroys', () => {
  const path = 'docker-compose.override.yml';
  const content = 'services: { shop-orders: { mem_limit: 1g } }\n';
  const said = async (...changes: Written<ComposePlan>['changes']) => (await steps({ files: BASE, changes })).slice(0, -1);

  it('is all that is kept inside, where the override is the first', async () => {
    expect(await said({ kind: 'add', path, content })).toEqual([
      'this recreates containers, which destroys what they keep inside: receipts, the index',
      'if Shop has run here before, copy it out first; from then on switches.persist keeps it under ./data:',
      '  (cd out && docker compose cp shop-orders:/app/receipts/. ./data/receipts)',
      '  (cd out && docker compose cp shop-search:/app/index/. ./data/index)',
    ]);
  });

  it('is what the changed containers keep, where another override was there', async () => {
    const before = 'services: { shop-orders: { mem_limit: 2g } }\n';
    expect(await said({ kind: 'replace', path, content, before, origin: 'ours' })).toContain(
      'this recreates containers, which destroys what they keep inside: receipts',
    );
  });

  it.each([
    ['the override stays', [{ kind: 'same', path, content }]],
    ['the override goes', [{ kind: 'remove', path, origin: 'ours' }]],
    ['another file is written', [{ kind: 'add', path: 'other.yml', content }]],
    [
      'only containers change that keep nothing',
      [{ kind: 'replace', path, content: 'services: { shop-cart: {} }\n', before: 'services: {}\n', origin: 'ours' }],
    ],
    ['nothing is written', []],
  ] as const)('is nothing where %s', async (_, changes) => expect(await said(...changes)).toEqual([]));
});
