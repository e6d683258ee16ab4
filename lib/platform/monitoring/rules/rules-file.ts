import { toYaml } from '../../../yaml-writer';
import { type RuleGroup, ruleGroups } from './groups';

/** A file of rules for Prometheus. @param grafana the URL that the paths of panels are below. @default - they stay paths */
export const rulesFile = (groups: readonly RuleGroup[], grafana?: string): string => toYaml({ groups: ruleGroups(groups, grafana) });
