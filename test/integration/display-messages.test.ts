import assert from "node:assert/strict";
import {
  getMessages,
  inSeconds,
  message,
  setMessage,
  shown,
  startWithDisplay,
} from "../conformance/harness/display-messages.ts";
import { baseReport, nameOf } from "../conformance/harness/reports.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import {
  arrived,
  booted,
  energyTransferStarted,
  transactionIdOf,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { DISPLAY_PLACE } from "../fakes/everest/simulated-display.ts";

const TIMEOUT_MS = 20_000;

/** The display answers this to a command, or nothing at all; the calls are counted. */
function sabotaged({ everest }: StationUnderTest, command: string, answer?: object) {
  const heard = Promise.withResolvers<void>();
  const stop = everest.client.sabotageCmd(DISPLAY_PLACE, command, (reply) => {
    heard.resolve();
    if (answer) void reply(answer);
  });
  return { stop, heard: heard.promise };
}

/** What GetVariables says of a variable of DisplayMessageCtrlr. */
async function variable({ csms }: StationUnderTest, name: string, component = "DisplayMessageCtrlr") {
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{ component: { name: component }, variable: { name } }],
  });
  return getVariableResult[0]?.attributeValue;
}

const ERROR = { error: { __everest__error_type: "HandlerException", __everest__error_msg: "on purpose" } };

Deno.test("without a display the CSMS hears that there is none", async () => {
  await using station = await startStation();
  await booted(station);
  assert.equal(await variable(station, "Available"), "false");
  assert.equal(await variable(station, "Available", "Display"), "false");
  assert.equal(await variable(station, "DisplayMessages"), "0");
  const { setVariableResult: [enabled] } = await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "DisplayMessageCtrlr" },
      variable: { name: "Enabled" },
      attributeValue: "false",
    }],
  });
  assert.equal(enabled?.attributeStatusInfo?.reasonCode, "NotEnabled");
  const set = await station.csms.call("SetDisplayMessage", { message: message(1) });
  assert.deepEqual([set.status, set.statusInfo?.reasonCode], ["Rejected", "UnsupportedRequest"]);
  const get = await station.csms.call("GetDisplayMessages", { requestId: 1 });
  assert.deepEqual([get.status, get.statusInfo?.reasonCode], ["Unknown", "UnsupportedRequest"]);
  const clear = await station.csms.call("ClearDisplayMessage", { id: 1 });
  assert.deepEqual([clear.status, clear.statusInfo?.reasonCode], ["Unknown", "UnsupportedRequest"]);
  assert.deepEqual(station.everest.record.callsOf("set_display_message"), []);
});

Deno.test("with a display the device model says so, and how many messages there are", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  assert.equal(await variable(station, "Available"), "true");
  assert.equal(await variable(station, "Available", "Display"), "true");
  assert.equal(await variable(station, "DisplayMessages"), "0");
  await setMessage(station, message(1));
  await setMessage(station, message(2, { endDateTime: inSeconds(station, 30) }));
  assert.equal(await variable(station, "DisplayMessages"), "2");
  await station.pass(30_000);
  assert.equal(await variable(station, "DisplayMessages"), "1");
});

Deno.test("a message comes to the display as EVerest's own module hands it over", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const transactionId = transactionIdOf(visit);
  await setMessage(
    station,
    message(1, {
      startDateTime: "2026-01-15T11:00:00.123456+01:00",
      endDateTime: "2026-01-15T12:00:00+01:00",
      state: "Charging",
      message: { format: "UTF8", language: "en", content: "This is a display message" },
    }),
  );
  await setMessage(station, message(2, { transactionId }));
  assert.deepEqual(station.everest.display.set, [
    [{
      id: 1,
      priority: "NormalCycle",
      state: "Charging",
      timestamp_from: "2026-01-15T10:00:00.123Z",
      timestamp_to: "2026-01-15T11:00:00.000Z",
      identifier_type: "TransactionId",
      message: { content: "This is a display message", format: "UTF8", language: "en" },
    }],
    [{
      id: 2,
      priority: "NormalCycle",
      identifier_id: transactionId,
      identifier_type: "TransactionId",
      message: { content: "message 2", format: "UTF8" },
    }],
  ]);
});

for (const about of ["the station", "a transaction"] as const) {
  Deno.test(`of several messages about ${about} the one that is always in front is shown alone, then those in front (O01.FR.13, O01.FR.15, O02.FR.15, O02.FR.17)`, async () => {
    await using station = await startWithDisplay();
    const visit = await arrived(station);
    await energyTransferStarted(visit);
    const more = about === "the station" ? {} : { transactionId: transactionIdOf(visit) };
    const readable = () => shown(station, "Charging");
    assert.equal(await setMessage(station, message(3, { ...more, priority: "AlwaysFront" })), "Accepted");
    assert.equal(await setMessage(station, message(2, { ...more, priority: "InFront" })), "Accepted");
    assert.equal(await setMessage(station, message(1, more)), "Accepted");
    assert.deepEqual(readable(), ["message 3"]);
    assert.equal((await station.csms.call("ClearDisplayMessage", { id: 3 })).status, "Accepted");
    assert.deepEqual(readable(), ["message 2"]);
    assert.equal((await station.csms.call("ClearDisplayMessage", { id: 2 })).status, "Accepted");
    assert.deepEqual(readable(), ["message 1"]);
  });
}

Deno.test("the full inventory has the display (O01.FR.21)", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const report = await baseReport(station, "FullInventory");
  const available = report.find((entry) => nameOf(entry) === "Display.Available");
  assert.equal(available?.variableAttribute[0]?.value, "true");
});

Deno.test("what the display refuses is refused, and not kept", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  station.everest.display.verdict = { status: "NotSupportedState", status_info: "monochrome" };
  const { status, statusInfo } = await station.csms.call("SetDisplayMessage", { message: message(1) });
  assert.equal(status, "NotSupportedState");
  assert.deepEqual(statusInfo, { reasonCode: "Unspecified", additionalInfo: "monochrome" });
  assert.equal(await getMessages(station), "Unknown");
});

for (
  const [what, answer] of [
    ["an error", ERROR],
    ["null", { retval: null }],
    ["a status that nobody knows", { retval: { status: "Perhaps" } }],
    ["a list", { retval: [1, 2, 3] }],
  ] as const
) {
  Deno.test(`a display that answers ${what} to everything costs nothing that was set before`, async () => {
    await using station = await startWithDisplay();
    await booted(station);
    assert.equal(await setMessage(station, message(1)), "Accepted");
    for (const command of ["set_display_message", "get_display_messages", "clear_display_message"]) {
      sabotaged(station, command, answer);
    }
    const { status, statusInfo } = await station.csms.call("SetDisplayMessage", { message: message(2) });
    assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InternalError"]);
    assert.deepEqual(await getMessages(station), [message(1)]);
    const cleared = await station.csms.tryCall("ClearDisplayMessage", { id: 1 });
    assert.equal(cleared.kind === "error" && cleared.code, "InternalError");
    assert.deepEqual(await getMessages(station), [message(1)]);
  });
}

Deno.test("a display that does not answer is given up in time, and the CSMS hears it", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const { heard, stop } = sabotaged(station, "set_display_message");
  const answer = station.csms.call("SetDisplayMessage", { message: message(1) });
  await heard;
  await station.pass(TIMEOUT_MS);
  const { status, statusInfo } = await answer;
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InternalError"]);
  stop();
  assert.equal(await setMessage(station, message(1)), "Accepted");
});

Deno.test("a transaction that ends while the display takes its time leaves no message behind (O02.FR.02)", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const heard = Promise.withResolvers<(outcome: object) => Promise<void>>();
  const stop = station.everest.client.sabotageCmd(DISPLAY_PLACE, "set_display_message", heard.resolve);
  const answer = setMessage(station, message(1, { transactionId: transactionIdOf(visit) }));
  const reply = await heard.promise;
  assert.equal(await station.everest.auth.swipe("RFID0001"), "UsedToStop");
  // What the station has to say waits a while for the answer that it owes.
  await station.pass(2000);
  await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  await reply({ retval: { status: "Accepted" } });
  assert.equal(await answer, "Accepted");
  stop();
  await station.settle();
  assert.equal(await getMessages(station), "Unknown");
  assert.deepEqual(station.everest.display.cleared, [1]);
});

Deno.test("a display whose list gets lost on the way is believed to show what it accepted", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  station.everest.display.lists = "empty";
  assert.equal(await setMessage(station, message(1)), "Accepted");
  assert.deepEqual(await getMessages(station), [message(1)]);
});

Deno.test("messages of before, which only the display knows, are listed and cleared; what OCPP has no words for is left out", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const text = { content: "of before", format: "UTF8" } as const;
  station.everest.display.messages.push(
    { id: 5, priority: "InFront", message: { content: "of before" } },
    { priority: "NormalCycle", identifier_id: "tx", identifier_type: "TransactionId", message: text },
    { id: 6, priority: "InFront", state: "Suspending", message: text },
    { id: 7, priority: "InFront", message: { content: "https://qr", format: "QRCODE" } },
    { id: 8, priority: "InFront", identifier_id: "over", identifier_type: "TransactionId", message: text },
    { id: 9, priority: "InFront", identifier_id: "RFID", identifier_type: "IdToken", message: text },
    { id: 10, priority: "InFront", timestamp_to: "2026-01-15T09:00:00Z", message: text },
    { id: 11, priority: "InFront", message: { content: "x".repeat(513) } },
  );
  assert.deepEqual(await getMessages(station), [
    { id: 5, priority: "InFront", message: text },
    { id: 9, priority: "InFront", message: text },
  ]);
  assert.equal((await station.csms.call("ClearDisplayMessage", { id: 5 })).status, "Accepted");
  assert.deepEqual(await getMessages(station, { id: [5, 9] }), [
    { id: 9, priority: "InFront", message: text },
  ]);
});

Deno.test("one message more than fit is rejected, but one may take the place of another (O01.FR.11)", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  for (let id = 0; id < 50; id++) assert.equal(await setMessage(station, message(id)), "Accepted");
  const { status, statusInfo } = await station.csms.call("SetDisplayMessage", { message: message(50) });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "OutOfStorage"]);
  assert.equal(await setMessage(station, message(49, { priority: "AlwaysFront" })), "Accepted");
  assert.equal(await setMessage(station, message(50, { priority: "AlwaysFront" })), "Accepted");
  const all = await getMessages(station);
  assert(all !== "Unknown");
  assert.deepEqual(all.map(({ id }) => id), [...Array.from({ length: 49 }, (_, id) => id), 50]);
});

Deno.test("ids that no display can have are unknown, not an error", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  assert.equal(await setMessage(station, message(1)), "Accepted");
  assert.equal((await station.csms.call("ClearDisplayMessage", { id: 2 ** 31 })).status, "Unknown");
  assert.equal(await getMessages(station, { id: [2 ** 40] }), "Unknown");
  assert.deepEqual(await getMessages(station, { id: [2 ** 53 - 1, 1] }), [message(1)]);
  const { status, statusInfo } = await station.csms.call("SetDisplayMessage", { message: message(2 ** 31) });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "ValueTooHigh"]);
});

Deno.test("a message for a certain display is shown when the station has that display (O01.FR.22, O01.FR.23)", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const sent = message(1, { display: { name: "Display" } });
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(await getMessages(station), [sent]);
  assert.equal(
    await setMessage(station, message(2, { display: { name: "Display", instance: "roof" } })),
    "Rejected",
  );
  assert.equal(
    await setMessage(station, message(2, { display: { name: "EVSE", evse: { id: 1 } } })),
    "Rejected",
  );
});

Deno.test("switched off, no message is taken, but old ones can be read and cleared", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  assert.equal(await setMessage(station, message(1)), "Accepted");
  await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "DisplayMessageCtrlr" },
      variable: { name: "Enabled" },
      attributeValue: "false",
    }],
  });
  const { status, statusInfo } = await station.csms.call("SetDisplayMessage", { message: message(2) });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "NotEnabled"]);
  assert.deepEqual(await getMessages(station), [message(1)]);
  assert.equal((await station.csms.call("ClearDisplayMessage", { id: 1 })).status, "Accepted");
});

Deno.test("after a restart the display has its messages back, without those that ended meanwhile", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  assert.equal(await setMessage(station, message(1)), "Accepted");
  assert.equal(await setMessage(station, message(2, { endDateTime: inSeconds(station, 60) })), "Accepted");
  await station.stop();
  station.everest.display.powerOff();
  station.clock.advance(60_000);
  await processRestarted(station);
  await station.settle();
  assert.deepEqual(shown(station), ["message 1"]);
  assert.deepEqual(await getMessages(station), [message(1)]);
});

Deno.test("a display that hangs at the start holds up nothing", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  assert.equal(await setMessage(station, message(1)), "Accepted");
  await station.stop();
  const { heard } = sabotaged(station, "set_display_message");
  await processRestarted(station);
  await heard;
  assert.equal((await station.csms.call("GetTransactionStatus", {})).messagesInQueue, false);
  const listed = getMessages(station);
  await station.pass(TIMEOUT_MS);
  assert.deepEqual(await listed, [message(1)]);
});
