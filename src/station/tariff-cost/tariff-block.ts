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
  /** Shows the default price; to be called before the CSMS is reached. */
  start(): void;
  connected(): void;
  disconnected(): void;
  /** The information of a token with a text about the price. */
  priced(info: IdTokenInfoType): IdTokenInfoType;
}

/** The variables that the default price is made of. */
const DEFAULT_PRICE_VARIABLES = [
  variableKey("TariffCostCtrlr", "TariffFallbackMessage"),
  variableKey("TariffCostCtrlr", "OfflineTariffFallbackMessage"),
  variableKey("TariffCostCtrlr", "Enabled"),
  variableKey("DisplayMessageCtrlr", "Language"),
];

/** The price that a driver sees before charging, and when the CSMS sends none. */
export function createTariffBlock({ prices, deviceModel, transactions }: TariffDeps): TariffBlock {
  let link: "online" | "offline" = "offline";

  onActualChange(deviceModel, DEFAULT_PRICE_VARIABLES, showDefaultPrice);
  transactions.onEvent(({ request: { eventType, transactionInfo: { transactionId } } }) => {
    if (link === "online" || !showsCost(deviceModel)) return;
    if (eventType === "Started") showOfflinePrice(transactionId);
    if (eventType === "Ended") showOfflineTotal(transactionId);
  });

  /** OCPP & California Pricing Requirements: the price of charging that begins while offline. */
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
