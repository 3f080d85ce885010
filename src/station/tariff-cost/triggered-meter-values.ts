import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { MeasurandEnumType, RequestOf } from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";
import type { LatestReadings } from "../metering/latest-readings.ts";
import { selectMeterValue } from "../metering/value-selection.ts";
import type { Csms } from "../ports/csms.ts";
import { WallAlarm } from "../wall-alarm.ts";
import type { MeterTriggers } from "./cost-message.ts";
import {
  afterReading,
  type ArmedTriggers,
  armedTriggers,
  TIMED_MEASURANDS,
  TRIGGERED_MEASURANDS,
} from "./meter-triggers.ts";

export const costTimer = (evse: EvseId): string => `cost.meter-value-${evse}`;

export interface TriggeredMeterValuesDeps {
  readonly csms: Pick<Csms, "call">;
  readonly readings: Pick<LatestReadings, "latest">;
  readonly transactions: TriggeringTransactions;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface TriggeringTransactions {
  /** The EVSE of an open transaction. */
  evseOf(transactionId: string): EvseId | undefined;
  onEvent(
    listener: (event: { readonly evseId: EvseId; readonly request: RequestOf<"TransactionEvent"> }) => void,
  ): void;
}

export interface TriggeredMeterValues {
  set(transactionId: string, triggers: MeterTriggers): void;
  /** To be called with every reading of the meter of an EVSE. */
  reading(evse: EvseId, reading: MeterReading): void;
  stop(): void;
}

/**
 * Meter values that the CSMS requests in advance in order to update the cost (OCPP & California Pricing
 * Requirements).
 */
export function createTriggeredMeterValues(deps: TriggeredMeterValuesDeps): TriggeredMeterValues {
  const { csms, readings, transactions, clock, log } = deps;
  const waiting = new Map<EvseId, { readonly alarm: WallAlarm; triggers: ArmedTriggers }>();

  transactions.onEvent(({ evseId, request }) => {
    if (request.eventType === "Ended") disarm(evseId);
  });

  function disarm(evseId: EvseId): void {
    waiting.get(evseId)?.alarm.cancel();
    waiting.delete(evseId);
  }

  function armEvse(evseId: EvseId) {
    const found = waiting.get(evseId);
    if (found) return found;
    const alarm = new WallAlarm(clock, costTimer(evseId), () => {
      const reading = readings.latest(evseId);
      if (reading) report(evseId, reading, TIMED_MEASURANDS);
    });
    const entry = { alarm, triggers: {} };
    waiting.set(evseId, entry);
    return entry;
  }

  function report(evseId: EvseId, reading: MeterReading, measurands: readonly MeasurandEnumType[]): void {
    const selection = { measurands, signatures: "strip", registerValues: "everyPhase" } as const;
    const value = selectMeterValue(reading, selection, "Other");
    if (value) void csms.call("MeterValues", { evseId, meterValue: [value] });
  }

  return {
    set(transactionId, wanted) {
      const evseId = transactions.evseOf(transactionId);
      if (evseId === undefined) {
        return log.warning("no meter values can be sent for an unknown transaction", { transactionId });
      }
      const entry = armEvse(evseId);
      entry.triggers = armedTriggers(entry.triggers, wanted);
      entry.alarm.cancel();
      if (wanted.atMs === undefined) return;
      if (wanted.atMs > clock.wallMs()) entry.alarm.set(wanted.atMs);
      else log.warning("the requested time of a meter value has passed", { transactionId });
    },
    reading(evseId, reading) {
      const entry = waiting.get(evseId);
      if (!entry) return;
      const { triggers, goesOff } = afterReading(entry.triggers, reading);
      entry.triggers = triggers;
      if (goesOff) report(evseId, reading, TRIGGERED_MEASURANDS);
    },
    stop() {
      for (const evseId of [...waiting.keys()]) disarm(evseId);
    },
  };
}
