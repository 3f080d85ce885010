import { assertNever } from "../../kernel/assert-never.ts";

/** Why a connection is no longer usable. */
export type ConnectionEnd =
  | { kind: "closedByUs" }
  | { kind: "closedByBroker" }
  | { kind: "refused"; returnCode: number }
  | { kind: "timeout"; waitingFor: "connack" | "pingresp" }
  | { kind: "protocolViolation"; reason: string }
  | { kind: "transportFailed"; reason: string }
  | { kind: "brokerStalled"; unsentBytes: number };

/** MQTT 3.1.1, table 3.1. */
const REFUSALS: Readonly<Record<number, string>> = {
  1: "unacceptable protocol version",
  2: "client id rejected",
  3: "server unavailable",
  4: "bad user name or password",
  5: "not authorized",
};

/** One line for the log. */
export function describeEnd(end: ConnectionEnd): string {
  switch (end.kind) {
    case "closedByUs":
      return "closed by ourselves";
    case "closedByBroker":
      return "the broker closed the connection";
    case "refused":
      return `the broker refused us: ${REFUSALS[end.returnCode] ?? `code ${end.returnCode}`}`;
    case "timeout":
      return `the broker is silent (waiting for ${end.waitingFor})`;
    case "protocolViolation":
      return `the broker violates MQTT: ${end.reason}`;
    case "transportFailed":
      return `the connection broke: ${end.reason}`;
    case "brokerStalled":
      return `the broker accepts no data (${end.unsentBytes} bytes waiting)`;
    default:
      return assertNever(end);
  }
}
