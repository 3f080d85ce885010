import type { BootReason } from "../../../src/everest/interfaces/types/system.ts";
import { systemInterface } from "../../../src/everest/interfaces/system.ts";
import { SimulatedFirmwareUpdates } from "./simulated-firmware-updates.ts";
import { SimulatedLogUploads } from "./simulated-log-uploads.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

/** EVerest's System module. */
export class SimulatedSystem {
  /** Timestamps our module set, oldest first. */
  readonly times: string[] = [];
  readonly resets: { readonly type: string; readonly scheduled: boolean }[] = [];
  /** Answer of set_system_time. */
  acceptsTime: "accepts" | "refuses" = "accepts";
  /** What it does with a time that it accepts. */
  setClock: (timestamp: string) => void = () => {};
  /** Answer of is_reset_allowed. */
  allowsReset: "allows" | "refuses" = "allows";
  readonly uploads = new SimulatedLogUploads((status) => this.#implementation.publish("log_status", status));
  readonly updates = new SimulatedFirmwareUpdates((status) =>
    this.#implementation.publish("firmware_update_status", status)
  );
  readonly #implementation: SimulatedImplementation<(typeof systemInterface)["variables"]>;

  /** `bootReason` is told once and forgotten, as the stock module does; after that it is PowerUp. */
  constructor(bus: SimulatedBus, public bootReason: BootReason) {
    this.#implementation = simulate(bus, systemInterface, { moduleId: "system", implementationId: "main" }, {
      get_boot_reason: () => {
        const reason = this.bootReason;
        this.bootReason = "PowerUp";
        return reason;
      },
      set_system_time: ({ timestamp }) => {
        this.times.push(timestamp);
        if (this.acceptsTime === "accepts") this.setClock(timestamp);
        return this.acceptsTime === "accepts";
      },
      update_firmware: ({ firmware_update_request: request }) => this.updates.start(request),
      allow_firmware_installation: () => this.updates.allow(),
      upload_logs: ({ upload_logs_request: request }) => this.uploads.start(request),
      is_reset_allowed: () => this.allowsReset === "allows",
      reset: ({ type, scheduled }) => {
        this.resets.push({ type, scheduled });
        // The stock module remembers it for the next boot, which the test brings about.
        this.bootReason = scheduled ? "ScheduledReset" : "RemoteReset";
      },
    });
  }

  stop(): void {
    this.#implementation.stop();
  }
}
