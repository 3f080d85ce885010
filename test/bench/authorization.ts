import type { Workbench } from "../fakes/process/workbench.ts";
import { outputOf } from "./bare-program.ts";
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
/** Each of as many messages as the short list; the last one is measured. */
const ROUNDS = 5;
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
  const list = new ListSender(bench);
  const withHardlyAny = await lowestMemory(list, pid, "Full");
  const shortListMs = await list.send(0, SHORT_LIST);
  const kept = await lowestMemory(list, pid, "Differential") - withHardlyAny;
  await list.send(SHORT_LIST, LONG_LIST);
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
    { name: "  memory kept, after the same traffic", value: kept, unit: "MB", target: "< 5" },
    {
      name: `look-up in a list of ${LONG_LIST}, without bus and answer`,
      ...typicalAndWorst(await outputOf("./list-look-up-rate.ts", String(LONG_LIST))),
      unit: "ms",
      target: "p99 < 1",
    },
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

/** Changes the local list of the station, message by message. */
class ListSender {
  #version = 0;

  constructor(private readonly bench: Workbench) {}

  /** Entries `from` … `to`-1; those from 0 replace the list. Resolves with the time that it took. */
  async send(from: number, to: number): Promise<number> {
    const startMs = performance.now();
    for (let first = from; first < to; first += PER_MESSAGE) {
      await this.change(first === 0 ? "Full" : "Differential", first);
    }
    return performance.now() - startMs;
  }

  /** One message with the entries from `first` on. */
  async change(updateType: "Full" | "Differential", first: number): Promise<void> {
    const { status } = await this.bench.csms.call("SendLocalList", {
      updateType,
      versionNumber: ++this.#version,
      localAuthorizationList: Array.from({ length: PER_MESSAGE }, (_, index) => ({
        idToken: { idToken: listed(first + index), type: "ISO14443" },
        idTokenInfo: { status: "Accepted", groupIdToken: { idToken: "GROUP001", type: "Central" } },
      })),
    });
    if (status !== "Accepted") throw new Error(`the list was refused: ${status}`);
    // What is not needed any more would only make our own process slow.
    this.bench.csms.log.splice(0);
  }
}

/**
 * The lowest memory while such messages arrive, which is right after a garbage collection: "Full" leaves a list of 250
 * entries each time, "Differential" the one that was sent before. What a list takes is the difference; the traffic itself
 * raises the memory of a process that had none by 10 MB.
 */
async function lowestMemory(
  list: ListSender,
  pid: number,
  updateType: "Full" | "Differential",
): Promise<number> {
  let samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    samples = [];
    for (let first = 0; first < SHORT_LIST; first += PER_MESSAGE) {
      await list.change(updateType, first);
      samples.push((await memoryOf(pid)).anonymousMegabytes);
    }
  }
  return Math.min(...samples);
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
