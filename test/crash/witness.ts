import type { SessionEvent } from "../../src/everest/interfaces/types/session-event.ts";
import type { GetVariableResult } from "../../src/everest/interfaces/types/ocpp-variable.ts";
import type { OcppTransactionEvent } from "../../src/everest/interfaces/types/ocpp.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import type { BusMessage } from "../fakes/mqtt/bus-client.ts";
import type { Lives } from "./lives.ts";
import type { Pace } from "./pace.ts";
import type { Random } from "./random.ts";

/** A session event of an EVSE as it was on the bus. */
export interface SeenEvent {
  readonly evseId: number;
  readonly event: SessionEvent;
}

const ANSWER_MS = 1000;
/** An answer may leave before the commit of an event that came right before the question; the next one cannot. */
const QUESTIONS = 2;

/**
 * Knows which session events the module has certainly taken: a command was answered before and after the event was on
 * the bus, by the same life. What was on the bus before the first answer may have come too early, what came after the
 * last one too late.
 */
export class Witness {
  /** In the order of the bus. */
  readonly taken: SeenEvent[] = [];
  /** What the module told other modules about transaction events: it does so once they are on disk. */
  readonly published: OcppTransactionEvent[] = [];
  readonly #seen: SeenEvent[] = [];
  readonly #stops: (() => void)[];
  readonly #watching: Promise<void>;
  #readyLife: number | undefined;
  #stopped = false;

  constructor(
    private readonly everest: EverestSimulation,
    private readonly lives: Lives,
    private readonly random: Random,
    private readonly pace: Pace,
  ) {
    const { client, moduleId } = everest;
    this.#stops = [
      client.on("modules/+/impl/evse/var/session_event", (message) => {
        const evseId = Number(/evse_manager_(\d+)/.exec(message.topic)?.[1]);
        this.#seen.push({ evseId, event: valueOf(message) as SessionEvent });
      }),
      client.on(`modules/${moduleId}/impl/ocpp_generic/var/ocpp_transaction_event`, (message) => {
        this.published.push(valueOf(message) as OcppTransactionEvent);
      }),
      // Before, a question would get lost.
      client.on(`modules/${moduleId}/ready`, () => this.#readyLife = lives.current),
    ];
    this.#watching = this.#watch();
  }

  /** True when the module has answered: everything before has been taken. */
  async #asked(): Promise<boolean> {
    for (let question = 0; question < QUESTIONS; question++) {
      if (!await this.#ask()) return false;
    }
    return true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watching;
    for (const stop of this.#stops) stop();
  }

  async #watch(): Promise<void> {
    let provenLife: number | undefined;
    let from = 0;
    while (!this.#stopped) {
      const life = this.lives.current;
      const until = this.#seen.length;
      const isReady = life !== undefined && life === this.#readyLife;
      const answered = isReady && await this.#asked() && this.lives.current === life;
      if (answered && provenLife === life) {
        this.taken.push(...this.#seen.slice(from, until));
        from = until;
      } else if (answered) {
        provenLife = life;
        from = this.#seen.length;
        this.lives.measure();
      }
      await this.pace.pause(this.random.between(2, 30));
    }
  }

  /** A station that does not run yet refuses every variable. */
  async #ask(): Promise<boolean> {
    const { client, moduleId } = this.everest;
    const requests = [{
      component_variable: { component: { name: "OCPPCommCtrlr" }, variable: { name: "HeartbeatInterval" } },
    }];
    const answer = client.call(moduleId, "ocpp_generic", "get_variables", { requests });
    const reply = await this.pace.within(ANSWER_MS, Promise.race([answer, this.lives.died]));
    if (reply?.kind !== "result") return false;
    return (reply.value as GetVariableResult[])[0]?.status === "Accepted";
  }
}

function valueOf({ json }: BusMessage): unknown {
  return (json as { data?: { data?: unknown } } | undefined)?.data?.data;
}
