import type { Logger } from "../../kernel/logger.ts";
import type { EverestModule } from "../module.ts";
import { command, declareInterface } from "./interface.ts";
import { type Answer, type Answers, provide } from "./provider.ts";
import {
  providedIdToken,
  validationResult,
  type ValidationResultUpdate,
  validationResultUpdate,
} from "./types/authorization.ts";

/** Says whether a token may charge. */
export const authTokenValidatorInterface = declareInterface("auth_token_validator", {
  commands: { validate_token: command({ provided_token: providedIdToken }, validationResult) },
  variables: { validate_result_update: validationResultUpdate },
});

type Commands = typeof authTokenValidatorInterface.commands;

export interface AuthTokenValidatorHandlers {
  /** May be slow: validations run concurrently. */
  readonly validateToken: Answer<Commands["validate_token"]>["handle"];
}

export type AuthTokenValidator = ReturnType<typeof provideAuthTokenValidator>;

export function provideAuthTokenValidator(
  module: EverestModule,
  implementationId: string,
  handlers: AuthTokenValidatorHandlers,
  log: Logger,
) {
  const answers: Answers<Commands> = {
    validate_token: {
      handle: handlers.validateToken,
      failed: () => ({ authorization_status: "Unknown", tariff_messages: [] }),
    },
  };
  const { publish } = provide(authTokenValidatorInterface, module, implementationId, answers, log);
  return {
    publishValidateResultUpdate: (update: ValidationResultUpdate) =>
      publish("validate_result_update", update),
  };
}
