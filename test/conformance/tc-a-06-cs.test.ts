import assert from "node:assert/strict";
import { hasOpenssl, startOpensslServer } from "../fakes/csms/openssl-server.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { attemptFailed, nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test({
  name: "TC_A_06_CS TLS - server-side certificate - TLS version too low" +
    (hasOpenssl ? "" : " (skipped: a server of TLS 1.1 needs the openssl command)"),
  ignore: !hasOpenssl,
  async fn() {
    await using station = await startStation({
      start: false,
      securityProfile: 2,
      variables: { "OCPPCommCtrlr.NetworkProfileConnectionAttempts": 1 },
    });
    const { csms } = station;
    const { server } = await testPki();
    // Steps 1 to 3, twice.
    await csms.stopAccepting();
    const outdated = await startOpensslServer({
      ...server,
      port: csms.port,
      args: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    });
    station.start();
    await nextAttempt(station);
    await attemptFailed(station);
    await outdated.stop();
    csms.resume();
    // Steps 4 to 15.
    await nextAttempt(station);
    await poweredUp(station);
    // Steps 16, 17.
    const { payload } = await csms.expect("SecurityEventNotification");
    assert.equal(payload.type, "InvalidTLSVersion");
    // A00.FR.316: once for all the attempts.
    await station.settle();
    assert.equal(csms.received("SecurityEventNotification").length, 2);
  },
});
