import assert from "node:assert/strict";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { createLocalListBlock } from "../../../../src/station/local-list/local-list-block.ts";
import type { LocalListStore } from "../../../../src/station/local-list/local-list-store.ts";
import { LocalListRepository } from "../../../../src/storage/local-list-repository.ts";
import type { StationDeviceModel } from "../../../../src/variables/create-device-model.ts";
import type { VariableKey } from "../../../../src/variables/device-model.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { openCore } from "../../storage/open-core.ts";
import { FakeDeviceModel, nameOf } from "../fake-device-model.ts";

interface World {
  readonly enabled?: string;
  readonly supportsExpiry?: string;
  readonly store?: LocalListStore;
  readonly maxEntries?: number;
  readonly maxBytes?: number;
}

function setUp(world: World = {}) {
  const values = new FakeDeviceModel({
    "LocalAuthListCtrlr.Enabled": world.enabled ?? "true",
    "LocalAuthListCtrlr.Entries": "99",
    "LocalAuthListCtrlr.Storage": "99",
    "LocalAuthListCtrlr.SupportsExpiryDateTime": world.supportsExpiry ?? "true",
  });
  const limits = [["Entries", world.maxEntries], ["Storage", world.maxBytes]] as const;
  const learned: string[] = [];
  const deviceModel = Object.assign(values, {
    setMaxLimit: (key: VariableKey, limit: number) => void learned.push(`${nameOf(key)} ${limit}`),
    components: () => [{
      component: { name: "LocalAuthListCtrlr" },
      variables: limits.map(([name, maxLimit]) => ({
        variable: { name },
        characteristics: { dataType: "integer", supportsMonitoring: true, ...(maxLimit && { maxLimit }) },
      })),
    }],
  }) as unknown as StationDeviceModel;
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const store = world.store ?? new LocalListRepository(openCore());
  const block = createLocalListBlock({ store, deviceModel, clock, log });
  const send = async (request: RequestOf<"SendLocalList">) => {
    const reply = await block.handlers!.SendLocalList!(request);
    assert(reply.kind === "result");
    const { status, statusInfo } = reply.response;
    return statusInfo ? `${status} ${statusInfo.reasonCode}` : status;
  };
  const version = async () => {
    const reply = await block.handlers!.GetLocalListVersion!({});
    assert(reply.kind === "result");
    return reply.response.versionNumber;
  };
  return { block, send, version, values, learned, clock, log };
}

const A = { idToken: "A", type: "ISO14443" } as const;
const B = { idToken: "B", type: "ISO14443" } as const;
const INFO = { status: "Accepted" } as const;

function full(versionNumber: number, ...tokens: (typeof A | typeof B)[]): RequestOf<"SendLocalList"> {
  const localAuthorizationList = tokens.map((idToken) => ({ idToken, idTokenInfo: INFO }));
  return { updateType: "Full", versionNumber, localAuthorizationList };
}

Deno.test("local list: the device model tells what is stored, from the start on", async () => {
  const { block, send, values } = setUp();
  const shown = () => ["Entries", "Storage"].map((name) => values.values.get(`LocalAuthListCtrlr.${name}`));
  block.start();
  assert.deepEqual(shown(), ["0", "0"]);
  assert.equal(await send(full(1, A, B)), "Accepted");
  assert.deepEqual(shown(), ["2", String(2 * (32 + JSON.stringify(INFO).length))]);
});

Deno.test("local list: disabled it takes nothing, knows nobody, and keeps what it has", async () => {
  const { block, send, version, values } = setUp();
  await send(full(3, A));
  values.values.set("LocalAuthListCtrlr.Enabled", "false");
  assert.equal(await send(full(4, B)), "Failed NotEnabled");
  assert.equal(await version(), 0);
  assert.equal(block.find(A), undefined);
  values.values.set("LocalAuthListCtrlr.Enabled", "true");
  assert.equal(await version(), 3);
  assert.deepEqual(block.find(A), { info: INFO, validity: "valid" });
});

Deno.test("local list: only as many entries and bytes as it has room for", async () => {
  const { send, version } = setUp({ maxEntries: 1 });
  assert.equal(await send(full(1, A, B)), "Failed OutOfStorage");
  assert.equal(await version(), 0);
  assert.equal(await send(full(1, A)), "Accepted");
  assert.equal(await setUp({ maxBytes: 60 }).send(full(1, A, B)), "Failed OutOfStorage");
  assert.equal(await setUp({ maxBytes: 60 }).send(full(1, A)), "Accepted");
});

Deno.test("local list: an entry expires where that is supported", async () => {
  const { block, send, clock, values } = setUp();
  const cacheExpiryDateTime = new Date(clock.wallMs() + 1000).toISOString();
  await send({
    updateType: "Full",
    versionNumber: 1,
    localAuthorizationList: [{ idToken: A, idTokenInfo: { ...INFO, cacheExpiryDateTime } }],
  });
  clock.advance(1000);
  assert.equal(block.find(A)?.validity, "valid");
  clock.advance(1);
  assert.equal(block.find(A)?.validity, "expired");
  values.values.set("LocalAuthListCtrlr.SupportsExpiryDateTime", "false");
  assert.equal(block.find(A)?.validity, "valid");
});

Deno.test("local list: updates that come together are judged one after the other", async () => {
  const { send, version } = setUp();
  const differential = { updateType: "Differential", versionNumber: 1 } as const;
  assert.deepEqual(await Promise.all([send(differential), send(differential)]), [
    "Accepted",
    "VersionMismatch ValueTooLow",
  ]);
  assert.equal(await version(), 1);
});

Deno.test("local list: where the disk refuses, an update fails and nobody is known", async () => {
  const refuse = () => {
    throw new Error("disk I/O error");
  };
  const { block, send, log } = setUp({
    store: { find: refuse, version: () => 0, size: refuse, apply: () => Promise.reject(new Error("full")) },
  });
  assert.equal(await send(full(1, A)), "Failed InternalError");
  assert.equal(block.find(A), undefined);
  assert.equal(log.lines.filter(({ level }) => level === "error").length, 2);
});

Deno.test("local list: the device model hears how long the list may become, if it has variables for it", () => {
  const { block, learned } = setUp();
  block.start();
  assert.deepEqual(learned, [
    "LocalAuthListCtrlr.Entries 100000",
    `LocalAuthListCtrlr.Storage ${32 * 1024 * 1024}`,
  ]);
  const without = setUp();
  for (const name of ["Entries", "Storage"]) without.values.values.delete(`LocalAuthListCtrlr.${name}`);
  without.block.start();
  assert.deepEqual(without.learned, []);
});
