import assert from "node:assert/strict";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import {
  createStatusReporter,
  type ReportedConnector,
  STATUS_RETRY_TIMER,
} from "../../../../src/station/availability/status-reporter.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { FakeCsms, settled } from "../fake-csms.ts";

function bench() {
  const clock = new FakeClock();
  const csms = new FakeCsms();
  const connectors = [1, 2].map((id): ReportedConnector => ({
    evseId: evseId(id),
    connectorId: connectorId(1),
    status: "Available",
    changedAtMs: 0,
    version: 0,
    reportedVersion: 0,
  }));
  const reporter = createStatusReporter({ clock, csms, connectors });
  const told = () => csms.requests("StatusNotification").map(({ evseId }) => evseId);
  return { clock, csms, connectors, reporter, told };
}

Deno.test("a status without an answer is repeated after a minute, that of this connector alone", async () => {
  const { clock, csms, connectors, reporter, told } = bench();
  reporter.changed(connectors[0]!, "Occupied", 0);
  await csms.settle("StatusNotification", { kind: "timeout" });
  clock.advance(59_999);
  assert.deepEqual(told(), [1]);
  clock.advance(1);
  assert.deepEqual(told(), [1, 1]);
});

Deno.test("a full report takes the place of a repetition that is due", async () => {
  const { clock, csms, connectors, reporter, told } = bench();
  reporter.changed(connectors[0]!, "Occupied", 0);
  await csms.settle("StatusNotification", { kind: "timeout" });
  assert.deepEqual(clock.pending(), [STATUS_RETRY_TIMER]);
  csms.always("StatusNotification", {});
  reporter.report("all");
  await settled();
  assert.deepEqual(clock.pending(), []);
  assert.deepEqual(told(), [1, 1, 2]);
});

Deno.test("what the CSMS has taken, if only with an error, is not told again", async () => {
  const { csms, connectors, reporter, told } = bench();
  reporter.changed(connectors[0]!, "Occupied", 0);
  await csms.settle("StatusNotification", { kind: "error", code: "GenericError", description: "" });
  reporter.report("changed");
  assert.deepEqual(told(), [1]);
});
