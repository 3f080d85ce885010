import type { Logger } from "../../kernel/logger.ts";
import type { EverestModule } from "../module.ts";
import { declareInterface } from "./interface.ts";
import { provide } from "./provider.ts";
import {
  type DefaultPrice,
  defaultPrice,
  type SessionCost,
  sessionCost,
  type TariffMessage,
  tariffMessage,
} from "./types/session-cost.ts";

/** Prices and costs for displays; one implementation serves all EVSEs. */
export const sessionCostInterface = declareInterface("session_cost", {
  commands: {},
  variables: {
    /** Not known to 2025.12 and 2026.02.0, where nobody listens. */
    default_price: defaultPrice,
    tariff_message: tariffMessage,
    session_cost: sessionCost,
  },
});

export type SessionCostPublisher = ReturnType<typeof provideSessionCost>;

export function provideSessionCost(module: EverestModule, implementationId: string, log: Logger) {
  const { publish } = provide(sessionCostInterface, module, implementationId, {}, log);
  return {
    publishDefaultPrice: (price: DefaultPrice) => publish("default_price", price),
    publishTariffMessage: (message: TariffMessage) => publish("tariff_message", message),
    publishSessionCost: (cost: SessionCost) => publish("session_cost", cost),
  };
}
