import type { Service } from '../../../lib/model/service';
import { monitoredIn } from '../../../lib/targets/kubernetes/render/monitored';
import { clusterPlan } from '../../support/cluster';

const plan = clusterPlan('cluster');
const of = (name: string): Service => plan.services.find(({ service }) => service.name === name)?.service as Service;
const routes = monitoredIn(plan).find(({ about }) => about.server === of('fm-edge'))?.about.routes?.of ?? [];

describe('the routes of the API that are probed', () => {
  it('lead to each service that the gateway routes to, once', () => {
    const called = of('fm-api-gateway').calls.map(({ name }) => name);
    expect(routes.map(({ to }) => to.name).sort()).toEqual([...called].sort());
  });

  it('are paths of the API, with no character that nginx or a URL reads otherwise', () => {
    expect(routes.filter(({ path }) => !/^\/api\/v1(\/[a-z-]+)+$/.test(path))).toEqual([]);
  });

  it('are not asked for where nobody probes', () => {
    const unwatched = monitoredIn(
      clusterPlan('cluster', ['platform.monitoring=none', 'platform.logging=none', 'platform.owner=false', 'nodes=null']),
    );
    expect(unwatched.flatMap(({ about }) => about.routes ?? [])).toEqual([]);
  });
});
