import type { ComposePlan, ComposeSized } from '../plan/plan';

/** The keys of the Compose specification that an override sets. Absent means that the published file decides. */
export interface ComposeService {
  readonly mem_limit?: string;
  readonly mem_reservation?: string;
  readonly memswap_limit?: string;
  readonly cpus?: number;
  readonly restart?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly extra_hosts?: readonly string[];
  /** Replaces the published list: lists of ports merge by appending. */
  readonly ports?: readonly string[];
  readonly healthcheck?: ComposeHealthcheck;
  readonly init?: boolean;
  readonly pids_limit?: number;
  readonly security_opt?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  /** Zero: it does not run. */
  readonly scale?: number;
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
}

export interface ComposeHealthcheck {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
}

/** The keys that one concern adds to a service. Two concerns never set the same key. */
export type Concern = (sized: ComposeSized, profile: ComposePlan['profile']) => ComposeService;
