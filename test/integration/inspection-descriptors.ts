/**
 * Asks the inspection socket of a process that has no file descriptor left for the question, and prints what it answers
 * once there is one again.
 */
import {
  connectForInspection,
  INSPECTION_SOCKET,
  listenForInspection,
} from "../../src/host/inspection-socket.ts";
import { ask } from "../../src/inspection/inspection-client.ts";
import { ACCEPT_AGAIN_MS, ACCEPT_TIMER, serveInspection } from "../../src/inspection/inspection-server.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";

const directory = await Deno.makeTempDir();
const socket = await listenForInspection(directory);
const clock = new FakeClock();
const log = new RecordingLogger();
const inspectors = () => ({ status: () => "here" });
const server = serveInspection({ source: socket, inspectors, clock, log });

const held: Deno.FsFile[] = [];
try {
  for (;;) held.push(Deno.openSync("/dev/null"));
} catch (error) {
  if (!/os error 24/.test(String(error))) throw error;
}
// For the socket of the client, and none for that of the server.
held.pop()?.close();
const client = await connectForInspection(`${directory}/${INSPECTION_SOCKET}`);
const answer = ask(client, "status");
await clock.timerSet(ACCEPT_TIMER);
for (const file of held) file.close();
clock.advance(ACCEPT_AGAIN_MS);
console.log(JSON.stringify({ answer: await answer, log: log.lines.map(({ message }) => message) }));

client.close();
server.stop();
socket.close();
await Deno.remove(directory, { recursive: true });
