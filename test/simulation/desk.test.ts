import assert from "node:assert/strict";
import { startCsms } from "../fakes/csms/csms.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import { type DeskParts, obey } from "./desk.ts";
import type { DeskStation } from "./desk-station.ts";

Deno.test("the desk: a keyboard that cannot be read is told, and the station goes on", async () => {
  const notes: string[] = [];
  const parts: DeskParts = {
    everest: {} as EverestSimulation,
    station: {} as DeskStation,
    note: (text) => void notes.push(text),
    say: () => {},
  };
  // deno-lint-ignore require-yield
  async function* broken(): AsyncGenerator<string> {
    await Promise.resolve();
    throw new Error("input/output error");
  }
  await obey(broken(), parts);
  assert.deepEqual(notes, ["the keyboard cannot be read: input/output error"]);
});

Deno.test("the desk: csms off and csms on at once, as somebody pastes them, and the CSMS can be reached", async () => {
  const csms = await startCsms();
  const notes: string[] = [];
  const parts: DeskParts = {
    ...{ csms, everest: {} as EverestSimulation, station: {} as DeskStation },
    note: (text) => void notes.push(text),
    say: () => {},
  };
  async function* pasted(): AsyncGenerator<string> {
    yield* await Promise.resolve(["csms off", "csms on", "csms on"]);
  }
  await obey(pasted(), parts);
  assert.deepEqual(notes, ["the CSMS cannot be reached", ...Array(2).fill("the CSMS can be reached again")]);
  assert.equal(csms.isAccepting, true);
  await csms.stop();
});
