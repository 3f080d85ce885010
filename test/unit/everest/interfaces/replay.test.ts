import assert from "node:assert/strict";
import { decode, decodeTolerantly, encode } from "../../../../src/everest/codec/mod.ts";
import type { Codec } from "../../../../src/everest/codec/mod.ts";
import type { Interface } from "../../../../src/everest/interfaces/interface.ts";
import type { SessionEvent } from "../../../../src/everest/interfaces/types/session-event.ts";
import type { Powermeter } from "../../../../src/everest/interfaces/types/powermeter.ts";
import { isJsonObject } from "../../../../src/kernel/json.ts";
import { evseId } from "../../../../src/kernel/ids.ts";
import { type SessionMemory, toEvseEvent } from "../../../../src/bridge/session-events.ts";
import { toMeterReading } from "../../../../src/bridge/powermeter.ts";
import { INTERFACES } from "../../../fakes/everest/interfaces.ts";
import { recordedModuleTraffic, type Run, RUNS } from "../../../fixtures/recordings.ts";

/** Which interface the recorded station offers under `<module>/<implementation>`. */
const IMPLEMENTATIONS: readonly [RegExp, string][] = [
  [/^evse_manager_\d\/evse$/, "evse_manager"],
  [/^auth\/main$/, "auth"],
  [/^auth\/reservation$/, "reservation"],
  [/^system\/main$/, "system"],
  [/^evse_security\/main$/, "evse_security"],
  [/\/external_limits$/, "external_energy_limits"],
  [/^ocpp\/auth_validator$/, "auth_token_validator"],
  [/^ocpp\/auth_provider$/, "auth_token_provider"],
  [/^ocpp\/ocpp_generic$/, "ocpp"],
  [/^ocpp\/session_cost$/, "session_cost"],
  [/^ocpp\/data_transfer$/, "ocpp_data_transfer"],
];

interface Recorded {
  readonly module: string;
  readonly declared: Interface;
  readonly kind: "var" | "cmd" | "response";
  readonly name: string;
  readonly value: unknown;
}

function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => isJsonObject(inner) ? inner[key] : undefined, value);
}

function* messages(run: Run): Generator<Recorded> {
  for (const { topic, payload } of recordedModuleTraffic(run)) {
    const match = /^everest\/modules\/([^/]+)\/impl\/([^/]+)\/(var|cmd)\/([^/]+)(\/response\/.+)?$/.exec(
      topic,
    );
    if (!match) continue;
    const [, module, implementation, kind, name, response] = match;
    const place = `${module}/${implementation}`;
    const interfaceName = IMPLEMENTATIONS.find(([pattern]) => pattern.test(place))?.[1];
    const declared = INTERFACES.find((candidate) => candidate.name === interfaceName);
    assert.ok(declared, `no interface for ${place}`);
    const data = at(JSON.parse(payload ?? ""), "data");
    const base = { module: module!, declared, name: name! };
    if (response) yield { ...base, kind: "response", value: at(data, "data", "retval") };
    else if (kind === "cmd") yield { ...base, kind: "cmd", value: at(data, "args") ?? {} };
    else yield { ...base, kind: "var", value: at(data, "data") };
  }
}

function codecOf({ declared, kind, name }: Recorded): Codec<unknown> {
  const codec = kind === "var"
    ? declared.variables[name]
    : kind === "cmd"
    ? declared.commands[name]?.args
    : declared.commands[name]?.result;
  assert.ok(codec, `${declared.name}.${name} is not declared`);
  return codec;
}

for (const run of RUNS) {
  Deno.test(`${run}: everything on our interfaces is read without complaint and could be written again`, () => {
    let count = 0;
    for (const message of messages(run)) {
      const { declared, kind, name, value } = message;
      const what = `${declared.name}.${name} ${kind} ${JSON.stringify(value)}`;
      const codec = codecOf(message);
      const decoded = decodeTolerantly(codec, value);
      assert.deepEqual(decoded.kind === "wrong" ? decoded : decoded.complaints, [], what);
      assert.equal(decode(codec, value).kind, "value", what);
      // EvseManager writes whole seconds in its readings, as the simulated meter gave them.
      if (kind !== "var" && decoded.kind === "value") {
        const encoded = encode(codec, decoded.value);
        assert.equal(encoded.kind, "value", `${what} ${JSON.stringify(encoded)}`);
      }
      count++;
    }
    assert.ok(count > 100, `${count} messages`);
  });

  Deno.test(`${run}: every session event and meter reading becomes the station's without complaint`, () => {
    const memories = new Map<string, SessionMemory>();
    const kinds = new Set<string>();
    for (const { declared, module, kind, name, value } of messages(run)) {
      if (declared.name !== "evse_manager" || kind !== "var") continue;
      const arrival = { evseId: evseId(1), nowMs: 0, complain: (reason: string) => assert.fail(reason) };
      const decoded = decode(declared.variables[name]!, value);
      assert.ok(decoded.kind === "value");
      if (name === "powermeter") {
        const reading = toMeterReading(decoded.value as Powermeter, arrival);
        assert.equal(reading.sampledValues.length, 24);
        kinds.add(name);
      }
      if (name !== "session_event") continue;
      const step = toEvseEvent(decoded.value as SessionEvent, memories.get(module) ?? {}, arrival);
      memories.set(module, step.memory);
      if (step.event) kinds.add(step.event.kind);
    }
    assert.ok(kinds.has("Enabled") && kinds.has("powermeter"), [...kinds].join());
  });
}
