import assert from "node:assert/strict";
import type { Action, RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import type { Reply } from "../../../../src/station/handlers.ts";
import { MAX_WAITING_REPORTS } from "../../../../src/station/reports/report-sender.ts";
import { createVariablesBlock } from "../../../../src/station/variables/variables-block.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { component, modelOf, variable } from "../../variables/fixture.ts";
import { FakeCsms, settled } from "../fake-csms.ts";

const limit = (name: string, instance: string, initial: string) =>
  variable({ name, instance }, { dataType: "integer" }, [{ mutability: "ReadOnly", initial }]);

const ACTIONS = ["GetReport", "GetVariables", "SetVariables"] as const;

function block(internal: readonly ReturnType<typeof variable>[] = []) {
  const { model, clock } = modelOf([
    component(
      "DeviceDataCtrlr",
      ACTIONS.flatMap((action) => [
        limit("ItemsPerMessage", action, "3"),
        limit("BytesPerMessage", action, "1000"),
      ]),
    ),
    component("SecurityCtrlr", [
      variable("BasicAuthPassword", { dataType: "string" }, [{ mutability: "WriteOnly" }]),
    ]),
    component("InternalCtrlr", internal),
  ]);
  const csms = new FakeCsms();
  const log = new RecordingLogger();
  const { handlers } = createVariablesBlock({ deviceModel: model, csms, clock, log });
  async function call<A extends Action>(action: A, request: RequestOf<A>): Promise<Reply<A>> {
    const handler = handlers[action];
    assert.ok(handler, `${action} is answered`);
    return await handler(request);
  }
  async function response<A extends Action>(action: A, request: RequestOf<A>): Promise<ResponseOf<A>> {
    const reply = await call(action, request);
    assert.equal(reply.kind, "result");
    if (reply.kind !== "result") throw new Error("unreachable");
    reply.afterSent?.();
    return reply.response;
  }
  return { csms, log, clock, call, response };
}

const QUESTION = {
  component: { name: "DeviceDataCtrlr" },
  variable: { name: "ItemsPerMessage", instance: "GetReport" },
};

Deno.test("GetVariables answers from the device model", async () => {
  const { response } = block();
  const { getVariableResult } = await response("GetVariables", { getVariableData: [QUESTION] });
  assert.equal(getVariableResult[0]?.attributeValue, "3");
});

Deno.test("SetVariables answers from the device model, and no value reaches the log", async () => {
  const { response, log } = block();
  const password = { component: { name: "SecurityCtrlr" }, variable: { name: "BasicAuthPassword" } };
  const { setVariableResult } = await response("SetVariables", {
    setVariableData: [{ ...password, attributeValue: "very-secret-0123456789" }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Accepted");
  assert.equal(log.lines[0]?.fields["variable"], "SecurityCtrlr.BasicAuthPassword");
  assert.ok(!JSON.stringify(log.lines).includes("very-secret"));
});

Deno.test("B06.FR.16, B08.FR.17: as many entries as announced are answered, one more is a CALLERROR", async () => {
  const { call } = block();
  const entries = (count: number) => Array.from({ length: count }, () => QUESTION);
  const sets = (count: number) => entries(count).map((entry) => ({ ...entry, attributeValue: "1" }));
  assert.equal((await call("GetVariables", { getVariableData: entries(3) })).kind, "result");
  assert.equal((await call("SetVariables", { setVariableData: sets(3) })).kind, "result");
  assert.equal((await call("GetReport", { requestId: 1, componentVariable: entries(3) })).kind, "result");
  for (
    const reply of [
      await call("GetVariables", { getVariableData: entries(4) }),
      await call("SetVariables", { setVariableData: sets(4) }),
      await call("GetReport", { requestId: 1, componentVariable: entries(4) }),
    ]
  ) assert.equal(reply.kind === "error" && reply.code, "OccurrenceConstraintViolation");
});

Deno.test("B06.FR.17, B08.FR.18: a longer message than announced is a CALLERROR", async () => {
  const { call } = block();
  const set = (length: number) => ({
    setVariableData: [{ ...QUESTION, attributeValue: "ü".repeat(length) }],
  });
  const overhead = JSON.stringify(set(0)).length;
  const room = Math.floor((1000 - overhead) / 2);
  assert.equal((await call("SetVariables", set(room))).kind, "result");
  const reply = await call("SetVariables", set(room + 1));
  assert.equal(reply.kind === "error" && reply.code, "FormatViolation");
});

Deno.test("B07.FR.01, FR.03, FR.04, FR.10: the report follows the answer, page by page, each after the one before", async () => {
  const { response, csms } = block([
    variable("MaxMessageSize", { dataType: "integer" }, [{ initial: "756" }]),
  ]);
  const { status } = await response("GetBaseReport", { requestId: 77, reportBase: "FullInventory" });
  assert.equal(status, "Accepted");
  for (let seqNo = 0;; seqNo++) {
    await settled();
    const pages = csms.requests("NotifyReport");
    assert.equal(pages.length, seqNo + 1, "one page is under way at a time");
    const page = pages[seqNo];
    assert.deepEqual([page?.requestId, page?.seqNo], [77, seqNo]);
    assert.equal(page?.generatedAt, "2026-01-15T10:00:00.000Z");
    assert.ok(JSON.stringify(page).length < 756);
    await csms.answer("NotifyReport", {});
    if (!page?.tbc) break;
  }
  const reported = csms.requests("NotifyReport").flatMap(({ reportData }) => reportData ?? []);
  assert.equal(reported.length, 8);
  assert.ok(csms.requests("NotifyReport").length > 2);
  assert.ok(csms.sent.every(({ lane }) => lane === "control"), "also sent while registration is Pending");
});

Deno.test("nothing is sent before the answer is on the socket", async () => {
  const { call, csms } = block();
  const reply = await call("GetBaseReport", { requestId: 1, reportBase: "FullInventory" });
  await settled();
  assert.equal(csms.sent.length, 0);
  if (reply.kind === "result") reply.afterSent?.();
  await settled();
  assert.equal(csms.sent.length, 1);
});

Deno.test("B08.FR.15: a request that selects nothing is answered EmptyResultSet and no report follows", async () => {
  const { response, csms } = block();
  const answer = await response("GetReport", {
    requestId: 1,
    componentVariable: [{ component: { name: "Nowhere" } }],
  });
  assert.equal(answer.status, "EmptyResultSet");
  assert.deepEqual(
    (await response("GetReport", { requestId: 2, componentCriteria: ["Problem"] })).status,
    "EmptyResultSet",
  );
  await settled();
  assert.equal(csms.sent.length, 0);
});

Deno.test("B08.FR.02: a criterion that the station does not support is answered NotSupported", async () => {
  const { response } = block([
    variable("SupportedCriteria", { dataType: "MemberList", valuesList: "Enabled,Problem" }, [
      { initial: "Enabled" },
    ]),
  ]);
  assert.equal(
    (await response("GetReport", { requestId: 1, componentCriteria: ["Problem"] })).status,
    "NotSupported",
  );
  assert.equal(
    (await response("GetReport", { requestId: 2, componentCriteria: ["Enabled"] })).status,
    "Accepted",
  );
});

Deno.test("B08.FR.11, FR.12: GetReport sends what it selects, the first entry included", async () => {
  const { response, csms } = block();
  await response("GetReport", {
    requestId: 5,
    componentVariable: [{ component: { name: "DeviceDataCtrlr" }, variable: { name: "ItemsPerMessage" } }],
  });
  await settled();
  const [page] = csms.requests("NotifyReport");
  assert.deepEqual(page?.reportData?.map(({ variable }) => variable.instance), [...ACTIONS]);
  assert.ok(page?.reportData?.every(({ variableCharacteristics }) => variableCharacteristics));
});

Deno.test("reports are sent one after the other, and too many waiting ones are Rejected (B07.FR.13, B08.FR.16)", async () => {
  const { response, csms } = block();
  const ask = (requestId: number) => response("GetBaseReport", { requestId, reportBase: "FullInventory" });
  for (let id = 0; id <= MAX_WAITING_REPORTS; id++) assert.equal((await ask(id)).status, "Accepted");
  assert.equal((await ask(99)).status, "Rejected");
  assert.equal((await response("GetReport", { requestId: 99 })).status, "Rejected");
  await settled();
  assert.equal(csms.requests("NotifyReport").length, 1);
  for (let id = 0; id <= MAX_WAITING_REPORTS; id++) await csms.answer("NotifyReport", {});
  assert.deepEqual(
    csms.requests("NotifyReport").map(({ requestId }) => requestId),
    Array.from({ length: MAX_WAITING_REPORTS + 1 }, (_, id) => id),
  );
  assert.equal((await ask(100)).status, "Accepted");
});

Deno.test("a report whose page is not taken is given up, the next one is sent", async () => {
  const { response, csms, log } = block([
    variable("MaxMessageSize", { dataType: "integer" }, [{ initial: "756" }]),
  ]);
  await response("GetBaseReport", { requestId: 1, reportBase: "FullInventory" });
  await response("GetBaseReport", { requestId: 2, reportBase: "FullInventory" });
  await csms.settle("NotifyReport", { kind: "timeout" });
  assert.deepEqual(csms.requests("NotifyReport").map(({ requestId, seqNo }) => [requestId, seqNo]), [[1, 0], [
    2,
    0,
  ]]);
  assert.equal(log.messages("warning").length, 1);
});
