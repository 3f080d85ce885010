import { valuesOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { ChargingPrice } from "./driver-cost.ts";

/** Whitepaper "OCPP & California Pricing Requirements": vendor ids under which its fields travel in customData. */
const COST_VENDOR = "org.openchargealliance.costmsg";
export const MULTILANGUAGE_VENDOR = "org.openchargealliance.multilanguage";

const AVAILABLE_COST = variableKey("TariffCostCtrlr", "Available", "Cost");
const ENABLED_COST = variableKey("TariffCostCtrlr", "Enabled", "Cost");
const AVAILABLE_TARIFF = variableKey("TariffCostCtrlr", "Available", "Tariff");
const ENABLED_TARIFF = variableKey("TariffCostCtrlr", "Enabled", "Tariff");
const CURRENCY = variableKey("TariffCostCtrlr", "Currency");
const DECIMALS = variableKey("TariffCostCtrlr", "NumberOfDecimalsForCostValues");
const OFFLINE_KWH = variableKey("TariffCostCtrlr", "OfflineChargingPrice", "kWhPrice");
const OFFLINE_HOUR = variableKey("TariffCostCtrlr", "OfflineChargingPrice", "hourPrice");
const EXTENSIONS_AVAILABLE = variableKey("CustomizationCtrlr", "Available");
const COST_MESSAGES = variableKey("CustomizationCtrlr", "CustomImplementationEnabled", COST_VENDOR);
const MULTILANGUAGE = variableKey("CustomizationCtrlr", "CustomImplementationEnabled", MULTILANGUAGE_VENDOR);
const QR_CODES = variableKey("DisplayMessageCtrlr", "QRCodeDisplayCapable");
const LANGUAGE = variableKey("DisplayMessageCtrlr", "Language");

/** The default of EVerest's own module. */
const DEFAULT_DECIMALS = 3;

/** How amounts of money are written. */
export interface CostUnits {
  readonly decimals: number;
  /** ISO 4217. */
  readonly currency?: string;
}

export function showsCost(deviceModel: DeviceModel): boolean {
  return deviceModel.boolean(AVAILABLE_COST) === true && deviceModel.boolean(ENABLED_COST) === true;
}

export function showsTariff(deviceModel: DeviceModel): boolean {
  return deviceModel.boolean(AVAILABLE_TARIFF) === true && deviceModel.boolean(ENABLED_TARIFF) === true;
}

export function understandsCostMessages(deviceModel: DeviceModel): boolean {
  return hasExtension(deviceModel, COST_MESSAGES);
}

/** Whether an extension is on, unless a component file says that the station has none. */
function hasExtension(deviceModel: Pick<DeviceModel, "boolean">, extension: VariableKey): boolean {
  return deviceModel.boolean(EXTENSIONS_AVAILABLE) !== false && deviceModel.boolean(extension) === true;
}

export function showsQrCodes(deviceModel: DeviceModel): boolean {
  return deviceModel.boolean(QR_CODES) === true;
}

export function readCostUnits(deviceModel: DeviceModel): CostUnits {
  const decimals = deviceModel.integer(DECIMALS);
  const currency = deviceModel.text(CURRENCY);
  return {
    decimals: decimals === undefined || decimals < 0 ? DEFAULT_DECIMALS : decimals,
    ...(currency ? { currency } : {}),
  };
}

/** The price of charging that begins while the CSMS cannot be reached, if configured. */
export function readOfflinePrice(deviceModel: DeviceModel): ChargingPrice | undefined {
  const kWhPrice = deviceModel.decimal(OFFLINE_KWH);
  const hourPrice = deviceModel.decimal(OFFLINE_HOUR);
  if (kWhPrice === undefined && hourPrice === undefined) return undefined;
  return {
    ...(kWhPrice === undefined ? {} : { kWhPrice }),
    ...(hourPrice === undefined ? {} : { hourPrice }),
  };
}

/** The language of the station, and all that it has texts in, as tags of RFC 5646. */
export interface Languages {
  readonly preferred: string | undefined;
  readonly supported: readonly string[];
}

export function readLanguages(deviceModel: StationDeviceModel): Languages {
  const preferred = deviceModel.text(LANGUAGE);
  return {
    preferred: preferred ? languageTag(preferred) : undefined,
    supported: valuesOf(deviceModel, LANGUAGE).map(languageTag),
  };
}

/** Languages of additional texts that the CSMS may send; none while that extension is off. */
export function furtherLanguages(deviceModel: StationDeviceModel): readonly string[] {
  return hasExtension(deviceModel, MULTILANGUAGE) ? readLanguages(deviceModel).supported : [];
}

/** EVerest's component files also write `en_US`. */
function languageTag(text: string): string {
  return text.replaceAll("_", "-");
}

export function sameLanguage(one: string, other: string): boolean {
  return languageTag(one).toLowerCase() === languageTag(other).toLowerCase();
}
