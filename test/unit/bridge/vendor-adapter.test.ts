import assert from "node:assert/strict";
import { createVendorPort } from "../../../src/bridge/vendor-adapter.ts";
import { ocppDataTransfer } from "../../../src/everest/interfaces/ocpp-data-transfer.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function setUp(answer: unknown) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const connection = connectionTo("data_transfer", "vendor_module");
  module.answer(connection.moduleId, "data_transfer", answer);
  return { module, log, vendor: createVendorPort(ocppDataTransfer(module, connection, log), log) };
}

Deno.test("a vendor's message goes to its module as JSON text, and the answer back as values", async () => {
  const { module, vendor } = setUp({
    status: "Accepted",
    data: '{"answer":42}',
    custom_data: { vendor_id: "v", data: '{"more":true}' },
  });
  const response = await vendor({
    vendorId: "v",
    messageId: "m",
    data: { question: 1 },
    customData: { vendorId: "v", x: 1 } as { vendorId: string },
  });
  assert.deepEqual(module.sent.at(-1)?.args, {
    request: {
      vendor_id: "v",
      message_id: "m",
      data: '{"question":1}',
      custom_data: { vendor_id: "v", data: '{"vendorId":"v","x":1}' },
    },
  });
  assert.deepEqual(response, {
    status: "Accepted",
    data: { answer: 42 },
    customData: { more: true, vendorId: "v" },
  });
});

Deno.test("an answer that is no JSON is passed on as text; custom data that is none is left out", async () => {
  const { vendor, log } = setUp({
    status: "Rejected",
    data: "{broken",
    custom_data: { vendor_id: "v", data: "[]" },
  });
  assert.deepEqual(await vendor({ vendorId: "v" }), { status: "Rejected", data: "{broken" });
  assert.equal(log.messages("warning").length, 1);
});

Deno.test("a module that is offline knows no vendor; one that fails rejects with the reason", async () => {
  assert.deepEqual(await setUp({ status: "Offline" }).vendor({ vendorId: "v" }), {
    status: "UnknownVendorId",
  });
  const failed = await setUp({ status: "Nonsense" }).vendor({ vendorId: "v" });
  assert.equal(failed.status, "Rejected");
  assert.equal(failed.statusInfo?.reasonCode, "InternalError");
});
