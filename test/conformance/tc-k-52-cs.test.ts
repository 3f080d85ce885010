import assert from "node:assert/strict";
import { reported } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_52_CS Set External Charging Limit (not on a transaction) - ChargingStationExternalConstraints in report", async () => {
  await using station = await startStation({
    variables: { "SmartChargingCtrlr.ExternalControlSignalsEnabled": "true" },
  });
  await booted(station);
  // Memory state: an external charging limit has been submitted.
  await station.evse(1).enforce(10, "ocpp/OCPP_set_external_limits", "building_manager");
  await station.csms.expect("NotifyChargingLimit");
  // Steps 1 to 4.
  const purpose = { chargingProfilePurpose: "ChargingStationExternalConstraints" } as const;
  const profiles = await reported(station, purpose);
  assert(profiles !== "NoProfiles" && profiles.length > 0);
  for (const { profile, source } of profiles) {
    assert.equal(profile.chargingProfilePurpose, "ChargingStationExternalConstraints");
    assert.equal(source, "EMS");
  }
});
