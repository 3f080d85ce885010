import type { MessageContentType } from "../../ocpp/messages.ts";

/** Prices without unit are in the station's currency, with decimals. */
export interface ChargingPrice {
  readonly kWhPrice?: number;
  readonly hourPrice?: number;
  readonly flatFee?: number;
}

export interface IdlePrice {
  readonly graceMinutes?: number;
  readonly hourPrice?: number;
}

export interface NextPeriod {
  readonly fromMs: number;
  readonly chargingPrice: ChargingPrice;
  readonly idlePrice?: IdlePrice;
}

export const COST_STATES = ["Charging", "Idle", "Finished"] as const;
export type CostState = (typeof COST_STATES)[number];

/** Details of a cost: prices so far and for the next period. */
export interface CostDetails {
  readonly state: CostState;
  /** The moment and the meter's register, in Wh, that the total is for. */
  readonly atMs?: number;
  readonly registerWh?: number;
  readonly chargingPrice?: ChargingPrice;
  readonly idlePrice?: IdlePrice;
  readonly nextPeriod?: NextPeriod;
}

/** The running or final cost of a transaction. */
export interface DriverCost extends CostDetails {
  readonly transactionId: string;
  /** Absent: only prices are known. */
  readonly total?: number;
  readonly texts?: readonly MessageContentType[];
  readonly qrCode?: string;
}
