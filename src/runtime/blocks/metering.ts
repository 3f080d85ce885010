import type { LatestReadings } from "../../station/metering/latest-readings.ts";
import { createMeteringBlock } from "../../station/metering/metering-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface MeteringDeps {
  /** Records every reading there, for all blocks. */
  readonly readings: LatestReadings;
  readonly transactions: TransactionsBlock;
}

/** Block J: meter values. */
export function wireMetering(context: BlockContext, { readings, transactions }: MeteringDeps): void {
  const { csms, deviceModel, layout, clock, log } = context;
  const metering = createMeteringBlock({
    clock,
    csms,
    deviceModel,
    readings,
    transactions,
    log: log("metering"),
    evses: layout,
  });
  context.join({
    triggers: metering.triggers,
    started: () => metering.start(),
    onReading: (evse, reading) => metering.reading(evse, reading),
    processEnds: () => metering.stop(),
  });
}
