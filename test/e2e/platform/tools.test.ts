import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { Alertmanagers } from './alertmanager';
import { checkAlertmanager, checkPrometheus, checkRules, receiversOf, testRules } from './checks';
import { nodeExporter } from './exporters';
import { ALERTMANAGER, NODE_EXPORTER, PROMETHEUS } from './programs';
import { Prometheus } from './prometheus';

jest.setTimeout(180_000);

const rulesWith = (expr: string) => ({
  groups: [{ name: 'machines', rules: [{ alert: 'MachineGone', expr, labels: { severity: 'page' }, annotations: { summary: 'gone' } }] }],
});

const RULES = rulesWith('up{job="machines"} == 0');

/** @param url where the receiver of pages is */
const routing = (url: string) => ({
  route: {
    receiver: 'nobody',
    group_by: ['alertname'],
    routes: [{ receiver: 'pager', matchers: ['severity="page"'] }],
  },
  receivers: [{ name: 'nobody' }, { name: 'pager', webhook_configs: [{ url, send_resolved: true }] }],
});

describeWith(PROMETHEUS, 'promtool', () => {
  it('accepts right rules, and says what is wrong', () => {
    expect(checkRules(RULES)).toEqual({ right: true, output: expect.stringContaining('1 rules found') });
    expect(checkRules(rulesWith('up{job="machines" == 0'))).toEqual({ right: false, output: expect.stringContaining('parse error') });
  });

  it('accepts a right configuration with its rules, and says what is wrong', () => {
    const configuration = { rule_files: ['rules/*.yml'], scrape_configs: [{ job_name: 'a', static_configs: [{ targets: ['a:1'] }] }] };
    expect(checkPrometheus(configuration, { 'rules/one.yml': RULES })).toMatchObject({ right: true });
    expect(checkPrometheus(configuration, { 'rules/one.yml': rulesWith('up ==') })).toMatchObject({ right: false });
    expect(checkPrometheus({ ...configuration, nonsense: 1 })).toEqual({ right: false, output: expect.stringContaining('nonsense') });
  });

  it('runs the tests of rules', () => {
    const test = (values: string) => ({
      rule_files: ['rules.yml'],
      tests: [
        {
          interval: '1m',
          input_series: [{ series: 'up{job="machines"}', values }],
          alert_rule_test: [
            {
              eval_time: '1m',
              alertname: 'MachineGone',
              exp_alerts: [{ exp_labels: { job: 'machines', severity: 'page' }, exp_annotations: { summary: 'gone' } }],
            },
          ],
        },
      ],
    });
    expect(testRules(test('1 0'), { 'rules.yml': RULES })).toMatchObject({ right: true });
    expect(testRules(test('1 1'), { 'rules.yml': RULES })).toEqual({ right: false, output: expect.stringContaining('MachineGone') });
  });
});

describeWith(ALERTMANAGER, 'amtool', () => {
  it('accepts a right configuration, and says what is wrong', () => {
    expect(checkAlertmanager(routing('http://a/'))).toMatchObject({ right: true });
    expect(checkAlertmanager({ ...routing('http://a/'), receivers: [] })).toMatchObject({ right: false });
  });

  it('tells where an alert goes', () => {
    expect(receiversOf(routing('http://a/'), { alertname: 'A', severity: 'page' })).toEqual(['pager']);
    expect(receiversOf(routing('http://a/'), { alertname: 'A', severity: 'info' })).toEqual(['nobody']);
    expect(() => receiversOf({ receivers: [] }, {})).toThrow('route');
  });
});

describeWith([...PROMETHEUS, NODE_EXPORTER], 'Prometheus beside a machine', () => {
  it('answers what it is asked, and tells of a machine that is gone', async () => {
    const machine = await nodeExporter();
    const prometheus = await Prometheus.start(
      {
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ['rules.yml'],
        scrape_configs: [{ job_name: 'machines', static_configs: [{ targets: [machine.address] }] }],
      },
      { rules: { 'rules.yml': JSON.stringify(RULES) } },
    );
    try {
      const [target] = await prometheus.allUp(1);
      expect(target?.labels).toEqual({ job: 'machines', instance: machine.address });
      expect(await prometheus.query('node_load1 >= 0')).toEqual([
        { metric: { __name__: 'node_load1', job: 'machines', instance: machine.address }, value: expect.any(Number) },
      ]);
      expect(await prometheus.query('1 + 1')).toEqual([{ metric: {}, value: 2 }]);
      await expect(prometheus.query('1 +')).rejects.toThrow('400');
      await prometheus.untilSilent('MachineGone', 10);
      await machine.stop();
      await prometheus.untilFiring('MachineGone', 60);
    } finally {
      await machine.stop();
      await prometheus.stop();
    }
  });
});

describeWith([...PROMETHEUS, ...ALERTMANAGER], 'a program that does not start', () => {
  it('shows its log', async () => {
    await expect(Prometheus.start({ nonsense: 1 })).rejects.toThrow('nonsense');
    await expect(Alertmanagers.start({ nonsense: 1 }, { count: 1 })).rejects.toThrow('nonsense');
  });
});

describeWith([...PROMETHEUS, ...CONTROL_PLANE], 'Prometheus beside an API server', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.addNodes([{ name: 'node', zone: 'a' }]);
  });

  afterAll(async () => plane?.stop());

  it('finds its pods', async () => {
    const container = { name: 'main', image: 'example.com/image:1', ports: [{ containerPort: 9100, name: 'metrics' }] };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', namespace: 'default' }, spec: { containers: [container] } };
    await plane.applyObjects([pod]);
    const prometheus = await Prometheus.start({
      // Nothing is scraped within the time of the test, almost certainly; it would do no harm.
      global: { scrape_interval: '1d' },
      scrape_configs: [
        {
          job_name: 'pods',
          kubernetes_sd_configs: [{ role: 'pod', kubeconfig_file: plane.kubeconfig, namespaces: { names: ['default'] } }],
        },
      ],
    });
    try {
      await eventually('the pod is found', 60, async () => (await prometheus.targets()).length === 1);
      const [target] = await prometheus.targets();
      expect(target?.discoveredLabels).toMatchObject({
        __meta_kubernetes_pod_name: 'pod',
        __meta_kubernetes_pod_container_port_name: 'metrics',
        __meta_kubernetes_pod_node_name: 'node',
      });
    } finally {
      await prometheus.stop();
    }
  });
});
