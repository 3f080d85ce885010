import assert from "node:assert/strict";
import { CLOSE_TIMEOUT_MS } from "../../../src/csms/csms-link.ts";
import type { SocketClosed } from "../../../src/csms/socket.ts";
import { LinkBench } from "../../fakes/link-bench.ts";
import { linkSettings, networkConfigurations } from "../../fakes/link-settings.ts";
import { settled } from "../../fakes/memory-socket.ts";

const HEARTBEAT_RESPONSE = { currentTime: "2026-01-15T10:00:00Z" };

Deno.test("connects, tells the station, sends and receives, and logs both in wire order", async () => {
  const bench = new LinkBench();
  assert.equal(bench.link.isOnline(), false);
  const socket = await bench.connected();
  await settled();
  assert.equal(bench.link.isOnline(), true);
  assert.deepEqual(bench.connections, [
    { configurationSlot: 1, securityProfile: 1, url: "ws://csms.example/ocpp/cp001" },
  ]);
  bench.link.setRegistration("accepted");
  const heartbeat = bench.link.call("Heartbeat", {}, "ordinary");
  socket.receive(`[3,"id-1",${JSON.stringify(HEARTBEAT_RESPONSE)}]`);
  socket.receive('[2,"csms-1","Reset",{"type":"Immediate"}]');
  assert.deepEqual(await heartbeat, { kind: "result", response: HEARTBEAT_RESPONSE });
  await settled();
  assert.deepEqual(bench.wire.map(({ direction, text }) => [direction, text.slice(0, 12)]), [
    ["ChargingStationToCSMS", '[2,"id-1","H'],
    ["CSMSToChargingStation", '[3,"id-1",{"'],
    ["CSMSToChargingStation", '[2,"csms-1",'],
    ["ChargingStationToCSMS", '[3,"csms-1",'],
  ]);
  await bench.link.stop();
});

Deno.test("a request against its schema is not sent", async () => {
  const bench = new LinkBench();
  const socket = await bench.connected();
  await settled();
  const outcome = await bench.link.call("StatusNotification", { evseId: "one" }, "control");
  assert.equal(outcome.kind, "error");
  assert.deepEqual(socket.sent, []);
  assert.deepEqual(bench.log.messages("error"), ["a request is invalid and not sent"]);
  await bench.link.stop();
});

Deno.test("B10.FR.10: the station can close the lanes to another CSMS before anything is sent to it", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, "ws://slot-1", 1], [2, "ws://slot-2", 1]),
    networkConfigurationPriority: [1, 2],
    networkProfileConnectionAttempts: 1,
  });
  const bench = new LinkBench({ settings });
  const first = await bench.connected();
  await settled();
  bench.link.setRegistration("accepted");
  bench.onConnected = () => {
    bench.link.setRegistration("none");
    const chargingStation = { model: "M", vendorName: "V" };
    void bench.link.call("BootNotification", { reason: "PowerUp", chargingStation }, "control");
  };
  bench.outbox.add("{}");
  bench.dialler.plan = ({ url }) =>
    url.hostname === "slot-2" ? "open" : { kind: "unreachable", reason: "refused" };
  first.drop();
  await bench.clock.fire("csms.backOff");
  await settled();
  await bench.clock.fire("csms.backOff");
  const second = await bench.dialler.opened(2);
  await settled();
  assert.deepEqual(bench.told, [
    "connected 1",
    "disconnected connection lost: dropped by the test",
    "connected 2",
  ]);
  assert.deepEqual(second.sent.map((text) => JSON.parse(text)[2]), ["BootNotification"]);
  second.receive('[4,"id-1","InternalError","",{}]');
  await settled();
  assert.equal(second.sent.length, 1);
  await bench.link.stop();
});

Deno.test("what was on its way when the connection went is sent again as it was, and then the rest", async () => {
  const bench = new LinkBench();
  const first = await bench.connected();
  await settled();
  bench.link.setRegistration("accepted");
  bench.outbox.add('{"n":1}');
  bench.outbox.add('{"n":2}');
  bench.link.outboxGrew();
  assert.equal(first.sent.length, 1);
  first.drop();
  await settled();
  assert.equal(bench.link.isOnline(), false);
  const second = await bench.connected();
  await settled();
  assert.deepEqual(second.sent, first.sent);
  second.receive('[3,"outbox-1",{}]');
  await settled();
  assert.equal(second.sent[1], '[2,"outbox-2","TransactionEvent",{"n":2}]');
  second.receive('[3,"outbox-2",{}]');
  await settled();
  assert.deepEqual(bench.delivered.map(({ message }) => message.position), [1, 2]);
  await bench.link.stop();
});

Deno.test("the messageTimeout of the profile goes before MessageTimeout, which counts where there is none", async () => {
  const settings = linkSettings({ messageTimeoutSeconds: 7 });
  const own = new LinkBench({ settings });
  await own.connected();
  await settled();
  void own.link.call("Heartbeat", {}, "control");
  assert.equal(own.clock.remainingMs("csms.messageTimeout"), 30_000);
  await own.link.stop();

  settings.networkConfigurations = [];
  settings.networkConfigurations = [{ slot: 1, ocppCsmsUrl: "ws://a", securityProfile: 1 }];
  const global = new LinkBench({ settings });
  await global.connected();
  await settled();
  void global.link.call("Heartbeat", {}, "control");
  assert.equal(global.clock.remainingMs("csms.messageTimeout"), 7_000);
  await global.link.stop();
});

Deno.test("the resume delay holds back the backlog after a reconnect, not after the start", async () => {
  const bench = new LinkBench({ settings: linkSettings({ messageQueueResumeDelay: 4 }) });
  bench.link.setRegistration("accepted");
  bench.outbox.add("{}");
  const first = await bench.connected();
  await settled();
  assert.equal(first.sent.length, 1);
  first.drop();
  await settled();
  const second = await bench.connected();
  await settled();
  assert.equal(second.sent.length, 0);
  bench.clock.advance(4_000);
  assert.equal(second.sent.length, 1);
  await bench.link.stop();
});

Deno.test("rubbish is answered, logged every time and a security event once per connection", async () => {
  const bench = new LinkBench();
  const first = await bench.connected();
  await settled();
  first.receive("rubbish");
  first.receive('[2,"a","Reset",{"type":"Never"}]');
  first.receive('[3,"a"]');
  await settled();
  assert.deepEqual(first.sent.map((text) => JSON.parse(text).slice(0, 3)), [
    [4, "-1", "RpcFrameworkError"],
    [4, "a", "PropertyConstraintViolation"],
  ]);
  assert.equal(bench.log.messages("warning").filter((line) => line.startsWith("invalid message")).length, 3);
  assert.deepEqual(bench.securityEvents, [{
    type: "InvalidMessages",
    techInfo: "message is not valid JSON",
  }]);
  first.drop();
  await settled();
  const second = await bench.connected();
  await settled();
  second.receive("rubbish");
  await settled();
  assert.equal(bench.securityEvents.length, 2);
  await bench.link.stop();
});

Deno.test("a message that is valid and comes at the wrong moment is no invalid message", async () => {
  const bench = new LinkBench();
  const socket = await bench.connected();
  await settled();
  bench.refusing = true;
  socket.receive('[2,"a","Reset",{"type":"Immediate"}]');
  await settled();
  assert.equal(JSON.parse(socket.sent[0] ?? "null")[2], "SecurityError");
  assert.deepEqual(bench.securityEvents, []);
  await bench.link.stop();
});

Deno.test("rubbish is read no faster than its answers are taken", async () => {
  const bench = new LinkBench();
  const socket = await bench.connected();
  await settled();
  socket.stalled = true;
  for (let frame = 0; frame < 10; frame++) socket.receive("rubbish");
  await settled();
  assert.equal(bench.wire.filter(({ direction }) => direction === "CSMSToChargingStation").length, 1);
  await bench.link.stop();
});

Deno.test("A00.FR.316: a failed attempt is one security event until a connection succeeds", async () => {
  const bench = new LinkBench();
  bench.dialler.plan = () => ({ kind: "tlsVersionTooOld", reason: "TLS 1.1" });
  bench.link.connect();
  await bench.clock.fire("csms.backOff");
  await bench.clock.fire("csms.backOff");
  bench.dialler.plan = () => ({ kind: "wrongHost", reason: "other.example" });
  await bench.clock.fire("csms.backOff");
  await settled();
  const [version, host] = bench.securityEvents;
  assert.deepEqual(bench.securityEvents.map(({ type }) => type), [
    "InvalidTLSVersion",
    "InvalidCsmsCertificate",
  ]);
  assert.match(version?.techInfo ?? "", /csms\.example.*TLS 1\.1/);
  assert.match(host?.techInfo ?? "", /other\.example/);
  bench.dialler.plan = () => "open";
  await bench.clock.fire("csms.backOff");
  const socket = await bench.dialler.opened(1);
  await settled();
  bench.dialler.plan = () => ({ kind: "wrongHost", reason: "other.example" });
  socket.drop();
  await bench.clock.fire("csms.backOff");
  await settled();
  assert.equal(bench.securityEvents.length, 3);
  await bench.link.stop();
});

Deno.test("profiles that cannot be used are named in the log, and a password never is", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, "ws://me:hush-hush@a", 1]),
  });
  const bench = new LinkBench({ settings });
  bench.link.connect();
  await settled();
  const [line] = bench.log.lines.filter(({ level }) => level === "error");
  assert.deepEqual(line?.fields["problems"], [{ slot: 1, reason: "the URL contains credentials" }]);
  assert.doesNotMatch(JSON.stringify(bench.log.lines), /hush-hush|DEADBEEF/);
  await bench.link.stop();
});

Deno.test("A01: reconnecting closes politely and dials the same slot at once, with the new password", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, "ws://slot-1", 1], [2, "ws://slot-2", 1]),
    networkConfigurationPriority: [1, 2],
    networkProfileConnectionAttempts: 1,
  });
  const bench = new LinkBench({ settings });
  bench.dialler.plan = ({ url }) =>
    url.hostname === "slot-2" ? "open" : { kind: "unreachable", reason: "refused" };
  bench.link.connect();
  await bench.clock.fire("csms.backOff");
  const first = await bench.dialler.opened(1);
  await settled();
  settings.basicAuthPassword = "NEWPASSWORDNEWPASSWORD";
  await bench.link.reconnect("password changed");
  assert.equal(first.endedBy, 1012);
  const second = await bench.dialler.opened(2);
  await settled();
  assert.equal(second.options?.url.hostname, "slot-2");
  assert.deepEqual(second.options?.basicAuth?.password, new TextEncoder().encode("NEWPASSWORDNEWPASSWORD"));
  assert.deepEqual(bench.told, [
    "connected 2",
    "disconnected closed by us (1012 password changed)",
    "connected 2",
  ]);
  await bench.link.stop();
});

Deno.test("reconnecting while waiting for the next attempt makes it now", async () => {
  const bench = new LinkBench();
  bench.dialler.plan = () => ({ kind: "unreachable", reason: "refused" });
  bench.link.connect();
  await bench.clock.timerSet("csms.backOff");
  bench.dialler.plan = () => "open";
  await bench.link.reconnect("another URL");
  await bench.dialler.opened(1);
  assert.equal(bench.clock.monotonicMs(), 0);
  await bench.link.stop();
});

Deno.test("who disconnects during the closing handshake of a reconnect stays offline, until connect", async () => {
  const bench = new LinkBench();
  await bench.connected();
  const reconnecting = bench.link.reconnect("password changed");
  const disconnecting = bench.link.disconnect();
  await Promise.all([reconnecting, disconnecting]);
  await settled(50);
  assert.equal(bench.link.isOnline(), false);
  assert.equal(bench.dialler.sockets.length, 1);
  bench.link.connect();
  await bench.dialler.opened(2);
  await bench.link.stop();
});

Deno.test("who connects after that is connected once", async () => {
  const bench = new LinkBench();
  await bench.connected();
  const reconnecting = bench.link.reconnect("password changed");
  const disconnecting = bench.link.disconnect();
  bench.link.connect();
  await Promise.all([reconnecting, disconnecting]);
  await bench.dialler.opened(2);
  await settled(50);
  assert.equal(bench.link.isOnline(), true);
  assert.equal(bench.dialler.sockets.length, 2);
  await bench.link.stop();
});

Deno.test("disconnected stays disconnected until connect", async () => {
  const bench = new LinkBench();
  const socket = await bench.connected();
  await settled();
  await bench.link.disconnect();
  assert.equal(socket.endedBy, 1000);
  assert.equal(bench.link.isOnline(), false);
  await bench.link.reconnect("nothing to reconnect");
  bench.clock.advance(3_600_000);
  await settled();
  assert.equal(bench.dialler.dialled.length, 1);
  bench.link.connect();
  bench.link.connect();
  await bench.dialler.opened(2);
  await settled();
  assert.equal(bench.dialler.dialled.length, 2);
  assert.deepEqual(bench.link.history().map(({ kind }) => kind).slice(-3), [
    "stopped",
    "connecting",
    "online",
  ]);
  await bench.link.stop();
});

Deno.test("an answer that comes when the connection is gone is not logged as one that went out", async () => {
  const bench = new LinkBench();
  const answer = Promise.withResolvers<Awaited<ReturnType<typeof bench.handle>>>();
  bench.handle = () => answer.promise;
  const socket = await bench.connected();
  await settled();
  socket.receive('[2,"csms-1","Reset",{"type":"Immediate"}]');
  await settled();
  await bench.link.disconnect();
  answer.resolve({ kind: "result", response: { status: "Accepted" } });
  await settled();
  assert.deepEqual(bench.wire.map(({ text }) => text.slice(0, 12)), ['[2,"csms-1",']);
  await bench.link.stop();
});

Deno.test("disconnecting during the dial drops what it still opens", async () => {
  const bench = new LinkBench();
  bench.dialler.onOpen = () => void bench.link.disconnect();
  bench.link.connect();
  await bench.dialler.opened(1);
  await settled();
  assert.equal(bench.dialler.sockets[0]?.endedBy, "abort");
  assert.deepEqual(bench.told, []);
});

Deno.test("disconnecting at any moment of connecting ends offline, with every connection reported closed", async () => {
  for (let turns = 0; turns < 30; turns++) {
    const bench = new LinkBench();
    bench.link.connect();
    await settled(turns);
    await bench.link.disconnect();
    await settled();
    assert.equal(bench.link.isOnline(), false, `after ${turns} turns`);
    assert(bench.dialler.sockets.every((socket) => socket.isClosed), `after ${turns} turns`);
    const told = bench.told.map((line) => line.split(" ")[0]);
    assert.deepEqual(told, told.length > 0 ? ["connected", "disconnected"] : [], `after ${turns} turns`);
    assert.deepEqual(bench.clock.pending(), []);
  }
});

Deno.test("a CSMS that ignores the closing handshake delays stopping by no more than its time", async () => {
  const bench = new LinkBench();
  const socket = await bench.connected();
  await settled();
  socket.close = () => new Promise(() => {});
  let stopped = false;
  const stopping = bench.link.stop().then(() => stopped = true);
  await settled();
  assert.equal(stopped, false);
  assert(CLOSE_TIMEOUT_MS < 1000);
  bench.clock.advance(CLOSE_TIMEOUT_MS);
  await stopping;
  assert.equal(socket.endedBy, "abort");
  assert.deepEqual(bench.clock.pending(), []);
  bench.link.connect();
  await settled();
  assert.equal(bench.dialler.dialled.length, 1);
});

Deno.test("connecting again while the old connection is still closing waits for its end", async () => {
  const bench = new LinkBench();
  const socket = await bench.connected();
  await settled();
  const closing = Promise.withResolvers<void>();
  socket.close = () => closing.promise;
  const disconnecting = bench.link.disconnect();
  bench.link.connect();
  await settled();
  assert.equal(bench.dialler.dialled.length, 1);
  closing.resolve();
  await disconnecting;
  await bench.dialler.opened(2);
  await settled();
  assert.equal(bench.link.isOnline(), true);
  assert.deepEqual(bench.told.map((line) => line.split(" ")[0]), ["connected", "disconnected", "connected"]);
  await bench.link.stop();
});

Deno.test("every way to lose the connection leads to a new attempt", async () => {
  const ends: readonly SocketClosed[] = [
    { kind: "closedByPeer", code: 1000, reason: "" },
    { kind: "closedByPeer", code: 1008, reason: "policy" },
    { kind: "protocolError", code: 1002, reason: "masked" },
    { kind: "pongTimeout" },
    { kind: "lost", reason: "reset" },
  ];
  const bench = new LinkBench();
  let socket = await bench.connected();
  for (const end of ends) {
    await settled();
    socket.drop(end);
    await settled();
    assert.equal(bench.link.isOnline(), false);
    socket = await bench.connected();
  }
  await bench.link.stop();
});

Deno.test("a connection that breaks while the station restarts is not made again until it goes on", async () => {
  const bench = new LinkBench();
  const socket = await bench.connected();
  bench.link.holdRedial();
  socket.drop();
  await settled();
  await bench.clock.fire("csms.backOff");
  await settled();
  assert.equal(bench.dialler.dialled.length, 1);
  bench.link.releaseRedial();
  await bench.dialler.opened(2);
  await bench.link.stop();
});

Deno.test("a link that holds back stops at once", async () => {
  const bench = new LinkBench();
  bench.link.holdRedial();
  bench.link.connect();
  await settled();
  await bench.link.stop();
  assert.equal(bench.dialler.dialled.length, 0);
});

Deno.test("a new ping interval reaches the open socket, and a new MessageTimeout of the slot the next message", async () => {
  const settings = linkSettings();
  const bench = new LinkBench({ settings });
  const socket = await bench.connected();
  await settled();
  settings.webSocketPingInterval = 60;
  bench.link.pingIntervalChanged();
  assert.deepEqual(socket.pingIntervals, [60_000]);
  settings.networkConfigurations = settings.networkConfigurations
    .map((slot) => ({ ...slot, messageTimeout: 7 }));
  bench.link.setRegistration("accepted");
  const call = bench.link.call("Heartbeat", {}, "ordinary");
  await socket.sentAtLeast(1);
  bench.clock.advance(6_999);
  await settled();
  bench.clock.advance(1);
  assert.deepEqual(await call, { kind: "timeout" });
  await bench.link.stop();
});
