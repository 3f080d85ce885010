import { transactionId } from "../../kernel/ids.ts";
import type { LatestReadings } from "../../station/metering/latest-readings.ts";
import { createCostBlock } from "../../station/tariff-cost/cost-block.ts";
import { createTariffBlock, type TariffBlock } from "../../station/tariff-cost/tariff-block.ts";
import { createTriggeredMeterValues } from "../../station/tariff-cost/triggered-meter-values.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface TariffCostDeps {
  /** To be joined after the block that records the readings. */
  readonly readings: LatestReadings;
  readonly transactions: TransactionsBlock;
}

/** Block I: prices and costs for drivers. */
export function wireTariffCost(
  context: BlockContext,
  { readings, transactions }: TariffCostDeps,
): TariffBlock {
  const { csms, deviceModel, ports: { prices, display }, clock } = context;
  const log = context.log("cost");
  const triggers = createTriggeredMeterValues({
    csms,
    readings,
    transactions: {
      evseOf: (id) => transactions.transactionById(transactionId(id))?.evseId,
      onEvent: (listener) => transactions.onEvent(listener),
    },
    clock,
    log,
  });
  const { handlers } = createCostBlock({
    prices,
    deviceModel,
    transactions,
    triggers,
    clock,
    log,
    ...(display ? { display } : {}),
  });
  const tariff = createTariffBlock({ prices, deviceModel, transactions });
  context.join({
    handlers,
    started: () => tariff.start(),
    connected: () => tariff.connected(),
    disconnected: () => tariff.disconnected(),
    onReading: (evse, reading) => triggers.reading(evse, reading),
    processEnds: () => triggers.stop(),
  });
  return tariff;
}
