import type { EvseId } from "../../kernel/ids.ts";
import type { IdTokenInfoType } from "../../ocpp/messages.ts";
import { isAcceptedOn } from "../authorization/accepted-evse.ts";
import type { MeterReading } from "../evse-event.ts";
import { importRegisterWh } from "../metering/value-selection.ts";
import type { EvseTransactionState, InvalidToken } from "./evse-transaction-state.ts";
import type { InvalidTokenSettings } from "./transaction-settings.ts";

/**
 * The consequence of a TransactionEventResponse for the running transaction (E05, C15). Undefined: none,
 * because the token is accepted or no longer authorizes.
 */
export function judgeToken(
  { session, transaction }: EvseTransactionState,
  info: IdTokenInfoType,
  settings: InvalidTokenSettings,
  reading: MeterReading | undefined,
  evseId: EvseId,
): InvalidToken | undefined {
  if (isAcceptedOn(info, evseId) || transaction === undefined) return undefined;
  // The answer to the token that stopped it: the authorization has already ended.
  if (session?.authorization !== "given") return undefined;
  if (settings.stopTransaction) return { reaction: "stop" };
  if (settings.maxEnergyWh === undefined || transaction.startRegisterWh === undefined) {
    return { reaction: "pause" };
  }
  const registerWh = reading && importRegisterWh(reading);
  const limit: InvalidToken = {
    reaction: "limit",
    untilRegisterWh: transaction.startRegisterWh + settings.maxEnergyWh,
    ...(registerWh !== undefined && { fromRegisterWh: registerWh }),
  };
  // Energy without a meter cannot be limited.
  return registerWh === undefined || limitReached(limit, registerWh) ? { reaction: "pause" } : limit;
}

/** True when MaxEnergyOnInvalidId has been delivered, or nobody can tell any more. */
export function limitReached(token: InvalidToken | undefined, registerWh: number): boolean {
  if (token?.reaction !== "limit") return false;
  return registerWh >= token.untilRegisterWh || registerWh < (token.fromRegisterWh ?? 0);
}
