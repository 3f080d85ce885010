import type { IdTokenInfoType, RequestOf } from "../../ocpp/messages.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { PricePort } from "../ports/price-port.ts";
import { readCostUnits, readOfflinePrice, showsCost, showsTariff } from "./cost-settings.ts";
import { fallbackTariff, fallbackTexts, withFallback } from "./fallback-texts.ts";

export interface TariffDeps {
  readonly prices: PricePort;
  readonly deviceModel: StationDeviceModel;
  readonly transactions: PricedTransactions;
}

export interface PricedTransactions {
  onEvent(listener: (event: { readonly request: RequestOf<"TransactionEvent"> }) => void): void;
}

export interface TariffBlock {
  /** Shows what charging costs whoever comes next; the CSMS is not reached yet. */
  start(): void;
  connected(): void;
  disconnected(): void;
  /** A token's information as the driver should hear it. */
  priced(info: IdTokenInfoType): IdTokenInfoType;
}

/** What the default price follows from, as component and variable. */
const DEFAULT_PRICE_VARIABLES = [
  variableKey("TariffCostCtrlr", "TariffFallbackMessage"),
  variableKey("TariffCostCtrlr", "OfflineTariffFallbackMessage"),
  variableKey("TariffCostCtrlr", "Enabled"),
  variableKey("DisplayMessageCtrlr", "Language"),
];

/** I01, I04 and I05: what a driver is told of prices before he charges, and when the CSMS cannot tell. */
export function createTariffBlock({ prices, deviceModel, transactions }: TariffDeps): TariffBlock {
  let link: "online" | "offline" = "offline";

  onActualChange(deviceModel, DEFAULT_PRICE_VARIABLES, showDefaultPrice);
  transactions.onEvent(({ request: { eventType, transactionInfo: { transactionId } } }) => {
    if (link === "online" || !showsCost(deviceModel)) return;
    if (eventType === "Started") showOfflinePrice(transactionId);
    if (eventType === "Ended") showOfflineTotal(transactionId);
  });

  /** OCPP & California Pricing Requirements: the price of whoever begins while the CSMS cannot tell any. */
  function showOfflinePrice(transactionId: string): void {
    const chargingPrice = readOfflinePrice(deviceModel);
    if (!chargingPrice) return;
    prices.showCost({ transactionId, state: "Charging", chargingPrice }, readCostUnits(deviceModel));
  }

  function showOfflineTotal(transactionId: string): void {
    const texts = fallbackTexts(deviceModel, "TotalCostFallbackMessage");
    if (texts.length > 0) prices.showTariff(transactionId, texts);
  }

  function showDefaultPrice(): void {
    if (!showsTariff(deviceModel)) return;
    const texts = fallbackTariff(deviceModel, link);
    if (texts.length > 0) prices.showDefaultPrice(texts);
  }

  return {
    start: showDefaultPrice,
    connected() {
      link = "online";
      showDefaultPrice();
    },
    disconnected() {
      link = "offline";
      showDefaultPrice();
    },
    priced: (info) => showsTariff(deviceModel) ? withFallback(info, fallbackTariff(deviceModel, link)) : info,
  };
}
