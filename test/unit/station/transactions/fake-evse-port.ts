import type { ConnectorId, EvseId } from "../../../../src/kernel/ids.ts";
import type { IdTokenType, ReasonEnumType } from "../../../../src/ocpp/messages.ts";
import type { EvsePort } from "../../../../src/station/ports/evse-port.ts";

/** Records the commands to the EVSEs and answers as the test decides. */
export class FakeEvsePort implements EvsePort {
  readonly commands: string[] = [];
  stops: () => boolean | undefined | Promise<boolean | undefined> = () => true;
  pauses = true;
  withdraws = true;

  async stopTransaction(evse: EvseId, reason: ReasonEnumType): Promise<boolean | undefined> {
    this.commands.push(`stop ${evse} ${reason}`);
    return await this.stops();
  }
  pauseCharging(evse: EvseId): Promise<boolean> {
    this.commands.push(`pause ${evse}`);
    return Promise.resolve(this.pauses);
  }
  withdrawAuthorization(evse: EvseId, idToken: IdTokenType | undefined): Promise<boolean> {
    this.commands.push(`withdraw ${evse} ${idToken?.idToken}`);
    return Promise.resolve(this.withdraws);
  }
  setOperative(_evse: EvseId, _connector: ConnectorId, operative: boolean): Promise<boolean | undefined> {
    return Promise.resolve(operative);
  }
  unlock(evse: EvseId, connector: ConnectorId): Promise<boolean> {
    this.commands.push(`unlock ${evse}.${connector}`);
    return Promise.resolve(true);
  }
}
