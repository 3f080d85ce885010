import type { AvailabilityBlock } from "../../station/availability/availability-block.ts";
import type { LatestReadings } from "../../station/metering/latest-readings.ts";
import type { ReportedMeasurands } from "../../station/metering/measurands.ts";
import { meterSilentError } from "../../station/metering/meter-silent-error.ts";
import { createMeteringBlock } from "../../station/metering/metering-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface WireMeteringDeps {
  /** Records every reading there, for all blocks. */
  readonly readings: LatestReadings;
  readonly transactions: TransactionsBlock;
  readonly availability: AvailabilityBlock;
  readonly measurands: ReportedMeasurands;
}

/** Block J: meter values. */
export function wireMetering(context: BlockContext, deps: WireMeteringDeps): void {
  const { readings, transactions, availability, measurands } = deps;
  const { csms, deviceModel, layout, clock, log } = context;
  const metering = createMeteringBlock({
    clock,
    csms,
    deviceModel,
    readings,
    transactions,
    log: log("metering"),
    evses: layout,
    measurands,
    meterSilence: (evse, state) => availability.onErrorEvent(meterSilentError(evse, state, clock.wallMs())),
  });
  context.join({
    triggers: metering.triggers,
    started: () => metering.start(),
    onReading: (evse, reading) => metering.reading(evse, reading),
    clockSet: () => metering.clockSet(),
    processEnds: () => metering.stop(),
  });
}
