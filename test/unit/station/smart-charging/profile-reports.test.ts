import assert from "node:assert/strict";
import type { ChargingProfileType } from "../../../../src/ocpp/messages.ts";
import {
  type ChargingProfile,
  readChargingProfile,
} from "../../../../src/station/smart-charging/charging-profile.ts";
import { askedProfiles, isCleared } from "../../../../src/station/smart-charging/profile-criteria.ts";
import { profileReports } from "../../../../src/station/smart-charging/profile-reports.ts";

function profile(
  id: number,
  evseId: number,
  change: Partial<ChargingProfileType> = {},
  source: ChargingProfile["source"] = "CSO",
): ChargingProfile {
  return readChargingProfile(evseId, source, {
    id,
    stackLevel: id,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Relative",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
    }],
    ...change,
  });
}

const EXTERNAL = profile(-1, 1, { chargingProfilePurpose: "ChargingStationExternalConstraints" }, "EMS");
const MAXIMUM = profile(1, 0, { chargingProfilePurpose: "ChargingStationMaxProfile" });
const ALL = [MAXIMUM, profile(2, 0), profile(3, 1), profile(4, 2), EXTERNAL];

/** `evse source: ids tbc` of every message. */
function reports(profiles: readonly ChargingProfile[], maxBytes: number): readonly string[] {
  return profileReports(7, profiles, maxBytes).map((message) => {
    assert.equal(message.requestId, 7);
    const ids = message.chargingProfile.map(({ id }) => id).join("+");
    return `${message.evseId} ${message.chargingLimitSource}: ${ids}${message.tbc ? " …" : ""}`;
  });
}

Deno.test("each message has the profiles of one EVSE and one source; all but the last are to be continued", () => {
  assert.deepEqual(reports(ALL, 10_000), ["0 CSO: 1+2 …", "1 CSO: 3 …", "1 EMS: -1 …", "2 CSO: 4"]);
});

Deno.test("a message is no longer than allowed; a profile that is longer has one of its own", () => {
  const bytes = JSON.stringify(MAXIMUM.wire).length + 1;
  assert.deepEqual(reports([MAXIMUM, profile(2, 0), profile(3, 0)], 2 * bytes), ["0 CSO: 1+2 …", "0 CSO: 3"]);
  assert.deepEqual(reports([MAXIMUM, profile(2, 0)], 1), ["0 CSO: 1 …", "0 CSO: 2"]);
});

const idsOf = (profiles: readonly ChargingProfile[]) => profiles.map(({ id }) => id);

Deno.test("criteria of a report must all be met", () => {
  const asked = (
    evseId: number | undefined,
    chargingProfile: Parameters<typeof askedProfiles>[1]["chargingProfile"],
  ) =>
    idsOf(askedProfiles(ALL, { requestId: 1, chargingProfile, ...(evseId === undefined ? {} : { evseId }) }));
  assert.deepEqual(asked(undefined, {}), [1, 2, 3, 4, -1]);
  assert.deepEqual(asked(0, {}), [1, 2]);
  assert.deepEqual(asked(undefined, { chargingProfileId: [2, 4, 9] }), [2, 4]);
  assert.deepEqual(asked(0, { chargingProfileId: [2, 4] }), [2]);
  assert.deepEqual(asked(undefined, { stackLevel: 3 }), [3]);
  assert.deepEqual(asked(1, { chargingLimitSource: ["EMS", "SO"] }), [-1]);
  assert.deepEqual(
    asked(undefined, { chargingProfilePurpose: "ChargingStationMaxProfile", stackLevel: 2 }),
    [],
  );
});

Deno.test("an id clears one profile, criteria clear all that meet them; external constraints stay", () => {
  const cleared = (request: Parameters<typeof isCleared>[1]) =>
    idsOf(ALL.filter((profile) => isCleared(profile, request)));
  assert.deepEqual(cleared({ chargingProfileId: 3 }), [3]);
  assert.deepEqual(cleared({ chargingProfileId: -1 }), []);
  assert.deepEqual(cleared({ chargingProfileCriteria: { evseId: 0 } }), [1, 2]);
  assert.deepEqual(cleared({ chargingProfileCriteria: { evseId: 1, stackLevel: -1 } }), []);
  assert.deepEqual(
    cleared({ chargingProfileCriteria: { chargingProfilePurpose: "ChargingStationExternalConstraints" } }),
    [],
  );
  assert.deepEqual(cleared({}), [1, 2, 3, 4]);
});
