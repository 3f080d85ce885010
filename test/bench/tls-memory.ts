import { testPki } from "../fakes/pki/pki.ts";
import { tlsVariables } from "../fakes/process/station-files.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { memoryOf } from "./process-figures.ts";
import { memoryRows, METERS } from "./steady-state.ts";
import { lastingPort } from "../fakes/lasting-port.ts";
import { pause } from "../fakes/pause.ts";

/** V8 collects the garbage of the start by itself, after some seconds. */
const SETTLE_MS = 20_000;

/** Memory with TLS (security profile 2): more of the runtime is in use than without. */
export async function tlsMemory(context: BenchContext): Promise<BenchRow[]> {
  const { root, server } = await testPki();
  const csmsRoots = await Deno.makeTempFile({ prefix: "bench-root-", suffix: ".pem" });
  await Deno.writeTextFile(csmsRoots, root.cert);
  const port = lastingPort();
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    csms: { port, tls: server },
    variables: tlsVariables(port),
    everest: { evse: METERS, certificates: { csmsRoots } },
  });
  const { pid } = await startAndBoot(bench);
  await pause(SETTLE_MS);
  const memory = await memoryOf(pid);
  await Deno.remove(csmsRoots);
  return memoryRows("memory idle, TLS", [memory], "≤ 54");
}
