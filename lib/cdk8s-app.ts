import { ApiObject, App, Chart } from 'cdk8s';
import { catalogues } from './catalogue';
import { findProfile } from './commands/profiles';
import { bind, sizeable } from './plan/plan';
import { describeProblem, InputError } from './problem';
import { loadProfile } from './profile/load';
import { projectRoot } from './project';
import { clusterFiles } from './synthesizers/kubernetes/kubernetes';
import type { Manifest } from './synthesizers/kubernetes/manifest';

/** The cluster as an App of cdk8s, with a Chart for each file. Where it writes to is cdk8s' own: CDK8S_OUTDIR. */
function main(): void {
  const context = { root: projectRoot(), cwd: process.cwd() };
  const { file } = findProfile(process.env.FMSYNTH_PROFILE ?? 'cluster', context);
  const plan = bind(catalogues, loadProfile({ file, cwd: context.cwd, services: sizeable(catalogues) }));
  if (plan.target !== 'kubernetes') throw new InputError([{ message: `${file}: cdk8s makes manifests: expected target: kubernetes` }]);
  const app = new App();
  for (const { path, manifests } of clusterFiles(plan)) {
    const chart = new Chart(app, path.replace(/\.yaml$/, ''));
    for (const manifest of manifests as readonly Manifest[])
      new ApiObject(chart, `${manifest.kind}-${manifest.metadata.name}`, { ...manifest });
  }
  app.synth();
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof InputError ? error.problems.map(describeProblem).join('\n') : String(error)}\n`);
  process.exitCode = 1;
}
