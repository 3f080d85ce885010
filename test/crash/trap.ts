import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import type { Pace } from "./pace.ts";
import type { Random } from "./random.ts";

/** What the killer can see of a life of the module. */
export type Sight =
  /** An EVSE says something: the module is about to write. */
  | "sessionEvent"
  /** The module tells other modules of an event that is on disk: it is about to send. */
  | "published"
  /** A TransactionEvent is at the CSMS and not answered. */
  | "arrived"
  /** A TransactionEvent was answered: the module is about to remove it. */
  | "answered"
  /** BootNotification is at the CSMS: the queue opens with the answer. */
  | "booted"
  /** The module has said that it is ready; the station does not run yet. */
  | "moduleReady";

interface Plan {
  readonly sight: Sight | "nothing";
  /** The first, the second … of its kind. */
  readonly count: number;
  /** From the sight to the kill. */
  readonly delayMicroseconds: number;
  /** Kill in any case after this. */
  readonly limitMs: number;
}

/** Tells the killer when to strike. */
export class Trap {
  #left = 0;
  #plan: Plan | undefined;
  #spring: () => void = () => {};

  constructor(private readonly pace: Pace) {}

  /** Waits for the moment, calls `strike` in it, and resolves when that has. */
  spring(random: Random, strike: (cause: string) => Promise<void>): Promise<void> {
    const plan = choose(random);
    this.#plan = plan;
    this.#left = plan.count;
    return new Promise((resolve) => {
      const end = (cause: string) => {
        clearTimeout(limit);
        this.#plan = undefined;
        spin(plan.delayMicroseconds);
        resolve(strike(cause));
      };
      const limit = setTimeout(() => end("time"), plan.limitMs * this.pace.factor);
      this.#spring = () => end(plan.sight);
    });
  }

  saw(sight: Sight): void {
    if (this.#plan?.sight !== sight || --this.#left > 0) return;
    this.#spring();
  }

  /** Watches the bus; what the CSMS sees it says itself. */
  watch({ client, moduleId }: EverestSimulation): void {
    client.on("modules/+/impl/evse/var/session_event", () => this.saw("sessionEvent"));
    client.on(
      `modules/${moduleId}/impl/ocpp_generic/var/ocpp_transaction_event`,
      () => this.saw("published"),
    );
    client.on(`modules/${moduleId}/ready`, () => this.saw("moduleReady"));
  }
}

function choose(random: Random): Plan {
  const sight = random.weighted<Plan["sight"]>([
    [25, "nothing"],
    [20, "sessionEvent"],
    [15, "published"],
    [20, "arrived"],
    [12, "answered"],
    [4, "booted"],
    [4, "moduleReady"],
  ]);
  return {
    sight,
    count: sight === "booted" || sight === "moduleReady" ? 1 : random.integer(1, 8),
    // Mostly within the half millisecond in which a commit or a send happens.
    delayMicroseconds: random.weighted([[1, 0], [3, random.between(0, 500)], [1, random.between(0, 3000)]]),
    limitMs: sight === "nothing" ? random.between(20, 700) : random.between(400, 1200),
  };
}

/** Lets a time pass that is too short for a timer. */
function spin(microseconds: number): void {
  const until = performance.now() + microseconds / 1000;
  while (performance.now() < until);
}
