import type { SessionCostPublisher } from "../everest/interfaces/session-cost.ts";
import type { Currency, Price } from "../everest/interfaces/types/money.ts";
import type * as everest from "../everest/interfaces/types/session-cost.ts";
import { toTimestamp } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { PricePort } from "../station/ports/price-port.ts";
import type { CostUnits } from "../station/tariff-cost/cost-settings.ts";
import type {
  ChargingPrice,
  CostState,
  DriverCost,
  IdlePrice,
  NextPeriod,
} from "../station/tariff-cost/driver-cost.ts";
import type { Complain } from "./complaint.ts";
import { toMessageContent } from "./display-adapter.ts";
import { fittingDecimals, toCurrencyCode, toSmallestUnits } from "./money.ts";
import { withinFourDigitYears } from "./timestamps.ts";

const STATUS: Readonly<Record<CostState, everest.SessionStatus>> = {
  Charging: "Running",
  Idle: "Idle",
  Finished: "Finished",
};
const INT32_MAX = 2 ** 31 - 1;

/** Publishes prices and costs on the variables of `session_cost`. */
export function createPricePort(publisher: SessionCostPublisher, log: Logger): PricePort {
  const complain = (reason: string) =>
    log.warning("the cost of a session cannot be published as it is", { reason });
  return {
    showCost(cost, units) {
      const published = toSessionCost(cost, units, complain);
      if (published) publisher.publishSessionCost(published);
    },
    showTariff: (transactionId, texts) =>
      void publisher.publishTariffMessage({
        messages: texts.map(toMessageContent),
        ocpp_transaction_id: transactionId,
        identifier_id: transactionId,
        identifier_type: "TransactionId",
      }),
    showDefaultPrice: (texts) =>
      void publisher.publishDefaultPrice({ messages: texts.map(toMessageContent) }),
  };
}

/** Undefined, with a complaint, when the total is too large for the bus. */
export function toSessionCost(
  cost: DriverCost,
  units: CostUnits,
  complain: Complain,
): everest.SessionCost | undefined {
  const decimals = fittingDecimals(amountsOf(cost), units.decimals);
  if (decimals === undefined) {
    complain(`an amount of transaction ${cost.transactionId} is too large for EVerest`);
    return undefined;
  }
  if (decimals < units.decimals) {
    complain(`published with ${decimals} decimals only because amounts are large`);
  }
  const code = units.currency === undefined ? undefined : toCurrencyCode(units.currency);
  if (units.currency !== undefined && code === undefined) {
    complain(`${units.currency} is no currency that EVerest knows`);
  }
  const money = new Money({ ...(code === undefined ? {} : { code }), decimals });
  const { chargingPrice, idlePrice, nextPeriod, texts, qrCode } = cost;
  const metervalue = cost.registerWh === undefined ? undefined : toWattHours(cost.registerWh, complain);
  return {
    session_id: cost.transactionId,
    currency: money.currency,
    status: STATUS[cost.state],
    ...(cost.total === undefined ? {} : {
      cost_chunks: [{
        cost: { value: money.units(cost.total) },
        ...(cost.atMs === undefined ? {} : { timestamp_to: toTimestamp(withinFourDigitYears(cost.atMs)) }),
        ...(metervalue === undefined ? {} : { metervalue_to: metervalue }),
      }],
    }),
    ...(chargingPrice ? { charging_price: money.chargingPrice(chargingPrice) } : {}),
    ...(idlePrice ? { idle_price: money.idlePrice(idlePrice) } : {}),
    ...(nextPeriod ? { next_period: money.nextPeriod(nextPeriod) } : {}),
    ...(texts && texts.length > 0 ? { message: texts.map(toMessageContent) } : {}),
    ...(qrCode === undefined ? {} : { qr_code: qrCode }),
  };
}

/** Amounts of one currency in EVerest's form. */
class Money {
  constructor(readonly currency: Currency & { readonly decimals: number }) {}

  units(amount: number): number {
    return toSmallestUnits(amount, this.currency.decimals);
  }

  price(amount: number): Price {
    return { currency: this.currency, value: { value: this.units(amount) } };
  }

  /** In the order of EVerest's own module. */
  chargingPrice(
    { hourPrice, kWhPrice, flatFee }: ChargingPrice,
  ): readonly everest.ChargingPriceComponent[] {
    const components = [["Time", hourPrice], ["Energy", kWhPrice], ["FlatFee", flatFee]] as const;
    return components.flatMap(([category, amount]) =>
      amount === undefined ? [] : [{ category, price: this.price(amount) }]
    );
  }

  idlePrice({ graceMinutes, hourPrice }: IdlePrice): everest.IdlePrice {
    return {
      ...(graceMinutes === undefined ? {} : { grace_minutes: Math.min(Math.round(graceMinutes), INT32_MAX) }),
      ...(hourPrice === undefined ? {} : { hour_price: this.price(hourPrice) }),
    };
  }

  nextPeriod({ fromMs, chargingPrice, idlePrice }: NextPeriod): everest.NextPeriodPrice {
    return {
      timestamp_from: toTimestamp(withinFourDigitYears(fromMs)),
      charging_price: this.chargingPrice(chargingPrice),
      ...(idlePrice ? { idle_price: this.idlePrice(idlePrice) } : {}),
    };
  }
}

function amountsOf({ total, chargingPrice, idlePrice, nextPeriod }: DriverCost): readonly number[] {
  const prices = [chargingPrice, nextPeriod?.chargingPrice].flatMap((price) =>
    price ? [price.hourPrice, price.kWhPrice, price.flatFee] : []
  );
  const idle = [idlePrice?.hourPrice, nextPeriod?.idlePrice?.hourPrice];
  return [total, ...prices, ...idle].filter((amount) => amount !== undefined);
}

function toWattHours(registerWh: number, complain: Complain): number | undefined {
  const rounded = Math.round(registerWh);
  if (Math.abs(rounded) <= INT32_MAX) return rounded;
  complain("the meter value is too large for EVerest");
  return undefined;
}
