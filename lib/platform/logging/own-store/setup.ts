import { membersOf as everyMember } from '../../../model/environment';
import { files } from '../../../model/pod';
import type { Server } from '../../../model/server';
import { attending, type Task } from '../../../model/task';
import { fill } from '../../../model/template';
import client from './client.sh';
import { foldersOf, LISTENS, type StoreProduct } from './product';
import { mounted, SMALL, TLS } from './scripts';
import setup from './setup.sh';
import { STREAMS, template } from './template';
import { passwordsOf, roleFilesOf } from './users';

/** Its users, roles, template and streams, as soon as there is a store. */
export const setupOf = (
  { kind, users, furtherRoles = [], superuser, setup: parts }: StoreProduct,
  store: Server,
  replicas: number,
): Task => ({
  name: 'setup',
  when: 'once',
  attends: [attending(store, 'http')],
  limits: SMALL,
  mounts: mounted(
    kind,
    superuser.tls,
    files('setup', {
      'client.sh': client,
      'setup.sh': fill(setup, {
        folder: foldersOf(kind).folder,
        tls: TLS,
        http: LISTENS.http,
        streams: STREAMS.join(' '),
        template: parts.template,
        superuser: superuser.script(TLS).trimEnd(),
        answers: parts.answers,
        roles: parts.roles,
        users: parts.users.trimEnd(),
      }),
      'template.json': template({ replicas }),
      ...roleFilesOf([...Object.values(users), ...furtherRoles]),
    }),
  ),
  steps: [
    {
      name: 'setup',
      command: ['sh', `${foldersOf(kind).folder}/setup.sh`],
      environment: { MEMBERS: everyMember(store), ...passwordsOf(Object.values(users)), ...superuser.environment },
    },
  ],
});
