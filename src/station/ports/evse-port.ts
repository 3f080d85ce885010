import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { ReasonEnumType } from "../../ocpp/messages.ts";

/** Commands to the EVSEs. Every promise settles: a failing, late or garbled answer counts as `false`, or as said. */
export interface EvsePort {
  /** True when the EVSE says that it stops its transaction, false when it runs none; undefined when nobody answered. */
  stopTransaction(evse: EvseId, reason: ReasonEnumType): Promise<boolean | undefined>;
  pauseCharging(evse: EvseId): Promise<boolean>;
  /** Withdraws an authorization that has not become a charging session. */
  withdrawAuthorization(evse: EvseId): Promise<boolean>;
  /** Resolves to whether the connector is enabled afterwards; undefined when nobody answered. */
  setOperative(evse: EvseId, connector: ConnectorId, operative: boolean): Promise<boolean | undefined>;
  /** True when the EVSE unlocks, or tries to: a lock that stays shut is reported as an error of the connector. */
  unlock(evse: EvseId, connector: ConnectorId): Promise<boolean>;
}

/** The physical layout, fixed after start: EVSE ids 1..n, connectors 1..m each. */
export interface EvseLayout {
  readonly id: EvseId;
  readonly connectors: readonly { readonly id: ConnectorId; readonly type?: string }[];
}
