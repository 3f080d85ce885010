import { CsmsLink } from "../../src/csms/csms-link.ts";
import type { LinkSettings } from "../../src/csms/link-settings.ts";
import type { Answer, ConnectedInfo, SentCall } from "../../src/csms/link.ts";
import type { OutboxMessage } from "../../src/csms/outbox-store.ts";
import type { Dial } from "../../src/csms/socket.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import type { Action } from "../../src/ocpp/messages.ts";
import { FakeClock } from "./fake-clock.ts";
import { linkSettings } from "./link-settings.ts";
import { MemoryDial, type MemorySocket } from "./memory-socket.ts";
import { MemoryOutbox } from "./memory-outbox.ts";
import { RecordingLogger } from "./recording-logger.ts";

export interface LinkBenchOptions {
  readonly settings?: LinkSettings;
  readonly outbox?: MemoryOutbox;
  /** Instead of the one in memory. */
  readonly dial?: Dial;
  /** Instead of the one that stands still. */
  readonly clock?: Clock;
}

/** A whole link, its world in the test's hands. */
export class LinkBench {
  readonly clock = new FakeClock();
  readonly dialler = new MemoryDial();
  readonly log = new RecordingLogger();
  readonly outbox: MemoryOutbox;
  /** What the host was told, oldest first. */
  readonly told: string[] = [];
  readonly connections: ConnectedInfo[] = [];
  readonly delivered: { readonly message: OutboxMessage; readonly outcome: SentCall }[] = [];
  readonly securityEvents: { readonly type: string; readonly techInfo: string }[] = [];
  readonly wire: { readonly direction: string; readonly text: string }[] = [];
  /** What the station answers. */
  handle: (action: Action, request: unknown) => Promise<Answer> = () =>
    Promise.resolve({ kind: "result", response: { status: "Accepted" } });
  refusing = false;
  onConnected: () => void = () => {};
  readonly link: CsmsLink;
  #ids = 0;

  constructor(options: LinkBenchOptions = {}) {
    this.outbox = options.outbox ?? new MemoryOutbox();
    this.link = new CsmsLink({
      host: {
        handle: (action, request) => this.handle(action, request),
        implements: () => true,
        refusesCalls: () => this.refusing,
        delivered: (message, outcome) => {
          this.delivered.push({ message, outcome });
          return Promise.resolve();
        },
        setAside: () => {},
        callsSetAside: () => {},
        connected: (info) => {
          this.told.push(`connected ${info.configurationSlot}`);
          this.connections.push(info);
          this.onConnected();
        },
        disconnected: (info) => this.told.push(`disconnected ${info.reason}`),
        securityEvent: (type, techInfo) => this.securityEvents.push({ type, techInfo }),
        message: (direction, text) => this.wire.push({ direction, text }),
      },
      outbox: this.outbox,
      settings: options.settings ?? linkSettings(),
      dial: options.dial ?? this.dialler.dial,
      credentials: { tlsMaterial: () => Promise.resolve({ caCerts: ["ROOT"] }), accepted() {} },
      clock: options.clock ?? this.clock,
      ids: { uuid: () => `id-${++this.#ids}`, random: () => 0 },
      log: this.log,
    });
  }

  /** Connects for the first time, or again after a back-off; gives the socket. */
  async connected(): Promise<MemorySocket> {
    const count = this.dialler.sockets.length + 1;
    this.link.connect();
    const opened = this.dialler.opened(count);
    if (count > 1) await this.clock.fire("csms.backOff");
    return await opened;
  }
}
