import type { EvseId } from "../../kernel/ids.ts";
import type { IdTokenType } from "../../ocpp/messages.ts";
import { isSameToken } from "../same-token.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";

type AuthorizedTransaction = Pick<ActiveTransaction, "evseId" | "authorized" | "idToken">;

/**
 * C01.FR.23: true when a token could only replace another one: on every EVSE at which it could be used, a
 * transaction is open that another token had authorized and that is no longer authorized.
 */
export function isSecondToken(
  idToken: IdTokenType,
  evseIds: readonly EvseId[],
  transactions: readonly AuthorizedTransaction[],
): boolean {
  return evseIds.length > 0 &&
    evseIds.every((evseId) =>
      transactions.some((transaction) =>
        transaction.evseId === evseId && !transaction.authorized && transaction.idToken !== undefined &&
        !isSameToken(transaction.idToken, idToken)
      )
    );
}
