import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { faultmaven } from '../../lib/faultmaven/application';
import { projectRoot } from '../../lib/project';
import { FIXTURE } from '../fixture/shop';

/** FaultMaven's base file, as it is published. */
export const PUBLISHED_FILE = join(projectRoot(), 'test/faultmaven/published/docker-compose.yml');

export const PUBLISHED = readFileSync(PUBLISHED_FILE, 'utf8');

/** The same with every service that is not published yet: documents and commands are tried as of the day when it is. */
export function completed(): string {
  const published = parse(PUBLISHED).services;
  const added = faultmaven.services.compose.filter(({ name }) => published[name] === undefined);
  const lines = added.map(({ name, image }) => `  ${name}: { image: ${image} }\n`);
  return PUBLISHED.replace(/^services:\n/m, (services) => services + lines.join(''));
}

const SHOP = readFileSync(join(FIXTURE, 'docker-compose.yml'), 'utf8');

/** The shop's base file without its last service, which runs on no laptop. */
export const AGREEING = SHOP.slice(0, SHOP.indexOf('  shop-shipper:'));
