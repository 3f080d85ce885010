import assert from "node:assert/strict";
import { assertSigningRequest, certified, requestTriggered } from "./harness/certificates.ts";
import { poweredUp } from "./harness/power-up.ts";
import { configured } from "./harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";

const WAIT_SECONDS = 20;

Deno.test("TC_A_23_CS Update Charging Station Certificate by request of CSMS - CertificateSignedRequest Timeout", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  const { csms, clock } = station;
  await poweredUp(station);
  await configured(station, {
    "SecurityCtrlr.CertSigningWaitMinimum": String(WAIT_SECONDS),
    "SecurityCtrlr.CertSigningRepeatTimes": "1",
  });
  const repeated = async (afterSeconds: number) => {
    await clock.timerSet("security.certificate-signing");
    await station.pass(afterSeconds * 1000 - 1);
    assert.deepEqual(csms.received("SignCertificate").length, sent);
    await station.pass(1);
    sent++;
    return (await csms.expect("SignCertificate")).payload.csr;
  };
  let sent = 1;
  // Steps 1 to 4.
  const csr = await requestTriggered(station, "ChargingStationCertificate");
  // Steps 5 to 7.
  assert.equal(await repeated(WAIT_SECONDS), csr);
  // Steps 8 to 10.
  assert.equal(await repeated(2 * WAIT_SECONDS), csr);
  await station.settle();
  assert.equal(clock.remainingMs("security.certificate-signing"), undefined, "A02.FR.19");
  // Steps 11 to 16 (errata 2025-02): a certificate for each request. All are of one key, and the last one is used.
  for (let answered = 0; answered < sent; answered++) {
    const reconnected = csms.nextConnection();
    const { cert } = await certified(station, csr, "ChargingStationCertificate");
    await reconnected;
    assert.equal(station.everest.security.certificates.leaves.get("CSMS")?.chain[0], cert);
  }
});

Deno.test("A03.FR.02 A certificate that expires within a month is renewed without being asked", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  station.everest.security.expiryDays.set("CSMS", 29);
  await poweredUp(station);
  await station.pass(59_999);
  assert.deepEqual(station.csms.received("SignCertificate"), []);
  await station.pass(1);
  const { payload } = await station.csms.expect("SignCertificate");
  // A03.FR.03, A03.FR.13.
  assertSigningRequest(payload, "ChargingStationCertificate");
  // A03.FR.08: the new certificate is used at once, in a new connection.
  const reconnected = station.csms.nextConnection();
  const certificate = await certified(station, payload.csr, "ChargingStationCertificate");
  await reconnected;
  const { leaves } = station.everest.security.certificates;
  assert.equal(leaves.get("CSMS")?.chain[0], certificate.cert);
});

const CHECK_INTERVAL_SECONDS = 3600;

/** A station whose certificate expires within a month; it asks for a new one a minute after its start. */
async function startExpiring(): Promise<StationUnderTest> {
  const station = await startStation({
    securityProfile: 3,
    csms: { intervalSeconds: 86_400 },
    variables: {
      "ISO15118Ctrlr.CountryName": "NL",
      "SecurityCtrlr.CertSigningWaitMinimum": WAIT_SECONDS,
      "SecurityCtrlr.CertSigningRepeatTimes": 1,
      // Hours pass in which nothing is to be seen.
      "OCPPCommCtrlr.WebSocketPingInterval": 0,
      "InternalCtrlr.ClientCertificateExpireCheckIntervalSeconds": CHECK_INTERVAL_SECONDS,
    },
  });
  station.everest.security.expiryDays.set("CSMS", 10);
  return station;
}

/** The station has asked for a certificate and waits for it. */
async function waits({ clock }: StationUnderTest): Promise<void> {
  await clock.timerSet("security.certificate-signing");
}

/** The station has started, and has asked for the first time. */
async function asked(station: StationUnderTest): Promise<void> {
  await poweredUp(station);
  await station.pass(60_000);
  await waits(station);
}

/** The station asks as often as it may, and nobody answers. */
async function givenUp(station: StationUnderTest): Promise<void> {
  await asked(station);
  await station.pass(WAIT_SECONDS * 1000);
  await waits(station);
  await station.pass(2 * WAIT_SECONDS * 1000);
  await station.settle();
  assert.equal(station.csms.received("SignCertificate").length, 3);
}

/** The certificate is looked at a few times, and no other one is requested. */
async function staysSilent(station: StationUnderTest): Promise<void> {
  const made = () => station.everest.record.callsOf("generate_certificate_signing_request").length;
  const before = made();
  await station.pass(3 * CHECK_INTERVAL_SECONDS * 1000);
  assert.equal(made(), before);
}

async function triggered(station: StationUnderTest): Promise<void> {
  const requestedMessage = "SignChargingStationCertificate";
  assert.equal((await station.csms.call("TriggerMessage", { requestedMessage })).status, "Accepted");
  await waits(station);
}

Deno.test("A03.FR.19 After the last repetition nothing is requested until a TriggerMessage, however near the expiry", async () => {
  await using station = await startExpiring();
  await givenUp(station);
  await staysSilent(station);
  await triggered(station);
  assert.equal(station.csms.received("SignCertificate").length, 4);
});

Deno.test("A02.FR.20 After a certificate that was refused nothing is requested until a TriggerMessage", async () => {
  await using station = await startExpiring();
  await asked(station);
  const { status } = await station.csms.call("CertificateSigned", {
    certificateChain: "no certificate",
    certificateType: "ChargingStationCertificate",
  });
  assert.equal(status, "Rejected");
  await staysSilent(station);
  await triggered(station);
  assert.equal(station.csms.received("SignCertificate").length, 2);
});

Deno.test("A03.FR.02 A certificate that has arrived late is renewed when it expires itself", async () => {
  await using station = await startExpiring();
  await givenUp(station);
  const { csr } = station.csms.received("SignCertificate").at(-1)!;
  const reconnected = station.csms.nextConnection();
  await certified(station, csr, "ChargingStationCertificate");
  await reconnected;
  await station.clock.timerSet("security.client-certificate-expiry");
  await station.pass(60_000);
  await waits(station);
  assert.equal(station.csms.received("SignCertificate").length, 4);
});
