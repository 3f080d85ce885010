import assert from "node:assert/strict";
import { join } from "node:path";
import { nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";
import { IDENTITY } from "../fakes/station-credentials.ts";

const NEW_PASSWORD = "Another*Password-of_40.Characters@0123456";

function setPassword({ csms }: StationUnderTest, attributeValue: string) {
  return csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "SecurityCtrlr" },
      variable: { name: "BasicAuthPassword" },
      attributeValue,
    }],
  });
}

for (const securityProfile of [1, 2] as const) {
  Deno.test(
    `TC_A_09_CS Update Charging Station Password for HTTP Basic Authentication - Accepted (security profile ${securityProfile})`,
    async () => {
      await using station = await startStation({ securityProfile });
      const { csms } = station;
      await poweredUp(station);
      csms.expectPassword(NEW_PASSWORD);
      const reconnected = csms.nextConnection();
      // Steps 1, 2: the response comes over the old connection.
      const { setVariableResult } = await setPassword(station, NEW_PASSWORD);
      assert.equal(setVariableResult[0]?.attributeStatus, "Accepted");
      // Steps 3, 4.
      const { request } = await reconnected;
      assert.equal(request.headers.get("authorization"), `Basic ${btoa(`${IDENTITY}:${NEW_PASSWORD}`)}`);
      assert.deepEqual(csms.refusedUpgrades, []);
      // The new password also outlives the connection.
      csms.drop();
      await csms.disconnected();
      const again = csms.nextConnection();
      await nextAttempt(station);
      await again;
      // The end of the process waits until its logs are written. A01.FR.11, A01.FR.12.
      assert.equal(await station.stop(), 0);
      const log = await securityLog(station);
      assert.match(log, /ReconfigurationOfSecurityParameters/);
      assert.match(log, /BasicAuthPassword was set/);
      assert(!log.includes(NEW_PASSWORD));
    },
  );
}

async function securityLog({ directory }: StationUnderTest): Promise<string> {
  const logs = join(directory, "logs");
  const files = [...Deno.readDirSync(logs)].filter(({ name }) => /security/i.test(name));
  return (await Promise.all(files.map(({ name }) => Deno.readTextFile(join(logs, name))))).join("");
}
