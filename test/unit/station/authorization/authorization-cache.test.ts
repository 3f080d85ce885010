import assert from "node:assert/strict";
import type { IdTokenInfoType, IdTokenType } from "../../../../src/ocpp/messages.ts";
import {
  AuthorizationCache,
  CACHE_SWEEP_INTERVAL_MS,
} from "../../../../src/station/authorization/authorization-cache.ts";
import type { CacheRoom, TokenCacheStore } from "../../../../src/station/authorization/token-cache-store.ts";
import { TokenCacheRepository } from "../../../../src/storage/token-cache-repository.ts";
import type { StationDeviceModel } from "../../../../src/variables/create-device-model.ts";
import type { VariableKey } from "../../../../src/variables/device-model.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { openCore } from "../../storage/open-core.ts";
import { settled } from "../fake-csms.ts";
import { FakeDeviceModel, nameOf } from "../fake-device-model.ts";

const CARD: IdTokenType = { idToken: "RFID0001", type: "ISO14443" };
const ACCEPTED: IdTokenInfoType = { status: "Accepted" };

interface World {
  readonly variables?: Readonly<Record<string, string>>;
  readonly store?: TokenCacheStore;
  readonly maxBytes?: number;
  readonly inUse?: readonly IdTokenType[];
  readonly isMarked?: boolean;
}

function setUp(world: World = {}) {
  const values = new FakeDeviceModel({
    "AuthCacheCtrlr.Enabled": "true",
    "AuthCacheCtrlr.LifeTime": "60",
    "AuthCacheCtrlr.Storage": "99",
    ...world.variables,
  });
  const { maxBytes: maxLimit } = world;
  const limits: string[] = [];
  const deviceModel = Object.assign(values, {
    setMaxLimit: (key: VariableKey, limit: number) => void limits.push(`${nameOf(key)} ${limit}`),
    components: () => [{
      component: { name: "AuthCacheCtrlr" },
      variables: [{
        variable: { name: "Storage" },
        characteristics: { dataType: "integer", supportsMonitoring: true, ...(maxLimit && { maxLimit }) },
      }],
    }],
  }) as unknown as StationDeviceModel;
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const rooms: CacheRoom[] = [];
  const repository = new TokenCacheRepository(openCore());
  const store: TokenCacheStore = world.store ?? {
    find: (token) => repository.find(token),
    save(token, entry, room) {
      rooms.push(room);
      return repository.save(token, entry, room);
    },
    markUsed: (token) => repository.markUsed(token),
    remove: (what) => repository.remove(what),
    bytes: () => repository.bytes(),
  };
  let isMarked = world.isMarked === true;
  const cache = new AuthorizationCache({
    store,
    outdatedMark: {
      isSet: () => isMarked,
      set: () => void (isMarked = true),
      remove: () => void (isMarked = false),
    },
    deviceModel,
    clock,
    log,
    tokensInUse: () => world.inUse ?? [],
  });
  return {
    cache,
    values,
    clock,
    log,
    rooms,
    limits,
    isMarked: () => isMarked,
    storage: () => values.values.get("AuthCacheCtrlr.Storage"),
  };
}

/** Lets what was written in this turn reach the disk. */
async function written(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await settled();
}

Deno.test("authorization cache: what the CSMS says last is known at once", () => {
  const { cache } = setUp();
  assert.equal(cache.find(CARD), undefined);
  cache.learn(CARD, ACCEPTED);
  assert.deepEqual(cache.find(CARD), ACCEPTED);
  cache.learn({ ...CARD, idToken: "rfid0001" }, { status: "Blocked" });
  assert.deepEqual(cache.find(CARD), { status: "Blocked" });
});

Deno.test("authorization cache: tokens for one use are not remembered", () => {
  const { cache } = setUp();
  for (const type of ["Central", "NoAuthorization"] as const) {
    cache.learn({ idToken: "x", type }, ACCEPTED);
    assert.equal(cache.find({ idToken: "x", type }), undefined);
  }
});

Deno.test("authorization cache: a token that is to expire in the past is forgotten", () => {
  const { cache, clock } = setUp();
  cache.learn(CARD, ACCEPTED);
  cache.learn(CARD, { ...ACCEPTED, cacheExpiryDateTime: new Date(clock.wallMs() - 1).toISOString() });
  assert.equal(cache.find(CARD), undefined);
});

Deno.test("authorization cache: a clock that is not set yet costs no entry, and no entry counts by it", async () => {
  const { cache, values, clock } = setUp();
  values.values.set("AuthCacheCtrlr.LifeTime", "3600");
  cache.learn(CARD, ACCEPTED);
  await written();
  const rightMs = clock.wallMs();
  clock.setWall(rightMs - 10 * 365 * 86_400_000);
  assert.equal(cache.find(CARD), undefined);
  await written();
  clock.setWall(rightMs);
  assert.deepEqual(cache.find(CARD), ACCEPTED);
});

Deno.test("authorization cache: an entry that expires is gone, and its bytes with it", async () => {
  const { cache, clock, storage } = setUp();
  cache.learn(CARD, ACCEPTED);
  await written();
  assert.notEqual(storage(), "0");
  clock.advance(60_001);
  assert.equal(cache.find(CARD), undefined);
  await written();
  assert.equal(storage(), "0");
});

Deno.test("authorization cache: what nobody asks about is swept out, from the start on", async () => {
  const { cache, clock, storage } = setUp();
  cache.learn(CARD, ACCEPTED);
  cache.learn({ ...CARD, idToken: "B" }, {
    ...ACCEPTED,
    cacheExpiryDateTime: new Date(clock.wallMs() + 10 * CACHE_SWEEP_INTERVAL_MS).toISOString(),
  });
  await written();
  const both = Number(storage());
  clock.advance(60_001);
  cache.start();
  await written();
  const one = Number(storage());
  assert(one > 0 && one < both);
  for (let interval = 0; interval < 10; interval++) clock.advance(CACHE_SWEEP_INTERVAL_MS);
  await written();
  assert.equal(storage(), "0");
  cache.stop();
  assert.equal(clock.nextDueMs(), undefined);
});

Deno.test("authorization cache: disabled it neither tells nor learns, and keeps what it has", async () => {
  const { cache, values } = setUp();
  cache.learn(CARD, ACCEPTED);
  values.values.set("AuthCacheCtrlr.Enabled", "false");
  assert.equal(cache.find(CARD), undefined);
  cache.learn(CARD, { status: "Blocked" });
  await written();
  values.values.set("AuthCacheCtrlr.Enabled", "true");
  assert.deepEqual(cache.find(CARD), ACCEPTED);
});

Deno.test("authorization cache: the device model says how much room there is and who gives way", () => {
  const inUse = [CARD];
  const roomOf = (variables: Readonly<Record<string, string>>, maxBytes?: number) => {
    const { cache, rooms } = setUp({ variables, inUse, ...(maxBytes && { maxBytes }) });
    cache.learn(CARD, ACCEPTED);
    return rooms[0];
  };
  assert.deepEqual(roomOf({ "AuthCacheCtrlr.Policy": "FIFO" }, 500), {
    maxBytes: 500,
    policy: "FIFO",
    inUse,
  });
  assert.equal(roomOf({ "AuthCacheCtrlr.Policy": "LFU" })?.policy, "LFU");
  assert.deepEqual(roomOf({ "AuthCacheCtrlr.Policy": "CUSTOM" }), {
    maxBytes: 1024 * 1024,
    policy: "LRU",
    inUse,
  });
});

Deno.test("authorization cache: cleared it knows nobody", async () => {
  const { cache, storage } = setUp();
  cache.learn(CARD, ACCEPTED);
  assert.equal(await cache.clear(), true);
  assert.equal(cache.find(CARD), undefined);
  assert.equal(storage(), "0");
});

Deno.test("authorization cache: where the disk refuses it knows nobody, and says so in the log", async () => {
  const refuse = () => Promise.reject(new Error("database or disk is full"));
  const { cache, log } = setUp({
    store: {
      find: () => {
        throw new Error("disk I/O error");
      },
      save: refuse,
      markUsed: refuse,
      remove: refuse,
      bytes: () => 0,
    },
  });
  assert.equal(cache.find(CARD), undefined);
  cache.learn(CARD, ACCEPTED);
  cache.used(CARD);
  assert.equal(await cache.clear(), false);
  await written();
  assert.deepEqual(log.lines.map(({ level }) => level), ["error", "error", "error", "error"]);
});

/** A store that refuses changes for a while. */
function smallStore() {
  const repository = new TokenCacheRepository(openCore());
  let isFull = false;
  const change = (made: () => Promise<void>) =>
    isFull ? Promise.reject(new Error("database or disk is full")) : made();
  const store: TokenCacheStore = {
    find: (token) => repository.find(token),
    save: (...entry) => change(() => repository.save(...entry)),
    markUsed: (token) => change(() => repository.markUsed(token)),
    remove: (what) => change(() => repository.remove(what)),
    bytes: () => repository.bytes(),
  };
  return { store, fill: () => void (isFull = true), free: () => void (isFull = false) };
}

const OTHER_CARD: IdTokenType = { idToken: "RFID0002", type: "ISO14443" };

Deno.test("authorization cache: what the CSMS said before a word that the disk refuses does not count any more", async () => {
  const { store, fill, free } = smallStore();
  const { cache, clock, isMarked } = setUp({ store, variables: { "AuthCacheCtrlr.LifeTime": "9999" } });
  cache.start();
  cache.learn(CARD, ACCEPTED);
  cache.learn(OTHER_CARD, ACCEPTED);
  await written();
  fill();
  cache.learn(CARD, ACCEPTED);
  await written();
  assert.deepEqual([cache.find(CARD), isMarked()], [ACCEPTED, false]);
  cache.learn({ ...CARD, idToken: "rfid0001" }, { status: "Blocked" });
  await written();
  assert.deepEqual([cache.find(CARD), cache.find(OTHER_CARD), isMarked()], [undefined, ACCEPTED, true]);
  free();
  clock.advance(CACHE_SWEEP_INTERVAL_MS);
  await written();
  assert.deepEqual([store.find(CARD), cache.find(OTHER_CARD), isMarked()], [undefined, ACCEPTED, false]);
  cache.learn(CARD, ACCEPTED);
  assert.deepEqual(cache.find(CARD), ACCEPTED);
  cache.stop();
});

Deno.test("authorization cache: the next word that the disk takes counts again", async () => {
  const { store, fill, free } = smallStore();
  const { cache, isMarked } = setUp({ store });
  cache.learn(CARD, ACCEPTED);
  await written();
  fill();
  cache.learn(CARD, { ...ACCEPTED, cacheExpiryDateTime: "2000-01-01T00:00:00Z" });
  await written();
  assert.deepEqual([cache.find(CARD), isMarked()], [undefined, true]);
  free();
  cache.learn(CARD, { status: "Blocked" });
  await written();
  assert.deepEqual([cache.find(CARD), isMarked()], [{ status: "Blocked" }, false]);
});

Deno.test("authorization cache: marked as outdated it knows nobody until the disk takes that it is emptied", async () => {
  const { store, fill, free } = smallStore();
  const room = { maxBytes: 9999, policy: "LRU", inUse: [] } as const;
  await store.save(CARD, { info: ACCEPTED, updatedMs: 1 }, room);
  await store.save(OTHER_CARD, { info: ACCEPTED, updatedMs: 1 }, room);
  fill();
  const { cache, isMarked } = setUp({ store, isMarked: true });
  cache.start();
  await written();
  assert.deepEqual([cache.find(CARD), cache.inspect(CARD), isMarked()], [undefined, undefined, true]);
  free();
  cache.learn(CARD, ACCEPTED);
  await written();
  assert.deepEqual([cache.find(CARD), store.find(OTHER_CARD), isMarked()], [ACCEPTED, undefined, false]);
  cache.stop();
});

Deno.test("authorization cache: of very many refused words only is remembered that there were some", async () => {
  const { store, fill } = smallStore();
  const { cache } = setUp({ store });
  const card = (number: number) => ({ ...CARD, idToken: `card ${number}` });
  for (let number = 0; number <= 1001; number++) cache.learn(card(number), ACCEPTED);
  await written();
  fill();
  for (let number = 0; number < 1000; number++) cache.learn(card(number), { status: "Blocked" });
  await written();
  assert.deepEqual([cache.find(card(999)), cache.find(card(1001))], [undefined, ACCEPTED]);
  cache.learn(card(1000), { status: "Blocked" });
  await written();
  assert.equal(cache.find(card(1001)), undefined);
});

Deno.test("authorization cache: a sweep leaves what still counts", async () => {
  const { cache, clock } = setUp();
  cache.learn(CARD, ACCEPTED);
  clock.advance(59_000);
  cache.start();
  await written();
  assert.deepEqual(cache.find(CARD), ACCEPTED);
  cache.stop();
  const unlimited = setUp();
  unlimited.values.values.delete("AuthCacheCtrlr.LifeTime");
  unlimited.cache.learn(CARD, ACCEPTED);
  unlimited.clock.advance(1_000_000_000);
  unlimited.cache.start();
  await written();
  assert.deepEqual(unlimited.cache.find(CARD), ACCEPTED);
});

Deno.test("authorization cache: the device model hears how much room there is, if it has a variable for it", async () => {
  const { cache, limits } = setUp();
  cache.start();
  assert.deepEqual(limits, ["AuthCacheCtrlr.Storage 1048576"]);
  const without = setUp();
  without.values.values.delete("AuthCacheCtrlr.Storage");
  without.cache.start();
  without.cache.learn(CARD, ACCEPTED);
  await written();
  assert.deepEqual(without.limits, []);
  assert.equal(without.storage(), undefined);
});
