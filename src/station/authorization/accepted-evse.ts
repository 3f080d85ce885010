import type { EvseId } from "../../kernel/ids.ts";
import type { IdTokenInfoType } from "../../ocpp/messages.ts";

/**
 * Whether the CSMS accepts a token on this EVSE: its answer may name EVSEs, and without any it is valid on
 * all (C01.FR.21).
 */
export function isAcceptedOn({ status, evseId: allowed = [] }: IdTokenInfoType, evse: EvseId): boolean {
  return status === "Accepted" && (allowed.length === 0 || allowed.includes(evse));
}
