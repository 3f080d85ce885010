import type { AuthTokenProvider } from "../everest/interfaces/auth-token-provider.ts";
import type { AuthTokenValidator } from "../everest/interfaces/auth-token-validator.ts";
import type { EvseId } from "../kernel/ids.ts";
import type { Logger } from "../kernel/logger.ts";
import type { IdTokenInfoType } from "../ocpp/messages.ts";
import type { RemoteToken, TokenPort } from "../station/ports/token-port.ts";
import { toProvidedIdToken } from "./tokens.ts";
import { toValidationResult } from "./validation-result.ts";

/** Hands tokens to EVerest's Auth module and withdraws them. */
export class TokenAdapter implements TokenPort {
  constructor(
    readonly provider: AuthTokenProvider,
    readonly validator: AuthTokenValidator,
    readonly log: Logger,
  ) {}

  provideToken(token: RemoteToken): void {
    this.provider.publishProvidedToken(toProvidedIdToken(token));
  }

  publishTokenUpdate(evse: EvseId, info: IdTokenInfoType): void {
    const complain = (reason: string) =>
      this.log.warning("token information of the CSMS is wrong in part", { reason });
    this.validator.publishValidateResultUpdate({
      validation_result: toValidationResult(info, complain),
      connector_id: evse,
    });
  }
}
