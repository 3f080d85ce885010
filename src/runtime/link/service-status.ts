import type { ServiceManager } from "../../host/sd-notify.ts";
import { type ServiceFacts, serviceLine } from "../../inspection/service-line.ts";

export interface ServiceStatusDeps {
  readonly serviceManager: Pick<ServiceManager, "status">;
  facts(): ServiceFacts;
}

/** Keeps the line of `systemctl status` true. */
export interface ServiceStatus {
  /** Tells systemd what is the case, where that is not what it was told last. */
  renew(): void;
  /** The same at the end of a connection, which the link does not yet have in its state. */
  disconnected(reason: string): void;
}

export function createServiceStatus({ serviceManager, facts }: ServiceStatusDeps): ServiceStatus {
  let last: string | undefined;
  const tell = (present: ServiceFacts) => {
    const line = serviceLine(present);
    // Until OCPP begins the start has its own line.
    const isNews = last === undefined ? present.link.kind !== "stopped" : line !== last;
    if (!isNews) return;
    last = line;
    serviceManager.status(line);
  };
  return {
    renew: () => tell(facts()),
    disconnected: (reason) => tell({ ...facts(), link: { kind: "waiting", reason } }),
  };
}
