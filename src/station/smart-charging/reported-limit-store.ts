import type { EvseId } from "../../kernel/ids.ts";
import type { OutsideLimit } from "./external-limits.ts";

/** The external limits that the CSMS knows of, persistent over restarts. Every method resolves when its effect is on disk. */
export interface ReportedLimitStore {
  all(): ReadonlyMap<EvseId, OutsideLimit>;
  /** Replaces the limit of the EVSE; undefined: the CSMS knows of none. */
  put(evse: EvseId, limit: OutsideLimit | undefined): Promise<void>;
}
