import { startProgram } from "./bare-program.ts";
import type { BenchRow } from "./bench-row.ts";
import { arrivalOf, type BenchContext } from "./bench-stand.ts";
import { startCsms } from "../fakes/csms/csms.ts";
import { pause } from "../fakes/pause.ts";
import { preciseNow, typicalAndWorst } from "./statistics.ts";

const WARM_UP = 50;
const CALLS = 400;
const PAUSE_MS = 2;

/** The round trip through the same sockets with nothing behind them: a process that echoes each CALL as its answer. */
export async function socketBaseline(_context: BenchContext): Promise<BenchRow[]> {
  const csms = await startCsms({ now: preciseNow });
  const echo = startProgram("./echo-station.ts", csms.url);
  await csms.connection();
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + CALLS; round++) {
    const messageId = `ping-${round}`;
    const sentMs = preciseNow();
    await csms.sendRaw(JSON.stringify([2, messageId, "GetVariables", { getVariableData: [] }]));
    await csms.answerTo(messageId);
    if (round >= WARM_UP) times.push(arrivalOf(csms, messageId) - sentMs);
    await pause(PAUSE_MS);
  }
  await csms.stop();
  await echo.status;
  return [{ name: "  WebSocket ping-pong, both sides ours", ...typicalAndWorst(times), unit: "ms" }];
}
