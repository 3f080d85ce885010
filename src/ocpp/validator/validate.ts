import type { RpcErrorCode } from "../error-codes.ts";
import bundle from "../generated/schemas.json" with { type: "json" };
import type { Action, RequestOf, ResponseOf } from "../messages.ts";
import { type Check, compileSchema } from "./checks.ts";
import { forgive } from "./forgive.ts";
import { ANSWER_LENIENCY, type Forgiven, type Leniency, requestLeniency } from "./leniency.ts";
import type { SchemaBundle } from "./schema.ts";
import { errorCodeOf, type SchemaViolation } from "./schema-violation.ts";

/** A payload that is what its schema demands, or the first thing that is wrong with it. */
export type Validation<T> =
  | { kind: "valid"; value: T }
  | { kind: "invalid"; violation: SchemaViolation; code: RpcErrorCode };

/** A payload as it was meant, or the first thing about it that is wrong and cannot be forgiven. */
export type MessageReading<T> =
  | { kind: "valid"; value: T; forgiven: readonly Forgiven[] }
  | { kind: "invalid"; violation: SchemaViolation; code: RpcErrorCode };

const { definitions, messages } = bundle as unknown as SchemaBundle;
/** Compiled on first use: a station receives only some of the messages. */
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

function read<T>(messageName: string, payload: unknown, leniency: () => Leniency): MessageReading<T> {
  const strict = validate<T>(messageName, payload);
  if (strict.kind === "valid") return { ...strict, forgiven: [] };
  const { value, forgiven } = forgive(messages[messageName] ?? {}, payload, {
    leniency: leniency(),
    definition: (reference) => definitions[reference.slice("#/definitions/".length)] ?? {},
    check: definitionCheck,
  });
  if (forgiven.length === 0) return strict;
  const corrected = validate<T>(messageName, value);
  // The error answer names the first thing that is wrong, as if nothing had been forgiven.
  return corrected.kind === "valid" ? { ...corrected, forgiven } : strict;
}

/** Reads the payload of a CALL of the CSMS; slips whose meaning is plain and harmless are forgiven. Total. */
export function readRequest<A extends Action>(action: A, payload: unknown): MessageReading<RequestOf<A>> {
  return read(`${action}Request`, payload, () => requestLeniency(action, payload));
}

/** Reads the payload of a CALLRESULT of the CSMS; forgives more than `readRequest`. Total. */
export function readResponse<A extends Action>(action: A, payload: unknown): MessageReading<ResponseOf<A>> {
  return read(`${action}Response`, payload, () => ANSWER_LENIENCY);
}
