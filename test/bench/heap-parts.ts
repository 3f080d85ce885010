import { dirname, join } from "node:path";
import type { BenchRow } from "./bench-row.ts";
import type { BenchContext } from "./bench-stand.ts";
import { type BundleParts, bundleParts } from "./heap/bundle-parts.ts";
import { dominators } from "./heap/dominators.ts";
import { type Heap, readSnapshot } from "./heap/snapshot.ts";
import { StationStand } from "./station-stand.ts";
import { lastingPort } from "../fakes/lasting-port.ts";
import { pause } from "../fakes/pause.ts";

const SETTLE_MS = 5000;
const SMALLEST_KB = 10;

/** What V8 keeps for each block of a station that idles: code, data and the text of the program. */
export async function heapParts({ command: [launcher = ""] }: BenchContext): Promise<BenchRow[]> {
  const port = lastingPort();
  const inspected = await launcherWithInspector(launcher, port);
  await using stand = await StationStand.open([inspected], "unix");
  await stand.boot();
  await pause(SETTLE_MS);
  const heap = readSnapshot(await takeSnapshot(port));
  await Deno.remove(inspected);
  const parts = bundleParts(await Deno.readTextFile(join(dirname(launcher), "station.cjs")));
  return [...sizesOf(heap, parts)]
    .map(([part, bytes]) => ({ part, kilobytes: Math.round(bytes / 1000) }))
    .filter(({ kilobytes }) => kilobytes >= SMALLEST_KB)
    .sort((a, b) => b.kilobytes - a.kilobytes)
    .map(({ part, kilobytes }) => ({ name: `V8 heap: ${part}`, value: kilobytes, unit: "kB" }));
}

/** The launcher of the runtime layout, beside the other so that it finds the same files. */
async function launcherWithInspector(launcher: string, port: number): Promise<string> {
  const text = await Deno.readTextFile(launcher);
  const changed = text.replace('/deno" run ', `/deno" run --inspect=127.0.0.1:${port} `);
  if (changed === text) throw new Error(`${launcher} is not the launcher of the runtime layout`);
  const inspected = `${launcher}.inspected`;
  await Deno.writeTextFile(inspected, changed, { mode: 0o755 });
  return inspected;
}

async function takeSnapshot(port: number): Promise<string> {
  const [target] = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve) => socket.onopen = resolve);
  const chunks: string[] = [];
  const taken = new Promise<void>((resolve) => {
    socket.onmessage = ({ data }) => {
      const { id, method, params } = JSON.parse(data);
      if (method === "HeapProfiler.addHeapSnapshotChunk") chunks.push(params.chunk);
      if (id === 2) resolve();
    };
  });
  socket.send(JSON.stringify({ id: 1, method: "HeapProfiler.enable" }));
  socket.send(JSON.stringify({ id: 2, method: "HeapProfiler.takeHeapSnapshot", params: {} }));
  await taken;
  socket.close();
  return chunks.join("");
}

const SHARED = "the runtime, and what parts share";

/** Bytes of each part. An object belongs to whom its function or variable belongs, else to whom its dominator does. */
function sizesOf(heap: Heap, parts: BundleParts): Map<string, number> {
  const { order, dominatorOf } = dominators(heap);
  const declared = new Map<number, string>();
  for (const node of order) {
    for (const { to, variable } of heap.referencesOf(node)) {
      const part = variable === undefined ? undefined : parts.partOf(variable);
      if (part !== undefined && !declared.has(to)) declared.set(to, part);
    }
  }
  const sizes = new Map<string, number>(parts.textSizes);
  // The text is one string in the heap.
  sizes.set(SHARED, -parts.textSizes.values().reduce((sum, size) => sum + size, 0));
  const owners = new Map<number, string>();
  for (const node of order) {
    const inherited = owners.get(dominatorOf(node)) ?? SHARED;
    const line = heap.lineOf(node);
    const ofFunction = line === undefined ? undefined : parts.partAt(line);
    const ofVariable = inherited === SHARED ? declared.get(node) : undefined;
    const owner = ofFunction ?? ofVariable ?? inherited;
    owners.set(node, owner);
    sizes.set(owner, (sizes.get(owner) ?? 0) + heap.sizeOf(node));
  }
  return sizes;
}
