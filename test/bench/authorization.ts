import type { Workbench } from "../fakes/process/workbench.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { memoryOf } from "./process-figures.ts";
import { QUIET_EVSE } from "./session-traffic.ts";
import { quantile, typicalAndWorst } from "./statistics.ts";

const PER_MESSAGE = 250;
const SHORT_LIST = 10_000;
const LONG_LIST = 100_000;
const CACHED = 10_000;
const WARM_UP = 100;
const LOOK_UPS = 1000;
const VISITS = 1000;
const GUARD_MS = 120_000;

/** Who may charge: a long local list, a full cache, and a site that has lost its network. */
export async function authorization(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    everest: { evse: QUIET_EVSE },
    csms: { guardMs: GUARD_MS },
    variables: { "AuthCtrlr.LocalPreAuthorize": true, "AuthCacheCtrlr.LifeTime": 1_000_000 },
  });
  const { csms } = bench;
  const { pid } = await startAndBoot(bench);
  const before = await memoryOf(pid);
  const shortListMs = await sendList(bench, 0, SHORT_LIST);
  const kept = (await memoryOf(pid)).anonymousMegabytes - before.anonymousMegabytes;
  await sendList(bench, SHORT_LIST, LONG_LIST);
  const asking = await fillCache(bench);
  csms.stopAccepting();
  csms.drop();
  const fromList = await lookUps(bench, (index) => listed(index * 89 % LONG_LIST));
  const fromCache = await lookUps(bench, (index) => cached(index * 7 % CACHED));
  const visits = await visitsOffline(bench);
  return [
    {
      name: `SendLocalList: ${SHORT_LIST} entries in messages of ${PER_MESSAGE}, committed`,
      value: shortListMs,
      unit: "ms",
      target: "< 2000",
    },
    { name: "  memory kept", value: kept, unit: "MB", target: "< 5" },
    {
      name: `validate_token offline: from a list of ${LONG_LIST}`,
      ...typicalAndWorst(fromList),
      unit: "ms",
      target: "p99 < 5",
    },
    {
      name: `validate_token offline: from a cache of ${CACHED}`,
      ...typicalAndWorst(fromCache),
      unit: "ms",
      target: "p99 < 5",
    },
    { name: "validate_token online, with Authorize", ...typicalAndWorst(asking), unit: "ms" },
    {
      name: `visit offline (plug in, swipe, unplug), ${VISITS} times, committed`,
      value: quantile(visits, 0.5),
      p99: quantile(visits, 0.99),
      unit: "ms",
    },
  ];
}

const listed = (index: number) => `LIST${index}`;
const cached = (index: number) => `CACHE${index}`;

/** Entries `from` … `to`-1; the first message replaces the list. Resolves with the time that it took. */
async function sendList({ csms }: Workbench, from: number, to: number): Promise<number> {
  const startMs = performance.now();
  for (let first = from; first < to; first += PER_MESSAGE) {
    const { status } = await csms.call("SendLocalList", {
      updateType: first === 0 ? "Full" : "Differential",
      versionNumber: 1 + first / PER_MESSAGE,
      localAuthorizationList: Array.from({ length: PER_MESSAGE }, (_, index) => ({
        idToken: { idToken: listed(first + index), type: "ISO14443" },
        idTokenInfo: { status: "Accepted", groupIdToken: { idToken: "GROUP001", type: "Central" } },
      })),
    });
    if (status !== "Accepted") throw new Error(`the list was refused: ${status}`);
  }
  return performance.now() - startMs;
}

async function fillCache(bench: Workbench): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < CACHED; index++) times.push(await validated(bench, cached(index)));
  return times;
}

async function lookUps(bench: Workbench, token: (index: number) => string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < WARM_UP + LOOK_UPS; index++) {
    const time = await validated(bench, token(index));
    if (index >= WARM_UP) times.push(time);
  }
  return times;
}

/** A question of Auth over the bus, and its answer. */
async function validated({ everest }: Workbench, value: string): Promise<number> {
  const startMs = performance.now();
  const reply = await everest.client.call(everest.moduleId, "auth_validator", "validate_token", {
    provided_token: {
      id_token: { value, type: "ISO14443" },
      authorization_type: "RFID",
      prevalidated: false,
    },
  });
  const time = performance.now() - startMs;
  const answer = reply.kind === "error" ? undefined : reply.value as { authorization_status?: string };
  if (answer?.authorization_status !== "Accepted") {
    throw new Error(`${value}: ${JSON.stringify(reply)}`);
  }
  return time;
}

async function visitsOffline({ everest }: Workbench): Promise<number[]> {
  const evse = everest.evse(1);
  const times: number[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    const startMs = performance.now();
    await evse.plugIn();
    const outcome = await everest.auth.swipe(listed(visit));
    if (outcome !== "UsedToStart") throw new Error(`a swipe was ${outcome}`);
    await evse.unplug();
    times.push(performance.now() - startMs);
  }
  return times;
}
