import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { IdTokenType, ReasonEnumType } from "../../ocpp/messages.ts";

/**
 * Commands to the EVSEs. Nothing rejects: a failed, late or invalid answer counts as `false` unless stated
 * otherwise.
 */
export interface EvsePort {
  /** True when the EVSE stops its transaction, false when it has none; undefined without an answer. */
  stopTransaction(evse: EvseId, reason: ReasonEnumType): Promise<boolean | undefined>;
  pauseCharging(evse: EvseId): Promise<boolean>;
  /** Withdraws an authorization that has not become a charging session: of this token, where it is known. */
  withdrawAuthorization(evse: EvseId, idToken: IdTokenType | undefined): Promise<boolean>;
  /** Resolves to whether the connector is enabled afterwards; undefined without an answer. */
  setOperative(evse: EvseId, connector: ConnectorId, operative: boolean): Promise<boolean | undefined>;
  /**
   * True when the EVSE unlocks or tries to: a lock that stays closed is reported as an error of the
   * connector.
   */
  unlock(evse: EvseId, connector: ConnectorId): Promise<boolean>;
}

/** The physical layout, fixed after start: EVSE ids 1..n, connectors 1..m each. */
export interface EvseLayout {
  readonly id: EvseId;
  readonly connectors: readonly { readonly id: ConnectorId; readonly type?: string }[];
}
