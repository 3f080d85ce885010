import type { Logger } from "../../kernel/logger.ts";
import { MAX_RESERVATIONS } from "../../kernel/limits.ts";
import type { RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { type ReasonCode, statusInfo } from "../../ocpp/reason-codes.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import type { ReserveStatus } from "../ports/reservation-port.ts";
import type { SerialQueue } from "../../kernel/serial-queue.ts";
import type { OpenReservations } from "./open-reservations.ts";
import { type Reservation, reservationOf } from "./reservation.ts";
import type { ReservationKeeper } from "./reservation-keeper.ts";

export interface ReservationRequestsDeps {
  readonly log: Logger;
  readonly inTurn: SerialQueue;
  readonly reservations: OpenReservations;
  /** Absent: nobody keeps EVSEs free. */
  readonly keeper: ReservationKeeper | undefined;
  /** What H01 itself says against it. */
  refusalOf(wanted: Reservation): ResponseOf<"ReserveNow"> | undefined;
  /** The EVSEs may have changed while the reservation was being made. */
  cancelUnusable(): void;
}

/** H01, H02: the CSMS makes, replaces and cancels reservations, one request after the other. */
export function reservationHandlers(deps: ReservationRequestsDeps): HandlerTable {
  const { log, inTurn, reservations, keeper } = deps;

  async function reserveNow(request: RequestOf<"ReserveNow">): Promise<Reply<"ReserveNow">> {
    // Nobody on the bus takes reservations, so the station is not configured to accept them.
    if (!keeper) return refused("UnsupportedRequest");
    const wanted = reservationOf(request);
    const refusal = deps.refusalOf(wanted);
    if (refusal) return result<"ReserveNow">(refusal);
    const replaced = reservations.find(wanted.id);
    if (!replaced && reservations.all().length >= MAX_RESERVATIONS) return refused("OutOfMemory");
    // EVerest leaves the EVSE that a reservation moves away from reserved for ever.
    if (replaced && replaced.evseId !== wanted.evseId) await keeper.cancel(replaced.id);
    const status = await keeper.reserve(wanted);
    log.notice("reservation requested", { id: wanted.id, evse: wanted.evseId, status });
    if (status !== "Accepted") return notMade(keeper, wanted, status);
    // What is accepted outlives the process.
    await reservations.add(wanted);
    return result<"ReserveNow">({ status }, deps.cancelUnusable);
  }

  function notMade(
    keeper: ReservationKeeper,
    { id }: Reservation,
    status: ReserveStatus | undefined,
  ): Reply<"ReserveNow"> {
    const undo = async () => {
      // It may have been made, and only the answer was lost.
      if (status === undefined) await keeper.cancel(id);
      // What could not be replaced stays, if it can.
      const former = reservations.find(id);
      if (former && await keeper.reserve(former) !== "Accepted") await reservations.end(id, "Removed");
    };
    const why = status === undefined
      ? statusInfo("InternalError", "The reservation was not answered")
      : statusInfo("Unspecified", `No EVSE can be kept free: ${status}`);
    // After this request, and also when the line breaks before its answer: the module has let go of the former one.
    void inTurn(undo);
    return result<"ReserveNow">({ status: status ?? "Rejected", statusInfo: why });
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
    // What EVerest may still say of it is not reported (H02, remark).
    await reservations.end(reservationId, "cancelled");
    return { status: "Accepted" };
  }

  return {
    ReserveNow: (request) => inTurn(() => reserveNow(request)),
    CancelReservation: (request) => inTurn(async () => result<"CancelReservation">(await cancel(request))),
  };
}

function refused(reason: ReasonCode): Reply<"ReserveNow"> {
  return result<"ReserveNow">({ status: "Rejected", statusInfo: statusInfo(reason) });
}
