import type { SessionCost, TariffMessage } from "../../../src/everest/interfaces/types/session-cost.ts";
import type { MessageContent } from "../../../src/everest/interfaces/types/text-message.ts";
import { startStation, type StationOptions, type StationUnderTest } from "./station-under-test.ts";

/** The variables of the reference's own price tests. */
export const PRICE_VARIABLES = {
  "TariffCostCtrlr.Available[Tariff]": true,
  "TariffCostCtrlr.Available[Cost]": true,
  "TariffCostCtrlr.NumberOfDecimalsForCostValues": 5,
  "DisplayMessageCtrlr.QRCodeDisplayCapable": true,
  "CustomizationCtrlr.CustomImplementationEnabled[org.openchargealliance.costmsg]": true,
  "CustomizationCtrlr.CustomImplementationEnabled[org.openchargealliance.multilanguage]": true,
} as const;

/** A station on which somebody shows tariffs and costs. */
export function startWithPrices(options: StationOptions = {}): Promise<StationUnderTest> {
  return startStation({ ...options, variables: { ...PRICE_VARIABLES, ...options.variables } });
}

function published<T>({ everest }: StationUnderTest, name: string): readonly T[] {
  return everest.record.published
    .filter(({ implementationId, variable }) => implementationId === "session_cost" && variable === name)
    .map(({ value }) => value as T);
}

/** What whoever shows prices was told, oldest first. */
export const costs = (station: StationUnderTest) => published<SessionCost>(station, "session_cost");
export const tariffs = (station: StationUnderTest) => published<TariffMessage>(station, "tariff_message");
export const defaultPrices = (station: StationUnderTest) =>
  published<{ readonly messages: readonly MessageContent[] }>(station, "default_price")
    .map(({ messages }) => messages.map(({ content }) => content));

/** The totals told, in the smallest units. */
export function totals(station: StationUnderTest): readonly (number | undefined)[] {
  return costs(station).map(({ cost_chunks: chunks }) => chunks?.[0]?.cost?.value);
}
