import assert from "node:assert/strict";
import { startIso15118Station } from "../conformance/harness/certificates.ts";
import { poweredUp } from "../conformance/harness/power-up.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import type { StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { OCSP_TIMER } from "../../src/station/certificates/ocsp-refresh.ts";

const DAY_MS = 24 * 3600 * 1000;
const LEAF_AND_SUB_CAS = ["leaf", "sub-ca-2", "sub-ca-1"];

/** The security module has one V2G certificate. */
function oneCertificate({ client }: StationUnderTest["everest"]): void {
  client.sabotageCmd(
    { moduleId: "evse_security", implementationId: "main" },
    "get_v2g_ocsp_request_data",
    (answer) =>
      void answer({
        retval: {
          ocsp_request_data_list: [{
            certificate_hash_data: {
              hash_algorithm: "SHA256",
              issuer_name_hash: "aa",
              issuer_key_hash: "bb",
              serial_number: "leaf",
            },
            responder_url: "http://ocsp.example/",
          }],
        },
      }),
  );
}

/** The station has started, and the status of its only certificate is refreshed. */
async function statusRefreshed(station: StationUnderTest): Promise<void> {
  const { csms, everest } = station;
  oneCertificate(everest);
  csms.on("GetCertificateStatus", () => ({ status: "Accepted", ocspResult: btoa("status") }));
  station.start();
  await poweredUp(station);
  await station.pass(0);
  await csms.expect("GetCertificateStatus");
  await station.settle();
}

Deno.test("a certificate whose status the CSMS does not know delays neither the others nor their next refresh", async () => {
  await using station = await startIso15118Station({ start: false });
  const { csms, everest } = station;
  everest.client.sabotageCmd(
    { moduleId: "evse_security", implementationId: "main" },
    "get_v2g_ocsp_request_data",
    (answer) =>
      void answer({
        retval: {
          ocsp_request_data_list: LEAF_AND_SUB_CAS.map((serial_number) => ({
            certificate_hash_data: {
              hash_algorithm: "SHA256",
              issuer_name_hash: "aa",
              issuer_key_hash: "bb",
              serial_number,
            },
            responder_url: "http://ocsp.example/",
          })),
        },
      }),
  );
  let unknown: string | undefined = "leaf";
  csms.on(
    "GetCertificateStatus",
    ({ ocspRequestData: { serialNumber } }) =>
      serialNumber === unknown
        ? { status: "Failed" }
        : { status: "Accepted", ocspResult: btoa(`status of ${serialNumber}`) },
  );
  station.start();
  await poweredUp(station);
  const cached = () => everest.security.ocspCache.map(({ certificate }) => certificate.serial_number);
  await station.pass(0);
  assert.deepEqual(cached(), ["sub-ca-2", "sub-ca-1"]);
  await station.clock.timerSet(OCSP_TIMER);
  assert.equal(station.clock.remainingMs(OCSP_TIMER), DAY_MS, "the other one is asked for again");
  unknown = undefined;
  await processRestarted(station);
  await station.pass(0);
  assert.deepEqual(cached(), ["sub-ca-2", "sub-ca-1", "leaf"], "nothing is asked for twice");
});

Deno.test("a security module that has no list of certificates yet is asked again a minute later", async () => {
  await using station = await startIso15118Station({ start: false });
  const { csms, everest } = station;
  let silent = true;
  everest.client.sabotageCmd(
    { moduleId: "evse_security", implementationId: "main" },
    "get_v2g_ocsp_request_data",
    (answer) =>
      void answer(
        silent ? { error: { event: "HandlerException", msg: "not ready" } } : {
          retval: {
            ocsp_request_data_list: [{
              certificate_hash_data: {
                hash_algorithm: "SHA256",
                issuer_name_hash: "aa",
                issuer_key_hash: "bb",
                serial_number: "leaf",
              },
              responder_url: "http://ocsp.example/",
            }],
          },
        },
      ),
  );
  csms.on("GetCertificateStatus", () => ({ status: "Accepted", ocspResult: btoa("status") }));
  station.start();
  await poweredUp(station);
  await station.pass(0);
  silent = false;
  await station.pass(60_000);
  await csms.expect("GetCertificateStatus");
});

Deno.test("the status is a week old at most, also when the clock stood still while the station had no power (M06.FR.10)", async () => {
  await using station = await startIso15118Station({ start: false });
  const { csms, clock } = station;
  await statusRefreshed(station);
  // Without a battery the clock goes on where it stopped; somebody sets it a moment after the start.
  await processRestarted(station);
  await station.pass(0);
  assert.equal(csms.received("GetCertificateStatus").length, 1);
  clock.setWall(clock.wallMs() + 7 * DAY_MS);
  await station.pass(10_000);
  assert.equal(csms.received("GetCertificateStatus").length, 2);
});

Deno.test("a clock that is set back asks for no status again", async () => {
  await using station = await startIso15118Station({ start: false });
  const { csms, clock } = station;
  await statusRefreshed(station);
  clock.setWall(clock.wallMs() - DAY_MS);
  await station.pass(10_000);
  assert.equal(csms.received("GetCertificateStatus").length, 1);
  assert.equal(clock.remainingMs(OCSP_TIMER), 7 * DAY_MS - 10_000);
});
