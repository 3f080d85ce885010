import type { RunningStatus, StationStatus } from "../inspection/status.ts";
import { statusSentence } from "../inspection/status-sentence.ts";
import { type CommandDefinition, type CommandIo, EXIT, notAnswered } from "./command.ts";
import { hanging, readingWidth } from "./hanging-text.ts";

const LOOK_MS = 250;
/** An attempt takes 30 seconds at most. */
const MOST_LOOKS = 160;

/** `reconnect`: an attempt to connect now. */
export const RECONNECT: CommandDefinition = {
  name: "reconnect",
  summary: "tries at once to connect to the CSMS, and shows how that ends",
  remarks:
    "Ends the wait between two attempts; after a failure the waits begin anew with the shortest one. A " +
    "connection that is there is left alone without --force.",
  arguments: [],
  options: [{ name: "force", summary: "end the connection that is there, and make a new one" }],
  example: {
    line: "OCPP201 reconnect",
    says: "needs the rights of the module's user (sudo); the module logs it",
  },
  async run(call) {
    const { io, options } = call;
    const asked = await io.change("reconnect", { force: options["force"] === true });
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const status = await afterAttempt(io);
    if (typeof status === "string") return notAnswered(call, status);
    const sentence = statusSentence(status);
    io.print(
      io.isJson ? JSON.stringify({ sentence, ...status }) : hanging(sentence, 0, readingWidth(io.columns())),
    );
    return status.kind === "running" && status.link.kind === "online" ? EXIT.fine : EXIT.findings;
  },
};

/** The status when the attempt has ended, or the last one before patience has; a text: why there is none. */
async function afterAttempt(io: CommandIo): Promise<StationStatus | string> {
  for (let looks = 1;; looks++) {
    const asked = await io.ask("status");
    if ("failure" in asked) return asked.failure.text;
    const status = asked.answer as StationStatus;
    if (looks === MOST_LOOKS || (status.kind === "running" && hasEnded(status))) return status;
    if (await io.pause(LOOK_MS) === "interrupted") return status;
  }
}

function hasEnded({ link, registration }: RunningStatus): boolean {
  return link.kind === "waiting" || link.kind === "stopped" ||
    (link.kind === "online" && registration !== "none");
}
