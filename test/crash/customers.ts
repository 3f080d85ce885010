import type { Csms } from "../fakes/csms/csms.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import type { SimulatedEvse } from "../fakes/everest/simulated-evse.ts";
import type { Pace } from "./pace.ts";
import type { Random } from "./random.ts";

/** A driver waits no longer for a card reader or an app. */
const PATIENCE_MS = 300;
/** The last driver of all waits until the card reader answers. */
const LAST_PATIENCE_MS = 20_000;

type Deed =
  | "wait"
  | "plugIn"
  | "unplug"
  | "swipe"
  | "remoteStart"
  | "pauseOrResume"
  | "stopByCard"
  | "remoteStop";

export interface Street {
  readonly csms: Csms;
  readonly everest: EverestSimulation;
  readonly random: Random;
  readonly pace: Pace;
  /** The transaction of this token, as far as the CSMS knows. */
  knownAs(token: string): string | undefined;
}

/** Cards that a driver tries in the end, a tenth of a second apart. */
const LAST_CARDS = 100;

/** Whoever comes to one EVSE: at every moment does anything that can be done there. Every token comes only once. */
export class Customers {
  #cable: "plugged" | "unplugged" = "unplugged";
  #tokens = 0;
  #charging = true;
  readonly #evse: SimulatedEvse;

  constructor(private readonly street: Street, evseId: number) {
    this.#evse = street.everest.evse(evseId);
  }

  async play(isOver: () => boolean): Promise<void> {
    const { random, pace } = this.street;
    while (!isOver()) {
      await this.#act(this.#choose());
      await pace.pause(random.weighted([[3, random.between(0, 20)], [1, random.between(0, 150)]]));
    }
  }

  /** Everybody leaves. */
  async clear(): Promise<void> {
    if (this.#evse.candidacy === "waitsForCable") await this.#act("plugIn");
    if (this.#cable === "plugged") await this.#act("unplug");
  }

  /** One session from the plug to the unplug that nobody disturbs; resolves with its token. */
  async visit(): Promise<string> {
    await this.#act("plugIn");
    const token = await this.#acceptedToken();
    await this.street.pace.pause(50);
    await this.#stopByCard();
    await this.street.pace.pause(50);
    await this.#act("unplug");
    return token;
  }

  /** A driver shows cards until one starts: just after a boot the CSMS cannot be asked yet. */
  async #acceptedToken(): Promise<string> {
    for (let attempt = 0; attempt < LAST_CARDS; attempt++) {
      const token = this.#nextToken("L");
      if (await this.#present(token, LAST_PATIENCE_MS) === "UsedToStart") return token;
      await this.street.pace.pause(100);
    }
    throw new Error(`EVSE ${this.#evse.id} accepts no token`);
  }

  #choose(): Deed {
    const { random } = this.street;
    switch (this.#evse.candidacy) {
      case "idle":
        return this.#cable === "plugged"
          ? random.weighted([[3, "wait"], [1, "unplug"]])
          : random.weighted([[6, "plugIn"], [2, "swipe"], [2, "remoteStart"]]);
      case "waitsForToken":
        return random.weighted([[6, "swipe"], [3, "remoteStart"], [1, "unplug"], [2, "wait"]]);
      case "waitsForCable":
        return random.weighted([[3, "plugIn"], [1, "wait"]]);
      case "inTransaction":
        return random.weighted([
          [8, "wait"],
          [3, "pauseOrResume"],
          [2, "stopByCard"],
          [2, "remoteStop"],
          [1, "unplug"],
        ]);
      case "unusable":
        return random.weighted([[2, "unplug"], [1, "wait"]]);
    }
  }

  async #act(deed: Deed): Promise<void> {
    const { csms, random, pace } = this.street;
    const evse = this.#evse;
    switch (deed) {
      case "wait":
        return await pace.pause(random.between(0, 60));
      case "plugIn":
        if (this.#cable === "plugged") return;
        this.#cable = "plugged";
        return await evse.plugIn();
      case "unplug":
        this.#cable = "unplugged";
        return await evse.unplug();
      case "swipe":
        return void await this.#present(this.#nextToken("C"), PATIENCE_MS);
      case "stopByCard":
        return await this.#stopByCard();
      case "pauseOrResume":
        this.#charging = !this.#charging;
        return this.#charging ? await evse.startCharging() : await evse.pauseEv();
      case "remoteStart":
        return await this.#remotely(() =>
          csms.call("RequestStartTransaction", {
            evseId: evse.id,
            remoteStartId: evse.id * 100_000 + this.#tokens,
            idToken: { idToken: this.#nextToken("R"), type: "Central" },
          })
        );
      case "remoteStop": {
        const transactionId = this.street.knownAs(evse.token?.id_token.value ?? "");
        if (transactionId === undefined) return;
        return await this.#remotely(() => csms.call("RequestStopTransaction", { transactionId }));
      }
    }
  }

  #nextToken(kind: string): string {
    return `${kind}${this.#evse.id}-${++this.#tokens}`;
  }

  #present(value: string, patienceMs: number) {
    const { everest: { auth }, pace } = this.street;
    const id_token = { value, type: "ISO14443" } as const;
    const connectors = [this.#evse.id];
    return pace.within(
      patienceMs,
      auth.present({ id_token, authorization_type: "RFID", prevalidated: false, connectors }),
    );
  }

  /** Without the way through Auth, for whom a token is that of a new session when the transaction is over by then. */
  async #stopByCard(): Promise<void> {
    const { client } = this.street.everest;
    const request = { reason: "Local", id_tag: this.#evse.token };
    await client.call(this.#evse.moduleId, "evse", "stop_transaction", { request }, "auth");
  }

  async #remotely(call: () => Promise<unknown>): Promise<void> {
    await this.street.pace.within(PATIENCE_MS, call());
  }
}
