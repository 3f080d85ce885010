import { connectedValues } from "../../bridge/live-variables.ts";
import {
  type AvailabilityBlock,
  createAvailabilityBlock,
} from "../../station/availability/availability-block.ts";
import {
  type ChangeAvailabilityBlock,
  createChangeAvailabilityBlock,
} from "../../station/availability/change-availability-block.ts";
import { OperativeControl } from "../../station/availability/operative-control.ts";
import type { LatestReadings } from "../../station/metering/latest-readings.ts";
import { PendingRemoteStarts } from "../../station/remote-control/pending-remote-starts.ts";
import type { ReservationBlock } from "../../station/reservation/reservation-block.ts";
import {
  createTransactionsBlock,
  type TransactionsBlock,
} from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";
import { setLiveValues } from "../live-values.ts";
import { createReservations } from "./reservations.ts";

/** Blocks E, G and H: what happens at the EVSEs. Each of the three asks the others. */
export interface ChargingBlocks {
  readonly availability: AvailabilityBlock;
  readonly operativeControl: OperativeControl;
  readonly changeAvailability: ChangeAvailabilityBlock;
  readonly transactions: TransactionsBlock;
  readonly reservations: ReservationBlock;
  readonly remoteStarts: PendingRemoteStarts;
}

export function wireCharging(context: BlockContext, readings: LatestReadings): ChargingBlocks {
  const blocks = createBlocks(context, readings);
  const { availability, changeAvailability, transactions, reservations } = blocks;
  context.join({ triggers: availability.triggers });
  context.join({ handlers: changeAvailability.handlers });
  context.join({ handlers: transactions.handlers, triggers: transactions.triggers });
  context.join({ handlers: reservations.handlers });
  joinEvents(context, blocks);
  return blocks;
}

function createBlocks(context: BlockContext, readings: LatestReadings): ChargingBlocks {
  const { csms, deviceModel, storage, layout, ports, clock, ids, log } = context;
  const remoteStarts = new PendingRemoteStarts(clock);
  const transactions = createTransactionsBlock({
    clock,
    ids,
    deviceModel,
    readings,
    csms,
    remoteStarts,
    evsePort: ports.evses,
    log: log("transactions"),
    store: storage.transactions,
    evses: layout,
    tokens: ports.tokens,
    isAccepted: () => context.registration.isAccepted,
    outboxGrew: context.outboxGrew,
  });
  remoteStarts.onAbandoned((id) => transactions.remoteStartAbandoned(id));
  const availability = createAvailabilityBlock({
    csms,
    deviceModel,
    clock,
    layout,
    log: log("availability"),
    errors: storage.errors,
    events: context.events,
    transactionOn: (evse) => transactions.activeTransaction(evse),
  });
  const reservations = createReservations(context, { availability, transactions });
  const operativeControl = new OperativeControl({
    layout,
    transactions,
    reservations,
    store: storage.operativeStates,
    port: ports.evses,
    connectors: availability,
    log: log("availability"),
  });
  const changeAvailability = createChangeAvailabilityBlock({
    layout,
    control: operativeControl,
    repeatStatuses: () => availability.repeatStatuses(),
    log: log("availability"),
  });
  return { availability, operativeControl, changeAvailability, transactions, reservations, remoteStarts };
}

/** Where several blocks hear of the same thing, their order counts. */
function joinEvents(context: BlockContext, blocks: ChargingBlocks): void {
  const { availability, operativeControl, transactions, reservations } = blocks;
  const log = context.log("charging");
  // A decision that waits for a cable, a reservation or a transaction is carried out as soon as that is gone.
  availability.onStatus(() => operativeControl.apply());
  reservations.onFreed(() => operativeControl.apply());
  transactions.onEvent(({ request }) => {
    if (request.eventType === "Ended") operativeControl.apply();
  });
  context.join({
    started(scope) {
      // Before the EVSEs are released: an EVSE that restarts forgets its commands.
      operativeControl.apply();
      if (scope === "processOnly") recallPluggedVehicles(context, blocks);
      reservations.started(scope);
      availability.started(scope);
    },
    // A decision whose answer was lost with the connection has nothing else that carries it out.
    connected: () => void operativeControl.apply(),
    disconnected() {
      transactions.connectionLost()
        .catch((error) => log.error("queued events could not be marked offline", { error: String(error) }));
    },
    clockSet() {
      transactions.clockSet()
        .catch((error) =>
          log.error("the charging time could not follow the clock", { error: String(error) })
        );
    },
    onEvseEvent(event) {
      if (!transactions.admit(event)) return;
      const redeemed = reservations.redeem(event);
      availability.onEvseEvent(redeemed);
      transactions.handle(redeemed).catch((error: unknown) =>
        log.error("an event of an EVSE could not be handled", {
          evse: event.evseId,
          kind: event.kind,
          error: String(error),
        })
      );
    },
    onErrorEvent: (error) => availability.onErrorEvent(error),
    onEvseRestarted(evse) {
      transactions.evseRestarted(evse);
      operativeControl.evseRestarted(evse);
      reservations.evseRestarted(evse);
    },
    onPhasesOffered: (evse, phases) => transactions.phasesOffered(evse, phases),
    onReservationUpdate: (update) => reservations.onUpdate(update),
    processEnds() {
      reservations.stop();
      transactions.close();
    },
  });
}

/** The EVSEs went on without this process and do not report again what is plugged in; the stored sessions say it. */
function recallPluggedVehicles(
  { deviceModel }: BlockContext,
  { transactions, availability }: ChargingBlocks,
): void {
  for (const { evseId, connectorId } of transactions.plugged()) {
    availability.foundPlugged(evseId, connectorId);
    setLiveValues(deviceModel, connectedValues(evseId));
  }
}
