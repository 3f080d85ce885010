import assert from "node:assert/strict";
import { connectorId, type EvseId, evseId, transactionId } from "../../../../src/kernel/ids.ts";
import { MAX_PENDING_REMOTE_STARTS } from "../../../../src/kernel/limits.ts";
import type { ChargingProfileType, RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import { statusInfo } from "../../../../src/ocpp/reason-codes.ts";
import type { Reply } from "../../../../src/station/handlers.ts";
import type { RemoteToken } from "../../../../src/station/ports/token-port.ts";
import {
  PendingRemoteStarts,
  pendingTimer,
} from "../../../../src/station/remote-control/pending-remote-starts.ts";
import {
  createRemoteControlBlock,
  type RemoteControlDeps,
} from "../../../../src/station/remote-control/remote-control-block.ts";
import type { ActiveTransaction } from "../../../../src/station/transactions/active-transaction.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const TOKEN = { idToken: "REMOTE01", type: "Central" } as const;
const TRANSACTION: ActiveTransaction = {
  transactionId: transactionId("tx-1"),
  evseId: evseId(1),
  connectorId: connectorId(1),
  sessionId: "s",
  startedMs: 0,
  chargingState: "EVConnected",
  authorized: false,
};

function layoutOf(evses: number): RemoteControlDeps["evses"] {
  return Array.from({ length: evses }, (_, index) => ({
    id: evseId(index + 1),
    connectors: [{ id: connectorId(1) }],
  }));
}

function createBench(changes: Partial<RemoteControlDeps> = {}, variables: Record<string, string> = {}) {
  const clock = new FakeClock();
  const abandoned: number[] = [];
  const pending = new PendingRemoteStarts(clock);
  pending.onAbandoned((id) => void abandoned.push(id));
  const provided: RemoteToken[] = [];
  const said: string[] = [];
  const unavailable = new Set<number>();
  const authorized = new Set<number>();
  const open = new Map<number, ActiveTransaction>();
  const waiting: number[] = [];
  let stops = true;
  const block = createRemoteControlBlock({
    log: new RecordingLogger(),
    deviceModel: new FakeDeviceModel({ "TxCtrlr.EVConnectionTimeOut": "60", ...variables }),
    evses: layoutOf(2),
    availability: { isAvailableForRemoteStart: (evse) => !unavailable.has(evse) },
    transactions: {
      activeTransaction: (evse) => open.get(evse),
      transactionById: (id) => [...open.values()].find((candidate) => candidate.transactionId === id),
      isAuthorized: (evse) => authorized.has(evse),
      remoteStartAccepted: (evse, remoteStartId) => {
        said.push(`remote start ${remoteStartId} on ${evse}`);
        return Promise.resolve();
      },
      stop: (id, reason) => {
        said.push(`stop ${id} ${reason}`);
        return Promise.resolve(stops);
      },
    },
    tokens: { provideToken: (token) => void provided.push(token) },
    pending,
    chargingProfiles: {
      refusal: () => undefined,
      abandoned() {},
      waitingStarts: () => waiting,
      accepted({ remoteStartId }, profile) {
        if (profile !== undefined || remoteStartId === 8) {
          said.push(`profile ${profile?.id} for ${remoteStartId}`);
        }
        return Promise.resolve();
      },
    },
    isAccepted: () => true,
    ...changes,
  });
  return {
    clock,
    pending,
    provided,
    said,
    unavailable,
    authorized,
    open,
    waiting,
    abandoned,
    block,
    refuseStops: () => void (stops = false),
    /** Answers the request and carries out what follows the answer. */
    async start(request: Partial<RequestOf<"RequestStartTransaction">> = {}) {
      const reply = await block.handlers.RequestStartTransaction!({
        remoteStartId: 7,
        idToken: TOKEN,
        ...request,
      });
      const response = responseOf<"RequestStartTransaction">(reply);
      if (reply.kind === "result") reply.afterSent?.();
      return response;
    },
    startOnly: (request: Partial<RequestOf<"RequestStartTransaction">>) =>
      block.handlers.RequestStartTransaction!({ remoteStartId: 7, idToken: TOKEN, ...request }),
    async stop(id = "tx-1") {
      return responseOf<"RequestStopTransaction">(
        await block.handlers.RequestStopTransaction!({ transactionId: id }),
      );
    },
  };
}

function responseOf<A extends "RequestStartTransaction" | "RequestStopTransaction">(
  reply: Reply<A>,
): ResponseOf<A> {
  assert.equal(reply.kind, "result");
  return (reply as { response: ResponseOf<A> }).response;
}

const reasonOf = (response: { statusInfo?: { reasonCode: string } }) => response.statusInfo?.reasonCode;

Deno.test("a remote start on a free EVSE is accepted, answered first, then handed to Auth (F02)", async () => {
  const bench = createBench();
  const reply = await bench.startOnly({ evseId: 1, groupIdToken: { idToken: "G", type: "Central" } });
  assert.deepEqual(responseOf(reply), { status: "Accepted" });
  assert.deepEqual(bench.provided, []);
  if (reply.kind === "result") reply.afterSent?.();
  assert.deepEqual(bench.provided, [{
    idToken: TOKEN,
    groupIdToken: { idToken: "G", type: "Central" },
    remoteStartId: 7,
    evseIds: [1],
    prevalidated: false,
  }]);
});

Deno.test("AuthorizeRemoteStart=false: the token needs no further question (F01.FR.02)", async () => {
  for (const [value, prevalidated] of [["false", true], ["true", false]] as const) {
    const bench = createBench({}, { "AuthCtrlr.AuthorizeRemoteStart": value });
    await bench.start({ evseId: 1 });
    assert.equal(bench.provided[0]?.prevalidated, prevalidated);
  }
});

Deno.test("a transaction that waits for its authorization is joined and named in the answer (F01.FR.13, F01.FR.25)", async () => {
  const bench = createBench();
  bench.open.set(1, TRANSACTION);
  assert.deepEqual(await bench.start({ evseId: 1 }), { status: "Accepted", transactionId: "tx-1" });
  assert.deepEqual(bench.said, ["remote start 7 on 1"]);
});

Deno.test("an EVSE whose user is authorized is not given to another (F01.FR.24)", async () => {
  const bench = createBench();
  bench.authorized.add(1);
  assert.equal(reasonOf(await bench.start({ evseId: 1 })), "TxInProgress");
  assert.deepEqual(bench.provided, []);
});

Deno.test("an Unavailable or Faulted EVSE and one that does not exist are rejected (F01.FR.23)", async () => {
  const bench = createBench();
  bench.unavailable.add(1);
  assert.equal((await bench.start({ evseId: 1 })).status, "Rejected");
  assert.equal(reasonOf(await bench.start({ evseId: 3 })), "UnknownEvse");
  assert.equal(reasonOf(await bench.start({ evseId: 0 })), "UnknownEvse");
});

Deno.test("an EVSE that is reserved for somebody else is rejected (F01.FR.21)", async () => {
  const bench = createBench({ reservations: (evse) => Promise.resolve(evse === 1) });
  assert.equal((await bench.start({ evseId: 1 })).status, "Rejected");
  assert.equal((await bench.start({ evseId: 2 })).status, "Accepted");
});

Deno.test("without evseId any free EVSE may take it, the only free one gets it, none free rejects it (F01.FR.20)", async () => {
  const bench = createBench({ evses: layoutOf(3) });
  await bench.start();
  assert.equal(bench.provided[0]?.evseIds, undefined);
  bench.unavailable.add(3);
  await bench.start();
  assert.deepEqual(bench.provided[1]?.evseIds, [1, 2]);
  bench.authorized.add(1);
  await bench.start();
  assert.deepEqual(bench.provided[2]?.evseIds, [2]);
  bench.unavailable.add(2);
  assert.equal((await bench.start()).status, "Rejected");
});

Deno.test("a remote start with a charging profile that cannot be followed is rejected and leaves nothing behind", async () => {
  const chargingProfile = { id: 1, stackLevel: 0 } as ChargingProfileType;
  const bench = createBench({
    chargingProfiles: {
      refusal: (profile, { evseId }) => statusInfo("InvalidProfile", `${profile.id} on ${evseId}`),
      abandoned() {},
      waitingStarts: () => [],
      accepted: () => Promise.reject(new Error("it was not accepted")),
    },
  });
  assert.deepEqual(await bench.start({ evseId: 1, chargingProfile }), {
    status: "Rejected",
    statusInfo: { reasonCode: "InvalidProfile", additionalInfo: "1 on 1" },
  });
  assert.deepEqual(bench.provided, []);
});

Deno.test("the profile of an accepted remote start is on disk before the answer", async () => {
  const chargingProfile = { id: 1, stackLevel: 0 } as ChargingProfileType;
  const bench = createBench();
  await bench.start({ evseId: 1, chargingProfile });
  await bench.start({ evseId: 2, remoteStartId: 8 });
  assert.deepEqual(bench.said, ["profile 1 for 7", "profile undefined for 8"]);
});

Deno.test("before the CSMS has accepted the station nothing is started or stopped (B02.FR.05)", async () => {
  const bench = createBench({ isAccepted: () => false });
  bench.open.set(1, TRANSACTION);
  assert.equal(reasonOf(await bench.start({ evseId: 1 })), "CSNotAccepted");
  assert.equal(reasonOf(await bench.stop()), "CSNotAccepted");
  assert.deepEqual([bench.provided, bench.said], [[], []]);
});

Deno.test("a running transaction is stopped, an unknown one is not (F03.FR.07, F03.FR.08)", async () => {
  const bench = createBench();
  bench.open.set(1, TRANSACTION);
  assert.deepEqual(await bench.stop(), { status: "Accepted" });
  assert.deepEqual(bench.said, ["stop tx-1 Remote"]);
  assert.equal(reasonOf(await bench.stop("other")), "TxNotFound");
});

Deno.test("an EVSE that refuses to stop is not said to stop", async () => {
  const bench = createBench();
  bench.open.set(1, TRANSACTION);
  bench.refuseStops();
  assert.equal(reasonOf(await bench.stop()), "InternalError");
});

const claim = (pending: PendingRemoteStarts, evse: number, idToken = "remote01"): number | undefined =>
  pending.claim(evseId(evse) as EvseId, { idToken, type: "Central" });

Deno.test("a pending start is claimed once, by its token on its EVSE, whatever the case of the letters", async () => {
  const bench = createBench();
  await bench.start({ evseId: 1 });
  assert.equal(claim(bench.pending, 2), undefined);
  assert.equal(claim(bench.pending, 1, "other"), undefined);
  assert.equal(claim(bench.pending, 1), 7);
  assert.equal(claim(bench.pending, 1), undefined);
});

Deno.test("a start for this EVSE is claimed before one for any", async () => {
  const bench = createBench();
  await bench.start({ remoteStartId: 1 });
  await bench.start({ remoteStartId: 2, evseId: 2 });
  assert.equal(claim(bench.pending, 2), 2);
  assert.equal(claim(bench.pending, 2), 1);
});

for (const seconds of [0, 60]) {
  Deno.test(`a pending start is forgotten when Auth could wait for its EV no longer: EVConnectionTimeOut ${seconds}`, async () => {
    const bench = createBench({}, { "TxCtrlr.EVConnectionTimeOut": `${seconds}` });
    await bench.start({ evseId: 1 });
    // Auth waits for 10 s at least, once the CSMS has authorized the token.
    assert(bench.clock.remainingMs(pendingTimer(7))! >= (30 + Math.max(10, seconds)) * 1000);
    bench.clock.advance(bench.clock.remainingMs(pendingTimer(7))!);
    assert.equal(claim(bench.pending, 1), undefined);
    assert.deepEqual(bench.abandoned, [7]);
  });
}

Deno.test("what waits for a start of before is given up: at once after a boot, else when its time is over", () => {
  const ofBefore = () => {
    const bench = createBench();
    bench.waiting.push(1, 2);
    bench.open.set(1, { ...TRANSACTION, remoteStartId: 3 });
    bench.open.set(2, { ...TRANSACTION, authorized: true, remoteStartId: 4 });
    return bench;
  };
  const booted = ofBefore();
  booted.block.started("station");
  assert.deepEqual(booted.abandoned, [1, 2, 3]);
  const restarted = ofBefore();
  restarted.block.started("processOnly");
  assert.deepEqual(restarted.abandoned, []);
  assert.equal(claim(restarted.pending, 1), undefined);
  restarted.pending.drop(2);
  restarted.clock.advance(restarted.clock.remainingMs(pendingTimer(1))!);
  assert.deepEqual(restarted.abandoned, [2, 1, 3]);
});

Deno.test("as many starts wait as the limit allows, one more is rejected", async () => {
  const bench = createBench();
  for (let id = 0; id < MAX_PENDING_REMOTE_STARTS; id++) {
    assert.equal((await bench.start({ remoteStartId: id })).status, "Accepted");
  }
  assert.equal(reasonOf(await bench.start({ remoteStartId: MAX_PENDING_REMOTE_STARTS })), "OutOfMemory");
  assert.equal((await bench.start({ remoteStartId: 0 })).status, "Accepted");
});

Deno.test("a remote start whose token Auth will not use is no longer expected", () => {
  const clock = new FakeClock();
  const abandoned: number[] = [];
  const pending = new PendingRemoteStarts(clock);
  pending.onAbandoned((id) => void abandoned.push(id));
  pending.add({ remoteStartId: 7, idToken: TOKEN }, 60);
  pending.add({ remoteStartId: 8, idToken: TOKEN, evseId: evseId(2) }, 60);
  pending.drop(7);
  pending.drop(99);
  assert.equal(pending.claim(evseId(1), TOKEN), undefined);
  assert.equal(clock.remainingMs(pendingTimer(7)), undefined);
  assert.equal(pending.claim(evseId(2), TOKEN), 8);
  // Nobody waits for one that was claimed, or was given up before.
  assert.deepEqual(abandoned, [7, 99]);
});

Deno.test("a remote start that nobody claimed in time is given up", () => {
  const clock = new FakeClock();
  const abandoned: number[] = [];
  const pending = new PendingRemoteStarts(clock);
  pending.onAbandoned((id) => void abandoned.push(id));
  pending.add({ remoteStartId: 7, idToken: TOKEN }, 60);
  pending.add({ remoteStartId: 8, idToken: TOKEN, evseId: evseId(2) }, 60);
  assert.equal(pending.claim(evseId(2), TOKEN), 8);
  clock.advance(60_000);
  assert.deepEqual(abandoned, [7]);
});

Deno.test("a remote start for any EVSE says when there is none", async () => {
  const bench = createBench();
  bench.unavailable.add(1);
  bench.authorized.add(2);
  const response = await bench.start();
  assert.equal(response.status, "Rejected");
  assert.equal(reasonOf(response), "NoEvseAvailable");
  assert.deepEqual(bench.provided, []);
});
