import assert from "node:assert/strict";
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
