import assert from "node:assert/strict";
import { assertReported } from "../conformance/harness/availability.ts";
import { getLog } from "../conformance/harness/log-uploads.ts";
import { booted, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** Another module calls `ocpp_generic`; resolves with the result. */
async function command({ everest }: StationUnderTest, name: string, args: unknown = null): Promise<unknown> {
  const reply = await everest.client.call(everest.moduleId, "ocpp_generic", name, args);
  return reply.kind === "result" ? reply.value : reply;
}

async function stopped(station: StationUnderTest): Promise<void> {
  assert.equal(await command(station, "stop"), true);
  await station.csms.disconnected();
}

async function restarted(station: StationUnderTest): Promise<void> {
  assert.equal(await command(station, "restart"), true);
  assert.equal((await station.csms.expect("BootNotification")).payload.reason, "ApplicationReset");
}

/** What was published so far under this name, oldest first. */
function published({ everest }: StationUnderTest, variable: string): unknown[] {
  return everest.record.published.filter((each) => each.variable === variable).map(({ value }) => value);
}

/** Timers that talk to the CSMS, or push its limits, sooner or later. */
function servingTimers({ clock }: StationUnderTest): string[] {
  return clock.pending().filter((name) =>
    /^(csms|provisioning|certificates|smart-charging)\b|certificate/.test(name)
  );
}

Deno.test("stop closes the connection and every timer of the service; restart boots with reason ApplicationReset", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await station.settle();
  assert(servingTimers(station).length >= 5);
  await stopped(station);
  await station.settle();
  assert.deepEqual(servingTimers(station), []);
  const frames = station.csms.log.length;
  await station.pass(600_000);
  assert.equal(station.csms.log.length, frames);
  assert.equal(station.csms.connections, 1);
  await restarted(station);
  await assertReported(station, "Available", [1, 2]);
  await station.csms.expect("SecurityEventNotification", ({ type }) => type === "ResetOrReboot");
  assert(servingTimers(station).length >= 5);
});

Deno.test("a stop while the station reconnects with a new password leaves it offline", async () => {
  await using station = await startStation();
  await booted(station);
  const { csms } = station;
  const password = "another-long-password-1";
  csms.expectPassword(password);
  const component_variable = {
    component: { name: "SecurityCtrlr" },
    variable: { name: "BasicAuthPassword" },
  };
  const requests = [{ component_variable, value: password }];
  (await csms.connection()).answersCloses = false;
  const disconnected = csms.disconnected();
  await command(station, "set_variables", { requests, source: "commissioning" });
  await station.clock.timerSet("csms.close");
  const stopping = command(station, "stop");
  await station.settle();
  await station.clock.fire("csms.close");
  assert.equal(await stopping, true);
  await disconnected;
  await station.pass(60_000);
  assert.deepEqual([csms.isConnected, csms.connections], [false, 1]);
  await restarted(station);
});

Deno.test("nothing that happens while stopped is told later; what waited before is", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { csms, everest } = station;
  await booted(station);
  assert.equal((await getLog(station, { requestId: 7 })).status, "Accepted");
  await csms.expect("LogStatusNotification");
  csms.hold("TransactionEvent");
  await station.evse(1).plugIn();
  await assertReported(station, "Occupied", [1]);
  await everest.auth.swipe("RFID0001");
  await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  await stopped(station);
  csms.answerAsUsual("TransactionEvent");

  await station.evse(2).plugIn();
  await station.evse(2).unplug();
  await station.evse(1).unplug();
  await everest.system.uploads.end("Uploaded");
  await command(station, "security_event", { event: { type: "TamperDetectionActivated", critical: true } });
  await station.settle();
  const before = csms.calls.length;
  await restarted(station);
  await assertReported(station, "Available", [1, 2]);
  await queueEmptied(station);
  await station.pass(60_000);
  const told = csms.calls.slice(before).map(({ action, payload }) => {
    const { eventType, type } = payload as { eventType?: string; type?: string };
    return [action, eventType ?? type].filter((each) => each !== undefined).join(" ");
  }).filter((each) => !/^(Boot|Status|Heartbeat)/.test(each));
  // Neither waits for the other (A04.FR.02).
  assert.deepEqual(told.toSorted(), ["SecurityEventNotification ResetOrReboot", "TransactionEvent Started"]);
});

Deno.test("stop while the CSMS lets us wait ends the waiting; restart asks at once", async () => {
  await using station = await startStation({ start: false });
  const { csms, clock } = station;
  csms.on("BootNotification", () => ({
    status: "Pending",
    currentTime: new Date(clock.wallMs()).toISOString(),
    interval: 100,
  }));
  station.start();
  await csms.expect("BootNotification");
  await clock.timerSet("provisioning.boot-retry");
  await stopped(station);
  await station.settle();
  assert.deepEqual(servingTimers(station), []);
  await station.pass(200_000);
  assert.equal(csms.received("BootNotification").length, 1);
  csms.answerAsUsual("BootNotification");
  await restarted(station);
  await assertReported(station, "Available", [1]);
});

Deno.test("stop before the delayed connection keeps us from connecting", async () => {
  await using station = await startStation({ everest: { parameters: { DelayOcppStart: 60_000 } } });
  await station.clock.timerSet("delay-ocpp-start");
  await station.settle();
  assert.equal(await command(station, "stop"), true);
  await station.pass(120_000);
  assert.equal(station.csms.connections, 0);
  await restarted(station);
});

Deno.test("stopped twice, restarted twice, both at once: the last word counts, and nobody connects twice", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  await station.settle();
  assert.deepEqual(await Promise.all([command(station, "stop"), command(station, "stop")]), [true, true]);
  await csms.disconnected();
  const all = await Promise.all(["restart", "stop", "restart"].map((name) => command(station, name)));
  assert.deepEqual(all, [true, true, true]);
  await csms.expect("BootNotification", ({ reason }) => reason === "ApplicationReset");
  await assertReported(station, "Available", [1]);
  assert.equal(
    (await csms.call("UnlockConnector", { evseId: 1, connectorId: 2 })).status,
    "UnknownConnector",
  );
});

Deno.test("restart without a stop boots anew on the connection that is open", async () => {
  await using station = await startStation();
  await booted(station);
  await station.settle();
  await restarted(station);
  await assertReported(station, "Available", [1]);
  assert.equal(station.csms.connections, 1);
});

Deno.test("a process whose service is stopped ends on SIGTERM like any other", async () => {
  await using station = await startStation();
  await booted(station);
  await stopped(station);
  assert.equal(await station.stop(), 0);
  assert.equal(station.csms.connections, 1);
});

Deno.test("connection_status tells of each connection and of each loss, and of nothing else", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  await station.settle();
  const connected = {
    connected: true,
    csms_url: csms.url,
    identity: "CS-0001",
    security_profile: 1,
    configuration_slot: 1,
    ocpp_interface: "Wired0",
    ocpp_transport: "JSON",
    ocpp_version: "2.0.1",
  };
  const lost = { ...connected, connected: false };
  assert.deepEqual(published(station, "connection_status"), [connected]);
  await stopped(station);
  await station.settle();
  assert.deepEqual(published(station, "connection_status"), [connected, lost]);
  await restarted(station);
  await station.settle();
  assert.deepEqual(published(station, "connection_status"), [connected, lost, connected]);
  // Attempts that fail are no news.
  csms.stopAccepting();
  csms.drop();
  await csms.disconnected();
  await station.pass(300_000);
  const failed = station.log.messages("warning").filter((line) => line === "could not connect to the CSMS");
  assert(failed.length >= 2);
  assert.deepEqual(published(station, "connection_status"), [connected, lost, connected, lost]);
  // Older releases know only this one; it begins with what is true before the first connection.
  assert.deepEqual(published(station, "is_connected"), [false, true, false, true, false]);
});

Deno.test("before the station runs every command gets the answer of its interface", async () => {
  await using station = await startStation({ everest: { evsesStart: "manual" } });
  await station.clock.timerSet("evse-reminder");
  const component_variable = {
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "HeartbeatInterval" },
  };
  const rejected = [{ status: "Rejected", component_variable, attribute_type: "Target" }];
  const requests = [{ component_variable, attribute_type: "Target", value: "7" }];
  assert.equal(await command(station, "stop"), false);
  assert.equal(await command(station, "restart"), false);
  assert.deepEqual(await command(station, "get_variables", { requests }), rejected);
  assert.deepEqual(await command(station, "set_variables", { requests, source: "test" }), rejected);
  assert.deepEqual(
    await command(station, "change_availability", { request: { operational_status: "Inoperative" } }),
    {
      status: "Rejected",
      status_info: { reason_code: "InvalidInput", additional_info: "The station does not run yet" },
    },
  );
  assert.equal(await command(station, "security_event", { event: { type: "Early", critical: true } }), null);
  const monitored = [component_variable];
  assert.equal(await command(station, "monitor_variables", { component_variables: monitored }), null);
  const { everest } = station;
  const provided_token = {
    id_token: { value: "RFID0001", type: "ISO14443" },
    authorization_type: "RFID",
    prevalidated: false,
  };
  assert.deepEqual(
    await everest.client.call(everest.moduleId, "auth_validator", "validate_token", { provided_token }),
    { kind: "result", value: { authorization_status: "Unknown", tariff_messages: [] } },
  );
  const request = { vendor_id: "acme" };
  assert.deepEqual(
    await everest.client.call(everest.moduleId, "data_transfer", "data_transfer", { request }),
    { kind: "result", value: { status: "Offline" } },
  );
  // What needs no answer is done as soon as the station runs.
  await station.evse(1).start();
  await station.csms.expect("SecurityEventNotification", ({ type }) => type === "Early");
  await command(station, "set_variables", {
    requests: [{ component_variable, value: "77" }],
    source: "test",
  });
  await station.settle();
  const [event] = published(station, "event_data").slice(-1) as { actual_value?: string }[];
  assert.equal(event?.actual_value, "77");
});
