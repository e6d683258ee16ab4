import { parse } from 'yaml';
import { blackboxYml } from '../../../lib/platform/monitoring/blackbox/blackbox';
import { FRONT_DOOR_MODULE } from '../../../lib/platform/monitoring/prometheus/scraping';
import { blackboxExporter, nginxExporter } from '../platform/exporters';
import { shipped } from '../platform/shipped';
import { Watch } from '../platform/watch';

const EDGE = 'fm-edge';
const POD = `${EDGE}-5d4f8bcc7-x7k2z`;

/** The paths by which it is asked for the services behind the gateway. */
export const ROUTES = (shipped(EDGE).about.routes?.of ?? []).map(({ path }) => path);

/** The generated modules, but nobody vouches for the certificates of a test. */
function modules(): object {
  const generated = parse(blackboxYml());
  generated.modules[FRONT_DOOR_MODULE].http.tls_config = { insecure_skip_verify: true };
  return generated;
}

/** Watches an edge as the generated monitoring does. @param statusUrl what the exporter beside it asks */
export async function watchedEdge(
  statusUrl: string,
  {
    host,
    health,
    frontDoor,
    routes,
  }: { readonly host: string; readonly health: string; readonly frontDoor: string /** Host and port. */; readonly routes: string },
): Promise<Watch> {
  const [exporter, blackbox] = await Promise.all([nginxExporter(statusUrl), blackboxExporter(JSON.stringify(modules()))]);
  const { server, namespace } = shipped(EDGE).about;
  return Watch.start({
    services: [EDGE],
    probes: { blackbox: blackbox.address, urls: { [EDGE]: health }, hosts: [{ host, url: frontDoor, server, namespace }] },
    places: [
      { pod: POD, container: 'nginx-exporter', port: 'metrics', address: exporter.address },
      { pod: POD, container: EDGE, port: 'routes', address: routes },
    ],
    exporters: [exporter, blackbox],
  });
}
