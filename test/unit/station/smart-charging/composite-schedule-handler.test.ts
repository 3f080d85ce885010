import assert from "node:assert/strict";
import type { ChargingProfileType, RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import { readChargingProfile } from "../../../../src/station/smart-charging/charging-profile.ts";
import { compositeScheduleHandlers } from "../../../../src/station/smart-charging/composite-schedule-handler.ts";
import { groupByEvse } from "../../../../src/station/smart-charging/schedule-context.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const NOW_SECONDS = Date.parse("2026-03-01T12:00:00Z") / 1000;

function ask(
  request: RequestOf<"GetCompositeSchedule">,
  profiles: readonly ChargingProfileType[] = [],
  variables: Record<string, string> = {},
): ResponseOf<"GetCompositeSchedule"> | string {
  const handlers = compositeScheduleHandlers({
    deviceModel: new FakeDeviceModel({ "SmartChargingCtrlr.Available": "true", ...variables }),
    situation: () => ({
      nowSeconds: NOW_SECONDS,
      context: {
        profiles: groupByEvse(profiles.map((profile) => readChargingProfile(1, "CSO", profile))),
        ignoredPurposes: new Set(),
        station: { current: "AC", localLimits: [] },
        evses: [{
          evseId: 1,
          current: "AC",
          defaultLimit: { origin: "default", amperes: 48, watts: 33_120 },
          localLimits: [],
        }],
        supplyVolts: 230,
      },
    }),
  });
  const reply = handlers.GetCompositeSchedule!(request) as Awaited<
    ReturnType<NonNullable<typeof handlers.GetCompositeSchedule>>
  >;
  return reply.kind === "result" ? reply.response : reply.code;
}

Deno.test("without chargingRateUnit the first unit of RateUnit counts", () => {
  const answer = ask({ evseId: 1, duration: 60 }, [], { "SmartChargingCtrlr.RateUnit": "W,A" });
  assert.deepEqual(answer, {
    status: "Accepted",
    schedule: {
      evseId: 1,
      duration: 60,
      scheduleStart: "2026-03-01T12:00:00.000Z",
      chargingRateUnit: "W",
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 33_120, numberPhases: 3 }],
    },
  });
});

Deno.test("a request that cannot be met is rejected with the reason", () => {
  const variables = { "SmartChargingCtrlr.RateUnit": "A" };
  assert.deepEqual(ask({ evseId: 1, duration: 60, chargingRateUnit: "W" }, [], variables), {
    status: "Rejected",
    statusInfo: { reasonCode: "UnsupportedRateUnit", additionalInfo: "chargingRateUnit W is not supported" },
  });
  assert.deepEqual(ask({ evseId: 2, duration: 60 }), {
    status: "Rejected",
    statusInfo: { reasonCode: "UnknownEvse", additionalInfo: "There is no EVSE 2" },
  });
  assert.equal(
    ask({ evseId: 1, duration: 60 }, [], { "SmartChargingCtrlr.Enabled": "false" }),
    "NotSupported",
  );
});

Deno.test("a schedule that is cut short says so", () => {
  const everySecond: ChargingProfileType = {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Recurring",
    recurrencyKind: "Daily",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      startSchedule: "2026-01-01T00:00:00Z",
      chargingSchedulePeriod: Array.from({ length: 1024 }, (_, index) => ({
        startPeriod: index,
        limit: 6 + index % 10,
      })),
    }],
  };
  const duration = 365 * 86_400;
  const answer = ask({ evseId: 1, duration }, [everySecond]);
  assert(typeof answer === "object" && answer.schedule !== undefined);
  assert.equal(answer.status, "Accepted");
  assert.equal(answer.statusInfo?.reasonCode, "TooManyElements");
  assert.ok(answer.schedule.duration < duration);
  assert.match(
    answer.statusInfo.additionalInfo ?? "",
    new RegExp(`^${answer.schedule.duration} s of ${duration} s`),
  );
});
