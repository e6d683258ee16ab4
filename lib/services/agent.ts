import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service';
import type { Case } from './case';
import { faultmavenImage, healthEndpoint, httpPort } from './fastapi';

/** The troubleshooting agent: orchestrates calls of language models. */
export class Agent extends Service {
  readonly kind = 'agent';

  // Despite the documents it calls neither knowledge, evidence nor Redis (contract §7).
  constructor(scope: Construct, needs: { case: Case }) {
    super(scope, 'fm-agent-service', {
      image: faultmavenImage('fm-agent-service'),
      ports: httpPort(8006),
      calls: [needs.case],
      health: healthEndpoint(),
      replication: interchangeable(),
      floor: floor(
        '256Mi',
        'idle 54 MB measured without opik (contract §9); the clients of its language models and the turns in flight come on top',
      ),
    });
  }
}
