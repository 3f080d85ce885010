import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { AvailabilityBlock } from "../../station/availability/availability-block.ts";
import type { EvseLayout } from "../../station/ports/evse-port.ts";
import type { ReservationPort } from "../../station/ports/reservation-port.ts";
import {
  createReservationBlock,
  type ReservationBlock,
} from "../../station/reservation/reservation-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { Storage } from "../storage.ts";

export interface ReservationPartsDeps {
  readonly deviceModel: DeviceModel;
  readonly storage: Pick<Storage, "reservations" | "outbox">;
  readonly layout: readonly EvseLayout[];
  readonly availability: AvailabilityBlock;
  readonly transactions: TransactionsBlock;
  /** Absent: no module takes reservations. */
  readonly reservationPort?: ReservationPort;
  readonly clock: Clock;
  outboxGrew(): void;
  /** The log of one block. */
  log(block: string): Logger;
}

/** Block H with what it needs of the EVSEs and of the way to the CSMS. */
export function createReservationParts(deps: ReservationPartsDeps): ReservationBlock {
  const { deviceModel, storage, layout, availability, transactions, reservationPort, clock } = deps;
  const reservations = createReservationBlock({
    clock,
    deviceModel,
    layout,
    log: deps.log("reservation"),
    store: storage.reservations,
    evses: {
      statusOf: (evse, connector) => availability.statusOf(evse, connector),
      setReservation: (evse, state) => availability.setReservation(evse, state),
      isAuthorized: (evse) => transactions.isAuthorized(evse),
    },
    ...(reservationPort ? { port: reservationPort } : {}),
    async report(update, about) {
      // A driver counts on it, so it arrives, if only when the CSMS is back.
      if (about === "promise") {
        await storage.outbox.append("ReservationStatusUpdate", update, clock.wallMs());
      } else await storage.outbox.appendOrdinary("ReservationStatusUpdate", update, clock.wallMs());
      deps.outboxGrew();
    },
  });
  availability.onStatus(() => reservations.statusChanged());
  return reservations;
}
