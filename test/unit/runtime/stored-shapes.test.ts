import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { connectorId, evseId, monitorId } from "../../../src/kernel/ids.ts";
import { parseJson } from "../../../src/kernel/json.ts";
import type { ChargingProfileType, MessageInfoType, MeterValueType } from "../../../src/ocpp/messages.ts";
import { CORE_SHAPES } from "../../../src/runtime/stored-shapes.ts";
import type { OwedAnswer } from "../../../src/station/customer-information/owed-answer.ts";
import type { RaisedError } from "../../../src/station/availability/error-store.ts";
import type { NewEvent } from "../../../src/station/events/waiting-events.ts";
import type { FirmwareJob } from "../../../src/station/firmware/firmware-job.ts";
import type { Monitor, MonitorMemory } from "../../../src/station/monitoring/monitor.ts";
import type { Reservation } from "../../../src/station/reservation/reservation.ts";
import { readChargingProfile } from "../../../src/station/smart-charging/charging-profile.ts";
import { groupByEvse } from "../../../src/station/smart-charging/schedule-context.ts";
import type { PastSession } from "../../../src/station/transactions/session-history.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { JSON_COLUMNS } from "../../../src/storage/unreadable-rows.ts";

const NOW = "2026-06-01T12:00:00.000Z";
const CHARGING_PROFILE: ChargingProfileType = {
  id: 1,
  stackLevel: 0,
  chargingProfilePurpose: "TxDefaultProfile",
  chargingProfileKind: "Absolute",
  chargingSchedule: [{
    id: 1,
    startSchedule: NOW,
    chargingRateUnit: "A",
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 16.1, numberPhases: 3 }],
  }],
};
const MESSAGE: MessageInfoType = {
  id: 1,
  priority: "NormalCycle",
  message: { format: "UTF8", content: "Hi" },
};
const METER_VALUE: MeterValueType = { timestamp: NOW, sampledValue: [{ value: 1.5 }] };
const RESERVATION: Reservation = {
  id: 1,
  idToken: { idToken: "RFID0001", type: "ISO14443" },
  groupIdToken: { idToken: "GROUP", type: "Central" },
  evseId: evseId(1),
  connectorType: "cType2",
  expiresMs: 1,
};
const VARIABLE = {
  component: { name: "Connector", evse: { id: 1, connectorId: 1 } },
  variable: { name: "Problem" },
};
const ERROR: RaisedError = {
  identity: "x",
  evseId: evseId(1),
  connectorId: connectorId(1),
  subject: VARIABLE,
  problem: VARIABLE,
  trigger: "Alerting",
  severity: 3,
  techCode: "CX004",
  techInfo: "it is hot",
  effect: "inoperative",
  told: true,
};
const EVENT: NewEvent = {
  identity: "x",
  severity: 3,
  data: {
    ...VARIABLE,
    timestamp: NOW,
    trigger: "Alerting",
    actualValue: "true",
    eventNotificationType: "HardWiredNotification",
    cleared: false,
  },
};
const FIRMWARE_JOB: FirmwareJob = {
  requestId: 1,
  kind: "signed",
  status: "Downloading",
  installAtMs: 5,
  installation: "waiting",
  deferred: { requestId: 1, firmware: { location: "https://x", retrieveDateTime: NOW } },
  evses: "inUse",
  successSeen: "boot",
};
const MONITOR: Monitor = {
  ...VARIABLE,
  id: monitorId(1),
  type: "UpperThreshold",
  value: 3,
  severity: 2,
  transaction: false,
  origin: "CustomMonitor",
};
const PAST_SESSIONS: readonly PastSession[] = [{ sessionId: "x", end: "reported" }];
const OWED_ANSWER: OwedAnswer = {
  requestId: 1,
  customer: { kind: "token", idToken: { idToken: "RFID0001", type: "ISO14443" } },
  wish: { report: true, clear: true },
  found: { "Security log": ["a line"] },
  text: "reservation 1",
};
const MEMORY: MonitorMemory = { exceeded: true, reference: "3" };

const ROWS: Readonly<Record<string, unknown>> = {
  charging_profile: CHARGING_PROFILE,
  waiting_profile: CHARGING_PROFILE,
  display_message: MESSAGE,
  ended_meter_value: METER_VALUE,
  reservation: RESERVATION,
  raised_error: ERROR,
  held_event: EVENT,
  firmware_job: FIRMWARE_JOB,
  previous_certificate: { certChain: "-----BEGIN", keyPath: "/key" },
  root_renewal: { current: "-----BEGIN", fallback: "-----BEGIN" },
  custom_monitor: MONITOR,
  owed_answer: OWED_ANSWER,
  past_sessions: PAST_SESSIONS,
  monitor_memory: MEMORY,
};

/** What fits because nothing in it is mandatory. */
const EMPTY: Readonly<Record<string, string>> = { monitor_memory: '{"identity":1}', past_sessions: "[]" };

/** See the comment at CORE_SHAPES. */
const CHECKED_ELSEWHERE = ["cached_token", "idle_session", "listed_token", "open_transaction", "outbox"];

Deno.test("every table with JSON has a shape, or is named as one that is checked elsewhere", () => {
  const db = new DatabaseSync(":memory:");
  for (const step of CORE_MIGRATIONS) db.exec(step);
  const rows = db.prepare(
    `SELECT DISTINCT t.name AS tableName, c.name AS columnName
     FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'`,
  ).all();
  db.close();
  const withJson = rows.filter(({ columnName }) => JSON_COLUMNS.has(String(columnName)))
    .map(({ tableName }) => String(tableName));
  assert.deepEqual(withJson.sort(), [...Object.keys(CORE_SHAPES), ...CHECKED_ELSEWHERE].sort());
  assert.deepEqual(Object.keys(ROWS).sort(), Object.keys(CORE_SHAPES).sort());
});

for (const [table, row] of Object.entries(ROWS)) {
  const fits = CORE_SHAPES[table]!;

  Deno.test(`${table}: a row as it is stored fits, one of another type does not`, () => {
    assert.ok(fits(JSON.parse(JSON.stringify(row))));
    const others = [null, 1, "x", [], [row], { identity: 1 }].map((other) => JSON.stringify(other));
    const wrong = others.filter((other) => other !== EMPTY[table]);
    for (const other of wrong) assert.ok(!fits(JSON.parse(other)), other);
  });

  Deno.test(`${table}: no flipped bit makes the check throw`, () => {
    for (const text of flipped(JSON.stringify(row))) {
      const read = parseJson(text);
      if (read.kind === "value") fits(read.value);
    }
  });
}

Deno.test("a charging profile that fits can be read, whatever bit of its row has flipped", () => {
  let left = 0;
  for (const text of flipped(JSON.stringify(CHARGING_PROFILE))) {
    const read = parseJson(text);
    if (read.kind === "malformed") continue;
    if (!CORE_SHAPES["charging_profile"]!(read.value)) left++;
    else groupByEvse([readChargingProfile(1, "CSO", read.value as ChargingProfileType)]);
  }
  assert.ok(left > 100, String(left));
});

/** The text with each of its bits flipped in turn, where that leaves UTF-8. */
function* flipped(text: string): Generator<string> {
  const bytes = new TextEncoder().encode(text);
  for (let index = 0; index < bytes.length; index++) {
    for (let bit = 0; bit < 7; bit++) {
      const damaged = bytes.slice();
      damaged[index]! ^= 1 << bit;
      yield new TextDecoder().decode(damaged);
    }
  }
}
