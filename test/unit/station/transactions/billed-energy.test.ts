import assert from "node:assert/strict";
import fc from "fast-check";
import { toMeterReading } from "../../../../src/bridge/powermeter.ts";
import { type SessionMemory, toEvseEvent } from "../../../../src/bridge/session-events.ts";
import type { Powermeter } from "../../../../src/everest/interfaces/types/powermeter.ts";
import type { SessionEvent } from "../../../../src/everest/interfaces/types/session-event.ts";
import {
  afterEvseEvent,
  type ConnectorState,
  IDLE_CONNECTOR,
} from "../../../../src/station/availability/connector-state.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { historyOf } from "../../../../src/station/transactions/evse-transaction-state.ts";
import { isOldNews } from "../../../../src/station/transactions/session-history.ts";
import { EVSE, START_MS } from "./evse-events.ts";
import { EvseModel, type ModelListener } from "./evse-model.ts";
import { inWords, MachineRunner, type TransactionEvent } from "./machine-runner.ts";

/** The station as far as it turns session events into TransactionEvents and a status, between two EvseManagers' lives. */
class Station implements ModelListener {
  readonly machine: MachineRunner;
  readonly trace: string[] = [];
  hears: "everything" | "nothing" = "everything";
  repeats: "once" | "twice" = "once";
  connector: ConnectorState = IDLE_CONNECTOR;
  /** Whether this process has heard of everything so far. */
  hearing: "whole" | "broken" = "whole";
  #memory: SessionMemory = {};

  constructor(start: string, stop: string) {
    this.machine = new MachineRunner({ start, stop, measurands: ["Energy.Active.Import.Register"] });
  }

  onSessionEvent(event: SessionEvent): void {
    if (this.hears === "nothing") return;
    for (let time = 0; time < (this.repeats === "once" ? 1 : 2); time++) this.#take(event);
  }

  onPowermeter(powermeter: Powermeter): void {
    if (this.hears === "nothing") return;
    const reading = toMeterReading(powermeter, ARRIVAL);
    this.machine.context = { ...this.machine.context, latestReading: reading };
    this.machine.input({ kind: "reading", reading });
  }

  /** The next process knows what was on disk. */
  restart(): void {
    const { machine } = this;
    this.hears = "everything";
    this.#memory = {};
    machine.state = { ...JSON.parse(JSON.stringify(machine.state)), continuity: "broken" };
    machine.context = { ...machine.context, latestReading: undefined };
    const isPlugged = machine.state.session?.connected === true;
    this.connector = isPlugged ? { ...IDLE_CONNECTOR, cable: "plugged" } : IDLE_CONNECTOR;
  }

  /** The EVSE has started anew and said all that it remembers. */
  evseRestarted(): void {
    this.connector = { ...this.connector, cable: "unplugged" };
  }

  #take(event: SessionEvent): void {
    const { event: taken, memory } = toEvseEvent(event, this.#memory, { ...ARRIVAL, evseId: EVSE });
    this.#memory = memory;
    this.trace.push(event.event);
    if (taken === undefined || isOldNews(historyOf(this.machine.state), taken)) return;
    this.connector = afterEvseEvent(this.connector, taken);
    this.#note(taken);
    for (const told of this.machine.evse(taken)) this.trace.push(`  ${inWords(told)}`);
  }

  #note({ meter }: EvseEvent): void {
    if (meter) this.machine.context = { ...this.machine.context, latestReading: meter };
  }
}

const ARRIVAL = { nowMs: START_MS, complain: () => {} };

type Move = (evse: EvseModel, station: Station) => void;

function powerCut(meter: "speaks" | "silent", cable: "stays" | "gone"): Move {
  return (evse, station) => {
    station.restart();
    station.evseRestarted();
    const before = station.machine.state.session?.sessionId;
    const remembered = evse.restart({ meter, cable });
    const { session } = station.machine.state;
    // It has not come back to its session.
    if (before !== undefined && before !== remembered && session?.sessionId === before) {
      station.machine.input({ kind: "lost", atMs: START_MS });
    }
  };
}

const MOVES: Readonly<Record<string, Move>> = {
  "plug in": (evse) => evse.plugIn(),
  "unplug": (evse) => evse.unplug(),
  "swipe A": (evse) => evse.swipe("A"),
  "swipe B": (evse) => evse.swipe("B"),
  "charge": (evse) => evse.charge(),
  "the EV pauses": (evse) => evse.pause("ChargingPausedEV"),
  "the EVSE pauses": (evse) => evse.pause("ChargingPausedEVSE"),
  "the CSMS stops": (evse) => evse.stop("Remote"),
  "the token is refused": (evse) => evse.stop("DeAuthorized"),
  "the EV stops": (evse) => evse.stop("StoppedByEV"),
  "Auth gives up": (evse) => evse.giveUp(),
  "five minutes": (evse) => evse.pass(5),
  "disable": (evse) => evse.disable(),
  "enable": (evse) => evse.enable(),
  "the process is away": (_, station) => {
    station.hears = "nothing";
    station.hearing = "broken";
  },
  "the process is back": (_, station) => station.restart(),
  "everything is told twice": (_, station) => void (station.repeats = "twice"),
  "power cut": powerCut("speaks", "stays"),
  "power cut, the EV leaves": powerCut("speaks", "gone"),
  "power cut, the meter is late": powerCut("silent", "stays"),
};
/** What a charge consists of comes more often. */
const USUAL = ["plug in", "swipe A", "charge", "five minutes"];

const move = fc.oneof(fc.constantFrom(...Object.keys(MOVES)), fc.constantFrom(...USUAL));
const points = fc.subarray(["EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer"], {
  minLength: 1,
})
  .map((list) => list.join(","));

/** Everybody leaves, and nobody is waited for. */
function leave(evse: EvseModel, station: Station): void {
  station.restart();
  evse.pass(1);
  evse.enable();
  evse.unplug();
  evse.giveUp();
  // What went unseen comes to light with the next driver.
  evse.plugIn();
  evse.unplug();
}

function assertFree({ machine, connector }: Station): void {
  assert.deepEqual([machine.state.transaction, machine.state.session], [undefined, undefined]);
  assert.equal(connector.cable, "unplugged");
}

function register(event: TransactionEvent | undefined, context: string): number | undefined {
  return event?.meterValue?.flatMap(({ sampledValue }) => sampledValue)
    .find((value) => value.context === context)?.value;
}

/** The energy of all transactions; none has energy of another one. */
function billedWh({ machine, hearing }: Station): number {
  const stories = Map.groupBy(machine.events, ({ transactionInfo }) => transactionInfo.transactionId);
  let billed = 0;
  let lastEnd = 0;
  for (const story of stories.values()) {
    assert.deepEqual(story.map(({ seqNo }) => seqNo), story.map((_, index) => index));
    const types = story.map(({ eventType }) => eventType);
    assert.deepEqual([types[0], types.at(-1)], ["Started", "Ended"]);
    assert(types.slice(1, -1).every((type) => type === "Updated"), types.join());
    const begin = register(story.at(-1), "Transaction.Begin");
    const end = register(story.at(-1), "Transaction.End");
    // Wholly unseen, and the meter is late.
    if (hearing === "broken" && (begin === undefined || end === undefined)) continue;
    assert(begin !== undefined && end !== undefined, "no register");
    assert.equal(register(story[0], "Transaction.Begin"), begin);
    assert(begin >= lastEnd && end >= begin, `${begin} to ${end} Wh, after ${lastEnd} Wh`);
    lastEnd = end;
    billed += end - begin;
  }
  return billed;
}

Deno.test("whatever happens at an EVSE, each transaction has its own energy, and all energy has a transaction", () => {
  const property = fc.property(points, points, fc.array(move, { maxLength: 40 }), (start, stop, moves) => {
    const station = new Station(start, stop);
    const evse = new EvseModel(station);
    try {
      for (const name of moves) {
        station.trace.push(`# ${name}`);
        MOVES[name]?.(evse, station);
        if (evse.isFree && station.hearing === "whole") assertFree(station);
      }
      leave(evse, station);
      const billed = billedWh(station);
      assert(billed <= evse.flowedWh, `${billed} of ${evse.flowedWh} Wh are billed`);
      if (station.hearing === "whole") assert.equal(billed, evse.flowedWh);
      assertFree(station);
    } catch (error) {
      throw new Error([`${start} / ${stop}`, ...station.trace].join("\n"), { cause: error });
    }
  });
  fc.assert(property, { numRuns: 3000 });
});
