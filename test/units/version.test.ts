import { KubernetesVersion } from '../../lib/units/version';
import { thrownBy } from '../support/problems';

it.each(['1.28', '1.29', '1.30', '1.39'])('takes %s', (text) => {
  const version = KubernetesVersion.parse(text);
  expect(String(version)).toBe(text);
  expect(JSON.stringify({ version })).toBe(`{"version":"${text}"}`);
  expect(text).toMatch(KubernetesVersion.pattern);
});

it.each(['', '1.27', '1.3', '1.40', '2.28', '11.28', '1.280', '1x28', 'v1.28', '1.28.1', '1.28\n'])('rejects %j', (text) => {
  expect(() => KubernetesVersion.parse(text)).toThrow('expected a minor version of Kubernetes from "1.28" on');
  expect(text).not.toMatch(KubernetesVersion.pattern);
});

it('knows a version that YAML has read as a number', () => {
  expect(thrownBy(() => KubernetesVersion.parse('1.3'))).toMatchObject({ hint: 'without quotes 1.30 is the number 1.3' });
  expect(thrownBy(() => KubernetesVersion.parse('1.2'))).toMatchObject({ hint: undefined });
});
