import type { TxStartPoint } from "../../src/station/transactions/tx-points.ts";
import type { Overrides } from "../fakes/component-config.ts";
import { findProgram } from "../fakes/system-programs.ts";
import { Workbench, type WorkbenchOptions } from "../fakes/process/workbench.ts";
import { arrivalsAt, transactionOf, transactionsIn } from "./arrivals.ts";
import { Customers } from "./customers.ts";
import { type DiskUse, diskUse, leftOvers } from "./disk-use.ts";
import { Lives } from "./lives.ts";
import { MoodyCsms } from "./moody-csms.ts";
import { type History, judge } from "./oracle.ts";
import { Pace } from "./pace.ts";
import { Random } from "./random.ts";
import { Trap } from "./trap.ts";
import { Witness } from "./witness.ts";

export interface SweepPlan {
  readonly kills: number;
  /** "process": ours alone dies, the EVSEs go on. "power": everything goes off at once. */
  readonly fault: "process" | "power";
  readonly seed: number;
  /** TxCtrlr.TxStartPoint */
  readonly startPoint: TxStartPoint;
}

export interface SweepResult {
  /** Empty when nothing was lost, doubled or out of order. */
  readonly faults: readonly string[];
  readonly history: History;
  readonly lives: Lives;
  /** After every kill. */
  readonly disk: readonly DiskUse[];
  /** What the module logged. */
  readonly log: readonly string[];
  /** "embedded" where no mosquitto is installed. */
  readonly broker: "mosquitto-unix" | "embedded";
}

const VARIABLES: Overrides = {
  "OCPPCommCtrlr.RetryBackOffWaitMinimum": 0,
  "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]": 0,
  "AlignedDataCtrlr.Interval": 1,
  "AlignedDataCtrlr.TxEndedInterval": 1,
};
/** For what must happen at the end. */
const PATIENCE_MS = 15_000;
const GUARD_MS = 20_000;
const MESSAGE_TIMEOUT_SECONDS = 2;

/** Everybody on the stage. */
interface Stage {
  readonly bench: Workbench;
  readonly lives: Lives;
  readonly trap: Trap;
  readonly mood: MoodyCsms;
  readonly customers: readonly Customers[];
  readonly random: Random;
  readonly pace: Pace;
}

/** Kills the module as often as planned while two EVSEs are in use, then lets everything come to its end and judges. */
export async function sweep(plan: SweepPlan): Promise<SweepResult> {
  const random = new Random(plan.seed);
  const log: string[] = [];
  const broker = findProgram("mosquitto") ? "mosquitto-unix" : "embedded";
  const options: WorkbenchOptions = {
    broker,
    variables: { ...VARIABLES, "TxCtrlr.TxStartPoint": plan.startPoint },
    everest: { evse: { chargeDelayMs: 15, stopDelayMs: 5, meterIntervalMs: 100 } },
  };
  const pace = await Pace.measure(options);
  await using bench = await Workbench.open({
    ...options,
    messageTimeoutSeconds: Math.ceil(MESSAGE_TIMEOUT_SECONDS * pace.factor),
    csms: { guardMs: GUARD_MS * pace.factor },
    onLine: (line) => void log.push(line),
  });
  const { csms, everest } = bench;
  const lives = new Lives(bench);
  const trap = new Trap(pace);
  trap.watch(everest);
  const mood = new MoodyCsms({ csms, trap, random: random.fork(), pace, onBoot: () => lives.booted() });
  const witness = new Witness(everest, lives, random.fork(), pace);
  const knownAs = (token: string) => transactionOf(arrivalsAt(csms), token);
  const customers = everest.evses.map(({ id }) =>
    new Customers({ csms, everest, random: random.fork(), pace, knownAs }, id)
  );

  const stage: Stage = { bench, lives, trap, mood, customers, random, pace };
  const disk = await killing(stage, plan);
  const unfinished = await finishing(stage);
  await witness.stop();
  const exitCode = await lives.terminate();
  const history: History = {
    fault: plan.fault,
    startsWith: plan.startPoint === "EnergyTransfer" ? "energy" : "authorization",
    arrivals: arrivalsAt(csms),
    published: witness.published,
    taken: witness.taken,
  };
  return {
    faults: [
      ...lives.violations,
      ...unfinished,
      ...(exitCode === 0 ? [] : [`SIGTERM ended the module with status ${exitCode}`]),
      ...leftOvers(bench.files),
      ...judge(history),
      // Reported here, once, and not by the end of the CSMS.
      ...csms.violations.splice(0),
    ],
    ...{ history, lives, disk, log, broker },
  };
}

async function killing(stage: Stage, { kills, fault }: SweepPlan): Promise<readonly DiskUse[]> {
  const { bench, lives, trap, customers, random, pace } = stage;
  const disk: DiskUse[] = [];
  let isOver = false;
  const playing = Promise.all(customers.map((customer) => customer.play(() => isOver)));
  for (let kill = 0; kill < kills; kill++) {
    await lives.start();
    await trap.spring(random, (cause) => lives.kill(cause));
    if (fault === "power") await bench.everest.powerCut();
    disk.push(diskUse(bench.files));
    await pace.pause(random.between(0, 60));
  }
  isOver = true;
  await playing;
  return disk;
}

/** Everybody leaves, and one session on each EVSE, which comes behind everything that is still queued. */
async function finishing({ bench, lives, mood, customers, pace }: Stage): Promise<string[]> {
  const { csms } = bench;
  await mood.calmDown();
  await lives.start();
  if (!await pace.until(PATIENCE_MS, () => lives.isBooted)) return ["the last life did not boot"];
  for (const customer of customers) await customer.clear();
  const tokens = await Promise.all(customers.map((customer) => customer.visit()));
  const isEnded = (token: string) => {
    const arrivals = arrivalsAt(csms);
    const events = transactionsIn(arrivals).get(transactionOf(arrivals, token) ?? "");
    return events?.at(-1)?.eventType === "Ended";
  };
  const ended = await pace.until(PATIENCE_MS, () => tokens.every(isEnded));
  return ended ? [] : ["the last sessions did not reach the CSMS"];
}
