import assert from "node:assert/strict";
import { durationText } from "../../../src/inspection/durations.ts";
import type { RunningStatus } from "../../../src/inspection/status.ts";
import { statusSentence } from "../../../src/inspection/status-sentence.ts";

const NOW = Date.parse("2026-01-15T10:00:00.000Z");
const STATUS: RunningStatus = {
  kind: "running",
  version: "1",
  moduleId: "ocpp",
  startedMs: NOW - 3_600_000,
  nowMs: NOW,
  timeSource: "Heartbeat",
  link: { kind: "online", sinceMs: NOW - 600_000, url: "ws://csms", slot: 1, securityProfile: 1 },
  registration: "Accepted",
  queue: { messages: 0 },
  storage: "healthy",
  evses: [
    { evseId: 1, connectors: [{ connectorId: 1, status: "Occupied" }] },
    { evseId: 2, connectors: [{ connectorId: 1, status: "Faulted" }] },
  ],
};
const TRANSACTION = { transactionId: "t", startedMs: NOW, chargingState: "Charging" };

Deno.test("one sentence for every situation", () => {
  const table: readonly [Partial<RunningStatus>, string][] = [
    [{}, "Connected and accepted for 10 min, no transaction, 1 out of use."],
    [
      { evses: [{ ...STATUS.evses[0]!, transaction: TRANSACTION }] },
      "Connected and accepted for 10 min, 1 of 1 EVSEs in a transaction.",
    ],
    [
      { evses: [], registration: "Pending" },
      "Connected for 10 min, but the CSMS keeps the registration pending, no transaction.",
    ],
    [
      { evses: [], registration: "Rejected" },
      "Connected for 10 min, but the CSMS has rejected the station, no transaction.",
    ],
    [
      { evses: [], registration: "none" },
      "Connected for 10 min, but the CSMS has not answered BootNotification, no transaction.",
    ],
    [
      {
        evses: [],
        link: { kind: "waiting", sinceMs: NOW - 1000, retryAtMs: NOW + 29_000, reason: "HTTP 401" },
        disconnectedSinceMs: NOW - 4_320_000,
        queue: { messages: 3, oldestMs: NOW - 90_000 },
      },
      "Not connected for 1 h 12 min: HTTP 401; next attempt in 29 s, no transaction; 3 messages wait for the CSMS " +
      "(the oldest for 1 min 30 s).",
    ],
    [
      {
        evses: [],
        link: { kind: "waiting", sinceMs: NOW - 1000, retryAtMs: NOW - 1, reason: "HTTP 401" },
        disconnectedSinceMs: NOW - 90_000,
      },
      "Not connected for 1 min 30 s: HTTP 401; the next attempt is under way, no transaction.",
    ],
    [
      { evses: [], link: { kind: "connecting", sinceMs: NOW - 500 }, queue: { messages: 1 } },
      "Connecting to the CSMS for 500 ms, no transaction; 1 message waits for the CSMS.",
    ],
    [
      { evses: [], link: { kind: "stopped", sinceMs: NOW }, storage: { stuck: "disk full" } },
      "OCPP is stopped, no transaction; the disk is stuck: disk full.",
    ],
  ];
  for (const [changes, sentence] of table) assert.equal(statusSentence({ ...STATUS, ...changes }), sentence);
  const starting = { kind: "starting", phase: "waiting for EVerest to become ready" } as const;
  assert.equal(
    statusSentence({ ...starting, version: "1", moduleId: "ocpp", startedMs: NOW - 5000, nowMs: NOW }),
    "Starting for 5 s: waiting for EVerest to become ready.",
  );
});

Deno.test("durations in their two largest units", () => {
  const table: readonly [number, string][] = [
    [-5, "0 ms"],
    [999, "999 ms"],
    [1000, "1 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_599_000, "59 min 59 s"],
    [3_600_000, "1 h"],
    [86_399_000, "23 h 59 min"],
    [90_000_000, "1 d 1 h"],
  ];
  for (const [milliseconds, text] of table) assert.equal(durationText(milliseconds), text);
});
