import type { EvseManager } from "../everest/interfaces/evse-manager.ts";
import type { HardwareCapabilities } from "../everest/interfaces/types/evse-board-support.ts";
import type { EnergyTransferMode } from "../everest/interfaces/types/iso15118.ts";
import type { SessionEvent } from "../everest/interfaces/types/session-event.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EvseId } from "../kernel/ids.ts";
import type { Logger } from "../kernel/logger.ts";
import type { EvseEvent, MeterReading } from "../station/evse-event.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import type { Arrival } from "./complaint.ts";
import {
  connectedValues,
  disconnectedValues,
  energyTransferValues,
  evInfoValues,
  evseIdValues,
  type LiveValue,
  powerValues,
  type SupplyCapacity,
  supplyCapacity,
  supplyValues,
} from "./live-variables.ts";
import {
  completed,
  latestReading,
  type MeterInput,
  type MeterState,
  takeMeterInput,
} from "./meter-composer.ts";
import {
  isFinishedAlready,
  isOfForgottenSession,
  type SessionMemory,
  toEvseEvent,
} from "./session-events.ts";

/** Receives the events and values of the EVSEs, in the order of the bus. */
export interface EvseSink {
  onEvent(event: EvseEvent): void;
  /** A new reading of the meter, with the offered current and the state of charge if known. */
  onReading(evse: EvseId, reading: MeterReading): void;
  onLiveValues(values: readonly LiveValue[]): void;
  onSupplyCapacity(evse: EvseId, capacity: SupplyCapacity): void;
}

export interface FeedDeps {
  readonly sink: EvseSink;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Subscribes to one EVSE and forwards its events and values in the station's types. */
export function feedEvse(manager: EvseManager, evse: EvseLayout, deps: FeedDeps): void {
  const { sink } = deps;
  let memory: SessionMemory = {};
  let meter: MeterState = {};

  const arrival = (what: string): Arrival => ({
    nowMs: deps.clock.wallMs(),
    complain: (reason) =>
      deps.log.warning("data of an EVSE are wrong: dropped or guessed", { evse: evse.id, what, reason }),
  });
  const take = (input: MeterInput) => {
    meter = takeMeterInput(meter, input, arrival(input.kind));
  };

  const takeSessionReading = (reading: MeterReading) => {
    const before = meter.reading;
    take({ kind: "sessionReading", reading });
    const latest = latestReading(meter);
    if (latest && meter.reading !== before) sink.onReading(evse.id, latest);
  };

  manager.onSessionEvent((event: SessionEvent) => {
    const { publicKey } = meter;
    const step = toEvseEvent(event, memory, {
      ...arrival("session_event"),
      evseId: evse.id,
      ...(publicKey === undefined ? {} : { publicKey }),
    });
    const isRepeated = isFinishedAlready(event, memory);
    memory = step.memory;
    if (step.event?.meter) takeSessionReading(step.event.meter);
    if (step.event) sink.onEvent(withKnown(step.event, meter));
    if (isRepeated) return;
    const values = presenceValues(evse.id, event);
    if (values.length > 0) sink.onLiveValues(values);
    if (event.event === "SessionFinished" || isOfForgottenSession(event)) take({ kind: "sessionFinished" });
  });

  manager.onPowermeter((powermeter) => {
    take({ kind: "powermeter", powermeter });
    const reading = latestReading(meter);
    if (reading) sink.onReading(evse.id, reading);
    sink.onLiveValues(powerValues(evse.id, powermeter));
  });

  manager.onEvInfo((info) => {
    take({ kind: "evInfo", info });
    sink.onLiveValues(evInfoValues(evse.id, info));
  });
  manager.onLimits((limits) => take({ kind: "limits", limits }));
  manager.onPowermeterPublicKeyOcmf((publicKey) => take({ kind: "publicKey", publicKey }));
  manager.onEvseId((id) => sink.onLiveValues(evseIdValues(evse.id, id)));
  feedSupply(manager, evse, sink);
}

/** What the hardware can deliver, and which modes of energy transfer it supports. */
function feedSupply(manager: EvseManager, evse: EvseLayout, sink: FeedDeps["sink"]): void {
  let capabilities: HardwareCapabilities | undefined;
  let modes: readonly EnergyTransferMode[] | undefined;

  const reportCapacity = () => {
    const capacity = supplyCapacity(capabilities, modes);
    if (capacity) sink.onSupplyCapacity(evse.id, capacity);
  };

  manager.onHwCapabilities((reported) => {
    capabilities = reported;
    sink.onLiveValues(supplyValues(evse, capabilities, modes ?? []));
    reportCapacity();
  });
  manager.onSupportedEnergyTransferModes((reported) => {
    modes = reported;
    sink.onLiveValues([
      ...supplyValues(evse, capabilities, modes),
      ...energyTransferValues(evse.id, modes),
    ]);
    reportCapacity();
  });
}

function withKnown(event: EvseEvent, meter: MeterState): EvseEvent {
  return event.meter ? { ...event, meter: completed(meter, event.meter) } : event;
}

/** ConnectedEV follows the plug. */
function presenceValues(evse: EvseId, event: SessionEvent): readonly LiveValue[] {
  switch (event.event) {
    case "SessionStarted":
      return event.session_started?.reason === "EVConnected" ? connectedValues(evse) : [];
    case "TransactionStarted":
    // Also where the beginning of the session went unseen.
    case "ChargingStarted":
      return connectedValues(evse);
    case "SessionFinished":
      return disconnectedValues(evse);
    case "TransactionFinished":
      return isOfForgottenSession(event) ? disconnectedValues(evse) : [];
    default:
      return [];
  }
}
