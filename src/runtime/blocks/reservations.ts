import type { AvailabilityBlock } from "../../station/availability/availability-block.ts";
import {
  createReservationBlock,
  type ReservationBlock,
} from "../../station/reservation/reservation-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface CreateReservationsDeps {
  readonly availability: AvailabilityBlock;
  readonly transactions: TransactionsBlock;
}

/** Block H with what it needs of the EVSEs and of the way to the CSMS. */
export function createReservations(
  { deviceModel, storage, layout, ports, clock, log, outboxGrew }: BlockContext,
  { availability, transactions }: CreateReservationsDeps,
): ReservationBlock {
  const reservations = createReservationBlock({
    clock,
    deviceModel,
    layout,
    log: log("reservation"),
    store: storage.reservations,
    evses: {
      statusOf: (evse, connector) => availability.statusOf(evse, connector),
      setReservation: (evse, state) => availability.setReservation(evse, state),
      isAuthorized: (evse) => transactions.isAuthorized(evse),
    },
    ...(ports.reservations ? { port: ports.reservations } : {}),
    async report(update, about) {
      // A driver counts on a reservation that was promised: the update of it is transactional and arrives in any case.
      if (about === "promise") {
        await storage.outbox.append("ReservationStatusUpdate", update, clock.wallMs());
      } else await storage.outbox.appendOrdinary("ReservationStatusUpdate", update, clock.wallMs());
      outboxGrew();
    },
  });
  availability.onStatus(() => reservations.statusChanged());
  return reservations;
}
