import { ApiObject, App, Chart } from 'cdk8s';
import { attempt } from './attempt';
import type { Context } from './commands/context';
import { planOf } from './commands/plan-options';
import { writable } from './commands/writable';
import { ExitCode } from './exit-code';
import { InputError } from './problem';
import { invocation } from './start';
import { clusterFiles } from './synthesizers/kubernetes/kubernetes';
import type { Manifest } from './synthesizers/kubernetes/manifest';

/** The cluster as an App of cdk8s, with a Chart for each file. Where it writes to is cdk8s' own: CDK8S_OUTDIR. */
async function app(context: Context): Promise<ExitCode> {
  const profile = context.env.FMSYNTH_PROFILE || 'cluster';
  const { plan } = await planOf({ profile, set: [] }, context);
  if (plan.target !== 'kubernetes') throw new InputError([{ message: `${profile}: cdk8s makes manifests: expected target: kubernetes` }]);
  writable(plan, context.terminal);
  const made = new App();
  for (const { path, manifests } of clusterFiles(plan)) {
    const chart = new Chart(made, path.replace(/\.yaml$/, ''));
    for (const manifest of manifests as readonly Manifest[])
      new ApiObject(chart, `${manifest.kind}-${manifest.metadata.name}`, { ...manifest });
  }
  made.synth();
  return ExitCode.ok;
}

void attempt({ ...invocation(), args: [] }, { name: 'cdk8s synth', hints: [] }, app).then((code) => {
  process.exitCode = code;
});
