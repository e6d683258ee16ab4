import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { attempt } from './attempt';
import type { Context } from './commands/context';
import { planOf } from './commands/plan-options';
import { writable } from './commands/writable';
import { ExitCode } from './exit-code';
import { outputPath } from './local-path';
import { locked } from './output/lock';
import { InputError, reasonOf } from './problem';
import { invocation } from './start';
import { kubernetes } from './targets/kubernetes/kubernetes';
import type { ClusterPlan } from './targets/kubernetes/plan/plan';
import { clusterFiles } from './targets/kubernetes/render/kubernetes';
import type { Manifest } from './targets/kubernetes/render/manifest';

/**
 * The cluster as an App of cdk8s, with a Chart for each file. Where it writes to is cdk8s' own: CDK8S_OUTDIR, and without that the folder
 * that cdk8s.yaml names.
 */
async function app(context: Context): Promise<ExitCode> {
  const profile = context.env.FMSYNTH_PROFILE || 'cluster';
  const planned = await planOf({ profile, set: [] }, context);
  if (planned.target !== kubernetes) throw new InputError([{ message: `${profile}: cdk8s makes manifests: expected target: kubernetes` }]);
  await writable(planned, context);
  const { CDK8S_OUTDIR } = context.env;
  const outdir = CDK8S_OUTDIR ? outputPath('CDK8S_OUTDIR', CDK8S_OUTDIR, context) : join(context.root, 'build', 'cdk8s');
  const made = new App({ outdir });
  for (const { path, manifests } of clusterFiles(planned.plan as ClusterPlan)) {
    const chart = new Chart(made, path.replace(/\.yaml$/, ''));
    for (const manifest of manifests as readonly Manifest[]) new ApiObject(chart, idOf(manifest), { ...manifest });
  }
  locked(outdir, () => writeAll(made), kubernetes.renders);
  return ExitCode.ok;
}

/** Objects of one service may have one name in several namespaces. */
const idOf = ({ kind, metadata: { namespace = 'cluster', name } }: Manifest): string => `${kind}-${namespace}-${name}`;

/** @throws InputError if the system lets it write no file */
function writeAll(made: App): void {
  try {
    made.synth();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    const { path = made.outdir } = error as NodeJS.ErrnoException;
    throw new InputError([{ message: `${path}: cannot be written: ${reasonOf(error)}` }]);
  }
}

void attempt({ ...invocation(), args: [] }, { name: 'cdk8s synth' }, app).then((code) => {
  process.exitCode = code;
});
