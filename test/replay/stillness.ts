import { setImmediate } from "node:timers";
import type { Csms } from "../fakes/csms/csms.ts";
import { backgroundActivity, backgroundAtRest } from "./background-work.ts";
import type { RunningDaemon } from "./replay-station.ts";

/** What is watched. */
export interface Watched {
  readonly csms: Csms;
  /** How much has crossed the bus so far. */
  busActivity(): number;
  daemon(): RunningDaemon | undefined;
}

/** Knows when nothing is under way any more between the daemon, the bus and the CSMS. */
export class Stillness {
  /** CALLs of the CSMS without an answer, among the first `#counted` frames. */
  #owed = 0;
  #counted = 0;

  constructor(private readonly watched: Watched) {}

  /** Resolves when nothing crosses bus or socket any more. */
  async reached(): Promise<void> {
    for (let quiet = 0; quiet < (this.#owesAnswer() ? QUIET_ROUNDS_OWING : 1);) {
      const before = this.#activity;
      await turns(QUIET_TURNS);
      await this.watched.daemon()?.dialling;
      await backgroundAtRest();
      await this.#pingThroughSocket();
      quiet = this.#activity === before ? quiet + 1 : 0;
    }
  }

  /** A CALL of the CSMS is not answered yet: the daemon is at work, or waits for a module. */
  #owesAnswer(): boolean {
    const { log } = this.watched.csms;
    for (; this.#counted < log.length; this.#counted++) {
      const { direction, text } = log[this.#counted]!;
      if (direction === "toStation" && text.startsWith("[2")) this.#owed += 1;
      if (direction === "fromStation" && !text.startsWith("[2")) this.#owed -= 1;
    }
    return this.#owed > 0;
  }

  get #activity(): number {
    const { csms } = this.watched;
    return this.watched.busActivity() + csms.log.length + csms.connections + backgroundActivity() +
      (this.watched.daemon()?.dials ?? 0);
  }

  /** There and back: what either side had sent before has arrived. */
  async #pingThroughSocket(): Promise<void> {
    const { csms } = this.watched;
    if (!csms.isConnected) return;
    const connection = await csms.connection();
    const count = connection.pongs.length + 1;
    await connection.ping("replay");
    await connection.ponged(count);
  }
}

/** Turns and pings without anything happening until it is certain that an answer waits for somebody else. */
const QUIET_ROUNDS_OWING = 8;
/** Enough for anything that needs no socket. */
const QUIET_TURNS = 4;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Real milliseconds for what depends on files and sockets. */
const GUARD_MS = 10_000;

/** Lets files and sockets go on until they have done something. */
export async function socketsHave(happened: () => boolean): Promise<void> {
  const deadline = Date.now() + GUARD_MS;
  while (!happened()) {
    if (Date.now() > deadline) throw new Error("the module does not go on; see its log");
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
