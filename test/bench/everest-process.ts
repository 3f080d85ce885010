/**
 * EVerest's other modules in a process of their own, as those of a station: two EVSEs with power meters at 2 Hz, the
 * settings of 20 modules, and every second what an EvseManager publishes in one burst. Started by `everest-child.ts`,
 * which gives it an `EverestSeat` as JSON, and then one word a line on stdin; every word is answered with a line.
 */
import { assertNever } from "../../src/kernel/assert-never.ts";
import type { BrokerAddress } from "../../src/everest/mqtt/dial.ts";
import type { FakeConfigurations } from "../fakes/everest-configuration-service.ts";
import type { ParameterValue } from "../fakes/everest-manager.ts";
import { TextLineStream } from "../../tools/test/text-line-stream.ts";
import { type EverestSimulation, startEverest } from "../fakes/everest/start-everest.ts";
import { publishChange } from "./session-traffic.ts";
import { preciseNow } from "./statistics.ts";

/** Where EVerest runs and what it tells the module under test. */
export interface EverestSeat {
  readonly broker: BrokerAddress;
  /** Of the module under test. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** "charge": EVSE 1 charges from now on. "change": its EV pauses or goes on. "restart": the modules are started anew. */
export type EverestWord = "charge" | "change" | "restart";

const MODULES = 20;
const SETTINGS_PER_MODULE = 19;
const METER_INTERVAL_MS = 500;
const BURST_INTERVAL_MS = 1000;
const AMPERES = 16;

/** As long as the module's FullInventory was in the real EVerest. */
function moduleSettings(): FakeConfigurations {
  const settings = Array.from({ length: SETTINGS_PER_MODULE }, (_, index) => ({
    name: `setting_number_${index}`,
    value: "a value",
    characteristics: { datatype: "string", mutability: "ReadWrite" } as const,
  }));
  return Object.fromEntries(
    Array.from({ length: MODULES }, (_, index) => [`module_${index}`, { "!module": settings }]),
  );
}

/** What an EvseManager says in one breath when the energy manager has decided anew. */
function burst({ evses }: EverestSimulation): void {
  for (const evse of evses) {
    void evse.enforce(AMPERES, "grid_connection_point");
    void evse.evInfo({ soc: 42 });
    void evse.enforce(AMPERES, "grid_connection_point", "ocpp");
  }
}

async function play(everest: EverestSimulation, word: EverestWord, number: number): Promise<void> {
  switch (word) {
    case "charge":
      await everest.evse(1).plugIn();
      await everest.auth.swipe("RFID0001");
      return await everest.evse(1).startCharging();
    case "change":
      return await publishChange(everest, number);
    case "restart":
      return await everest.powerCut();
    default:
      return assertNever(word);
  }
}

const { broker, parameters } = JSON.parse(Deno.args[0] ?? "") as EverestSeat;
const everest = await startEverest({
  broker,
  parameters,
  evse: { chargeDelayMs: "manual", meterIntervalMs: METER_INTERVAL_MS },
  configuration: { modules: moduleSettings(), access: { allow_global_read: true } },
});
setInterval(() => burst(everest), BURST_INTERVAL_MS);
console.log("ready");
const words = Deno.stdin.readable.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
let changes = 0;
for await (const word of words as AsyncIterable<EverestWord>) {
  // Taken before the event leaves, as the time at which it happened.
  const atMs = preciseNow();
  await play(everest, word, word === "change" ? ++changes : changes);
  console.log(atMs);
}
Deno.exit(0);
