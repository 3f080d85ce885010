import assert from "node:assert/strict";
import { booted, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

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
