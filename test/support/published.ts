import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { faultmaven } from '../../lib/faultmaven/application';
import { servicesIn } from '../../lib/model/application';
import type { Service } from '../../lib/model/service';
import { projectRoot } from '../../lib/project';
import { FIXTURE } from '../fixture/shop';

/** FaultMaven's base file, as it is published. */
export const PUBLISHED_FILE = join(projectRoot(), 'test/faultmaven/published/docker-compose.yml');

const PUBLISHED = readFileSync(PUBLISHED_FILE, 'utf8');

/** The same with every service that is not published yet: all but its own test is about the day when each of them is. */
export const COMPLETED = completed(servicesIn(faultmaven, 'laptop'));

const SHOP = readFileSync(join(FIXTURE, 'docker-compose.yml'), 'utf8');

/** The shop's base file without its last service, which runs on no laptop. */
export const AGREEING = SHOP.slice(0, SHOP.indexOf('  shop-shipper:'));

function completed(services: readonly Service[]): string {
  const published = parse(PUBLISHED).services;
  const lines = services
    .filter(({ name }) => published[name] === undefined)
    .map(({ name, image, ports }) => {
      const open = ports.flatMap(({ laptop, container }) => (laptop === undefined ? [] : `${laptop}:${container}`));
      return `  ${name}: ${JSON.stringify({ image: String(image), ports: open })}\n`;
    });
  return PUBLISHED.replace(/^services:\n/m, (start) => start + lines.join(''));
}
