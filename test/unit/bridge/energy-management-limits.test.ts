import assert from "node:assert/strict";
import { toChargingSchedules, toExternalLimits } from "../../../src/bridge/energy-management-limits.ts";
import { encode } from "../../../src/everest/codec/mod.ts";
import { externalLimits } from "../../../src/everest/interfaces/types/energy.ts";
import type { CompositeSchedule } from "../../../src/station/smart-charging/composite-schedule.ts";

const SCHEDULE: CompositeSchedule = {
  evseId: 1,
  startSeconds: Date.parse("2026-01-15T10:00:00Z") / 1000,
  isCutShort: false,
  durationSeconds: 600,
  unit: "A",
  periods: [{ startSeconds: 0, limit: 16, numberPhases: 3 }, {
    startSeconds: 60,
    limit: 6.5,
    numberPhases: 1,
  }],
};

Deno.test("every period becomes a limit that counts from the start of the schedule", () => {
  const limits = toExternalLimits(SCHEDULE, "ocpp/OCPP_set_external_limits");
  assert.deepEqual(
    limits.schedule_import.map(({ timestamp, limits_to_leaves }) => [timestamp, limits_to_leaves]),
    [
      ["2026-01-15T10:00:00.000Z", {
        ac_max_current_A: { value: 16, source: "ocpp/OCPP_set_external_limits" },
        ac_max_phase_count: { value: 3, source: "ocpp/OCPP_set_external_limits" },
      }],
      ["2026-01-15T10:01:00.000Z", {
        ac_max_current_A: { value: 6.5, source: "ocpp/OCPP_set_external_limits" },
        ac_max_phase_count: { value: 1, source: "ocpp/OCPP_set_external_limits" },
      }],
    ],
  );
  assert.equal(encode(externalLimits, limits).kind, "value");
});

Deno.test("a schedule in watts limits the total power, and the phases where it says how many", () => {
  const [entry] = toExternalLimits({ ...SCHEDULE, unit: "W" }, "s").schedule_import;
  assert.deepEqual(entry?.limits_to_leaves, {
    total_power_W: { value: 16, source: "s" },
    ac_max_phase_count: { value: 3, source: "s" },
  });
});

Deno.test("direct current has no limit of phases", () => {
  const direct = { ...SCHEDULE, unit: "W" as const, periods: [{ startSeconds: 0, limit: 50_000 }] };
  const [entry] = toExternalLimits(direct, "s").schedule_import;
  assert.deepEqual(entry?.limits_to_leaves, { total_power_W: { value: 50_000, source: "s" } });
  assert.deepEqual(toChargingSchedules([direct]).schedules[0]?.charging_schedule_period, [
    { start_period: 0, limit: 50_000 },
  ]);
});

Deno.test("schedules are published with their EVSE, unit, start and duration", () => {
  assert.deepEqual(toChargingSchedules([SCHEDULE]), {
    schedules: [{
      evse: 1,
      charging_rate_unit: "A",
      duration: 600,
      start_schedule: "2026-01-15T10:00:00.000Z",
      charging_schedule_period: [
        { start_period: 0, limit: 16, number_phases: 3 },
        { start_period: 60, limit: 6.5, number_phases: 1 },
      ],
    }],
  });
});
