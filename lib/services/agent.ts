import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service';
import type { Case } from './case';
import { faultmavenImage, healthEndpoint, httpPort } from './fastapi';

/** The troubleshooting agent: orchestrates calls of language models. */
export class Agent extends Service {
  readonly kind = 'agent';

  // Despite the documents it calls neither knowledge, evidence nor Redis (its configuration reads only FM_CASE_SERVICE_URL).
  constructor(scope: Construct, needs: { case: Case }) {
    super(scope, 'fm-agent-service', {
      image: faultmavenImage('fm-agent-service'),
      ports: httpPort(8006),
      calls: [needs.case],
      health: healthEndpoint(),
      replication: interchangeable(),
      floor: floor(
        '320Mi',
        '312 MiB once its language model libraries are loaded, killed below 304 MiB, measured; turns in flight come on top',
      ),
    });
  }
}
