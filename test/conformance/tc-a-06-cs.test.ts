import assert from "node:assert/strict";
import { hasOpenssl, startOpensslServer } from "../fakes/csms/openssl-server.ts";
import { Relay } from "../fakes/csms/relay.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { attemptFailed, nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test({
  name: "TC_A_06_CS TLS - server-side certificate - TLS version too low" +
    (hasOpenssl ? "" : " (skipped: a server of TLS 1.1 needs the openssl command)"),
  ignore: !hasOpenssl,
  async fn() {
    await using relay = new Relay();
    await using station = await startStation({
      start: false,
      securityProfile: 2,
      csmsUrl: `wss://localhost:${relay.port}/ocpp`,
      variables: { "OCPPCommCtrlr.NetworkProfileConnectionAttempts": 1 },
    });
    const { csms } = station;
    const { server } = await testPki();
    // Steps 1 to 3, twice.
    const outdated = await startOpensslServer({ ...server, args: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"] });
    relay.leadTo(outdated.port);
    station.start();
    await nextAttempt(station);
    await attemptFailed(station);
    await outdated.stop();
    relay.leadTo(csms.port);
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
