import { describeSource } from '../../lib/problem';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { check } from '../support/check';
import { dataTierPlanOf, WATCHED } from '../support/data-tier';

const codes = (plan: ClusterPlan, code: string) =>
  check(plan).flatMap((finding) => (finding.code === code ? [[finding.severity, finding.subject]] : []));

it('says that only the first of several Chromas is ever asked', () => {
  expect(codes(dataTierPlanOf(), 'chromadb-single-writer')).toEqual([['warning', 'chromadb']]);
  expect(codes(dataTierPlanOf('services: { chromadb: { replicas: 1 } }\n'), 'chromadb-single-writer')).toEqual([]);
});

it('says where no copy of the data is kept anywhere else', () => {
  expect(codes(dataTierPlanOf(), 'no-point-in-time-recovery')).toEqual([]);
  expect(codes(dataTierPlanOf(), 'no-export')).toEqual([]);
  const without = dataTierPlanOf('services: { postgres: { backup: null }, redis: { export: null } }\n');
  expect(codes(without, 'no-point-in-time-recovery')).toEqual([['warning', 'postgres']]);
  expect(codes(without, 'no-export')).toEqual([['warning', 'redis']]);
});

it('finds a quorum that a lost primary can never have', () => {
  expect(codes(dataTierPlanOf('services: { redis: { quorum: 2 } }\n'), 'no-failover')).toEqual([]);
  expect(codes(dataTierPlanOf('services: { redis: { quorum: 3 } }\n'), 'no-failover')).toEqual([['error', 'redis']]);
  expect(codes(dataTierPlanOf('services: { redis: { replicas: 5, quorum: 5 } }\n'), 'no-failover')).toEqual([['error', 'redis']]);
  expect(codes(dataTierPlanOf('services: { redis: { replicas: 5, quorum: 4 } }\n'), 'no-failover')).toEqual([]);
});

describe('data that would kill who holds it', () => {
  const found = (...assignments: string[]) => check(dataTierPlanOf('', assignments)).filter(({ code }) => code === 'data-exceeds-memory');

  it('is found nowhere where the profile names no bound', () => {
    expect(found()).toEqual([]);
    for (const limit of ['256Mi', '2Gi', '64Gi'])
      expect(found(`services.redis.memory={request: ${limit}, limit: ${limit}}`, 'services.redis.volume.size=128Gi')).toEqual([]);
  });

  it('is found above two fifths of the memory limit, with what was measured', () => {
    expect(found('services.redis.maxmemory=409Mi')).toEqual([]);
    expect(found('services.redis.maxmemory=410Mi')).toEqual([
      expect.objectContaining({
        severity: 'warning',
        subject: 'redis',
        message: 'it may hold 410Mi (maxmemory), and under a memory limit of 1Gi at most 409Mi is known to be safe',
        background: expect.objectContaining({ evidence: expect.stringContaining('at 448Mi the process that rewrites') }),
      }),
    ]);
    expect(found('services.redis.maxmemory=640Mi', 'services.redis.memory={request: 2Gi, limit: 2Gi}')).toEqual([]);
  });

  it('is found at the line that names the bound', () => {
    const [finding] = check(dataTierPlanOf('services: { redis: { maxmemory: 640Mi } }\n')).filter(
      ({ code }) => code === 'data-exceeds-memory',
    );
    expect(finding?.source && describeSource(finding.source)).toMatch(/^x\.yaml:3:\d+$/);
  });
});

it('warns of alerts that reach nobody', () => {
  expect(codes(dataTierPlanOf(WATCHED), 'alerts-reach-nobody')).toEqual([['warning', 'alertmanager']]);
  const told = `${WATCHED}monitoring: { receivers: { critical: { webhook: {} } } }\n`;
  expect(codes(dataTierPlanOf(told), 'alerts-reach-nobody')).toEqual([]);
  expect(codes(dataTierPlanOf(), 'alerts-reach-nobody')).toEqual([]);
});
