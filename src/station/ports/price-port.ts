import type { MessageContentType } from "../../ocpp/messages.ts";
import type { CostUnits } from "../tariff-cost/cost-settings.ts";
import type { DriverCost } from "../tariff-cost/driver-cost.ts";

/** Shows prices and costs to drivers. Texts are the same in several languages, the preferred one first. */
export interface PricePort {
  showCost(cost: DriverCost, units: CostUnits): void;
  /** The tariff of this transaction, or a text about its total. */
  showTariff(transactionId: string, texts: readonly MessageContentType[]): void;
  /** The price without a transaction. */
  showDefaultPrice(texts: readonly MessageContentType[]): void;
}
