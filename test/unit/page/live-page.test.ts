import assert from "node:assert/strict";
import { INSPECTION_VERSION } from "../../../src/inspection/protocol.ts";
import type { InspectionOutcome } from "../../../src/inspection/inspection-client.ts";
import { LivePage, PATIENCE_MS } from "../../../src/page/live-page.ts";
import { MAX_WATCHERS } from "../../../src/page/watchers.ts";

const STARTING = {
  kind: "starting",
  version: String(INSPECTION_VERSION),
  moduleId: "ocpp",
  startedMs: 0,
  nowMs: 0,
  phase: "waiting for EVerest to become ready",
};

function bench(answer: (question: string) => Promise<InspectionOutcome>) {
  const questions: string[] = [];
  let nowMs = 0;
  const page = new LivePage({
    ask: (question) => {
      questions.push(question);
      return answer(question);
    },
    nowMs: () => nowMs,
    report: () => Promise.resolve({ name: "report.tar.gz", archive: new Uint8Array() }),
  });
  return { page, questions, pass: (ms: number) => void (nowMs += ms) };
}

/** Every event of a stream until one says this. */
async function until(stream: ReadableStream<Uint8Array>, expected: string): Promise<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes(expected)) text += (await reader.read()).value ?? assert.fail(text);
  await reader.cancel();
  return text;
}

Deno.test("the module is asked while somebody watches, and not otherwise", async () => {
  const { page, questions } = bench((question) =>
    Promise.resolve(
      question === "status"
        ? { answer: STARTING }
        : { failure: { kind: "unknownQuestion", text: "no such thing" } },
    )
  );
  page.tick();
  assert.deepEqual(questions, []);
  await until(page.watch()!, "waiting for EVerest");
  const asked = questions.length;
  assert.ok(asked > 0);
  page.tick();
  assert.equal(questions.length, asked);
});

Deno.test("a module that is silent is shown as stuck, and not asked a second time", async () => {
  const { page, questions, pass } = bench(() => new Promise(() => {}));
  const stream = page.watch()!;
  pass(PATIENCE_MS + 1);
  page.tick();
  page.tick();
  await until(stream, "it has not said anything for more than 5 seconds");
  assert.deepEqual(questions, ["status"]);
});

Deno.test("a slow reader gets the last state only, one too many gets none", async () => {
  let phase = 0;
  const { page, pass } = bench((question) =>
    Promise.resolve(
      question === "status"
        ? { answer: { ...STARTING, phase: `phase ${phase}.` } }
        : { failure: { kind: "unknownQuestion", text: "no such thing" } },
    )
  );
  const slow = page.watch()!;
  for (phase = 1; phase <= 50; phase++) {
    pass(1000);
    await page.refresh();
  }
  const text = await until(slow, "phase 50");
  assert.ok(!text.includes("phase 49") && text.length < 20_000);
  const streams = Array.from({ length: MAX_WATCHERS }, () => page.watch());
  assert.ok(streams.every((stream) => stream !== undefined));
  assert.equal(page.watch(), undefined);
  await streams[0]!.cancel();
  assert.ok(page.watch() !== undefined);
});
