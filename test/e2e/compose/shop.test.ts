import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { DOCKER_COMPOSE, describeWith } from '../support/tools';
import { composeConfig } from './deployment';

const SHOP = join(CHECKOUT, 'test/fixture');
const BASE = 'docker-compose.yml';
const OVERRIDE = 'docker-compose.override.yml';

describeWith([DOCKER_COMPOSE], 'docker compose config over another application and its override', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shop-'));
    copyFileSync(join(SHOP, BASE), join(folder, BASE));
    copyFileSync(join(SHOP, 'dist/laptop', OVERRIDE), join(folder, OVERRIDE));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('bounds each service that runs on a laptop, and leaves the one for the nodes of a cluster alone', () => {
    const limits = Object.entries(composeConfig(folder, [])).map(([name, { mem_limit }]) => [
      name,
      mem_limit && `${Number(mem_limit) / 2 ** 20}Mi`,
    ]);
    expect(Object.fromEntries(limits)).toEqual({
      postgres: '1536Mi',
      'shop-orders': '512Mi',
      'shop-search': '1024Mi',
      'shop-cart': '256Mi',
      'shop-shipper': undefined,
    });
  });
});
