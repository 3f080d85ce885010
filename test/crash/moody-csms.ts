import { type Csms, NO_ANSWER } from "../fakes/csms/csms.ts";
import type { ResponseOf } from "../../src/ocpp/messages.ts";
import type { Pace } from "./pace.ts";
import type { Random } from "./random.ts";
import type { Trap } from "./trap.ts";

export interface Mood {
  readonly csms: Csms;
  readonly trap: Trap;
  readonly random: Random;
  readonly pace: Pace;
  onBoot(): void;
}

/** A CSMS that answers TransactionEvents late or not at all, and whose network is cut now and then. */
export class MoodyCsms {
  #friendly = false;
  readonly #ignored = new Set<string>();
  readonly #cutting: Promise<void>;

  constructor(private readonly mood: Mood) {
    const { csms, trap, onBoot } = mood;
    csms.on("BootNotification", () => {
      onBoot();
      trap.saw("booted");
      return { status: "Accepted", currentTime: new Date().toISOString(), interval: 300 };
    });
    csms.on("TransactionEvent", async ({ idToken }, { messageId }) => {
      trap.saw("arrived");
      const answer: ResponseOf<"TransactionEvent"> = idToken ? { idTokenInfo: { status: "Accepted" } } : {};
      switch (this.#friendly ? "prompt" : this.#choose()) {
        case "prompt":
          break;
        case "late":
          await mood.pace.pause(mood.random.between(0, 80));
          break;
        case "drop":
          csms.drop();
          return NO_ANSWER;
        case "silent":
          // Not twice, since the station rightly gives up a message that is never answered.
          if (this.#ignored.has(messageId)) break;
          this.#ignored.add(messageId);
          return NO_ANSWER;
      }
      setTimeout(() => trap.saw("answered"), 0);
      return answer;
    });
    this.#cutting = this.#cutNetwork();
  }

  /** From now on everything is answered at once and nothing is cut. */
  async calmDown(): Promise<void> {
    this.#friendly = true;
    await this.#cutting;
  }

  #choose(): "prompt" | "late" | "drop" | "silent" {
    return this.mood.random.weighted([[75, "prompt"], [20, "late"], [3, "drop"], [2, "silent"]] as const);
  }

  async #cutNetwork(): Promise<void> {
    const { csms, random, pace } = this.mood;
    while (!this.#friendly) {
      await pace.pause(random.between(500, 3000));
      csms.stopAccepting();
      csms.drop();
      await pace.pause(random.between(20, 800));
      csms.resume();
    }
  }
}
