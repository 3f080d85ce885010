import assert from "node:assert/strict";
import { feedEvCertificates, feedOldEvCertificates } from "../../../src/bridge/ev-certificate-feed.ts";
import { evseManagerCertificates } from "../../../src/everest/interfaces/evse-manager-certificates.ts";
import { iso15118Extensions } from "../../../src/everest/interfaces/iso15118-extensions.ts";
import type { EvCertificateAnswer } from "../../../src/station/certificates/ev-certificates.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { settled } from "../station/fake-csms.ts";

const REQUEST = {
  exi_request: "AAAA",
  iso15118_schema_version: "urn:iso:15118:2:2013:MsgDef",
  certificate_action: "Update",
};

function bench(answer: EvCertificateAnswer) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const asked: unknown[] = [];
  const ask = (request: unknown) => {
    asked.push(request);
    return Promise.resolve(answer);
  };
  for (const peer of ["v2g", "evse"]) module.answer(peer, "set_get_certificate_response", null);
  feedEvCertificates(iso15118Extensions(module, connectionTo("extensions_15118", "v2g"), log), ask, log);
  feedOldEvCertificates(evseManagerCertificates(module, connectionTo("evse_manager", "evse"), log), ask, log);
  return { module, log, asked };
}

Deno.test("a vehicle's request goes out, and the answer back to the module that asked", async () => {
  const { module, asked } = bench({ status: "Accepted", exiResponse: "BBBB" });
  module.emit("v2g", "iso15118_certificate_request", REQUEST);
  await settled();
  assert.deepEqual(asked, [{
    iso15118SchemaVersion: REQUEST.iso15118_schema_version,
    action: "Update",
    exiRequest: "AAAA",
  }]);
  assert.deepEqual(module.sent.map(({ target, args }) => [target, args["certificate_response"]]), [
    ["v2g", { status: "Accepted", certificate_action: "Update", exi_response: "BBBB" }],
  ]);
});

Deno.test("a failure has no response for the vehicle unless the CSMS made one", async () => {
  const { module } = bench({ status: "Failed" });
  module.emit("v2g", "iso15118_certificate_request", REQUEST);
  await settled();
  assert.deepEqual(module.sent[0]?.args["certificate_response"], {
    status: "Failed",
    certificate_action: "Update",
  });
});

Deno.test("an EVSE of before the extensions is answered too, with one line about it in the log", async () => {
  const { module, log } = bench({ status: "Accepted", exiResponse: "BBBB" });
  module.emit("evse", "iso15118_certificate_request", REQUEST);
  module.emit("evse", "iso15118_certificate_request", REQUEST);
  await settled();
  assert.deepEqual(module.sent.map(({ target }) => target), ["evse", "evse"]);
  assert.equal(log.lines.filter(({ level }) => level === "warning").length, 1);
});
