import assert from "node:assert/strict";
import {
  startStation,
  type StationOptions,
  type StationUnderTest,
} from "../conformance/harness/station-under-test.ts";
import { Relay } from "../fakes/csms/relay.ts";
import { type EmbeddedBroker, startBroker } from "../fakes/mqtt/embedded-broker.ts";

/** A station whose way to the broker can be cut without the rest of EVerest noticing. */
export class Bench implements AsyncDisposable {
  private constructor(
    readonly station: StationUnderTest,
    readonly relay: Relay,
    private readonly broker: EmbeddedBroker,
  ) {}

  static async create(options: StationOptions): Promise<Bench> {
    const broker = await startBroker();
    const relay = new Relay();
    relay.leadTo(broker.port);
    const address = { kind: "tcp", host: "127.0.0.1", port: broker.port } as const;
    const everest = { evses: 2, ...options.everest, broker: address };
    const station = await startStation({ ...options, everest, start: false });
    return new Bench(station, relay, broker);
  }

  start(): void {
    this.station.start({ kind: "tcp", host: "127.0.0.1", port: this.relay.port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.station[Symbol.asyncDispose]();
    await this.relay[Symbol.asyncDispose]();
    await this.broker.close();
  }
}

/** Lets up to a second pass, and resolves with the exit status and what of the second was needed. */
export async function endsWithinASecond({ clock, ended, everest }: StationUnderTest) {
  let exitCode: number | undefined;
  void ended.then((code) => exitCode = code);
  const startMs = clock.monotonicMs();
  for (let round = 0; exitCode === undefined && round < 1000; round++) {
    // What needs no time happens before time passes.
    for (let turn = 0; exitCode === undefined && turn < 10; turn++) await everest.client.settled();
    if (exitCode === undefined) clock.advance(1);
  }
  return { exitCode, tookMs: clock.monotonicMs() - startMs };
}

/** No timer, no connection, no open database. */
export async function assertNothingOpen({ station }: Bench): Promise<void> {
  const { clock, csms, directory } = station;
  assert.deepEqual(clock.pending().filter((name) => !/^everest\.(evse-|auth)/.test(name)), []);
  await csms.disconnected();
  for await (const { name } of Deno.readDir(directory)) assert(!name.endsWith("-wal"), `${name} is open`);
}
