import { array, dateTime, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";
import { messageContent } from "./text-message.ts";
import { identifierType } from "./display-message.ts";
import { currency, moneyAmount, price } from "./money.ts";
import { providedIdToken } from "./authorization.ts";

/** The price text shown while no EV charges (2026.02.1). */
export const defaultPrice = object({
  messages: array(messageContent),
});
export type DefaultPrice = Infer<typeof defaultPrice>;

export const tariffMessage = object({
  messages: array(messageContent),
}, {
  ocpp_transaction_id: string(),
  identifier_id: string(),
  identifier_type: identifierType,
  pre_authorized_amount: moneyAmount,
});
export type TariffMessage = Infer<typeof tariffMessage>;

export const costCategory = enumOf("Energy", "Time", "FlatFee", "Other");
export type CostCategory = Infer<typeof costCategory>;

export const sessionCostChunk = object({}, {
  timestamp_from: dateTime(),
  timestamp_to: dateTime(),
  metervalue_from: integer(),
  metervalue_to: integer(),
  cost: moneyAmount,
  category: costCategory,
});
export type SessionCostChunk = Infer<typeof sessionCostChunk>;

export const idlePrice = object({}, {
  grace_minutes: integer(),
  hour_price: price,
});
export type IdlePrice = Infer<typeof idlePrice>;

export const chargingPriceComponent = object({}, {
  category: costCategory,
  price: price,
});
export type ChargingPriceComponent = Infer<typeof chargingPriceComponent>;

export const nextPeriodPrice = object({
  timestamp_from: dateTime(),
  charging_price: array(chargingPriceComponent),
}, {
  idle_price: idlePrice,
});
export type NextPeriodPrice = Infer<typeof nextPeriodPrice>;

export const sessionStatus = enumOf("Running", "Idle", "Finished");
export type SessionStatus = Infer<typeof sessionStatus>;

/** The running or final cost of one session. */
export const sessionCost = object({
  session_id: string(),
  currency: currency,
  status: sessionStatus,
}, {
  id_tag: providedIdToken,
  cost_chunks: array(sessionCostChunk),
  idle_price: idlePrice,
  charging_price: array(chargingPriceComponent),
  next_period: nextPeriodPrice,
  message: array(messageContent),
  qr_code: string(),
});
export type SessionCost = Infer<typeof sessionCost>;
