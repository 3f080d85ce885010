import type { EvseId } from "../../kernel/ids.ts";
import type { MeterReading } from "../evse-event.ts";

/** The last meter reading of every EVSE, for values sent on a timer or a trigger. */
export interface LatestReadings {
  latest(evse: EvseId): MeterReading | undefined;
  record(evse: EvseId, reading: MeterReading): void;
}

export function createLatestReadings(): LatestReadings {
  const readings = new Map<EvseId, MeterReading>();
  return {
    latest: (evse) => readings.get(evse),
    record: (evse, reading) => void readings.set(evse, reading),
  };
}
