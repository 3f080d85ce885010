import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { OperationalStatusEnumType } from "../../ocpp/messages.ts";
import type { OperativeDecision, OperativePlace } from "./operative-state-store.ts";

/**
 * Station, EVSEs and connectors each have a status (G03, note 1), which is Operative without a decision. The
 * last decision about a place replaces the one before.
 */
export type OperativeDecisions = ReadonlyMap<string, OperativeDecision>;

export function decisionsFrom(stored: readonly OperativeDecision[]): OperativeDecisions {
  return new Map(stored.map((decision) => [keyOf(decision), decision]));
}

/** Whether a decision says what the last one about its place says already. */
export function isDecided(decisions: OperativeDecisions, decision: OperativeDecision): boolean {
  return decisions.get(keyOf(decision))?.status === decision.status;
}

export function withDecision(decisions: OperativeDecisions, decision: OperativeDecision): OperativeDecisions {
  return new Map(decisions).set(keyOf(decision), decision);
}

/** A connector is operative when it, its EVSE and the station are. */
export function effectiveStatus(
  decisions: OperativeDecisions,
  evseId: EvseId,
  connectorId: ConnectorId,
): OperationalStatusEnumType {
  const places: readonly OperativePlace[] = [{}, { evseId }, { evseId, connectorId }];
  return places.some((place) => decisions.get(keyOf(place))?.status === "Inoperative")
    ? "Inoperative"
    : "Operative";
}

const keyOf = ({ evseId, connectorId }: OperativePlace): string => `${evseId ?? 0}.${connectorId ?? 0}`;
