import { join } from "node:path";
import { ISO15118_VARIABLES } from "../../conformance/harness/certificates.ts";
import { CACHE_VARIABLES, LIST_VARIABLES } from "../../conformance/harness/known-tokens.ts";
import { PRICE_VARIABLES } from "../../conformance/harness/prices.ts";
import { startStation, type StationUnderTest } from "../../conformance/harness/station-under-test.ts";
import { WITH_DISPLAY } from "../../fakes/everest/simulated-display.ts";
import { testPki } from "../../fakes/pki/pki.ts";
import type { TestError } from "../../fakes/mqtt/bus-client.ts";
import type { LogLine } from "../../fakes/recording-logger.ts";
import { tellsOfBug } from "../../integration/undisturbed.ts";
import { describeEnd } from "../../../src/everest/mqtt/connection-end.ts";
import type { LogText } from "../../../src/kernel/log-events.ts";
import { STORE_RETRY_TIMER } from "../../../src/storage/refused-changes.ts";
import { Dice } from "../ocpp-messages.ts";
import { FailingDisk } from "./failing-disk.ts";
import { Answers, MoodyCsms } from "./moody-csms.ts";
import type { Known } from "./requests.ts";

const VENDOR = { moduleId: "vendor", implementationId: "main" };
export const EVSES = 2;
/** Real time that one step may take. */
const PATIENCE_MS = 20_000;
const DEVICE_MODEL = join(import.meta.dirname ?? ".", "../../../device-model");
/** With another of these the CSMS of the test does not know the station any more. */
const UNTOUCHED = new Set(["Identity", "BasicAuthPassword"]);

const { "ISO15118Ctrlr.Available": _, ...SIGNING } = ISO15118_VARIABLES;

/** A complete station, whoever is around it, and what they have done so far. */
export class World {
  readonly moods: MoodyCsms;
  readonly answers: Answers;
  /** Rejections that nobody handles. */
  readonly rejections: string[] = [];
  /** Raised and not cleared. */
  readonly raised: TestError[] = [];
  /** Sessions that only somebody's events tell of, by EVSE. */
  readonly phantoms = new Map<string, number>();
  /** Log uploads that only somebody's statuses tell of, by request id. */
  readonly phantomUploads = new Set<number>();
  readonly plugged = new Set<number>();
  readonly said: string[] = [];
  /** Another module has told our module to stop. */
  isStopped = false;
  /** What happened meanwhile is never told. */
  wasStopped = false;
  isRunning = true;
  readonly disk = new FailingDisk();
  /** Errors in the log tell of it. */
  failedDisk = false;
  /** The process was killed while only its memory had what the CSMS was told: that is told again, or never ends. */
  lostMemory = false;
  resetsSeen = 0;
  /** New firmware wants to run. */
  rebootDue = false;
  #logged = 0;
  readonly #listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    this.rejections.push(event.reason instanceof Error ? event.reason.stack ?? "" : String(event.reason));
  };

  private constructor(
    readonly station: StationUnderTest,
    seed: number,
    private readonly variables: Known["variables"],
    private readonly certificates: readonly string[],
  ) {
    this.moods = new MoodyCsms(station.csms, new Dice(seed), () => this.known());
    this.answers = new Answers(station.csms);
    this.#excuseForgottenAnswers();
    globalThis.addEventListener("unhandledrejection", this.#listener);
  }

  /** Answers that a broken disk forgets let a message be taken for one that was never sent (E11.FR.07). */
  #excuseForgottenAnswers(): void {
    const { violations } = this.station.csms;
    const push = violations.push.bind(violations);
    violations.push = (...texts) =>
      push(...texts.filter((text) => !this.failedDisk || !text.includes("was used for two messages")));
  }

  static async create(seed: number): Promise<World> {
    const variables = {
      ...SIGNING,
      ...PRICE_VARIABLES,
      ...CACHE_VARIABLES,
      ...LIST_VARIABLES,
      "OCPPCommCtrlr.RetryBackOffRepeatTimes": "2",
    };
    const station = await startStation({
      variables,
      everest: {
        evses: EVSES,
        iso15118: "connected",
        evse: { chargeDelayMs: 100, meterIntervalMs: 60_000 },
        connections: { ...WITH_DISPLAY.connections, data_transfer: [VENDOR] },
      },
      csms: { guardMs: PATIENCE_MS },
      start: false,
    });
    station.everest.client.onCmd(VENDOR.moduleId, VENDOR.implementationId, "data_transfer", () => ({
      status: "Accepted",
    }));
    station.everest.system.updates.unsigned = "taken";
    station.everest.system.setClock = (timestamp) => station.clock.setWall(Date.parse(timestamp));
    const { root, client } = await testPki();
    const world = new World(station, seed, await knownVariables(), [
      root.cert,
      client.cert,
      "no PEM",
      root.cert + client.cert,
    ]);
    station.start();
    await station.csms.expect("BootNotification");
    await world.settled();
    return world;
  }

  known(): Known {
    const { csms, clock } = this.station;
    const events = csms.received("TransactionEvent");
    return {
      transactionIds: [
        ...new Set(events.slice(-20).map(({ transactionInfo: { transactionId } }) => transactionId)),
      ],
      variables: this.variables,
      csmsUrl: csms.url,
      nowMs: clock.wallMs(),
      certificates: this.certificates,
    };
  }

  /** What is under way has gone through the daemon and back; fails when it does not. */
  async settled(): Promise<void> {
    if (!this.isRunning) return;
    const ended = this.station.ended.then((code) => {
      throw new Error(`the daemon ended by itself with status ${code}`);
    });
    await inTime("settling", Promise.race([this.station.settle(), ended]));
  }

  async pass(milliseconds: number): Promise<void> {
    this.moods.payOwed();
    if (!this.isRunning) return this.station.clock.advance(milliseconds);
    await inTime(`${milliseconds} ms`, this.station.pass(milliseconds), 6 * PATIENCE_MS);
  }

  /** The CSMS is there and a friend, and the disk works. */
  recovers(): void {
    this.disk.fails = false;
    this.moods.mood = "friendly";
    this.station.csms.resume();
  }

  async stop(): Promise<void> {
    // What a broken disk did not take is tried once more at the end; without it the daemon leaves it behind.
    this.disk.fails = false;
    this.isRunning = false;
    const code = await inTime("stopping", this.station.stop(), 3000);
    if (code !== 0) throw new Error(`the daemon stopped with status ${code}`);
  }

  async startAgain(what: "process" | "power"): Promise<void> {
    const { station } = this;
    this.isStopped = false;
    if (what === "power") {
      await station.everest.powerCut();
      this.phantoms.clear();
      // Modules raise them again, if they are still there; these are not.
      this.raised.length = 0;
    }
    station.start();
    this.isRunning = true;
    if (what === "process") await inTime("connecting to the bus", station.clock.fire("everest.dialect"));
    await this.listening();
    await this.settled();
  }

  /** Until the module is on the bus, what is said to it is lost. */
  private async listening(): Promise<void> {
    const { client, moduleId } = this.station.everest;
    const untilMs = performance.now() + PATIENCE_MS;
    for (let waited = true; waited;) {
      if (performance.now() > untilMs) throw new Error("hung: starting");
      const answered = client.call(moduleId, "ocpp_generic", "get_variables", { requests: [] });
      waited = await inTime("listening", answered, 100).then(() => false, () => true);
    }
  }

  /**
   * What a kill leaves behind: the disk as it is now. What the process says and writes after this moment does not
   * reach anybody.
   */
  async kill(): Promise<void> {
    const { csms, directory, clock } = this.station;
    const isInMemory = clock.pending().some((name) =>
      name === STORE_RETRY_TIMER || name.endsWith(".late-write")
    );
    if (this.disk.fails || isInMemory) this.lostMemory = true;
    const disk = [...Deno.readDirSync(directory)].filter(({ isFile }) => isFile)
      .map(({ name }) => ({ path: join(directory, name), bytes: Deno.readFileSync(join(directory, name)) }));
    csms.drop();
    await this.stop();
    for (const { name, isFile } of Deno.readDirSync(directory)) {
      if (isFile) Deno.removeSync(join(directory, name));
    }
    for (const { path, bytes } of disk) Deno.writeFileSync(path, bytes);
  }

  /** Rules that were broken so far. */
  faults(): string[] {
    const { csms, everest, log, clock } = this.station;
    this.answers.read();
    const lines = log.lines.slice(this.#logged);
    this.#logged = log.lines.length;
    const timers = clock.pending().length;
    return [
      ...csms.violations,
      ...everest.record.violations,
      ...everest.manager.violations,
      ...this.answers.violations,
      ...this.rejections.map((text) => `unhandled rejection: ${text}`),
      ...lines.filter((line) => isBug(line) && !this.failedDisk).map(({ scope, message, fields }) =>
        `log: ${scope} ${message} ${JSON.stringify(plain(fields))}`
      ),
      ...(timers > 150 ? [`${timers} timers: ${clock.pending().join(" ")}`] : []),
    ];
  }

  async dispose(): Promise<void> {
    try {
      this.disk.fails = false;
      // A daemon that waits for somebody gives up after its time; one that hangs was told already.
      const stopped = this.station.stop();
      await inTime("stopping", stopped, 3000).catch(() => this.station.clock.advance(1000));
      await inTime("the end", this.station[Symbol.asyncDispose]());
    } finally {
      this.disk[Symbol.dispose]();
      globalThis.removeEventListener("unhandledrejection", this.#listener);
    }
  }
}

export async function inTime<T>(what: string, task: Promise<T>, limitMs = PATIENCE_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hung: ${what}`)), limitMs);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Errors that an engineer is to read, and that are caused here on purpose. */
const EXPECTED: ReadonlySet<string> = new Set<LogText>([
  // What others want to send and may not.
  "a request is invalid and not sent",
  // Keys take real time to make, in which the clock of the test may go on by more than a module is waited for.
  "a certificate request could not be created",
  // Of transactions that only somebody's events tell of.
  "the EVSE does not stop its transaction",
  "the EVSE does not pause",
  // The process ends while a command is on its way.
  "the EVSE does not answer whether it is enabled",
  // The system resets between two deeds only, and a deed may last longer than a reset is waited for.
  "the system did not reset, the station goes on",
  // A CSMS that refuses everything.
  "a queued message is given up",
  "the CSMS did not accept a queued message",
  "the CSMS did not accept a transaction event",
]);

function isBug(line: LogLine): boolean {
  return tellsOfBug(line) || (line.level === "error" && !EXPECTED.has(line.message) && !isCutOff(line));
}

/** The process ends while a command is on its way: what it was for has failed, and an engineer is to read it. */
function isCutOff({ fields }: LogLine): boolean {
  return fields["reason"] === describeEnd({ kind: "closedByUs" });
}

function plain(fields: LogLine["fields"]): unknown {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? value.stack : value]),
  );
}

async function knownVariables(): Promise<Known["variables"]> {
  const found: { component: object; variable: object }[] = [];
  for (const folder of ["standardized", "custom"]) {
    for await (const { name } of Deno.readDir(join(DEVICE_MODEL, folder))) {
      const file = JSON.parse(await Deno.readTextFile(join(DEVICE_MODEL, folder, name)));
      const place = file.evse_id === undefined ? {} : {
        evse: {
          id: file.evse_id,
          ...(file.connector_id === undefined ? {} : { connectorId: file.connector_id }),
        },
      };
      for (const { variable_name, instance } of Object.values(file.properties) as Record<string, string>[]) {
        if (UNTOUCHED.has(variable_name!)) continue;
        found.push({
          component: { name: file.name, ...place },
          variable: { name: variable_name!, ...(instance === undefined ? {} : { instance }) },
        });
      }
    }
  }
  return found.sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}
