import type { Action } from "../../../src/ocpp/messages.ts";
import { validateRequest, validateResponse, type Validation } from "../../../src/ocpp/validator/validate.ts";
import { describeViolation } from "../../../src/ocpp/validator/schema-violation.ts";

/** What is wrong with a request payload, in words; undefined when nothing is. */
export function requestViolation(action: Action, payload: unknown): string | undefined {
  return describe(validateRequest(action, payload));
}

/** What is wrong with a response payload, in words; undefined when nothing is. */
export function responseViolation(action: Action, payload: unknown): string | undefined {
  return describe(validateResponse(action, payload));
}

function describe(validation: Validation<unknown>): string | undefined {
  return validation.kind === "valid" ? undefined : describeViolation(validation.violation);
}
