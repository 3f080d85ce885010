import type { RpcErrorCode } from "../error-codes.ts";
import bundle from "../generated/schemas.json" with { type: "json" };
import type { Action, RequestOf, ResponseOf } from "../messages.ts";
import { type Check, compileSchema } from "./checks.ts";
import type { SchemaBundle } from "./schema.ts";
import { errorCodeOf, type Violation } from "./violation.ts";

/** A payload that is what its schema demands, or the first thing that is wrong with it. */
export type Validation<T> =
  | { kind: "valid"; value: T }
  | { kind: "invalid"; violation: Violation; code: RpcErrorCode };

const { definitions, messages } = bundle as unknown as SchemaBundle;
/** Compiled on first use: a station meets only part of the messages. */
const compiled = new Map<string, Check>();

function definitionCheck(reference: string): Check {
  const name = reference.slice("#/definitions/".length);
  let check = compiled.get(name);
  if (check === undefined) {
    check = compileSchema(definitions[name] ?? {}, definitionCheck);
    compiled.set(name, check);
  }
  return check;
}

function messageCheck(name: string): Check {
  let check = compiled.get(name);
  if (check === undefined) {
    check = compileSchema(messages[name] ?? {}, definitionCheck);
    compiled.set(name, check);
  }
  return check;
}

function validate<T>(messageName: string, payload: unknown): Validation<T> {
  const violation = messageCheck(messageName)(payload);
  if (violation === undefined) return { kind: "valid", value: payload as T };
  return { kind: "invalid", violation, code: errorCodeOf(violation) };
}

/** Checks the payload of a CALL. Total; the value is the payload itself, not a copy. */
export function validateRequest<A extends Action>(action: A, payload: unknown): Validation<RequestOf<A>> {
  return validate(`${action}Request`, payload);
}

/** Checks the payload of a CALLRESULT. Total; the value is the payload itself, not a copy. */
export function validateResponse<A extends Action>(action: A, payload: unknown): Validation<ResponseOf<A>> {
  return validate(`${action}Response`, payload);
}
