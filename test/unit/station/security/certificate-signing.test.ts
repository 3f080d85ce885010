import assert from "node:assert/strict";
import {
  createCertificateSigning,
  SIGNING_TIMER,
} from "../../../../src/station/security/certificate-signing.ts";
import type { InstallOutcome } from "../../../../src/station/ports/certificate-store.ts";
import type { SigningRequest } from "../../../../src/station/ports/station-keys.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const TYPE = "ChargingStationCertificate";

function bench() {
  const csms = new FakeCsms();
  const clock = new FakeClock();
  const events: string[] = [];
  const state = {
    request: { kind: "created", csr: "CSR" } as SigningRequest,
    outcome: { kind: "installed" } as InstallOutcome,
    chainProblem: undefined as string | undefined,
  };
  const leaves: string[] = [];
  const deviceModel = new FakeDeviceModel({
    "InternalCtrlr.ChargeBoxSerialNumber": "0123",
    "SecurityCtrlr.OrganizationName": "Operator",
    "ISO15118Ctrlr.CountryName": "NL",
    "SecurityCtrlr.CertSigningWaitMinimum": "10",
    "SecurityCtrlr.CertSigningRepeatTimes": "2",
  });
  const signing = createCertificateSigning({
    csms,
    clock,
    keys: {
      createSigningRequest: () => Promise.resolve(state.request),
      installLeaf(type) {
        leaves.push(type);
        return Promise.resolve(state.outcome);
      },
      daysUntilExpiry: () => Promise.resolve(0),
    },
    deviceModel,
    tls: { clientChainProblem: () => Promise.resolve(state.chainProblem) },
    log: new RecordingLogger(),
    raiseSecurityEvent: (type) => void events.push(type),
    installed() {},
  });
  const passed = async (seconds: number) => {
    clock.advance(seconds * 1000);
    await settled();
  };
  const renewed = async () => {
    signing.renew(TYPE);
    await settled();
  };
  return { csms, clock, signing, events, state, leaves, deviceModel, passed, renewed };
}

Deno.test("the wait doubles as often as configured, then nothing is sent any more (A02.FR.17 to FR.19)", async () => {
  const { csms, clock, passed, renewed } = bench();
  csms.always("SignCertificate", { status: "Accepted" });
  await renewed();
  for (const seconds of [10, 20, 40]) {
    const sent = csms.sent.length;
    await passed(seconds - 1);
    assert.equal(csms.sent.length, sent);
    await passed(1);
    assert.equal(csms.sent.length, sent + 1);
  }
  assert.equal(clock.remainingMs(SIGNING_TIMER), undefined);
});

Deno.test("a request that the CSMS never took leaves nothing pending", async () => {
  const outcomes = [
    { kind: "error", code: "InternalError", description: "" },
    { kind: "timeout" },
    { kind: "result", response: { status: "Rejected" } },
  ] as const;
  for (const outcome of outcomes) {
    const { csms, clock, renewed } = bench();
    await renewed();
    await csms.settle("SignCertificate", outcome);
    assert.equal(clock.remainingMs(SIGNING_TIMER), undefined, outcome.kind);
    await renewed();
    assert.equal(csms.sent.length, 2, outcome.kind);
  }
});

Deno.test("a line that is down does not end the repetition of a request the CSMS has taken", async () => {
  const { csms, passed, renewed } = bench();
  await renewed();
  await csms.answer("SignCertificate", { status: "Accepted" });
  csms.online = false;
  await passed(10);
  csms.online = true;
  await passed(20);
  assert.equal(csms.requests("SignCertificate").length, 2);
});

Deno.test("while one certificate is on its way no second one is requested", async () => {
  const { csms, renewed } = bench();
  await renewed();
  await renewed();
  assert.equal(csms.sent.length, 1);
});

Deno.test("a request that cannot be made is a security event, and the next attempt is free", async () => {
  const { csms, events, state, renewed } = bench();
  state.request = { kind: "failed", reason: "KeyGenError" };
  await renewed();
  assert.deepEqual(events, ["CSRGenerationFailed"]);
  state.request = { kind: "created", csr: "CSR" };
  await renewed();
  assert.equal(csms.sent.length, 1);
});

Deno.test("when OCPP is stopped nothing is asked for again, not even what is being made right now", async () => {
  const { csms, clock, signing, passed, renewed } = bench();
  csms.always("SignCertificate", { status: "Accepted" });
  await renewed();
  signing.stop();
  assert.equal(clock.remainingMs(SIGNING_TIMER), undefined);
  signing.renew(TYPE);
  signing.stop();
  await passed(3600);
  assert.equal(csms.sent.length, 1);
  await renewed();
  assert.equal(csms.sent.length, 2);
});

Deno.test("a signed certificate is the station's unless another kind is named, and its outcome is told (A02.FR.06, A02.FR.07)", async () => {
  const { signing, events, state, leaves } = bench();
  const signed = async (outcome: InstallOutcome, type?: "V2GCertificate") => {
    state.outcome = outcome;
    const reply = await signing.handlers.CertificateSigned!({
      certificateChain: "PEM",
      ...(type && { certificateType: type }),
    });
    assert(reply.kind === "result");
    const { status, statusInfo } = reply.response;
    return [status, statusInfo?.reasonCode, statusInfo?.additionalInfo, ...events.splice(0)];
  };
  assert.deepEqual(await signed({ kind: "installed" }), [
    "Accepted",
    undefined,
    undefined,
    "ReconfigurationOfSecurityParameters",
  ]);
  assert.deepEqual(await signed({ kind: "refused", reason: "Expired" }, "V2GCertificate"), [
    "Rejected",
    "InvalidCertificate",
    "Expired",
    "InvalidChargingStationCertificate",
  ]);
  assert.deepEqual(await signed({ kind: "failed", reason: "WriteError" }), [
    "Rejected",
    "InternalError",
    "WriteError",
  ]);
  assert.deepEqual(leaves, [TYPE, "V2GCertificate", TYPE]);
});

Deno.test("a stop of OCPP forgets that a certificate was left to the CSMS: its next start asks again", async () => {
  const { csms, signing, renewed, state } = bench();
  state.chainProblem = "it is odd";
  await signing.handlers.CertificateSigned!({ certificateChain: "CHAIN", certificateType: TYPE });
  await renewed();
  assert.equal(csms.sent.length, 0);
  signing.stop();
  await renewed();
  assert.equal(csms.sent.length, 1);
});

Deno.test("a trigger for a certificate whose subject is not known names what is missing", () => {
  const { signing, deviceModel } = bench();
  const trigger = () => signing.triggers.SignChargingStationCertificate!(undefined);
  assert.equal(trigger().status, "Accepted");
  deviceModel.values.delete("SecurityCtrlr.OrganizationName");
  assert.deepEqual(trigger(), {
    status: "Rejected",
    statusInfo: { reasonCode: "MissingDevModelInfo", additionalInfo: "SecurityCtrlr.OrganizationName" },
  });
});

Deno.test("a certificate that TLS cannot use is refused before the security module gets it, a V2G certificate is not asked about", async () => {
  const { signing, events, state, leaves } = bench();
  state.chainProblem = "it is odd";
  const signed = async (certificateType: "ChargingStationCertificate" | "V2GCertificate") => {
    const reply = await signing.handlers.CertificateSigned!({ certificateChain: "PEM", certificateType });
    assert(reply.kind === "result");
    return reply.response;
  };
  assert.deepEqual(await signed(TYPE), {
    status: "Rejected",
    statusInfo: { reasonCode: "InvalidCertificate", additionalInfo: "it is odd" },
  });
  assert.deepEqual(events, ["InvalidChargingStationCertificate"]);
  assert.deepEqual(leaves, []);
  assert.equal((await signed("V2GCertificate")).status, "Accepted");
});

Deno.test("A02.FR.21: a V2G request that the CSMS rejects switches Plug & Charge off until the next start", async () => {
  for (const status of ["Accepted", "Rejected"] as const) {
    const { csms, signing, deviceModel } = bench();
    deviceModel.values.set("ISO15118Ctrlr.PnCEnabled", "true");
    deviceModel.values.set("ISO15118Ctrlr.SeccId", "SECC");
    deviceModel.values.set("ISO15118Ctrlr.OrganizationName", "Operator");
    csms.always("SignCertificate", { status });
    signing.renew("V2GCertificate");
    await settled();
    assert.equal(csms.requests("SignCertificate")[0]?.certificateType, "V2GCertificate");
    assert.equal(deviceModel.values.get("ISO15118Ctrlr.PnCEnabled"), String(status === "Accepted"));
  }
});
