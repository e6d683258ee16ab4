import { OVERRIDE } from '../targets/compose/render/compose';

/** The list of what this program wrote into a folder. */
export const INDEX = '.faultmaven-infra.json';

/** What Compose looks for by itself is the user's. */
const COMPOSE_FILE = /^(docker-)?compose\.yaml$/;

const LABEL_YAML = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.yaml$/;

/** Whether a synthesizer can render a file of this name: nothing else is ever written, replaced or removed, whatever an index says. */
export const isRendered = (name: string): boolean => name === OVERRIDE || (LABEL_YAML.test(name) && !COMPOSE_FILE.test(name));
