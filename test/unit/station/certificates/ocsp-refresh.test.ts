import assert from "node:assert/strict";
import type { OCSPRequestDataType } from "../../../../src/ocpp/messages.ts";
import { refreshedName } from "../../../../src/station/certificates/ocsp-due.ts";
import { createOcspRefresh, OCSP_TIMER } from "../../../../src/station/certificates/ocsp-refresh.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const DAY_MS = 24 * 3600 * 1000;
const WEEK_MS = 7 * DAY_MS;

function certificate(serialNumber: string): OCSPRequestDataType {
  return {
    hashAlgorithm: "SHA256",
    issuerNameHash: "aa",
    issuerKeyHash: "bb",
    serialNumber,
    responderURL: "http://ocsp",
  };
}

function bench(certificates: readonly string[] = ["1"], disk = new Map<string, number>()) {
  const module: { state: "answers" | "silent" } = { state: "answers" };
  const csms = new FakeCsms();
  const clock = new FakeClock();
  const stored: string[] = [];
  const refresh = createOcspRefresh({
    csms,
    clock,
    cache: {
      requests: () => Promise.resolve(module.state === "answers" ? certificates.map(certificate) : undefined),
      store({ serialNumber }) {
        stored.push(serialNumber);
        return Promise.resolve(true);
      },
    },
    lastDone: {
      at: (name) => disk.get(name),
      done: (name, wallMs) => Promise.try(() => void disk.set(name, wallMs)),
      forgetOthers(prefix, names) {
        for (const name of disk.keys()) {
          if (name.startsWith(prefix) && !names.includes(name)) disk.delete(name);
        }
        return Promise.resolve();
      },
    },
    deviceModel: new FakeDeviceModel(),
    log: new RecordingLogger(),
  });
  const passed = async (ms: number) => {
    clock.advance(ms);
    await settled();
  };
  return { csms, clock, stored, refresh, disk, passed, module };
}

const accepted = { status: "Accepted", ocspResult: "T0NTUA==" } as const;

Deno.test("what was never refreshed is refreshed at once, then once a week (M06.FR.10)", async () => {
  const { csms, clock, stored, refresh, passed } = bench(["1", "2"]);
  csms.always("GetCertificateStatus", accepted);
  refresh.start();
  await passed(0);
  assert.deepEqual(stored, ["1", "2"]);
  assert.equal(clock.remainingMs(OCSP_TIMER), WEEK_MS);
  await passed(WEEK_MS);
  assert.deepEqual(stored, ["1", "2", "1", "2"]);
});

Deno.test("a restart waits for what is left of the week", async () => {
  const { csms, clock, disk, refresh, passed } = bench();
  disk.set(refreshedName(certificate("1")), clock.wallMs() - 5 * DAY_MS);
  refresh.start();
  refresh.start();
  await passed(2 * DAY_MS - 1);
  assert.equal(csms.sent.length, 0);
  await passed(1);
  assert.equal(csms.sent.length, 1);
});

Deno.test("one Failed answer delays no other certificate, and is tried again by itself a day later", async () => {
  const { csms, clock, stored, refresh, passed } = bench(["1", "2", "3"]);
  refresh.start();
  await passed(0);
  await csms.answer("GetCertificateStatus", accepted);
  await csms.answer("GetCertificateStatus", { status: "Failed" });
  await csms.answer("GetCertificateStatus", accepted);
  assert.deepEqual(stored, ["1", "3"]);
  assert.equal(clock.remainingMs(OCSP_TIMER), DAY_MS);
  await passed(DAY_MS);
  await csms.answer("GetCertificateStatus", accepted);
  assert.deepEqual(stored, ["1", "3", "2"]);
  assert.equal(clock.remainingMs(OCSP_TIMER), WEEK_MS - DAY_MS);
  await passed(WEEK_MS - DAY_MS);
  await csms.answer("GetCertificateStatus", accepted);
  await csms.answer("GetCertificateStatus", accepted);
  assert.deepEqual(stored, ["1", "3", "2", "1", "3"], "the others come when their own week is over");
  assert.equal(clock.remainingMs(OCSP_TIMER), DAY_MS);
});

Deno.test("a new connection does not ask again for what failed today, but for what the old one left out", async () => {
  const { csms, stored, refresh, passed } = bench(["1", "2", "3"]);
  refresh.start();
  await passed(0);
  await csms.answer("GetCertificateStatus", { status: "Failed" });
  csms.online = false;
  await csms.settle("GetCertificateStatus", { kind: "timeout" });
  refresh.stop();
  csms.online = true;
  csms.always("GetCertificateStatus", accepted);
  refresh.start();
  await passed(0);
  assert.deepEqual(stored, ["2", "3"]);
  await passed(DAY_MS);
  assert.deepEqual(stored, ["2", "3", "1"]);
});

Deno.test("a certificate that failed, went and is installed again is asked about at once", async () => {
  const certificates = ["1", "2"];
  const { csms, stored, refresh, passed } = bench(certificates);
  refresh.start();
  await passed(0);
  await csms.answer("GetCertificateStatus", accepted);
  await csms.answer("GetCertificateStatus", { status: "Failed" });
  csms.always("GetCertificateStatus", accepted);
  for (const installed of [["1"], ["1", "2"]]) {
    certificates.splice(0, certificates.length, ...installed);
    refresh.stop();
    refresh.start();
    await passed(0);
  }
  assert.deepEqual(stored, ["1", "2"]);
});

Deno.test("a connection that ends while new certificates are asked for leaves none of them out", async () => {
  const { csms, stored, refresh, passed, disk, clock } = bench(["1", "2"]);
  for (const serial of ["1", "2"]) disk.set(refreshedName(certificate(serial)), clock.wallMs());
  refresh.start();
  refresh.certificatesChanged();
  await passed(0);
  csms.online = false;
  await csms.settle("GetCertificateStatus", { kind: "timeout" });
  refresh.stop();
  csms.online = true;
  csms.always("GetCertificateStatus", accepted);
  refresh.start();
  await passed(0);
  assert.deepEqual(stored, ["1", "2"]);
});

Deno.test("a security module that does not list the certificates is asked again, less and less often", async () => {
  const { csms, clock, stored, refresh, passed, module } = bench();
  csms.always("GetCertificateStatus", accepted);
  module.state = "silent";
  refresh.start();
  await passed(0);
  const waits: number[] = [];
  for (let attempt = 0; attempt < 13; attempt++) {
    waits.push((clock.remainingMs(OCSP_TIMER) ?? 0) / 60_000);
    await passed(clock.remainingMs(OCSP_TIMER) ?? 0);
  }
  assert.deepEqual(waits.slice(0, 4), [1, 2, 4, 8]);
  assert.deepEqual(waits.slice(-2), [24 * 60, 24 * 60]);
  module.state = "answers";
  await passed(DAY_MS);
  assert.deepEqual(stored, ["1"]);
  module.state = "silent";
  await passed(WEEK_MS);
  assert.equal(clock.remainingMs(OCSP_TIMER), 60_000, "it begins anew");
});

Deno.test("new certificates are all asked about, also when the security module does not list them at first (M06.FR.07)", async () => {
  const { csms, clock, stored, refresh, passed, module, disk } = bench(["1", "2"]);
  csms.always("GetCertificateStatus", accepted);
  for (const serial of ["1", "2"]) disk.set(refreshedName(certificate(serial)), clock.wallMs());
  module.state = "silent";
  refresh.certificatesChanged();
  refresh.start();
  await passed(0);
  module.state = "answers";
  await passed(60_000);
  assert.deepEqual(stored, ["1", "2"]);
});

Deno.test("the time of a certificate that the station no longer shows is forgotten", async () => {
  const { csms, refresh, passed, disk } = bench(["1"]);
  disk.set(refreshedName(certificate("0")), 1).set("ocsp-refreshed", 1);
  csms.always("GetCertificateStatus", accepted);
  refresh.start();
  await passed(0);
  assert.deepEqual([...disk.keys()], [refreshedName(certificate("1"))]);
});

Deno.test("a disk that does not take the time of a refresh costs one more refresh, a day later", async () => {
  const { csms, clock, stored, refresh, disk, passed } = bench();
  csms.always("GetCertificateStatus", accepted);
  disk.set = () => {
    throw new Error("disk full");
  };
  refresh.start();
  await passed(0);
  assert.deepEqual(stored, ["1"]);
  assert.equal(clock.remainingMs(OCSP_TIMER), DAY_MS);
  await passed(DAY_MS);
  assert.deepEqual(stored, ["1", "1"]);
});

Deno.test("a station that is accepted once more does not begin anew", async () => {
  const { csms, clock, refresh, passed } = bench();
  csms.always("GetCertificateStatus", { status: "Failed" });
  refresh.start();
  await passed(0);
  refresh.start();
  await passed(0);
  assert.equal(csms.sent.length, 1);
  assert.equal(clock.remainingMs(OCSP_TIMER), DAY_MS);
});

Deno.test("new certificates are asked for at once, also while a refresh is under way (M06.FR.07)", async () => {
  const { csms, clock, disk, refresh, passed } = bench();
  disk.set(refreshedName(certificate("1")), clock.wallMs());
  refresh.start();
  refresh.certificatesChanged();
  await passed(0);
  assert.equal(csms.sent.length, 1);
  refresh.certificatesChanged();
  await csms.answer("GetCertificateStatus", accepted);
  await passed(0);
  assert.equal(csms.sent.length, 2);
});

Deno.test("nothing is asked while the station is offline; what became due follows", async () => {
  const { csms, refresh, passed } = bench();
  refresh.start();
  refresh.stop();
  await passed(WEEK_MS);
  assert.equal(csms.sent.length, 0);
  refresh.start();
  await passed(0);
  assert.equal(csms.sent.length, 1);
});

Deno.test("a status that the CSMS does not know, or tells without the status itself, is none (M06.FR.04)", async () => {
  const answers = [{ status: "Failed", ocspResult: "T0NTUA==" }, { status: "Accepted" }] as const;
  for (const answer of answers) {
    const { csms, stored, refresh, passed } = bench();
    csms.always("GetCertificateStatus", answer);
    refresh.start();
    await passed(0);
    assert.deepEqual(stored, []);
  }
});

Deno.test("a refresh that claims to be of the future was made with a wrong clock", async () => {
  const { csms, clock, disk, refresh, passed } = bench();
  disk.set(refreshedName(certificate("1")), clock.wallMs() + DAY_MS);
  refresh.start();
  await passed(0);
  assert.equal(csms.sent.length, 1);
});

Deno.test("two refreshes are never under way at once", async () => {
  const { csms, refresh, passed } = bench();
  refresh.start();
  await passed(0);
  refresh.stop();
  refresh.start();
  await passed(0);
  assert.equal(csms.sent.length, 1);
});
