import type { ConfigurationFile } from '../../model/site';
import type { Runs } from '../../model/workload';
import start from './start.sh';

const START = '/etc/start/start.sh';

/**
 * How a cluster runs nginx: on both families of addresses where there are both, with the resolvers of its pod in `/tmp/resolver.conf`
 * where the configuration includes that, and so that any signal that stops it lets it finish what it has begun.
 *
 * @param path where the file is that tells what it serves
 */
export const nginx = (
  path: '/etc/nginx/nginx.conf' | '/etc/nginx/conf.d/default.conf',
  file: ConfigurationFile,
): Pick<Runs, 'command' | 'configuration'> => ({
  command: ['sh', START],
  configuration: { [START]: start, [path]: file },
});

/** Directives that listen on a port of every address, of either family. @param as what else each says */
export const listening = (port: number, as = ''): readonly string[] => [`listen ${port}${as};`, `listen [::]:${port}${as};`];
