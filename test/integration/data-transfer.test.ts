import assert from "node:assert/strict";
import { booted, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const VENDOR = { moduleId: "vendor", implementationId: "main" };

/** Another module sends a vendor's message through us; resolves with what it is answered. */
async function transfer({ everest }: StationUnderTest, request: Record<string, unknown>): Promise<unknown> {
  const reply = await everest.client.call(everest.moduleId, "data_transfer", "data_transfer", { request });
  assert.equal(reply.kind, "result");
  return reply.kind === "result" ? reply.value : undefined;
}

Deno.test("what a module transfers reaches the CSMS as values, and the answer the module as text (P02)", async () => {
  await using station = await startStation();
  await booted(station);
  station.csms.on("DataTransfer", ({ data }) => ({
    status: "Accepted",
    data: { echo: data },
    customData: { vendorId: "cv", x: 1 },
  }));
  const answer = await transfer(station, {
    vendor_id: "v",
    message_id: "m",
    data: '["text"]',
    custom_data: { vendor_id: "cv", data: '{"y":2}' },
  });
  assert.deepEqual(station.csms.received("DataTransfer"), [
    { vendorId: "v", messageId: "m", data: ["text"], customData: { vendorId: "cv", y: 2 } },
  ]);
  assert.deepEqual(answer, {
    status: "Accepted",
    data: '{"echo":["text"]}',
    custom_data: { vendor_id: "cv", data: '{"vendorId":"cv","x":1}' },
  });
});

Deno.test("what OCPP has no room for is Rejected and not sent; the longest names are", async () => {
  await using station = await startStation();
  await booted(station);
  const longest = { vendor_id: "v".repeat(255), message_id: "m".repeat(50) };
  assert.deepEqual(await transfer(station, { ...longest, vendor_id: "v".repeat(256) }), {
    status: "Rejected",
  });
  assert.deepEqual(await transfer(station, { ...longest, message_id: "m".repeat(51) }), {
    status: "Rejected",
  });
  assert.deepEqual(station.csms.received("DataTransfer"), []);
  station.csms.on("DataTransfer", () => ({ status: "UnknownMessageId" }));
  assert.deepEqual(await transfer(station, longest), { status: "UnknownMessageId" });
});

Deno.test("a module is told Offline at once, without connection and before the station is accepted", async () => {
  await using station = await startStation({ start: false });
  station.csms.on("BootNotification", () => ({
    status: "Pending",
    currentTime: new Date(station.clock.wallMs()).toISOString(),
    interval: 300,
  }));
  station.start();
  await station.csms.expect("BootNotification");
  await station.settle();
  assert.deepEqual(await transfer(station, { vendor_id: "v" }), { status: "Offline" });
  await goneOffline(station);
  assert.deepEqual(await transfer(station, { vendor_id: "v" }), { status: "Offline" });
  assert.deepEqual(station.csms.received("DataTransfer"), []);
});

/** Numbers that a JavaScript number does not tell as they are written here. */
const EXACT = '{"serial":12345678901234567890,"price":1.50,"list":[1e3,-0,0.10000000000000000001]}';

Deno.test("numbers of a module reach the CSMS as they are written, and so do those of its answer the module (P02)", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  csms.hold("DataTransfer");
  const answered = transfer(station, {
    vendor_id: "v",
    data: EXACT,
    custom_data: { vendor_id: "v", data: EXACT },
  });
  const { messageId } = await csms.expect("DataTransfer");
  const customData = EXACT.replace("}", ',"vendorId":"v"}');
  const [sent] = csms.log.filter(({ text }) => text.includes(messageId));
  assert.equal(
    sent?.text,
    `[2,"${messageId}","DataTransfer",{"vendorId":"v","data":${EXACT},"customData":${customData}}]`,
  );
  await csms.sendRaw(`[3,"${messageId}",{"status":"Accepted","data":${EXACT},"customData":${customData}}]`);
  assert.deepEqual(await answered, {
    status: "Accepted",
    data: EXACT,
    custom_data: { vendor_id: "v", data: customData },
  });
});

Deno.test("numbers of the CSMS reach a vendor's module as they are written, and its answer the CSMS (P01)", async () => {
  await using station = await startStation({ everest: { connections: { data_transfer: [VENDOR] } } });
  const { csms, everest } = station;
  await booted(station);
  const heard: unknown[] = [];
  everest.client.onCmd(VENDOR.moduleId, VENDOR.implementationId, "data_transfer", (args) => {
    heard.push(args);
    return { status: "Accepted", data: "1.50" };
  });
  await csms.sendRaw(`[2,"exact","DataTransfer",{"vendorId":"v","messageId":"m","data":${EXACT}}]`);
  await csms.answerTo("exact");
  assert.deepEqual(heard, [{ request: { vendor_id: "v", message_id: "m", data: EXACT } }]);
  assert.equal(csms.log.at(-1)?.text, '[3,"exact",{"status":"Accepted","data":1.50}]');
});
