import { profileTells } from '../../../model/configured';
import type { Concern } from './compose-service';

/** The name of the machine that the engine runs on. Docker Desktop knows it by itself, an engine on Linux only if it is told. */
const MACHINE = 'host.docker.internal';

/** Lets a service find the machine that it runs on, where the profile sends it there. */
export const hosts: Concern = (sized) =>
  Object.values(profileTells(sized)).some((value) => value.includes(`//${MACHINE}`)) ? { extra_hosts: [`${MACHINE}:host-gateway`] } : {};
