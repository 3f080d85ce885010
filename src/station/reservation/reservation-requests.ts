import type { Logger } from "../../kernel/logger.ts";
import { MAX_RESERVATIONS } from "../../kernel/limits.ts";
import type { RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { type ReasonCode, statusInfo } from "../../ocpp/reason-codes.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import type { ReserveStatus } from "../ports/reservation-port.ts";
import type { SerialQueue } from "../../kernel/serial-queue.ts";
import { NOT_STORED } from "../stored-request.ts";
import type { OpenReservations } from "./open-reservations.ts";
import { type Reservation, reservationOf } from "./reservation.ts";
import type { ReservationKeeper } from "./reservation-keeper.ts";

export interface ReservationRequestsDeps {
  readonly log: Logger;
  readonly inTurn: SerialQueue;
  readonly reservations: OpenReservations;
  /** Absent: no reservation manager is connected. */
  readonly keeper: ReservationKeeper | undefined;
  /** The refusal that H01 requires, if any. */
  refusalOf(wanted: Reservation): ResponseOf<"ReserveNow"> | undefined;
  /**
   * Cancels reservations for which no usable EVSE is left: the EVSEs may have changed while one was being
   * made.
   */
  cancelUnusable(): void;
}

/** H01, H02: the CSMS makes, replaces and cancels reservations; requests are handled one after the other. */
export function reservationHandlers(deps: ReservationRequestsDeps): HandlerTable {
  const { log, inTurn, reservations, keeper } = deps;

  async function reserveNow(request: RequestOf<"ReserveNow">): Promise<Reply<"ReserveNow">> {
    // No module of EVerest accepts reservations, so the station is not configured for them.
    if (!keeper) return refused("UnsupportedRequest");
    const wanted = reservationOf(request);
    const refusal = deps.refusalOf(wanted);
    if (refusal) return result<"ReserveNow">(refusal);
    const replaced = reservations.find(wanted.id);
    if (!replaced && reservations.all().length >= MAX_RESERVATIONS) return refused("OutOfMemory");
    // EVerest would leave the EVSE of the replaced reservation reserved for ever.
    if (replaced && replaced.evseId !== wanted.evseId) await keeper.cancel(replaced.id);
    const status = await keeper.reserve(wanted);
    log.notice("the CSMS requested a reservation", { id: wanted.id, evse: wanted.evseId, status });
    if (status !== "Accepted") return notMade(keeper, wanted, status);
    // Stored before it is accepted.
    if (await reservations.add(wanted) === "refused") return notMade(keeper, wanted, "notStored");
    return result<"ReserveNow">({ status }, deps.cancelUnusable);
  }

  function notMade(
    keeper: ReservationKeeper,
    { id }: Reservation,
    outcome: Exclude<ReserveStatus, "Accepted"> | "notStored" | undefined,
  ): Reply<"ReserveNow"> {
    const undo = async () => {
      // Without an answer it may have been made nevertheless.
      if (outcome === undefined || outcome === "notStored") await keeper.cancel(id);
      // A reservation that could not be replaced is made again if possible.
      const former = reservations.find(id);
      if (former && await keeper.reserve(former) !== "Accepted") await reservations.end(id, "Removed");
    };
    // After this request, even if the connection is lost before the answer: the module has dropped the former
    // one.
    void inTurn(undo);
    return result<"ReserveNow">(answerTo(outcome));
  }

  async function cancel(
    { reservationId }: RequestOf<"CancelReservation">,
  ): Promise<ResponseOf<"CancelReservation">> {
    const reject = (reason: ReasonCode, text?: string) =>
      ({ status: "Rejected", statusInfo: statusInfo(reason, text) }) as const;
    if (!keeper) return reject("UnsupportedRequest");
    const found = await keeper.cancel(reservationId);
    if (found === undefined) return reject("InternalError", "The cancellation was not answered");
    if (!found && !reservations.find(reservationId)) {
      return reject("NotFound", "There is no such reservation");
    }
    // Later updates of EVerest about it are not reported (H02, remark).
    await reservations.end(reservationId, "cancelled");
    return { status: "Accepted" };
  }

  return {
    ReserveNow: (request) => inTurn(() => reserveNow(request)),
    CancelReservation: (request) => inTurn(async () => result<"CancelReservation">(await cancel(request))),
  };
}

/** What the CSMS hears of a reservation that was not made. */
function answerTo(
  outcome: Exclude<ReserveStatus, "Accepted"> | "notStored" | undefined,
): ResponseOf<"ReserveNow"> {
  switch (outcome) {
    case undefined:
      return {
        status: "Rejected",
        statusInfo: statusInfo("InternalError", "The reservation was not answered"),
      };
    case "notStored":
      return { status: "Rejected", statusInfo: NOT_STORED };
    default:
      return {
        status: outcome,
        statusInfo: statusInfo("Unspecified", `No EVSE can be kept free: ${outcome}`),
      };
  }
}

function refused(reason: ReasonCode): Reply<"ReserveNow"> {
  return result<"ReserveNow">({ status: "Rejected", statusInfo: statusInfo(reason) });
}
