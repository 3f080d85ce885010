/** Answers every CALL with an empty CALLRESULT until the CSMS goes away; started by `socket-baseline.ts`. */
import { dialCsms } from "./dial-csms.ts";

const socket = await dialCsms(`${Deno.args[0]}/echo`);
for await (const text of socket.messages()) {
  const [, messageId] = JSON.parse(text) as [2, string, string, unknown];
  await socket.send(JSON.stringify([3, messageId, {}]));
}
Deno.exit(0);
