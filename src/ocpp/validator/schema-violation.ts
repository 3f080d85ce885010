import type { RpcErrorCode } from "../error-codes.ts";

/** The JSON schema keywords that OCPP 2.0.1 uses to restrict a value. */
export type ViolatedKeyword =
  | "type"
  | "required"
  | "additionalProperties"
  | "enum"
  | "maxLength"
  | "minItems"
  | "maxItems"
  | "minimum"
  | "maximum"
  | "format";

/** The first rule that a payload breaks. */
export interface SchemaViolation {
  /** Where, e.g. `meterValue[0].sampledValue[2].value`; empty for the payload itself. */
  readonly path: string;
  readonly keyword: ViolatedKeyword;
  /** What the rule demands, for people, e.g. `must be at most 36 characters long`. */
  readonly message: string;
}

/** Longest errorDescription of a CALLERROR (part 4, §4.2.3). */
const MAX_DESCRIPTION_LENGTH = 255;

/** One line for the errorDescription of a CALLERROR and for the log. */
export function describeViolation({ path, message }: SchemaViolation): string {
  const text = path === "" ? `payload ${message}` : `${path} ${message}`;
  return text.length <= MAX_DESCRIPTION_LENGTH ? text : `${text.slice(0, MAX_DESCRIPTION_LENGTH - 1)}…`;
}

/** The error code of part 4, §4.3 that fits the violation best. */
export function errorCodeOf({ path, keyword }: SchemaViolation): RpcErrorCode {
  switch (keyword) {
    case "type":
      // A payload that is no JSON object breaks the structure of the CALL itself.
      return path === "" ? "ProtocolError" : "TypeConstraintViolation";
    case "required":
    case "minItems":
    case "maxItems":
      return "OccurrenceConstraintViolation";
    case "enum":
    case "maxLength":
    case "minimum":
    case "maximum":
    case "format":
      return "PropertyConstraintViolation";
    case "additionalProperties":
      return "FormatViolation";
  }
}
