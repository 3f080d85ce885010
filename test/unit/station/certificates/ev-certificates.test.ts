import assert from "node:assert/strict";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import {
  createEvCertificates,
  MAX_EXI_RESPONSE,
  VEHICLE_TIMEOUT_MS,
} from "../../../../src/station/certificates/ev-certificates.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const REQUEST: RequestOf<"Get15118EVCertificate"> = {
  action: "Install",
  exiRequest: "AAAA",
  iso15118SchemaVersion: "urn:iso:15118:2:2013:MsgDef",
};

function bench(enabled = "true") {
  const csms = new FakeCsms();
  const clock = new FakeClock();
  const vehicles = createEvCertificates({
    csms,
    clock,
    deviceModel: new FakeDeviceModel({ "ISO15118Ctrlr.ContractCertificateInstallationEnabled": enabled }),
    log: new RecordingLogger(),
  });
  return { csms, clock, vehicles };
}

Deno.test("the CSMS's answer reaches the vehicle as it is", async () => {
  const { csms, clock, vehicles } = bench();
  csms.always("Get15118EVCertificate", { status: "Accepted", exiResponse: "BBBB" });
  assert.deepEqual(await vehicles.request(REQUEST), { status: "Accepted", exiResponse: "BBBB" });
  assert.deepEqual(csms.requests("Get15118EVCertificate"), [REQUEST]);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("the longest answer that fits the vehicle's message passes, one character more fails", async () => {
  const { csms, vehicles } = bench();
  const longest = "A".repeat(MAX_EXI_RESPONSE);
  csms.always("Get15118EVCertificate", { status: "Accepted", exiResponse: longest });
  assert.equal((await vehicles.request(REQUEST)).status, "Accepted");
  csms.always("Get15118EVCertificate", { status: "Accepted", exiResponse: `${longest}A` });
  assert.deepEqual(await vehicles.request(REQUEST), { status: "Failed" });
});

Deno.test("the vehicle hears of a failure when it must not ask, when the line is down, and after a minute", async () => {
  const switchedOff = bench("false");
  assert.deepEqual(await switchedOff.vehicles.request(REQUEST), { status: "Failed" });
  assert.equal(switchedOff.csms.sent.length, 0);
  const offline = bench();
  offline.csms.online = false;
  assert.deepEqual(await offline.vehicles.request(REQUEST), { status: "Failed" });
  const silent = bench();
  const answer = silent.vehicles.request(REQUEST);
  await settled();
  silent.clock.advance(VEHICLE_TIMEOUT_MS);
  assert.deepEqual(await answer, { status: "Failed" });
});

Deno.test("a vehicle gets no certificate while the ISO 15118 controller is off", async () => {
  const csms = new FakeCsms();
  const vehicles = createEvCertificates({
    csms,
    clock: new FakeClock(),
    deviceModel: new FakeDeviceModel({
      "ISO15118Ctrlr.ContractCertificateInstallationEnabled": "true",
      "ISO15118Ctrlr.Enabled": "false",
    }),
    log: new RecordingLogger(),
  });
  assert.deepEqual(await vehicles.request(REQUEST), { status: "Failed" });
  assert.deepEqual(csms.sent, []);
});

Deno.test("a refusal of the CSMS reaches the vehicle with the CSMS's words, if it has any", async () => {
  const { csms, vehicles } = bench();
  csms.always("Get15118EVCertificate", { status: "Failed", exiResponse: "CCCC" });
  assert.deepEqual(await vehicles.request(REQUEST), { status: "Failed", exiResponse: "CCCC" });
  csms.always("Get15118EVCertificate", { status: "Failed", exiResponse: "" });
  assert.deepEqual(await vehicles.request(REQUEST), { status: "Failed" });
});
