import type { Clock, Timer } from "../../kernel/clock.ts";
import type { DeviceModel, VariableKey } from "../../variables/device-model.ts";

/** How late somebody who monitors a parameter of a module may hear that somebody else changed it. */
const PERIOD_MS = 60_000;

export interface MonitoredParametersDeps {
  readonly deviceModel: Pick<DeviceModel, "getVariables">;
  /** What is monitored at present, by whomever. */
  monitored(): readonly VariableKey[];
  readonly clock: Clock;
}

/**
 * Reads every variable that is monitored once a minute, which fetches those that are fetched only when somebody reads
 * them: EVerest's manager does not announce changes. Without monitors nothing happens. Returns what ends it.
 */
export function readMonitoredParameters(
  { deviceModel, monitored, clock }: MonitoredParametersDeps,
): () => void {
  let timer: Timer | undefined;
  let ended = false;
  const wait = () => {
    if (!ended) timer = clock.setTimer("everest.monitored-parameters", PERIOD_MS, () => void read());
  };
  const read = async () => {
    const keys = monitored();
    if (keys.length > 0) await deviceModel.getVariables(keys);
    wait();
  };
  wait();
  return () => {
    ended = true;
    timer?.cancel();
  };
}
