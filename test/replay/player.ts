import { join } from "node:path";
import { ACTIONS } from "../../src/ocpp/messages.ts";
import { type Csms, startCsms } from "../fakes/csms/csms.ts";
import { type Overrides, writeComponentConfig } from "../fakes/component-config.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import type { Release } from "../fixtures/everest.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";
import { Agenda } from "./agenda.ts";
import { RecordedBackOffice } from "./recorded-back-office.ts";
import { RecordedManager } from "./recorded-manager.ts";
import { commandOf, RecordedModules } from "./recorded-modules.ts";
import {
  type BusRecord,
  type CsmsRecord,
  type Envelope,
  readDefinitions,
  type Recording,
} from "./recording.ts";
import { ReplayBroker } from "./replay-broker.ts";
import { IDENTITY, PASSWORD, type RunningDaemon, startDaemon } from "./replay-station.ts";
import { socketsHave, Stillness } from "./stillness.ts";

export interface PlayOptions {
  /** Where the station keeps what survives it: the same for runs that followed each other on one installation. */
  readonly directory: string;
  /** Actual values over the shipped device model. */
  readonly variables: Overrides;
  /** Whose manager it is; what the modules say is as it was recorded. */
  readonly release: Release;
  /** What is answered to commands that nobody called in the recording, by name of the command. */
  readonly commandDefaults: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** When our process alone is not there, by wall clock, milliseconds. */
  readonly outages?: readonly { readonly atMs: number; readonly forMs: number }[];
  /** For how long to go on after the last thing recorded; default: hardly. */
  readonly afterwardsMs?: number;
  /** Where the CSMS listens; a station that has been there before knows it so. Default: a free port. */
  readonly port?: number;
}

/** What our module did in the place of the recorded one, in the form of a recording. */
export interface Replayed extends Recording {
  /** Commands that were answered from the table of defaults. */
  readonly unheardOf: readonly string[];
  /** Rules of OCPP-J and of the schemas that it broke. */
  readonly violations: readonly string[];
  readonly log: RecordingLogger;
  readonly exitCode: number;
  /** Timers that it has left behind. */
  readonly leftTimers: readonly string[];
  readonly port: number;
}

/** How long before the recorded station came back the recorded CSMS had been there again. */
const BACK_BEFORE_OPENED_MS = 115;
/** After the last thing recorded, when nothing else is asked for. */
const AFTERWARDS_MS = 50;

/** Plays a recording to the whole daemon, on a clock that only the recording moves. */
export async function play(recording: Recording, options: PlayOptions): Promise<Replayed> {
  const csms = await startCsms({
    basicAuth: { username: IDENTITY, password: PASSWORD },
    now: () => nowMs(),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const clock = new FakeClock(recording.startMs);
  function nowMs(): number {
    return clock.wallMs();
  }
  try {
    const componentConfig = join(options.directory, "component_config");
    await writeComponentConfig(componentConfig, { ...options.variables, ...connectionTo(csms) });
    return await new Player(
      recording,
      options,
      csms,
      clock,
      await readDefinitions(options.release, join(options.directory, "everest")),
    ).play();
  } finally {
    await csms.stop().catch(() => {}); // What it complains of is in `violations`.
  }
}

function connectionTo({ url }: Csms): Overrides {
  const connectionData = {
    ocppCsmsUrl: url,
    ocppInterface: "Wired0",
    ocppTransport: "JSON",
    ocppVersion: "OCPP20",
    messageTimeout: 30,
    securityProfile: 1,
  };
  return {
    "InternalCtrlr.NetworkConnectionProfiles": JSON.stringify([{ configurationSlot: 1, connectionData }]),
    "SecurityCtrlr.BasicAuthPassword": PASSWORD,
  };
}

class Player {
  readonly #agenda = new Agenda();
  readonly #log = new RecordingLogger();
  readonly #sent: BusRecord[] = [];
  readonly #modules: RecordedModules;
  readonly #manager: RecordedManager;
  #broker: ReplayBroker;
  readonly #stillness: Stillness;
  #daemon: RunningDaemon | undefined;
  #starts = 0;
  /** How much had been said before the last start. */
  #sentBefore = 0;

  constructor(
    private readonly recording: Recording,
    private readonly options: PlayOptions,
    private readonly csms: Csms,
    private readonly clock: FakeClock,
    definitions: ReadonlyMap<string, string>,
  ) {
    this.#modules = new RecordedModules(recording, options.commandDefaults);
    this.#manager = new RecordedManager(recording, options.directory, options.release);
    this.#broker = new ReplayBroker(definitions, (topic, text) => this.#published(topic, text));
    this.#stillness = new Stillness({
      csms,
      busActivity: () => this.#broker.activity,
      daemon: () => this.#daemon,
    });
  }

  async play(): Promise<Replayed> {
    const { recording, csms, clock } = this;
    const backOffice = new RecordedBackOffice(recording, () => clock.wallMs());
    backOffice.attach(csms, ACTIONS, (atMs, act) => this.#agenda.add(atMs, act));
    for (const record of recording.bus) this.#planBus(record);
    for (const [index, record] of recording.csms.entries()) this.#planCsms(record, index);
    this.#agenda.add(recording.endMs + (this.options.afterwardsMs ?? AFTERWARDS_MS), () => {});
    for (const { atMs, forMs } of this.options.outages ?? []) {
      this.#agenda.add(atMs, () => this.#stop());
      this.#agenda.add(atMs + forMs, () => this.#startAgain());
    }
    this.#start();
    await this.#passAll();
    const exitCode = await this.#daemon!.stop();
    return { ...recording, ...this.#outcome(), exitCode, leftTimers: clock.pending(), port: csms.port };
  }

  // --- the process ---------------------------------------------------------------------------------------------

  #start(): void {
    this.#starts += 1;
    this.#daemon = startDaemon({
      clock: this.clock,
      log: this.#log,
      transport: this.#broker.transport,
      directory: this.options.directory,
      seed: this.options.seed * 100 + this.#starts,
      parent: this.#starts === 1 ? "manager" : "systemd",
    });
  }

  async #stop(): Promise<void> {
    await this.#daemon!.stop();
    const left = this.clock.pending();
    if (left.length > 0) throw new Error(`timers are left behind: ${left.join(", ")}`);
  }

  /** Ours alone comes back, to a manager that has long cleared what it told about the modules. */
  #startAgain(): void {
    this.#broker = new ReplayBroker(new Map(), (topic, text) => this.#published(topic, text));
    this.#sentBefore = this.#sent.length;
    this.#start();
  }

  #outcome():
    & Omit<Replayed, keyof Recording | "exitCode" | "leftTimers" | "port">
    & Pick<Recording, "bus" | "csms"> {
    const frames = this.csms.log.map(({ direction, text, atMs }): CsmsRecord => ({
      kind: "frame",
      direction,
      atMs,
      frame: JSON.parse(text) as unknown[],
    }));
    return {
      bus: this.#sent,
      csms: frames,
      unheardOf: [...this.#modules.unheardOf].sort(),
      violations: this.csms.violations,
      log: this.#log,
    };
  }

  // --- what was recorded ---------------------------------------------------------------------------------------

  #planBus(record: BusRecord): void {
    const { direction, topic, text, atMs } = record;
    // Answers are given when our module asks.
    if (direction === "fromModule" || topic.endsWith("/response/ocpp")) return;
    if (topic === "everest/modules/ocpp/response") return;
    this.#agenda.add(atMs, () => this.#broker.deliver(topic, text));
  }

  #planCsms(record: CsmsRecord, index: number): void {
    const { atMs } = record;
    if (record.kind === "closed") {
      // The last one is the end of the recorded process.
      if (atMs < this.recording.endMs - 1000) this.#agenda.add(atMs, () => this.#goOffline());
    } else if (record.kind === "opened") {
      if (index > 0) this.#agenda.add(atMs - BACK_BEFORE_OPENED_MS, () => this.csms.resume());
    } else if (record.direction === "toStation" && record.frame[0] === 2) {
      this.#agenda.add(atMs, () => this.#callStation(JSON.stringify(record.frame)));
    }
  }

  async #goOffline(): Promise<void> {
    this.csms.stopAccepting();
    if (!this.csms.isConnected) return;
    this.csms.drop();
    const before = this.#broker.activity;
    await socketsHave(() => this.#broker.activity > before);
  }

  #callStation(text: string): void {
    // Not before the station is there; should it never come, the comparison shows that it has not answered.
    void this.csms.sendRaw(text).catch(() => {});
  }

  // --- what our module says ------------------------------------------------------------------------------------

  #published(topic: string, text: string): void {
    const envelope = JSON.parse(text) as Envelope;
    const nowMs = this.clock.wallMs();
    this.#sent.push({ atMs: nowMs, direction: "fromModule", topic, text, envelope });
    if (topic === "everest/config/request") {
      this.#broker.deliver("everest/modules/ocpp/response", this.#manager.answer(envelope));
      return;
    }
    // Once more for a module that is ready once more.
    if (topic === "everest/modules/ocpp/ready" && this.#starts > 1) {
      this.#broker.deliver("everest/ready", JSON.stringify({ data: true, msg_type: "GlobalReady" }));
    }
    const call = commandOf({ topic, envelope });
    if (!call) return;
    const answer = this.#modules.answer(call.command, call.args, nowMs);
    if (!answer) return;
    const [origin] = call.command.split("/");
    const data = { data: { id: call.id, origin, retval: answer.retval }, type: "result" };
    this.#agenda.add(
      answer.atMs,
      () => this.#broker.deliver(`${topic}/response/ocpp`, JSON.stringify({ data, msg_type: "CmdResult" })),
    );
  }

  // --- time ----------------------------------------------------------------------------------------------------

  /** Lets time pass until nothing is left to happen: timers and recorded things in order, each with its consequences. */
  async #passAll(): Promise<void> {
    let over = false;
    void this.#daemon?.ended.then(() =>
      over = this.#starts === 1 && (this.options.outages ?? []).length === 0
    );
    const { clock } = this;
    for (;;) {
      await this.#stillness.reached();
      const nextMs = this.#agenda.nextMs;
      if (nextMs === undefined || over) return;
      await this.#startedUp(nextMs);
      const dueMs = clock.nextDueMs();
      const untilTimerMs = dueMs === undefined ? Infinity : dueMs - clock.monotonicMs();
      const untilNextMs = nextMs - clock.wallMs();
      if (untilTimerMs <= untilNextMs) {
        clock.advance(untilTimerMs);
      } else {
        clock.advance(Math.max(0, untilNextMs));
        await this.#agenda.actNext();
      }
    }
  }

  /** Time does not pass while our module reads its files: the recorded one had read them when it went on. */
  async #startedUp(untilMs: number): Promise<void> {
    const said = (matches: (record: BusRecord) => boolean) =>
      this.#sent.slice(this.#sentBefore).some(matches);
    const hasAsked = () => said(({ topic }) => topic === "everest/config/request");
    const isReady = () => said(({ topic }) => topic === "everest/modules/ocpp/ready");
    const firstMs = this.recording.bus.find((record) => isCommandOfModule(record))?.atMs ?? Infinity;
    if (hasAsked()) await socketsHave(isReady);
    // The first time it is not alone: the others have to become ready too.
    if (isReady() && (this.#starts > 1 || untilMs >= firstMs)) {
      await socketsHave(() => said(isCommandOfModule));
    }
  }
}

function isCommandOfModule(record: BusRecord): boolean {
  return record.direction === "fromModule" && commandOf(record) !== undefined;
}
