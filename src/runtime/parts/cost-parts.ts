import type { Clock } from "../../kernel/clock.ts";
import { type EvseId, transactionId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { MeterReading } from "../../station/evse-event.ts";
import type { HandlerTable } from "../../station/handlers.ts";
import { createLatestReadings } from "../../station/metering/latest-readings.ts";
import type { Csms } from "../../station/ports/csms.ts";
import type { DisplayPort } from "../../station/ports/display-port.ts";
import type { PricePort } from "../../station/ports/price-port.ts";
import { createCostBlock } from "../../station/tariff-cost/cost-block.ts";
import { createTariffBlock, type TariffBlock } from "../../station/tariff-cost/tariff-block.ts";
import { createTriggeredMeterValues } from "../../station/tariff-cost/triggered-meter-values.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";

export interface CostPartsDeps {
  readonly csms: Csms;
  readonly deviceModel: StationDeviceModel;
  readonly transactions: TransactionsBlock;
  readonly clock: Clock;
  log(block: string): Logger;
}

export interface CostPorts {
  readonly prices: PricePort;
  readonly display?: DisplayPort;
}

/** What drivers are told of prices and costs. */
export interface CostParts {
  readonly handlers: HandlerTable;
  readonly tariff: TariffBlock;
  /** Every reading of an EVSE's meter. */
  reading(evse: EvseId, reading: MeterReading): void;
  stop(): void;
}

export function createCostParts(deps: CostPartsDeps, { prices, display }: CostPorts): CostParts {
  const { csms, deviceModel, transactions, clock } = deps;
  const log = deps.log("cost");
  const readings = createLatestReadings();
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
  return {
    handlers,
    tariff: createTariffBlock({ prices, deviceModel, transactions }),
    reading(evse, reading) {
      readings.record(evse, reading);
      triggers.reading(evse, reading);
    },
    stop: () => triggers.stop(),
  };
}
