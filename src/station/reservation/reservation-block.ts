import { assertNever } from "../../kernel/assert-never.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ConnectorStatusEnumType, IdTokenType, ResponseOf } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { endsSession, type EvseEvent, isRunEvent } from "../evse-event.ts";
import type { StartScope } from "../block.ts";
import type { HandlerTable } from "../handlers.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import type { ReservationPort, ReservationUpdate } from "../ports/reservation-port.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import { LateWrites } from "../late-writes.ts";
import { OpenReservations, type OpenReservationsDeps } from "./open-reservations.ts";
import { redemptionOf } from "./redeemed-reservation.ts";
import { isReservedForOthers } from "./remote-start-check.ts";
import { type Reservation, targetsOf } from "./reservation.ts";
import { ReservationKeeper } from "./reservation-keeper.ts";
import { reservationHandlers } from "./reservation-requests.ts";
import { restoreReservations } from "./reservation-restore.ts";
import type { ReservationStore } from "./reservation-store.ts";
import { refusalOf } from "./reserve-now-rules.ts";
import { ReservedEvses } from "./reserved-evses.ts";

export const LATE_WRITE_TIMER = "reservation.late-write";
const AVAILABLE = variableKey("ReservationCtrlr", "Available");
const ENABLED = variableKey("ReservationCtrlr", "Enabled");
const NON_EVSE_SPECIFIC = variableKey("ReservationCtrlr", "NonEvseSpecific");
const AUTHORIZE_REMOTE_START = variableKey("AuthCtrlr", "AuthorizeRemoteStart");

export interface ReservationDeps extends Pick<OpenReservationsDeps, "report"> {
  readonly clock: Clock;
  readonly log: Logger;
  readonly deviceModel: DeviceModel;
  readonly layout: readonly EvseLayout[];
  readonly store: ReservationStore;
  readonly evses: ReservableEvses;
  /** Absent: no reservation manager is connected. */
  readonly port?: ReservationPort;
}

/** The state of the EVSEs that reservations depend on and change. */
export interface ReservableEvses {
  statusOf(evse: EvseId, connector: ConnectorId): ConnectorStatusEnumType | undefined;
  /** A token was presented at the EVSE. */
  isAuthorized(evse: EvseId): boolean;
  /** Whether an EVSE is reserved, when the EVSE itself has not reported it. */
  setReservation(evse: EvseId, state: "reserved" | "free"): void;
}

export interface ReservationBlock {
  readonly handlers: HandlerTable;
  /** To be called once at start: modules that restarted too have lost the reservations. */
  started(scope: StartScope): void;
  onUpdate(update: ReservationUpdate): void;
  /**
   * Corrects what an event of an EVSE says of reservations; to be called before anything else sees the event.
   */
  redeem(event: EvseEvent): EvseEvent;
  /** The status of a connector has changed. */
  statusChanged(): void;
  /** Whether the EVSE is reserved for others than these tokens. */
  isReservedForOther(
    evse: EvseId,
    idToken: IdTokenType,
    groupIdToken: IdTokenType | undefined,
  ): Promise<boolean>;
  /** The EVSE has restarted: nobody is expected at it any more. */
  evseRestarted(evse: EvseId): void;
  /**
   * Whether a driver is expected at this EVSE, or at any: one with a reservation, or one who has presented a
   * token but not plugged in.
   */
  awaitsDriver(evse?: EvseId): boolean;
  /** Called when a reservation has ended without being redeemed, or the driver who redeemed it has left. */
  onFreed(listener: () => void): void;
  /** The process ends: no reservation expires or is made again any more. */
  stop(): void;
}

/** Block H: keeps EVSEs free for drivers who reserved them. */
export function createReservationBlock(deps: ReservationDeps): ReservationBlock {
  const { clock, log, deviceModel, layout, evses, store } = deps;
  const inTurn = createSerialQueue();
  // The station maker may switch reservations off although EVerest supports them.
  const isOffered = deps.port !== undefined && deviceModel.boolean(AVAILABLE) !== false;
  const keeper = isOffered ? new ReservationKeeper(deps.port!) : undefined;
  deviceModel.setActual(AVAILABLE, String(isOffered));
  const release = ({ id }: Reservation) => void (keeper && inTurn(() => keeper.cancel(id)));
  const late = new LateWrites({
    clock,
    timer: LATE_WRITE_TIMER,
    refused: (about, error) =>
      log.error("a change of the reservations could not be stored, it is tried again", { about, error }),
  });
  const reservations = new OpenReservations({
    clock,
    log,
    store,
    late,
    report: deps.report,
    setReservation: (evse, state) => evses.setReservation(evse, state),
    overdue: release,
  });
  const reserved = new ReservedEvses(store, late);
  /** The session at each EVSE of a driver who has presented a token and not plugged in yet. */
  const arriving = new Map<EvseId, string>();
  /** The session at each EVSE of which the transaction was seen to begin. */
  const begun = new Map<EvseId, string>();
  let endRestoring = () => {};

  const statusesOf = ({ id, connectors }: EvseLayout) =>
    connectors.map((connector) => evses.statusOf(id, connector.id));

  const isTargeted = (evse: EvseId) =>
    reservations.all().some((reservation) => targetsOf(reservation, layout).some(({ id }) => id === evse));

  function refusal(wanted: Reservation): ResponseOf<"ReserveNow"> | undefined {
    return refusalOf(wanted, {
      layout,
      enabled: deviceModel.boolean(ENABLED) === false ? "disabled" : "enabled",
      // Also when the variable is absent.
      reserves: deviceModel.boolean(NON_EVSE_SPECIFIC) === true ? "anyEvse" : "namedEvses",
      nowMs: clock.wallMs(),
      reservations: reservations.all(),
      statusOf: (evse, connector) => evses.statusOf(evse, connector),
      isAuthorized: (evse) => evses.isAuthorized(evse),
    });
  }

  /** Cancels reservations for which no usable EVSE is left. */
  function cancelUnusable(): void {
    for (const reservation of reservations.all()) {
      const statuses = targetsOf(reservation, layout).flatMap(statusesOf);
      if (statuses.some((status) => status !== "Faulted" && status !== "Unavailable")) continue;
      void reservations.end(reservation.id, "Removed");
      release(reservation);
    }
  }

  function updated({ reservationId: id, status }: ReservationUpdate): void {
    if (reservations.hasEnded(id)) return;
    switch (status) {
      case "Expired":
      case "Removed":
        return void reservations.end(id, status);
      case "Used":
        return reservations.used(id);
      case "Cancelled":
        return void reservations.end(id, "cancelled");
      case "Placed":
        return;
      default:
        return assertNever(status);
    }
  }

  function redeem(event: EvseEvent): EvseEvent {
    const { event: corrected, reservationId } = redemptionOf(event, {
      reservations: reservations.all(),
      layout,
      session: (isRunEvent(event) ? begun : arriving).get(event.evseId) === event.sessionId
        ? "weighed"
        : "new",
    });
    if (event.kind === "SessionStarted" && event.token) arriving.set(event.evseId, event.sessionId);
    if (event.kind === "TransactionStarted" || isRunEvent(event)) {
      begun.set(event.evseId, event.sessionId);
      arriving.delete(event.evseId);
    }
    if (event.kind === "SessionFinished") arriving.delete(event.evseId);
    if (reservationId !== undefined && reservations.find(reservationId)) {
      void reservations.end(reservationId, "redeemed");
      reserved.redeemed(event.evseId);
    }
    reserved.note(event);
    if (endsSession(event)) reservations.freed();
    return corrected;
  }

  async function isReservedForOther(
    evse: EvseId,
    idToken: IdTokenType,
    groupIdToken: IdTokenType | undefined,
  ): Promise<boolean> {
    const known = layout.find(({ id }) => id === evse);
    if (!keeper || !known) return false;
    const verdict = isReservedForOthers({
      evse: known,
      idToken,
      groupIdToken,
      group: deviceModel.boolean(AUTHORIZE_REMOTE_START) === false ? "asGiven" : "mayBeAskedFor",
      statuses: statusesOf(known),
    }, reservations.all());
    if (verdict !== "unknown") return verdict === "yes";
    // Without an answer EVerest decides when the token is presented.
    return await keeper.isReservedForOther(evse, idToken, groupIdToken) ?? false;
  }

  function started(scope: StartScope): void {
    reservations.expire(0);
    // Without a reservation manager nothing enforces them.
    if (!keeper) { for (const { id } of reservations.all()) void reservations.end(id, "Removed"); }
    if (scope === "processOnly") {
      return reserved.all().forEach((evse) => evses.setReservation(evse, "reserved"));
    }
    reserved.forget();
    if (keeper) restore(reservations.all(), keeper);
  }

  function restore(kept: readonly Reservation[], keeper: ReservationKeeper): void {
    for (const reservation of kept) reservations.restoring(reservation);
    endRestoring = restoreReservations(kept, {
      clock,
      log,
      keeper,
      inTurn,
      isOpen: (reservation) => reservations.find(reservation.id) === reservation,
      made: (reservation) => reservations.restored(reservation),
      lost: ({ id }) => void reservations.end(id, "Removed"),
    });
  }

  return {
    handlers: reservationHandlers({
      log,
      inTurn,
      reservations,
      keeper,
      refusalOf: refusal,
      cancelUnusable,
    }),
    started,
    onUpdate(update) {
      if (keeper?.isCancelling(update.reservationId)) return;
      // After the request in progress: the update may be about the reservation that is just being made.
      void inTurn(() => Promise.resolve(updated(update)));
    },
    redeem,
    statusChanged: cancelUnusable,
    isReservedForOther,
    evseRestarted: (evse) => void arriving.delete(evse),
    awaitsDriver: (evse) =>
      evse === undefined
        ? arriving.size > 0 || reservations.all().length > 0
        : arriving.has(evse) || isTargeted(evse),
    onFreed: (listener) => reservations.onFreed(listener),
    stop() {
      endRestoring();
      reservations.stop();
      late.stop();
    },
  };
}
