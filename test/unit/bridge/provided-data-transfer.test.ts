import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dataTransferHandlers,
  fromDataTransferResponse,
  toDataTransferRequest,
} from "../../../src/bridge/provided-data-transfer.ts";
import { provideOcppDataTransfer } from "../../../src/everest/interfaces/ocpp-data-transfer.ts";
import { validateRequest } from "../../../src/ocpp/validator/validate.ts";
import { FakeEverestModule } from "../../fakes/everest-module.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../station/fake-csms.ts";

function bench() {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const csms = new FakeCsms();
  const state = { running: true };
  const handlers = dataTransferHandlers({
    csms: () => state.running ? csms : undefined,
    clock: new FakeClock(),
    log,
  });
  provideOcppDataTransfer(module, "data_transfer", handlers, log);
  const ask = (request: unknown) => module.invoke("data_transfer", "data_transfer", { request });
  return { log, csms, state, ask };
}

const result = (value: unknown) => ({ kind: "result", value });

const REQUESTS: readonly [string, unknown, unknown][] = [
  ["the vendor alone", {}, {}],
  ["a message id", { message_id: "m" }, { messageId: "m" }],
  ["an object", { data: '{"a":[1,null]}' }, { data: { a: [1, null] } }],
  ["a string in quotes", { data: '"text"' }, { data: "text" }],
  ["null", { data: "null" }, { data: null }],
  ["text that is no JSON", { data: "plain {text" }, { data: "plain {text" }],
  ["empty text", { data: "" }, { data: "" }],
  [
    "custom data, completed with its vendor",
    { custom_data: { vendor_id: "cv", data: '{"x":1}' } },
    { customData: { x: 1, vendorId: "cv" } },
  ],
  [
    "custom data that names its vendor",
    { custom_data: { vendor_id: "cv", data: '{"vendorId":"own"}' } },
    { customData: { vendorId: "own" } },
  ],
  [
    "custom data whose vendor is no text",
    { custom_data: { vendor_id: "cv", data: '{"vendorId":7}' } },
    { customData: { vendorId: "cv" } },
  ],
];
for (const [name, request, sent] of REQUESTS) {
  Deno.test(`a data transfer goes to the CSMS with ${name}`, async () => {
    const { csms, ask, log } = bench();
    csms.always("DataTransfer", { status: "Accepted" });
    assert.deepEqual(await ask({ vendor_id: "v", ...request as object }), result({ status: "Accepted" }));
    assert.deepEqual(csms.sent, [{
      action: "DataTransfer",
      request: { vendorId: "v", ...sent as object },
      lane: "ordinary",
    }]);
    assert.deepEqual(log.lines, []);
  });
}

for (const data of ["{", "[1]", "null", '"x"', ""]) {
  Deno.test(`custom data that is no JSON object is left out: ${data}`, async () => {
    const { csms, ask, log } = bench();
    csms.always("DataTransfer", { status: "Accepted" });
    await ask({ vendor_id: "v", custom_data: { vendor_id: "cv", data } });
    assert.deepEqual(csms.requests("DataTransfer"), [{ vendorId: "v" }]);
    assert.equal(log.messages("warning").length, 1);
  });
}

for (const status of ["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"] as const) {
  Deno.test(`the answer ${status} of the CSMS is passed on (P02.FR.06, P02.FR.07, P02.FR.08)`, async () => {
    const { csms, ask } = bench();
    csms.always("DataTransfer", { status, statusInfo: { reasonCode: "Why" } });
    assert.deepEqual(await ask({ vendor_id: "v" }), result({ status }));
  });
}

const ANSWERS: readonly [unknown, unknown][] = [
  [{ data: "text" }, { data: '"text"' }],
  [{ data: { a: 1 } }, { data: '{"a":1}' }],
  [{ data: null }, { data: "null" }],
  [{ data: 0 }, { data: "0" }],
  [
    { customData: { vendorId: "cv", x: [1] } },
    { custom_data: { vendor_id: "cv", data: '{"vendorId":"cv","x":[1]}' } },
  ],
];
for (const [response, expected] of ANSWERS) {
  Deno.test(`what the CSMS answers becomes JSON text: ${JSON.stringify(response)}`, async () => {
    const { csms, ask } = bench();
    csms.always("DataTransfer", { status: "Accepted", ...response as object });
    assert.deepEqual(await ask({ vendor_id: "v" }), result({ status: "Accepted", ...expected as object }));
  });
}

Deno.test("without station, connection or answer the caller is told Offline", async () => {
  const { csms, state, ask } = bench();
  const waiting = ask({ vendor_id: "v" });
  await settled();
  await csms.settle("DataTransfer", { kind: "timeout" });
  assert.deepEqual(await waiting, result({ status: "Offline" }));
  csms.online = false;
  assert.deepEqual(await ask({ vendor_id: "v" }), result({ status: "Offline" }));
  csms.online = true;
  state.running = false;
  assert.deepEqual(await ask({ vendor_id: "v" }), result({ status: "Offline" }));
  assert.equal(csms.sent.length, 1);
});

Deno.test("a CALLERROR is told as Rejected, with the reason in the log", async () => {
  const { csms, ask, log } = bench();
  const waiting = ask({ vendor_id: "v" });
  await settled();
  await csms.settle("DataTransfer", { kind: "error", code: "NotImplemented", description: "no" });
  assert.deepEqual(await waiting, result({ status: "Rejected" }));
  assert.deepEqual(log.lines.map(({ fields }) => fields["reason"]), ["not accepted: NotImplemented: no"]);
});

for (const request of [undefined, {}, { vendor_id: 1 }, { vendor_id: "v", data: { a: 1 } }, "v"]) {
  Deno.test(`a request of the wrong shape is Rejected: ${JSON.stringify(request)}`, async () => {
    const { csms, ask } = bench();
    assert.deepEqual(await ask(request), result({ status: "Rejected" }));
    assert.deepEqual(csms.sent, []);
  });
}

Deno.test("whatever a module sends within the lengths is a legal message, and any JSON survives the round trip", () => {
  const text = fc.oneof(fc.string(), fc.json());
  fc.assert(fc.property(text, text, (data, custom) => {
    const request = toDataTransferRequest(
      { vendor_id: "v", data, custom_data: { vendor_id: "cv", data: custom } },
      () => {},
    );
    assert.equal(validateRequest("DataTransfer", request).kind, "valid");
  }));
  fc.assert(fc.property(fc.jsonValue(), (data) => {
    const text = fromDataTransferResponse({ status: "Accepted", data }).data;
    assert.equal(JSON.stringify(toDataTransferRequest({ vendor_id: "v", data: text! }, () => {}).data), text);
  }));
});
