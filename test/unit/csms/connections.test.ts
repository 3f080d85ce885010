import assert from "node:assert/strict";
import { type ConnectionEvent, connections } from "../../../src/csms/connections.ts";
import { MIN_BACK_OFF_MS } from "../../../src/csms/reconnect-policy.ts";
import type { ShownCertificate, TlsMaterial } from "../../../src/csms/tls-credentials.ts";
import { CONNECT_TIMEOUT_MS, MAX_OCPP_MESSAGE_BYTES } from "../../../src/kernel/limits.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { linkSettings, networkConfigurations } from "../../fakes/link-settings.ts";
import { MemoryDial, settled } from "../../fakes/memory-socket.ts";

const UNREACHABLE = { kind: "unreachable", reason: "refused" } as const;

class Bench {
  readonly clock = new FakeClock();
  readonly dialler = new MemoryDial();
  readonly stopping = new AbortController();
  readonly askedCredentials: number[] = [];
  readonly preferred: ShownCertificate[] = [];
  tlsMaterial: TlsMaterial = { caCerts: ["ROOT"], clientCertificate: { certChain: "C", privateKey: "K" } };
  readonly events: AsyncGenerator<ConnectionEvent, void, void>;

  constructor(readonly settings = linkSettings(), firstSlot?: number) {
    const deps = {
      settings,
      dial: this.dialler.dial,
      credentials: {
        tlsMaterial: (securityProfile: 2 | 3, preferred: ShownCertificate) => {
          this.askedCredentials.push(securityProfile);
          this.preferred.push(preferred);
          return Promise.resolve(this.tlsMaterial);
        },
        accepted() {},
      },
      clock: this.clock,
      random: () => 0,
    };
    this.events = connections(
      firstSlot === undefined ? deps : { ...deps, firstSlot },
      this.stopping.signal,
    );
  }

  /** The next event; waits are cut short. */
  async next(): Promise<ConnectionEvent | undefined> {
    const next = this.events.next();
    let done = false;
    void next.then(() => done = true);
    await settled();
    if (!done && this.clock.pending().includes("csms.backOff")) await this.clock.fire("csms.backOff");
    const { value } = await next;
    return value ?? undefined;
  }

  /** Slots of everything dialled, by host name `slot-<n>`. */
  get slots(): number[] {
    return this.dialler.dialled.map(({ url }) => Number(url.hostname.slice("slot-".length)));
  }
}

const twoSlots = () =>
  linkSettings({
    networkConfigurations: networkConfigurations([1, "ws://slot-1", 1], [2, "ws://slot-2", 1]),
    networkConfigurationPriority: [1, 2],
    networkProfileConnectionAttempts: 2,
  });

Deno.test("the first attempt is made at once, with everything the profile and the settings say", async () => {
  const bench = new Bench();
  const event = await bench.next();
  assert(event?.kind === "open");
  assert.equal(event.target.profile.slot, 1);
  assert.equal(bench.clock.monotonicMs(), 0);
  const [options] = bench.dialler.dialled;
  assert.deepEqual({ ...options, url: options?.url.href }, {
    url: "ws://csms.example/ocpp/cp001",
    subprotocols: ["ocpp2.0.1"],
    basicAuth: { username: "cp001", password: new TextEncoder().encode("DEADBEEFDEADBEEF") },
    timeoutMs: CONNECT_TIMEOUT_MS,
    pingIntervalMs: 10_000,
    pongTimeoutMs: 5_000,
    pingPayload: "hello there",
    maxMessageBytes: MAX_OCPP_MESSAGE_BYTES,
  });
});

Deno.test("TC_B_57: waits the minimum after a loss, doubles after a failure, starts over after a success", async () => {
  const bench = new Bench();
  await bench.next();
  const waits: unknown[] = [];
  const lose = async () => {
    bench.dialler.sockets.at(-1)?.drop();
    const event = await bench.next();
    waits.push(event?.kind === "lost" && event.retryInMs);
  };
  await lose();
  assert.equal((await bench.next())?.kind, "open");
  assert.equal(bench.clock.monotonicMs(), 5_000);
  await lose();
  bench.dialler.plan = () => UNREACHABLE;
  for (let attempt = 0; attempt < 4; attempt++) {
    const event = await bench.next();
    waits.push(event?.kind === "failed" && event.retryInMs);
  }
  bench.dialler.plan = () => "open";
  assert.equal((await bench.next())?.kind, "open");
  await lose();
  assert.deepEqual(waits, [5_000, 5_000, 10_000, 20_000, 20_000, 20_000, 5_000]);
});

Deno.test("TC_B_46: after its attempts the next slot is tried", async () => {
  const bench = new Bench(twoSlots());
  bench.dialler.plan = ({ url }) => url.hostname === "slot-2" ? "open" : UNREACHABLE;
  const kinds = [await bench.next(), await bench.next(), await bench.next()].map((event) => event?.kind);
  assert.deepEqual(kinds, ["failed", "failed", "open"]);
  assert.deepEqual(bench.slots, [1, 1, 2]);
});

Deno.test("TC_B_49: after all slots failed the last successful one is tried again after a back-off", async () => {
  const bench = new Bench({ ...twoSlots(), networkProfileConnectionAttempts: 1, activeNetworkProfile: 2 });
  bench.dialler.plan = () => bench.slots.length < 3 ? UNREACHABLE : "open";
  await bench.next();
  await bench.next();
  assert.equal((await bench.next())?.kind, "open");
  assert.deepEqual(bench.slots, [1, 2, 2]);
});

Deno.test("a success starts a new round: what failed before it is tried again, and it is what is fallen back to", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations(
      [1, "ws://slot-1", 1],
      [2, "ws://slot-2", 1],
      [3, "ws://slot-3", 1],
    ),
    networkConfigurationPriority: [1, 2, 3],
    networkProfileConnectionAttempts: 1,
  });
  const bench = new Bench(settings);
  bench.dialler.plan = ({ url }) => url.hostname === "slot-2" ? "open" : UNREACHABLE;
  await bench.next();
  await bench.next();
  bench.dialler.plan = () => UNREACHABLE;
  bench.dialler.sockets[0]?.drop();
  for (let event = 0; event < 6; event++) await bench.next();
  assert.deepEqual(bench.slots, [1, 2, 2, 3, 1, 2, 1]);
});

Deno.test("a first slot that was asked for is tried first", async () => {
  const bench = new Bench(twoSlots(), 2);
  await bench.next();
  assert.deepEqual(bench.slots, [2]);
});

Deno.test("settings count from the next attempt on", async () => {
  const bench = new Bench();
  bench.dialler.plan = () => UNREACHABLE;
  await bench.next();
  bench.settings.networkConfigurations = networkConfigurations([1, "ws://slot-7", 1]);
  bench.settings.webSocketPingInterval = 0;
  bench.settings.basicAuthPassword = "another-password";
  await bench.next();
  const options = bench.dialler.dialled[1];
  assert.equal(options?.url.hostname, "slot-7");
  assert.equal(options?.pingIntervalMs, 0);
  assert.deepEqual(options?.basicAuth?.password, new TextEncoder().encode("another-password"));
});

Deno.test("flaws are reported once, and again when they change; connecting goes on all the same", async () => {
  const bench = new Bench({ ...twoSlots(), networkConfigurationPriority: [3, 1] });
  bench.dialler.plan = () => UNREACHABLE;
  assert.deepEqual(await bench.next(), {
    kind: "profileProblems",
    problems: [{ slot: 3, fault: "notConfigured", reason: "the slot is not configured" }],
  });
  assert.equal((await bench.next())?.kind, "failed");
  assert.equal((await bench.next())?.kind, "failed");
  bench.settings.networkConfigurationPriority = [4];
  assert.equal((await bench.next())?.kind, "profileProblems");
  const event = await bench.next();
  assert(event?.kind === "failed");
  assert.deepEqual(event.failure, { kind: "noUsableProfile" });
  bench.settings.networkConfigurationPriority = [1];
  assert.equal((await bench.next())?.kind, "failed");
  assert.deepEqual(bench.slots, [1, 1, 1]);
});

Deno.test("without a priority list all configured slots are used in ascending order", async () => {
  const bench = new Bench({
    ...linkSettings(),
    networkConfigurations: networkConfigurations([2, "ws://slot-2", 1], [1, "ws://slot-1", 1]),
    networkConfigurationPriority: [],
    networkProfileConnectionAttempts: 1,
  });
  bench.dialler.plan = () => UNREACHABLE;
  await bench.next();
  await bench.next();
  assert.deepEqual(bench.slots, [1, 2]);
});

Deno.test("profiles 2 and 3 dial with fresh TLS material, 1 without any", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, "wss://slot-1", 3]),
  });
  const bench = new Bench(settings);
  bench.dialler.plan = () => UNREACHABLE;
  await bench.next();
  settings.networkConfigurations = networkConfigurations([1, "wss://slot-1", 2]);
  await bench.next();
  settings.networkConfigurations = networkConfigurations([1, "ws://slot-1", 1]);
  await bench.next();
  assert.deepEqual(bench.askedCredentials, [3, 2]);
  assert.deepEqual(bench.dialler.dialled.map(({ tls }) => tls), [
    { ...bench.tlsMaterial, hostNames: "exact" },
    { ...bench.tlsMaterial, hostNames: "exact" },
    undefined,
  ]);
});

Deno.test("A02.FR.28: when nothing takes the new certificate the old one is tried, and then they take turns", async () => {
  const bench = new Bench(linkSettings({
    networkConfigurations: networkConfigurations([1, "wss://slot-1", 3], [2, "wss://slot-2", 3]),
    networkConfigurationPriority: [1, 2],
    networkProfileConnectionAttempts: 1,
    activeNetworkProfile: 1,
  }));
  bench.dialler.plan = () => UNREACHABLE;
  for (let attempt = 0; attempt < 7; attempt++) await bench.next();
  assert.deepEqual(bench.slots, [1, 2, 1, 1, 2, 1, 1]);
  const [newest, previous] = ["newest", "previous"] as const;
  assert.deepEqual(bench.preferred, [newest, newest, previous, previous, previous, previous, newest]);
  bench.dialler.plan = () => "open";
  const event = await bench.next();
  assert(event?.kind === "open");
  assert.deepEqual(event.accepted, {});
});

Deno.test("A00.FR.309: the certificate names the host exactly, with a wildcard or not at all, as configured", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, "wss://slot-1", 2]),
    networkProfileConnectionAttempts: 0,
  });
  const bench = new Bench(settings);
  bench.dialler.plan = () => UNREACHABLE;
  await bench.next();
  settings.verifyCsmsAllowWildcards = true;
  await bench.next();
  settings.verifyCsmsCommonName = false;
  await bench.next();
  assert.deepEqual(bench.dialler.dialled.map(({ tls }) => tls?.hostNames), [
    "exact",
    "wildcardsAllowed",
    "unchecked",
  ]);
});

Deno.test("without credentials nothing is dialled, and it counts as an attempt", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, "wss://slot-1", 3], [2, "ws://slot-2", 1]),
    networkConfigurationPriority: [1, 2],
    networkProfileConnectionAttempts: 2,
  });
  const bench = new Bench(settings);
  bench.tlsMaterial = { kind: "unavailable", reason: "evse_security is silent" };
  const first = await bench.next();
  assert(first?.kind === "failed");
  assert.deepEqual(first.failure, { kind: "credentialsUnavailable", reason: "evse_security is silent" });
  bench.tlsMaterial = { caCerts: ["ROOT"] };
  const second = await bench.next();
  assert(second?.kind === "failed");
  assert.deepEqual(second.failure, {
    kind: "credentialsUnavailable",
    reason: "no charging station certificate",
  });
  assert.equal((await bench.next())?.kind, "open");
  assert.deepEqual(bench.slots, [2]);
});

Deno.test("aborting ends the wait, the walk and a socket that opens too late", async () => {
  const waiting = new Bench();
  waiting.dialler.plan = () => UNREACHABLE;
  await waiting.next();
  const next = waiting.events.next();
  await settled();
  assert.deepEqual(waiting.clock.pending(), ["csms.backOff"]);
  waiting.stopping.abort();
  assert.deepEqual(await next, { done: true, value: undefined });
  assert.deepEqual(waiting.clock.pending(), []);

  const dialling = new Bench();
  dialling.dialler.onOpen = () => dialling.stopping.abort();
  assert.equal(await dialling.next(), undefined);
  assert.equal(dialling.dialler.sockets[0]?.endedBy, "abort");
});

Deno.test("even a wait of nothing gives way to other work", async () => {
  const bench = new Bench({ ...linkSettings(), retryBackOffWaitMinimumSeconds: 0 });
  bench.dialler.plan = () => UNREACHABLE;
  await bench.next();
  await bench.next();
  assert.equal(bench.clock.monotonicMs(), MIN_BACK_OFF_MS);
});

Deno.test("M05.FR.14 to FR.16: what the new root does not verify may be what the old one has issued, at the CSMS of before only", async () => {
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, "wss://slot-1", 2], [2, "wss://slot-2", 2]),
    networkConfigurationPriority: [1, 2],
    networkProfileConnectionAttempts: 1,
    activeNetworkProfile: 1,
  });
  const roots = (bench: Bench) =>
    bench.dialler.dialled.map(({ url, tls }) => `${url.hostname} ${tls?.caCerts.join()}`);
  const bench = new Bench(settings);
  bench.tlsMaterial = { caCerts: ["NEW"], fallbackCaCerts: ["OLD"] };
  bench.dialler.plan = () => ({ kind: "untrustedIssuer", reason: "unknown" });
  await bench.next();
  await bench.next();
  assert.deepEqual(roots(bench), ["slot-1 NEW", "slot-1 OLD", "slot-2 NEW"]);
  bench.dialler.plan = ({ tls }) =>
    tls?.caCerts[0] === "OLD" ? "open" : { kind: "untrustedIssuer", reason: "unknown" };
  const onOld = await bench.next();
  assert(onOld?.kind === "open");
  assert.deepEqual(onOld.accepted, {});

  const renewed = new Bench(settings);
  renewed.tlsMaterial = { caCerts: ["NEW"], fallbackCaCerts: ["OLD"] };
  const onNew = await renewed.next();
  assert(onNew?.kind === "open");
  assert.deepEqual(onNew.accepted, { newRoot: true });
  // Any other failure is no matter of roots.
  const away = new Bench(settings);
  away.tlsMaterial = renewed.tlsMaterial;
  away.dialler.plan = () => UNREACHABLE;
  await away.next();
  assert.deepEqual(roots(away), ["slot-1 NEW"]);
});
