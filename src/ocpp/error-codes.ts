/** The error codes a CALLERROR may carry, spelled as in OCPP-J 2.0.1 (part 4, §4.3, table 8). */
export const RPC_ERROR_CODES = [
  /** The payload is not what the action's syntax allows. Not `FormationViolation`, which is OCPP 1.6. */
  "FormatViolation",
  /** Nothing more specific fits. */
  "GenericError",
  /** The receiver failed while handling a valid call: a fault of ours. */
  "InternalError",
  /** The message type number is not CALL, CALLRESULT or CALLERROR (§4.4). */
  "MessageTypeNotSupported",
  /** The receiver does not know the action. */
  "NotImplemented",
  /** The receiver knows the action and does not support it. */
  "NotSupported",
  /** A required field is absent, or a list has too few or too many elements. */
  "OccurrenceConstraintViolation",
  /** A field of the right type has a value that is not allowed. */
  "PropertyConstraintViolation",
  /** The payload does not conform to the structure of the message. */
  "ProtocolError",
  /** The text is not a valid RPC message, e.g. its message id cannot be read. */
  "RpcFrameworkError",
  /** A security issue prevented the receiver from completing the action. */
  "SecurityError",
  /** A field has the wrong data type, e.g. a number where a string belongs. */
  "TypeConstraintViolation",
] as const;

export type RpcErrorCode = (typeof RPC_ERROR_CODES)[number];
