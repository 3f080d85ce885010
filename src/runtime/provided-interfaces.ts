import { UNKNOWN_TOKEN } from "../bridge/validation-result.ts";
import {
  type AuthTokenProvider,
  provideAuthTokenProvider,
} from "../everest/interfaces/auth-token-provider.ts";
import {
  type AuthTokenValidator,
  provideAuthTokenValidator,
} from "../everest/interfaces/auth-token-validator.ts";
import type { EverestModule } from "../everest/module.ts";
import type { Logger } from "../kernel/logger.ts";
import type { LateBound } from "./late-bound.ts";
import type { LinkHostParts } from "./link-host.ts";
import type { Station } from "./station.ts";

export interface ProvideDeps {
  /** Commands arrive from the start on; until the station runs they get the interface's own "not available". */
  readonly station: LateBound<Station>;
  readonly log: Logger;
}

/** Our side of the interfaces that other modules use. */
export interface ProvidedInterfaces {
  readonly tokenProvider: AuthTokenProvider;
  readonly tokenValidator: AuthTokenValidator;
  readonly listeners: Pick<LinkHostParts, "connectionChanged" | "messageSeen">;
}

/** Answers the commands and publishes the variables of every interface in our manifest. */
export function provideInterfaces(module: EverestModule, { station, log }: ProvideDeps): ProvidedInterfaces {
  return {
    tokenProvider: provideAuthTokenProvider(module, "auth_provider", log),
    tokenValidator: provideAuthTokenValidator(module, "auth_validator", {
      validateToken: () => station.ifBound ? UNKNOWN_TOKEN : UNKNOWN_TOKEN,
    }, log),
    listeners: { connectionChanged() {}, messageSeen() {} },
  };
}
