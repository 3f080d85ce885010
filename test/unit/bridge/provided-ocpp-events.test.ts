import assert from "node:assert/strict";
import { publishStationEvents } from "../../../src/bridge/provided-ocpp-events.ts";
import { evseId } from "../../../src/kernel/ids.ts";
import type { RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import type { AnsweredEvent, ReportedEvent } from "../../../src/station/transactions/transactions-block.ts";
import { variableKey } from "../../../src/variables/device-model.ts";
import { NOW, ocppBench } from "./provided-bench.ts";

function station() {
  const bench = ocppBench();
  let event: (event: ReportedEvent) => void = () => assert.fail("nobody listens");
  let answer: (answer: AnsweredEvent) => void = () => assert.fail("nobody listens");
  let boot: (response: ResponseOf<"BootNotification">) => void = () => assert.fail("nobody listens");
  publishStationEvents({
    transactions: {
      onEvent: (listener) => void (event = listener),
      onResponse: (listener) => void (answer = listener),
    },
    provisioning: { onResponse: (listener) => void (boot = listener) },
    security: bench.security,
    deviceModel: bench.model,
  }, bench);
  return {
    ...bench,
    event: (request: RequestOf<"TransactionEvent">) => event({ evseId: evseId(1), sessionId: "s", request }),
    answer: (request: RequestOf<"TransactionEvent">, response: ResponseOf<"TransactionEvent">) =>
      answer({ request, response }),
    boot: (response: ResponseOf<"BootNotification">) => boot(response),
  };
}

function request(eventType: "Started" | "Updated" | "Ended"): RequestOf<"TransactionEvent"> {
  return {
    eventType,
    timestamp: NOW,
    triggerReason: "CablePluggedIn",
    seqNo: 0,
    transactionInfo: { transactionId: "tx" },
  };
}

Deno.test("every transaction event is told, the session being the transaction", async () => {
  const s = station();
  s.event({ ...request("Started"), evse: { id: 1, connectorId: 2 } });
  s.event({ ...request("Updated"), evse: { id: 1 } });
  s.event(request("Ended"));
  const ids = { session_id: "tx", transaction_id: "tx" };
  assert.deepEqual(await s.published("ocpp_transaction_event"), [
    { transaction_event: "Started", ...ids, evse: { id: 1, connector_id: 2 } },
    { transaction_event: "Updated", ...ids, evse: { id: 1 } },
    { transaction_event: "Ended", ...ids },
  ]);
});

Deno.test("every answer to a transaction event is told with its event", async () => {
  const s = station();
  s.answer(request("Started"), {});
  s.answer(request("Updated"), {
    totalCost: 0,
    chargingPriority: -3,
    updatedPersonalMessage: { content: "Hi", format: "UTF8", language: "en" },
    idTokenInfo: { status: "Accepted" },
  });
  s.answer(request("Ended"), { updatedPersonalMessage: { content: "Bye", format: "ASCII" } });
  const original = (transaction_event: string) => ({
    original_transaction_event: { transaction_event, session_id: "tx", transaction_id: "tx" },
  });
  assert.deepEqual(await s.published("ocpp_transaction_event_response"), [
    original("Started"),
    {
      ...original("Updated"),
      total_cost: 0,
      charging_priority: -3,
      personal_message: { content: "Hi", format: "UTF8", language: "en" },
    },
    { ...original("Ended"), personal_message: { content: "Bye", format: "ASCII" } },
  ]);
});

Deno.test("every BootNotificationResponse is told, its time in the form that EVerest reads", async () => {
  const s = station();
  s.boot({ status: "Accepted", currentTime: "2026-01-15T11:00:00+01:00", interval: 300 });
  s.boot({
    status: "Pending",
    currentTime: "soon",
    interval: 0,
    statusInfo: { reasonCode: "Wait", additionalInfo: "a while" },
  });
  s.boot({ status: "Rejected", currentTime: NOW, interval: 1, statusInfo: { reasonCode: "No" } });
  assert.deepEqual(await s.published("boot_notification_response"), [
    { status: "Accepted", current_time: NOW, interval: 300 },
    {
      status: "Pending",
      current_time: NOW,
      interval: 0,
      status_info: { reason_code: "Wait", additional_info: "a while" },
    },
    { status: "Rejected", current_time: NOW, interval: 1, status_info: { reason_code: "No" } },
  ]);
  assert.deepEqual(s.log.messages("warning"), ["a value in the BootNotificationResponse is wrong"]);
});

Deno.test("security events of this program are told, with their time and whether they are critical", async () => {
  const s = station();
  s.security.raise("InvalidMessages", "");
  s.security.raise("SettingSystemTime", "by 30 s");
  s.security.report({ type: "OfAnotherModule", critical: true });
  assert.deepEqual(await s.published("security_event"), [
    { type: "InvalidMessages", critical: false, timestamp: NOW },
    { type: "SettingSystemTime", info: "by 30 s", critical: true, timestamp: NOW },
  ]);
});

Deno.test("changes of monitored variables are told", async () => {
  const s = station();
  const key = variableKey("Vendor", "Text");
  s.monitors.add([key]);
  s.model.setActual(key, "new");
  assert.equal((await s.published("event_data")).length, 1);
});
