import assert from "node:assert/strict";
import { createMetrics, MAX_SERIES } from "../../../src/runtime/metrics.ts";

Deno.test("counters and gauges are exposed with help, type and labels, in the order they were made", () => {
  const metrics = createMetrics();
  const calls = metrics.counter("ocpp_calls_total", "Calls\nsent");
  const queue = metrics.gauge("ocpp_outbox_messages", "Messages that wait");
  calls.increment({ action: "Heartbeat" });
  calls.increment({ action: "Heartbeat" }, 2);
  calls.increment({ action: "Reset" });
  queue.set(7);
  queue.set(3);
  assert.equal(
    metrics.expose(),
    "# HELP ocpp_calls_total Calls\\nsent\n# TYPE ocpp_calls_total counter\n" +
      `ocpp_calls_total{action="Heartbeat"} 3\nocpp_calls_total{action="Reset"} 1\n` +
      "# HELP ocpp_outbox_messages Messages that wait\n# TYPE ocpp_outbox_messages gauge\nocpp_outbox_messages 3\n",
  );
});

Deno.test("a histogram counts what is up to each bound, everything below included", () => {
  const metrics = createMetrics();
  const seconds = metrics.histogram("call_seconds", "x", [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 2]) seconds.observe(value, { a: "b" });
  assert.deepEqual(metrics.expose().split("\n").slice(2), [
    `call_seconds_bucket{a="b",le="0.1"} 2`,
    `call_seconds_bucket{a="b",le="1"} 3`,
    `call_seconds_bucket{a="b",le="+Inf"} 4`,
    `call_seconds_sum{a="b"} 2.65`,
    `call_seconds_count{a="b"} 4`,
    "",
  ]);
});

Deno.test("the order of labels makes no difference, and their values are escaped", () => {
  const metrics = createMetrics();
  const counter = metrics.counter("c", "x");
  counter.increment({ a: "1", b: `"\\\n` });
  counter.increment({ b: `"\\\n`, a: "1" });
  assert.match(metrics.expose(), /^c\{a="1",b="\\"\\\\\\n"\} 2$/m);
});

Deno.test("a counter never goes down", () => {
  const metrics = createMetrics();
  const counter = metrics.counter("c", "x");
  counter.increment({}, 2);
  counter.increment({}, -1);
  counter.increment({}, NaN);
  assert.match(metrics.expose(), /^c 2$/m);
});

Deno.test("label values that a peer makes up cost bounded memory and are still counted", () => {
  const metrics = createMetrics();
  const counter = metrics.counter("c", "x");
  for (let n = 0; n < MAX_SERIES + 50; n++) counter.increment({ action: `a${n}` });
  const samples = metrics.expose().split("\n").filter((line) => line.startsWith("c{"));
  assert.equal(samples.length, MAX_SERIES + 1);
  assert.equal(samples.at(-1), `c{overflow="true"} 50`);
});

Deno.test("a metric has one owner and a valid name", () => {
  const metrics = createMetrics();
  metrics.counter("c", "x");
  assert.throws(() => metrics.gauge("c", "x"), /exists already/);
  assert.throws(() => metrics.gauge("1c", "x"), /no metric name/);
});
