import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "../kernel/logger.ts";
import { isAction } from "../ocpp/messages.ts";
import { validateRequest } from "../ocpp/validator/validate.ts";
import { coreParts, importCore } from "../storage/libocpp-import/import-core.ts";
import { adoptLibocppTokens } from "../storage/token-adoption.ts";
import { readTokenInfo } from "./token-info.ts";

/** Imports the core database of EVerest's C++ module into a fresh one; returns the number of rows. */
export function importLibocppCore(log: Logger): (foreign: DatabaseSync, fresh: DatabaseSync) => number {
  const tokens = {
    name: "authorization cache and local list",
    run: (foreign: DatabaseSync, fresh: DatabaseSync) => adoptLibocppTokens(foreign, fresh, readTokenInfo),
  };
  return (foreign, fresh) =>
    importCore(foreign, fresh, { parts: coreParts(isRequest), wholes: [tokens], log });
}

/** Whether the payload is a request of this action. */
export function isRequest(action: string, payload: unknown): boolean {
  return isAction(action) && validateRequest(action, payload).kind === "valid";
}
