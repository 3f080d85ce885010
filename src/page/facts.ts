import type { LinkAnswer } from "../inspection/link.ts";
import type { QueueAnswer } from "../inspection/queue.ts";
import type { ScheduleAnswer } from "../inspection/schedule.ts";
import type { StationStatus } from "../inspection/status.ts";
import type { InspectedFrame } from "../inspection/traffic.ts";
import type { VariablesAnswer } from "../inspection/variables.ts";

/** An answer of the module, or why there is none. Absent: not asked yet. */
export type Fact<T> = { readonly value: T } | { readonly missing: string } | undefined;

/** What the page shows. */
export interface Facts {
  readonly status: Fact<StationStatus>;
  readonly link: Fact<LinkAnswer>;
  readonly queue: Fact<QueueAnswer>;
  /** Of the station and of every EVSE. */
  readonly schedule: Fact<readonly ScheduleAnswer[]>;
  readonly variables: Fact<VariablesAnswer>;
  readonly frames: Fact<readonly InspectedFrame[]>;
}

export const NO_FACTS: Facts = {
  status: undefined,
  link: undefined,
  queue: undefined,
  schedule: undefined,
  variables: undefined,
  frames: undefined,
};
