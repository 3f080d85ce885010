import { type Clock, sleep } from "../../kernel/clock.ts";
import { connectorId as toConnectorId, type EvseId, evseId as toEvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { ErrorEvent } from "../availability/error-event.ts";
import { type HandlerTable, result } from "../handlers.ts";
import type { EvseLayout, EvsePort } from "../ports/evse-port.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";

export const UNLOCK_GRACE_TIMER = "remote-control.unlock-grace";
/**
 * EVerest accepts the command at once and reports a stuck lock later as an error; the actuator needs about a
 * second.
 */
const UNLOCK_GRACE_MS = 2000;

export interface UnlockDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly evses: readonly EvseLayout[];
  readonly port: Pick<EvsePort, "unlock">;
  readonly transactions: { activeTransaction(evse: EvseId): ActiveTransaction | undefined };
}

export interface UnlockBlock {
  readonly handlers: HandlerTable;
  onErrorEvent(error: ErrorEvent): void;
}

/** F05: unlocks a connector on request of the CSMS. */
export function createUnlockBlock(deps: UnlockDeps): UnlockBlock {
  const { clock, log, evses, port, transactions } = deps;
  /** Those that still listen to the lock, each with its place: the CSMS may ask again before it is answered. */
  const attempts = new Map<AbortController, string>();

  async function unlock(
    { evseId, connectorId }: RequestOf<"UnlockConnector">,
  ): Promise<ResponseOf<"UnlockConnector">> {
    const evse = toEvseId(evseId);
    const connector = toConnectorId(connectorId);
    const known = evses.find(({ id }) => id === evse);
    if (known === undefined) return { status: "UnknownConnector", statusInfo: statusInfo("UnknownEvse") };
    if (!known.connectors.some(({ id }) => id === connector)) {
      return { status: "UnknownConnector", statusInfo: statusInfo("UnknownConnectorId") };
    }
    const open = transactions.activeTransaction(evse);
    if (open?.authorized && open.connectorId === connector) return { status: "OngoingAuthorizedTransaction" };
    // Tried also without a cable; the response gives the result of the attempt.
    const status = await isUnlocked(evse, connector) ? "Unlocked" : "UnlockFailed";
    log.notice("the CSMS requested to unlock a connector", { evse, connector, status });
    return { status };
  }

  async function isUnlocked(evse: EvseId, connector: ReturnType<typeof toConnectorId>): Promise<boolean> {
    const failed = new AbortController();
    attempts.set(failed, placeOf(evse, connector));
    const tried = await port.unlock(evse, connector);
    const outcome = tried && await sleep(clock, UNLOCK_GRACE_TIMER, UNLOCK_GRACE_MS, failed.signal);
    attempts.delete(failed);
    return outcome === "elapsed";
  }

  return {
    handlers: { UnlockConnector: async (request) => result<"UnlockConnector">(await unlock(request)) },
    onErrorEvent({ effect, state, evseId, connectorId }) {
      const concernsLock = effect === "lockFailure" || effect === "unlockFailure";
      if (!concernsLock || state !== "raised" || evseId === undefined) return;
      const place = placeOf(evseId, connectorId ?? 1);
      for (const [attempt, tried] of attempts) {
        if (tried === place) attempt.abort();
      }
    },
  };
}

const placeOf = (evse: number, connector: number): string => `${evse}.${connector}`;
