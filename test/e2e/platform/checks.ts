import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { type Program, platformProgram } from './programs';

/** What a program says of files. */
export interface Verdict {
  /** Whether it found nothing wrong. */
  readonly right: boolean;
  readonly output: string;
}

/** Files by their path below a folder of their own: their text, or what is written as YAML. */
export type Files = Readonly<Record<string, string | object>>;

/** `promtool check rules`, a warning counting as a mistake. */
export const checkRules = (rules: string | object): Verdict =>
  run('promtool', { 'rules.yml': rules }, ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yml']);

/** `promtool check config`, a warning counting as a mistake. @param files those that the configuration names, without a folder */
export const checkPrometheus = (configuration: string | object, files: Files = {}): Verdict =>
  run('promtool', { ...files, 'prometheus.yml': configuration }, ['check', 'config', '--lint=all', '--lint-fatal', 'prometheus.yml']);

/** `promtool test rules`. @param files the rule files that the test names in `rule_files`, without a folder */
export const testRules = (test: string | object, files: Files): Verdict =>
  run('promtool', { ...files, 'test.yml': test }, ['test', 'rules', 'test.yml']);

/** `amtool check-config`. @param files those that the configuration names, without a folder */
export const checkAlertmanager = (configuration: string | object, files: Files = {}): Verdict =>
  run('amtool', { ...files, 'alertmanager.yml': configuration }, ['check-config', 'alertmanager.yml']);

/** The receivers that an alert with these labels goes to, in order. @throws Error with amtool's message if it cannot tell */
export function receiversOf(configuration: string | object, labels: Readonly<Record<string, string>>): readonly string[] {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const args = ['config', 'routes', 'test', '--config.file=alertmanager.yml', ...pairs];
  const { right, output } = run('amtool', { 'alertmanager.yml': configuration }, args);
  if (!right) throw new Error(output);
  return output.trim().split(',');
}

function run(program: Program, files: Files, args: readonly string[]): Verdict {
  const folder = mkdtempSync(join(tmpdir(), `fm-${program}-`));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), typeof content === 'string' ? content : stringify(content));
    }
    const { status, stdout, stderr, error } = spawnSync(platformProgram(program), args, { cwd: folder, encoding: 'utf8' });
    if (error !== undefined) throw error;
    return { right: status === 0, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
