import type { Clock, Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import {
  decideDialect,
  DIALECT_TIMEOUT_MS,
  type DialectDecision,
  type DialectEvidence,
  type SeenDialect,
} from "./bus-dialect.ts";

type Evidence = { -readonly [K in keyof DialectEvidence]: DialectEvidence[K] };

type Decision = Exclude<DialectDecision, { kind: "wait" }>;

const REMINDER_MS = 60_000;

/** Gathers evidence of the manager's dialect until it suffices. */
export class DialectWatch {
  /** Resolves once; stays pending as long as there is no evidence. */
  readonly decision: Promise<Decision>;
  readonly #settle: (decision: Decision) => void;
  readonly #evidence: Evidence;
  #timer: Timer | undefined;
  #decided: Decision | undefined;

  constructor(
    known: Pick<DialectEvidence, "override" | "disk" | "spawnedByManager" | "remembered">,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    ({ promise: this.decision, resolve: this.#settle } = Promise.withResolvers());
    this.#evidence = { ...known, retainedComplete: false, timedOut: false };
    this.#consider();
  }

  /** The decision, once there is one. */
  get decided(): Decision | undefined {
    return this.#decided;
  }

  /** A definition or configuration message went over the bus. */
  observe(dialect: SeenDialect, how: "retained" | "live"): void {
    this.#evidence[how] = dialect;
    this.#consider();
  }

  /** The broker has sent everything that was retained. */
  retainedComplete(): void {
    this.#evidence.retainedComplete = true;
    this.#consider();
    if (this.#decided) return;
    this.#timer = this.clock.setTimer("everest.dialect", DIALECT_TIMEOUT_MS, () => {
      this.#evidence.timedOut = true;
      this.#consider();
      this.#remind();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Says what is awaited, again and again: nothing else tells that the process is alive. */
  #remind(): void {
    if (this.#decided) return;
    this.logger.notice("waiting for a sign of the EVerest manager on the bus");
    this.#timer = this.clock.setTimer("everest.dialect", REMINDER_MS, () => this.#remind());
  }

  #consider(): void {
    if (this.#decided) return;
    const decision = decideDialect(this.#evidence);
    if (decision.kind === "wait") return;
    this.#decided = decision;
    this.#timer?.cancel();
    if (decision.kind === "decided") {
      const { dialect, because } = decision;
      this.logger.info("the dialect of the EVerest manager is known", { dialect, because });
    }
    this.#settle(decision);
  }
}
