import assert from "node:assert/strict";
import { MAX_CHARGING_PROFILES } from "../../../../src/kernel/limits.ts";
import {
  followsProfiles,
  rateUnits,
  readProfileCapabilities,
  readScheduleCapabilities,
} from "../../../../src/station/smart-charging/smart-charging-variables.ts";
import type { StationDeviceModel } from "../../../../src/variables/create-device-model.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

/** A device model whose Entries[ChargingProfiles] has this maxLimit. */
function withEntries(maxLimit: number | undefined): Parameters<typeof readProfileCapabilities>[0] {
  const variable = {
    variable: { name: "Entries", instance: "ChargingProfiles" },
    characteristics: { dataType: "integer", ...(maxLimit === undefined ? {} : { maxLimit }) },
  };
  return {
    integer: () => undefined,
    components: () => [{ component: { name: "SmartChargingCtrlr" }, variables: [variable] }],
  } as unknown as StationDeviceModel;
}

Deno.test("a station takes as many profiles as its maker says, and no more than there is room for", () => {
  const maxProfiles = (limit: number | undefined) => readProfileCapabilities(withEntries(limit)).maxProfiles;
  assert.equal(maxProfiles(10), 10);
  assert.equal(maxProfiles(MAX_CHARGING_PROFILES), MAX_CHARGING_PROFILES);
  assert.equal(maxProfiles(MAX_CHARGING_PROFILES + 1), MAX_CHARGING_PROFILES);
  assert.equal(maxProfiles(undefined), MAX_CHARGING_PROFILES);
});

Deno.test("profiles are followed where smart charging is available and not disabled", () => {
  const follows = (values: Record<string, string>) => followsProfiles(new FakeDeviceModel(values));
  assert.equal(follows({}), false);
  assert.equal(
    follows({ "SmartChargingCtrlr.Available": "false", "SmartChargingCtrlr.Enabled": "true" }),
    false,
  );
  assert.equal(follows({ "SmartChargingCtrlr.Available": "true" }), true);
  assert.equal(
    follows({ "SmartChargingCtrlr.Available": "true", "SmartChargingCtrlr.Enabled": "false" }),
    false,
  );
});

Deno.test("an empty or strange RateUnit means both units", () => {
  const units = (value: string) => rateUnits(new FakeDeviceModel({ "SmartChargingCtrlr.RateUnit": value }));
  assert.deepEqual([units("W"), units("W, A"), units(""), units("kW")], [["W"], ["W", "A"], ["A", "W"], [
    "A",
    "W",
  ]]);
});

Deno.test("an EVSE without phases of alternating current delivers direct current", () => {
  const model = new FakeDeviceModel({ "EVSE[1].SupplyPhases": "0", "EVSE[2].SupplyPhases": "1" });
  const read = (evse: number) => {
    const { current, supplyPhases } = readScheduleCapabilities(model, evse);
    return [current, supplyPhases];
  };
  assert.deepEqual([read(1), read(2), read(3), read(0)], [["DC", 0], ["AC", 1], ["AC", 3], ["AC", 3]]);
});
