import { RootConstruct } from 'constructs';
import { floor, Service, type ServiceProps } from '../../lib/model/service';
import { seconds } from '../../lib/units/duration';

class TestService extends Service {
  constructor(
    readonly kind: string,
    props: Partial<ServiceProps>,
  ) {
    super(new RootConstruct(), `fm-${kind}`, {
      image: 'example.org/test',
      health: { kind: 'command', command: ['true'], startsWithin: seconds(60), published: true },
      workload: { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority: 'core' },
      floor: floor('64Mi', 'a test'),
      ...props,
    } as ServiceProps);
  }
}

/** A service with nothing special about it but what is given. */
export const testService = (kind: string, props: Partial<ServiceProps> = {}): Service => new TestService(kind, props);
