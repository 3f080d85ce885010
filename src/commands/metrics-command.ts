import { toOpenMetrics } from "../inspection/open-metrics.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import { type CommandDefinition, EXIT, notAnswered } from "./command.ts";

/** `metrics`: the numbers for monitoring. */
export const METRICS: CommandDefinition = {
  name: "metrics",
  summary: "counters and gauges in the OpenMetrics format",
  remarks: "docs/metrics.md explains each of them (in the Debian package below /usr/share/doc/ocpp201).",
  arguments: [],
  options: [{
    name: "textfile",
    value: "PATH",
    summary: "write a file for node_exporter's textfile collector instead; its readers never see half of it",
  }],
  example: {
    line: "OCPP201 metrics --textfile /var/lib/node_exporter/ocpp201.prom",
    says: "to be called by a timer, e.g. every minute",
  },
  async run(call) {
    const { io, options: { textfile } } = call;
    const asked = await io.ask("metrics");
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const { text } = asked.answer as { readonly text: string };
    if (typeof textfile === "string") {
      try {
        // The collector reads the older text format.
        await io.replaceFile(textfile, text);
      } catch (error) {
        return notAnswered(call, `${textfile} cannot be written: ${reasonOf(error)}`);
      }
    } else io.print(io.isJson ? JSON.stringify({ text }) : toOpenMetrics(text));
    return EXIT.fine;
  },
};
