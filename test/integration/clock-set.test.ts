import assert from "node:assert/strict";
import { EVSE_STATE, monitored } from "../conformance/harness/monitoring.ts";
import { booted, configured } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("clock-aligned events and meter values come at their moment right after the station has set its clock", async () => {
  await using station = await startStation({
    variables: {
      "ClockCtrlr.TimeSource": "Heartbeat",
      "AlignedDataCtrlr.Enabled": true,
      "AlignedDataCtrlr.Interval": 900,
      "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Register",
    },
  });
  const { csms, clock, everest: { system } } = station;
  await booted(station);
  await configured(station, { "OCPPCommCtrlr.HeartbeatInterval": "30" });
  await monitored(station, { ...EVSE_STATE, type: "PeriodicClockAligned", value: 900, severity: 4 });
  system.setClock = (timestamp) => clock.setWall(Date.parse(timestamp));
  csms.on("Heartbeat", () => ({ currentTime: "2026-01-15T12:14:50.000Z" }));
  await station.pass(30_000);
  await csms.expect("Heartbeat");
  await station.settle();
  assert.equal(new Date(clock.wallMs()).toISOString().slice(0, 19), "2026-01-15T12:14:50");
  csms.on("Heartbeat", () => ({ currentTime: new Date(clock.wallMs()).toISOString() }));
  await station.pass(12_000);
  const events = csms.received("NotifyEvent").flatMap(({ eventData }) => eventData);
  assert.deepEqual(events.map(({ timestamp }) => timestamp.slice(0, 19)), ["2026-01-15T12:15:00"]);
  const values = csms.received("MeterValues").flatMap(({ meterValue }) => meterValue);
  assert.ok(values.length > 0);
  assert.ok(values.every(({ timestamp }) => timestamp.startsWith("2026-01-15T12:15:00")));
});

Deno.test("clock-aligned values come at their moment, too, when another program sets the clock", async () => {
  await using station = await startStation({
    variables: {
      "AlignedDataCtrlr.Enabled": true,
      "AlignedDataCtrlr.Interval": 900,
      "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Register",
    },
  });
  const { csms, clock } = station;
  await booted(station);
  await station.pass(1_000);
  clock.setWall(Date.parse("2026-01-15T12:14:50.000Z"));
  await station.pass(12_000);
  const values = csms.received("MeterValues").flatMap(({ meterValue }) => meterValue);
  assert.ok(values.length > 0);
  assert.ok(values.every(({ timestamp }) => timestamp.startsWith("2026-01-15T12:15:00")));
});
