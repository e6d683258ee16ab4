import { secretKey } from '../../../../lib/model/secret';
import { secretSkeletons } from '../../../../lib/targets/kubernetes/render/secret-skeletons';
import { shopPlan } from '../../../support/cluster';

const key = (name: string, holds: string) => ({
  ...secretKey('any', name, { holds, rotation: 'a test' }),
  rotation: 'a test',
  consumers: ['shop-cart', 'postgres'],
});

it('leaves out every value, and says above its place what it is and who reads it', () => {
  const long = 'its password, with which the service signs in to its database';
  const secrets = [
    { name: 'database', keys: [key('user', 'the role'), key('password', long)] },
    { name: 'shop-tls', purpose: 'certificate', keys: [] },
    { name: 'pull', purpose: 'registry-login', keys: [] },
  ] as const;
  const [first, ...others] = secretSkeletons(secrets, shopPlan()).split('---\n');
  expect(first?.split('\n')).toEqual([
    '# Secrets of the namespace shop without their values. Fill in each, apply the',
    '# file, and keep it out of git.',
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    '  name: database',
    '  namespace: shop',
    'type: Opaque',
    'stringData:',
    '  # the role; read by shop-cart, postgres',
    '  user:',
    '  # its password, with which the service signs in to its database; read by',
    '  # shop-cart, postgres',
    '  password:',
    '',
  ]);
  expect(others.map((text) => /type: (.*)/.exec(text)?.[1])).toEqual(['kubernetes.io/tls', 'kubernetes.io/dockerconfigjson']);
});
