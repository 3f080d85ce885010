import { toTimestamp } from "../kernel/clock.ts";
import type { Exchange, LoggedMessage } from "./exchanges.ts";

const TRACE_VERSION = "1.1";
const TYPES = { 2: "CALL", 3: "CALLRESULT", 4: "CALLERROR" } as const;

/** Exchanges in the format open-ocpp-trace, one JSON record for each line, in the order of the wire. */
export function toTraceLines(exchanges: readonly Exchange[], identity: string): readonly string[] {
  return exchanges.flatMap((exchange) => {
    const { call, answer } = exchange;
    return [call, ...(answer === undefined ? [] : [answer.message])].map((message) => ({
      exchange,
      message,
    }));
  })
    .sort((one, other) => one.message.timestampMs - other.message.timestampMs)
    .map(({ exchange, message }) => JSON.stringify(record(exchange, message, identity)));
}

function record(
  { action, messageId, evseId }: Exchange,
  { timestampMs, direction, frame }: LoggedMessage,
  identity: string,
) {
  const [type, , third, fourth, fifth] = frame;
  const messageType = TYPES[type as keyof typeof TYPES];
  return {
    schemaVersion: TRACE_VERSION,
    timestamp: toTimestamp(timestampMs),
    ocppVersion: "2.0.1",
    transport: "json",
    ...(identity !== "" && { chargePointId: identity }),
    direction: direction === "ChargingStationToCSMS" ? "cp-to-csms" : "csms-to-cp",
    ...{ messageType, messageId, action },
    ...(messageType === "CALL" && fourth !== undefined && { payload: fourth }),
    ...(messageType === "CALLRESULT" && third !== undefined && { payload: third }),
    raw: JSON.stringify(frame),
    ...(messageType === "CALLERROR" && {
      error: {
        ...(typeof third === "string" && { code: third }),
        ...(typeof fourth === "string" && { description: fourth }),
        ...(fifth !== undefined && { details: fifth }),
      },
    }),
    ...(evseId !== undefined && { meta: { evseId } }),
  };
}
