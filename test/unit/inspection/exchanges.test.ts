import assert from "node:assert/strict";
import fc from "fast-check";
import {
  exchangesOf,
  type LoggedMessage,
  matches,
  outcomeText,
  subjectText,
} from "../../../src/inspection/exchanges.ts";
import { unknownAction } from "../../../src/inspection/unknown-action.ts";
import { toTraceLines } from "../../../src/inspection/ocpp-trace.ts";
import { toOpenMetrics } from "../../../src/inspection/open-metrics.ts";
import { readTextLog } from "../../../src/message-log/text-log-reader.ts";

const station = "ChargingStationToCSMS";
const csms = "CSMSToChargingStation";
const message = (
  timestampMs: number,
  direction: LoggedMessage["direction"],
  ...frame: unknown[]
): LoggedMessage => ({
  timestampMs,
  direction,
  frame,
});

Deno.test("an answer belongs to the newest open CALL of the other side with its id", () => {
  const exchanges = exchangesOf([
    message(1, station, 2, "a", "Heartbeat", {}),
    message(2, csms, 2, "a", "GetVariables", {}),
    message(5, csms, 3, "a", { currentTime: "" }),
    message(9, station, 4, "a", "NotSupported", "", {}),
    message(10, station, 3, "never-asked", {}),
    message(11, station, 2, "b", "Heartbeat", {}),
  ]);
  assert.deepEqual(
    exchanges.map((exchange) => [exchange.action, outcomeText(exchange), exchange.answer?.latencyMs]),
    [["Heartbeat", "answered", 4], ["GetVariables", "CALLERROR NotSupported", 7], [
      "Heartbeat",
      "no answer",
      undefined,
    ]],
  );
  const errors = exchanges.filter((exchange) => matches(exchange, { outcome: "errors" }));
  assert.deepEqual(errors.map(({ messageId }) => messageId), ["a", "b"]);
});

Deno.test("refused is what was not done, wherever the answer says so", () => {
  const table: readonly (readonly [answer: unknown, outcome: string, verdict: "error" | "fine"])[] = [
    [{ setVariableResult: [{ attributeStatus: "Accepted" }] }, "Accepted", "fine"],
    [{ setVariableResult: [{ attributeStatus: "RebootRequired" }] }, "RebootRequired", "fine"],
    [
      { setVariableResult: [{ attributeStatus: "Accepted" }, { attributeStatus: "Rejected" }] },
      "Rejected (1 of 2)",
      "error",
    ],
    [
      {
        setVariableResult: [
          { attributeStatus: "UnknownComponent", attributeStatusInfo: { reasonCode: "NotFound" } },
        ],
      },
      "UnknownComponent: NotFound",
      "error",
    ],
    [{ getVariableResult: [{ attributeStatus: "UnknownVariable" }] }, "UnknownVariable", "error"],
    [{ setMonitoringResult: [{ status: "Duplicate" }] }, "Duplicate", "error"],
    [
      { clearMonitoringResult: [{ status: "NotFound" }, { status: "NotFound" }] },
      "NotFound (2 of 2)",
      "error",
    ],
    [{ status: "Rejected", statusInfo: { reasonCode: "TxNotFound" } }, "Rejected: TxNotFound", "error"],
    [{ status: "Invalid" }, "Invalid", "error"],
    [{ status: "Occupied" }, "Occupied", "error"],
    [{ status: "UnlockFailed" }, "UnlockFailed", "error"],
    [{ idTokenInfo: { status: "ConcurrentTx" } }, "ConcurrentTx", "error"],
    [
      { certificateStatus: "CertificateRevoked", idTokenInfo: { status: "Accepted" } },
      "CertificateRevoked",
      "error",
    ],
    [{ status: "NoProfiles" }, "NoProfiles", "fine"],
    [{ status: "Scheduled" }, "Scheduled", "fine"],
    [{ currentTime: "" }, "answered", "fine"],
    [{ status: "Accepted", data: { status: "odd" } }, "Accepted", "fine"],
  ];
  for (const [answer, outcome, verdict] of table) {
    const [exchange] = exchangesOf([message(1, csms, 2, "a", "X", {}), message(2, station, 3, "a", answer)]);
    const found = exchange &&
      [outcomeText(exchange), matches(exchange, { outcome: "errors" }) ? "error" : "fine"];
    assert.deepEqual(found, [outcome, verdict], JSON.stringify(answer));
  }
});

Deno.test("a TransactionEvent says which one it is", () => {
  const [event, other] = exchangesOf([
    message(1, station, 2, "a", "TransactionEvent", { eventType: "Started" }),
    message(2, station, 2, "b", "Heartbeat", { eventType: 7 }),
  ]);
  assert.deepEqual([event, other].map((exchange) => exchange && subjectText(exchange)), [
    "TransactionEvent Started",
    "Heartbeat",
  ]);
});

Deno.test("an action that OCPP does not have, and that no message has, is a slip of the fingers", () => {
  const exchanges = exchangesOf([message(1, csms, 2, "a", "Nonsense", {})]);
  assert.equal(unknownAction("heartbeat", exchanges), undefined);
  assert.equal(unknownAction("nonsense", exchanges), undefined);
  assert.equal(
    unknownAction("SetVariable", []),
    "OCPP 2.0.1 has no message SetVariable; did you mean SetVariables?",
  );
  assert.equal(unknownAction("Foo", []), "OCPP 2.0.1 has no message Foo");
});

Deno.test("a CALLERROR in the trace has an error and no payload", () => {
  const [, line = ""] = toTraceLines(
    exchangesOf([
      message(1, station, 2, "a", "Heartbeat", {}),
      message(2, csms, 4, "a", "InternalError", "no database", { at: 1 }),
    ]),
    "CS-1",
  );
  assert.deepEqual(JSON.parse(line), {
    ...{
      schemaVersion: "1.1",
      timestamp: "1970-01-01T00:00:00.002Z",
      ocppVersion: "2.0.1",
      transport: "json",
    },
    ...{ chargePointId: "CS-1", direction: "csms-to-cp", messageType: "CALLERROR", messageId: "a" },
    action: "Heartbeat",
    raw: '[4,"a","InternalError","no database",{"at":1}]',
    error: { code: "InternalError", description: "no database", details: { at: 1 } },
  });
});

Deno.test("whatever a log contains, reading and pairing it is total", () => {
  const entry = fc.tuple(
    fc.constantFrom("ChargePoint>CentralSystem", "CentralSystem>ChargePoint", "SYS>", "x"),
    fc.oneof(fc.json(), fc.string()),
  ).map(([who, body]) => `2026-01-01T00:00:00.000Z: ${who} title\n${body}\n\n`);
  fc.assert(fc.property(fc.array(entry), (entries) => {
    const exchanges = exchangesOf(readTextLog(entries.join("")));
    toTraceLines(exchanges, "").forEach((line) => void JSON.parse(line));
  }));
});

Deno.test("OpenMetrics announces a counter without _total, names units, and ends", () => {
  assert.equal(
    toOpenMetrics(
      "# HELP x_total Some\n# TYPE x_total counter\nx_total 1\n# HELP y_seconds S\n# TYPE y_seconds gauge\ny_seconds 2\n",
    ),
    "# HELP x Some\n# TYPE x counter\nx_total 1\n# HELP y_seconds S\n# TYPE y_seconds gauge\n# UNIT y_seconds seconds\ny_seconds 2\n# EOF",
  );
});
