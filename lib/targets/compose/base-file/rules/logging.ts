import { needsEnvironment, nodeAt, withoutEscapes } from '../node';
import { said } from '../parse';
import { type BaseRule, refused } from '../remark';
import { shown, shownText } from '../shown';

/** What the driver json-file takes; the engine refuses everything else. */
const JSON_FILE_OPTIONS: ReadonlySet<string> = new Set([
  ...['max-file', 'max-size', 'compress', 'labels', 'labels-regex', 'env', 'env-regex', 'tag', 'mode', 'max-buffer-size'],
]);

/** Options add up where both files mean the same driver; otherwise the override's logging replaces all of it. */
export const logging: BaseRule = ({ base, ours }) => {
  const theirs = said(base, 'logging');
  if (ours.logging === undefined || theirs?.kind !== 'map') return [];
  const driver = nodeAt(theirs, 'driver');
  if (needsEnvironment(driver)) return [{ unread: 'logging.driver' }];
  if (driver?.kind === 'scalar' && withoutEscapes(driver.text) !== ours.logging.driver) {
    const written = Object.entries(ours.logging.options).map(([key, value]) => `${key}: ${value}`);
    return [
      {
        code: 'base-logging-replaced',
        severity: 'warning',
        message: `the base file logs with ${shown(theirs)}, the override replaces it by ${ours.logging.driver} (${written.join(', ')}): nothing reaches the other any more`,
        at: theirs,
      },
    ];
  }
  const options = nodeAt(theirs, 'options');
  return (options?.kind === 'map' ? [...options.entries.keys()] : [])
    .filter((option) => !JSON_FILE_OPTIONS.has(option))
    .map((option) =>
      refused(
        `logging.options.${shownText(option)} stays beside the override's driver ${ours.logging?.driver}, which does not know it: the engine refuses the container`,
        options,
      ),
    );
};
