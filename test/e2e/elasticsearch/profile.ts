import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/scratch';
import { mustRun } from '../support/program';

/** The shipped cluster with the other store of lines. */
export const WITH_ELASTICSEARCH = 'platform: { logging: elasticsearch }\n';

/** A profile of it. @returns its file */
export function elasticsearchProfile(): string {
  const file = join(scratch(), 'cluster-elasticsearch.yaml');
  writeFileSync(file, `extends: cluster\n${WITH_ELASTICSEARCH}`);
  return file;
}

/** What it becomes. @returns the folder with its files */
export function elasticsearchCluster(): string {
  const folder = join(scratch(), 'dist');
  mustRun(['synth', '--profile', elasticsearchProfile(), '--output', folder, '--quiet']);
  return folder;
}
