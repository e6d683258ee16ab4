import { Command, Option } from 'commander';
import { ExitCode } from '../exit-code';
import { UsageError } from '../problem';
import type { Context, Finish } from './context';
import type { PublishOptions } from './publishing';

/** `fmsynth publish`: profiles → artifacts. */
export const publishCommand = (context: Context, finish: Finish): Command =>
  new Command('publish')
    .description('make an OCI artifact of what a profile gives, and push it with your oras, crane or skopeo')
    .option('--profile <name|path>', 'a name in profiles/, or a YAML file anywhere; it has to be committed')
    .option('--all [folder]', 'every profile in a folder, each under its own name below the target; without a folder, those in profiles/')
    .option('--to <oci://host/name|dir>', 'a repository of a registry, or a new folder for an OCI image layout')
    .addOption(new Option('--with <program>', 'what pushes (default: the first that is there)').choices(['oras', 'crane', 'skopeo']))
    .option('--sign-key <key>', 'sign with this key of cosign before the tag is given: a file, or an address of a key service')
    .option('--plain-http', 'speak plain HTTP to the registry (default: with this machine alone)')
    .option('--no-plain-http', 'speak HTTPS with this machine as well')
    .option('--dry-run', 'push and write nothing; print what would be published')
    .addHelpText(
      'after',
      `
The tag is the commit of the profile. It is never moved: the same artifact is there
already, or it is refused. The same commit gives the same digest everywhere.

Examples:
  ${context.program} publish --profile ${context.application.examples.cluster} --to build/artifact --dry-run`,
    )
    .action(async (options: PublishOptions) => {
      if ((options.profile === undefined) === (options.all === undefined)) throw new UsageError('publish: give --profile or --all');
      if (options.profile === '') throw new UsageError('--profile: expected a name or the path of a file, got nothing');
      if (options.to === undefined || options.to === '') throw new UsageError('publish: --to is needed: oci://HOST/NAME, or a folder');
      if (options.signKey === '') throw new UsageError('--sign-key: expected a key, got nothing');
      const { publish } = await import('./publishing');
      await publish({ ...options, to: options.to }, context);
      finish(ExitCode.ok);
    });
