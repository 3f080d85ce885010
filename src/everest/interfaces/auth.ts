import type { Logger } from "../../kernel/logger.ts";
import { integer, nothing, string } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type TokenValidationStatusMessage,
  tokenValidationStatusMessage,
  type WithdrawAuthorizationRequest,
  withdrawAuthorizationRequest,
  withdrawAuthorizationResult,
} from "./types/authorization.ts";

/** The module that decides which token goes to which EVSE. */
export const authInterface = declareInterface("auth", {
  commands: {
    set_connection_timeout: command(
      { connection_timeout: integer({ minimum: 10, maximum: 300 }) },
      nothing(),
    ),
    /** An empty id switches the master pass off. */
    set_master_pass_group_id: command({ master_pass_group_id: string({ maxLength: 36 }) }, nothing()),
    withdraw_authorization: command({ request: withdrawAuthorizationRequest }, withdrawAuthorizationResult),
  },
  variables: { token_validation_status: tokenValidationStatusMessage },
});

export type Auth = ReturnType<typeof auth>;

export function auth(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(authInterface, module, connection, log);
  return {
    connection,
    /** Seconds, 10..300. */
    setConnectionTimeout: (seconds: number, timeoutMs?: number) =>
      call("set_connection_timeout", { connection_timeout: seconds }, timeoutMs),
    setMasterPassGroupId: (id: string, timeoutMs?: number) =>
      call("set_master_pass_group_id", { master_pass_group_id: id }, timeoutMs),
    withdrawAuthorization: (request: WithdrawAuthorizationRequest, timeoutMs?: number) =>
      call("withdraw_authorization", { request }, timeoutMs),

    onTokenValidationStatus: (listener: (message: TokenValidationStatusMessage) => void) =>
      on("token_validation_status", listener),
  };
}
