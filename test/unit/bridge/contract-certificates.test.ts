import assert from "node:assert/strict";
import { createContractCertificates } from "../../../src/bridge/contract-certificates.ts";
import { evseSecurity } from "../../../src/everest/interfaces/evse-security.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function bench() {
  const module = new FakeEverestModule();
  const security = evseSecurity(module, connectionTo("security", "security"), new RecordingLogger());
  return { module, contracts: createContractCertificates(security) };
}

const FINDINGS = {
  Valid: "trusted",
  Expired: "expired",
  IssuerNotFound: "issuerUnknown",
  InvalidSignature: "rejected",
  InvalidLeafSignature: "rejected",
  InvalidChain: "rejected",
  Unknown: "rejected",
  "what is this": "rejected",
};

for (const [result, finding] of Object.entries(FINDINGS)) {
  Deno.test(`a contract that the security module calls ${result} is ${finding}`, async () => {
    const { module, contracts } = bench();
    module.answer("security", "verify_certificate", result);
    assert.equal(await contracts.verify("PEM"), finding);
    assert.deepEqual(module.sent[0]?.args, { certificate_chain: "PEM", certificate_types: ["MO", "V2G"] });
  });
}

Deno.test("a security module that does not answer vouches for no contract", async () => {
  const { contracts } = bench();
  assert.equal(await contracts.verify("PEM"), "rejected");
  assert.deepEqual(await contracts.ocspRequestData("PEM"), []);
});

Deno.test("certificates that name no responder are not asked about", async () => {
  const { module, contracts } = bench();
  const hash = {
    hash_algorithm: "SHA256",
    issuer_name_hash: "aa",
    issuer_key_hash: "bb",
    serial_number: "1",
  };
  module.answer("security", "get_mo_ocsp_request_data", {
    ocsp_request_data_list: [
      { certificate_hash_data: hash, responder_url: "http://ocsp" },
      { certificate_hash_data: { ...hash, serial_number: "2" } },
      { responder_url: "http://ocsp" },
    ],
  });
  assert.deepEqual(await contracts.ocspRequestData("PEM"), [{
    hashAlgorithm: "SHA256",
    issuerNameHash: "aa",
    issuerKeyHash: "bb",
    serialNumber: "1",
    responderURL: "http://ocsp",
  }]);
});
