import type { MessageContentType } from "../../ocpp/messages.ts";
import type { CostUnits } from "../tariff-cost/cost-settings.ts";
import type { SessionCost } from "../tariff-cost/session-cost.ts";

/** Whoever shows prices and costs to drivers. Texts are the same in several languages, the preferred one first. */
export interface PricePort {
  showCost(cost: SessionCost, units: CostUnits): void;
  /** The tariff of whoever charges in this transaction, or a text about the total. */
  showTariff(transactionId: string, texts: readonly MessageContentType[]): void;
  /** What charging costs whoever comes next. */
  showDefaultPrice(texts: readonly MessageContentType[]): void;
}
