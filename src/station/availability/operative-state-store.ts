import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { OperationalStatusEnumType } from "../../ocpp/messages.ts";

/** The subject of a change of availability: the whole station, an EVSE, or one connector. */
export interface OperativePlace {
  /** Absent: the whole charging station. */
  readonly evseId?: EvseId;
  /** Only together with `evseId`. Absent: the whole EVSE. */
  readonly connectorId?: ConnectorId;
}

export interface OperativeDecision extends OperativePlace {
  readonly status: OperationalStatusEnumType;
}

/** Decisions of the CSMS, persistent over restarts. Implemented by `storage/operative-state-repository`. */
export interface OperativeStateStore {
  load(): readonly OperativeDecision[];
  /** Replaces the decision about the same place; resolves when it is on disk. */
  save(decision: OperativeDecision): Promise<void>;
}
