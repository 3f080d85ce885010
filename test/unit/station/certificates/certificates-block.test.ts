import assert from "node:assert/strict";
import { createCertificatesBlock } from "../../../../src/station/certificates/certificates-block.ts";
import type { InstallCertificateUseEnumType } from "../../../../src/ocpp/messages.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const CSMS_ROOT = "InternalCtrlr.AllowCSMSRootCertInstallWithUnsecureConnection";
const MF_ROOT = "InternalCtrlr.AllowMFRootCertInstallWithUnsecureConnection";

async function install(type: InstallCertificateUseEnumType, variables: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const block = createCertificatesBlock({
    store: {
      install: (_, as) => {
        asked.push(as);
        return Promise.resolve({ kind: "installed" });
      },
      delete: () => Promise.resolve("failed"),
      installed: () => Promise.resolve([]),
      isStationCertificate: () => Promise.resolve(false),
    },
    deviceModel: new FakeDeviceModel(variables),
    log: new RecordingLogger(),
    raiseSecurityEvent() {},
  });
  const reply = await block.handlers.InstallCertificate!({ certificate: "PEM", certificateType: type });
  assert(reply.kind === "result");
  const { status, statusInfo } = reply.response;
  assert.deepEqual(asked, status === "Accepted" ? [type] : [], "what is refused goes no further");
  return statusInfo === undefined ? status : `${status} ${statusInfo.reasonCode}`;
}

const CASES: readonly [InstallCertificateUseEnumType, Readonly<Record<string, string>>, string][] = [
  ["CSMSRootCertificate", {}, "Accepted"],
  ["CSMSRootCertificate", { [CSMS_ROOT]: "true" }, "Accepted"],
  ["CSMSRootCertificate", { [CSMS_ROOT]: "false" }, "Rejected NotEnabled"],
  ["CSMSRootCertificate", { [MF_ROOT]: "false" }, "Accepted"],
  [
    "CSMSRootCertificate",
    { [CSMS_ROOT]: "false", "SecurityCtrlr.SecurityProfile": "1" },
    "Rejected NotEnabled",
  ],
  ["CSMSRootCertificate", { [CSMS_ROOT]: "false", "SecurityCtrlr.SecurityProfile": "2" }, "Accepted"],
  ["ManufacturerRootCertificate", { [MF_ROOT]: "false" }, "Rejected NotEnabled"],
  ["ManufacturerRootCertificate", { [CSMS_ROOT]: "false" }, "Accepted"],
  ["ManufacturerRootCertificate", { [MF_ROOT]: "false", "SecurityCtrlr.SecurityProfile": "3" }, "Accepted"],
  ["MORootCertificate", { [CSMS_ROOT]: "false", [MF_ROOT]: "false" }, "Accepted"],
  ["V2GRootCertificate", { [CSMS_ROOT]: "false", [MF_ROOT]: "false" }, "Accepted"],
];
for (const [type, variables, outcome] of CASES) {
  Deno.test(`${type} with ${JSON.stringify(variables)} is ${outcome}`, async () => {
    assert.equal(await install(type, variables), outcome);
  });
}
