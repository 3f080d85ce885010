import assert from "node:assert/strict";
import { FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import type { CallResult } from "../../../../src/everest/interfaces/client.ts";
import type { Interface } from "../../../../src/everest/interfaces/interface.ts";

/** A command: how we call it, the arguments on the bus, and an answer with what we make of it. */
interface CommandCase {
  readonly command: string;
  readonly call: () => Promise<CallResult<unknown>>;
  readonly args: Record<string, unknown>;
  readonly answer?: unknown;
}

interface VariableCase {
  readonly variable: string;
  readonly listen: (listener: (value: unknown) => void) => void;
  readonly value: unknown;
}

export interface InterfaceCase {
  readonly declared: Interface;
  readonly commands: readonly CommandCase[];
  readonly variables: readonly VariableCase[];
}

/** Tries every command and variable of an interface we require; a peer called `peer` answers. Time-outs are 7 ms. */
export function check(build: (module: FakeEverestModule, log: RecordingLogger) => InterfaceCase): void {
  const name = build(new FakeEverestModule(), new RecordingLogger()).declared.name;
  Deno.test(`${name}: every command carries its arguments and brings its result, every variable its value`, async () => {
    const module = new FakeEverestModule();
    const log = new RecordingLogger();
    const { declared, commands, variables } = build(module, log);
    assert.deepEqual(commands.map((item) => item.command).sort(), Object.keys(declared.commands).sort());
    assert.deepEqual(variables.map((item) => item.variable).sort(), Object.keys(declared.variables).sort());
    for (const { command, call, args, answer } of commands) {
      module.answer("peer", command, answer ?? null);
      assert.deepEqual(await call(), { kind: "result", value: answer }, command);
      assert.deepEqual(module.sent.at(-1), { target: "peer", command, args, timeoutMs: 7 });
    }
    for (const { variable, listen, value } of variables) {
      const heard: unknown[] = [];
      listen((told) => heard.push(told));
      module.emit("peer", variable, value);
      assert.deepEqual(heard, [value], variable);
    }
    assert.deepEqual(log.lines, []);
  });
}
