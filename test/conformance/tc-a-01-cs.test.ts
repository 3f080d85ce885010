import assert from "node:assert/strict";
import { nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";
import { IDENTITY } from "../fakes/station-credentials.ts";

/** 40 characters, among them every special one of passwordString: the tool configures it like this. */
const CONFIGURED_PASSWORD = "Aa0*-_=:+|@.Bb1*-_=:+|@.Cc2*-_=:+|@.Dd3z";

for (const securityProfile of [1, 2] as const) {
  Deno.test(
    `TC_A_01_CS Basic Authentication - Valid username/password combination (security profile ${securityProfile})`,
    async () => {
      assert.equal(CONFIGURED_PASSWORD.length, 40);
      await using station = await startStation({
        securityProfile,
        variables: { "SecurityCtrlr.BasicAuthPassword": CONFIGURED_PASSWORD },
        csms: { basicAuth: { username: IDENTITY, password: CONFIGURED_PASSWORD } },
      });
      const { csms } = station;
      // Step 1.
      await poweredUp(station);
      const { request } = await csms.connection();
      assert.equal(request.path, `/ocpp/${IDENTITY}`);
      assert.equal(
        request.headers.get("authorization"),
        `Basic ${btoa(`${IDENTITY}:${CONFIGURED_PASSWORD}`)}`,
      );
    },
  );
}

Deno.test("TC_A_01_CS Basic Authentication - a CSMS that knows another password", async () => {
  await using station = await startStation({
    csms: { basicAuth: { username: IDENTITY, password: CONFIGURED_PASSWORD } },
  });
  const { csms } = station;
  await csms.refused(1);
  assert.equal(csms.refusedUpgrades[0]?.status, 401);
  // It goes on trying, and says what is wrong in its log.
  await nextAttempt(station);
  await csms.refused(2);
  assert.equal(csms.connections, 0);
  assert.ok(station.log.lines.some(({ fields }) => /refused our credentials/.test(String(fields["reason"]))));
});
