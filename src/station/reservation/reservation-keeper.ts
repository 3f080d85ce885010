import type { ReservationPort, ReserveStatus } from "../ports/reservation-port.ts";
import type { Reservation } from "./reservation.ts";

/** The module that keeps EVSEs free, as we ask it to. */
export class ReservationKeeper {
  readonly #port: ReservationPort;
  readonly #cancelling = new Set<number>();

  constructor(port: ReservationPort) {
    this.#port = port;
  }

  /** Whether we are cancelling it right now: what is told of it meanwhile is no news. */
  isCancelling(id: number): boolean {
    return this.#cancelling.has(id);
  }

  reserve(reservation: Reservation): Promise<ReserveStatus | undefined> {
    return this.#port.reserve(reservation);
  }

  async cancel(id: number): Promise<boolean | undefined> {
    this.#cancelling.add(id);
    const found = await this.#port.cancel(id);
    this.#cancelling.delete(id);
    return found;
  }

  isReservedForOther(
    ...who: Parameters<ReservationPort["isReservedForOther"]>
  ): Promise<boolean | undefined> {
    return this.#port.isReservedForOther(...who);
  }
}
