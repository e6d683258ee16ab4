import { storeRules } from '../../../lib/platform/logging/rules/store';
import { sample } from '../alerts/services';

const missingOf = (members: number): string | undefined => {
  const { about } = sample('opensearch', { workload: 'StatefulSet', count: { least: members, most: members } });
  return storeRules('log-store-exporter')(about).alerts.find(({ name }) => name === 'LogStoreMembersMissing')?.description;
};

it.each([
  [3, 2],
  [5, 3],
  [7, 4],
])('says of a store of %d members that it takes no lines with less than %d', (members, majority) =>
  expect(missingOf(members)).toMatch(`With less than ${majority} of ${members} nothing can be written.`),
);
