import { authInterface } from "../../../src/everest/interfaces/auth.ts";
import { authTokenValidatorInterface } from "../../../src/everest/interfaces/auth-token-validator.ts";
import type {
  IdToken,
  ProvidedIdToken,
  TokenValidationStatus,
  ValidationResult,
  ValidationResultUpdate,
  WithdrawAuthorizationRequest,
} from "../../../src/everest/interfaces/types/authorization.ts";
import type { StopTransactionReason } from "../../../src/everest/interfaces/types/session-event.ts";
import type { Clock, Timer } from "../../../src/kernel/clock.ts";
import type { CmdReply } from "../mqtt/bus-client.ts";
import type { SimulatedEvse } from "./simulated-evse.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";
import type { SimulatedReservation } from "./simulated-reservation.ts";

const MODULE = "auth";

/** What became of a presented token; as in `token_validation_status`, or nothing was free to take it. */
export type TokenOutcome = "UsedToStart" | "UsedToStop" | "Rejected" | "NoEvse";

/**
 * EVerest's Auth module, selection FindFirst: asks our validator, hands the token to an EVSE, stops transactions by the
 * same token, a token of the same group or the master pass, and withdraws what nobody plugged in for.
 */
export class SimulatedAuth {
  /** Seconds, as our module sets it. */
  connectionTimeoutS = 60;
  masterPassGroup = "";
  readonly #implementation: SimulatedImplementation<(typeof authInterface)["variables"]>;
  readonly #timeouts = new Map<number, Timer>();
  readonly #stops: (() => void)[] = [];
  /** By EVSE: the group of the token there as our module has told it last, none included. */
  readonly #groups = new Map<number, IdToken | undefined>();
  readonly #waiting: ((outcome: TokenOutcome) => void)[] = [];
  /** Aborted when the power goes, and with it everything that was going on. */
  #power = new AbortController();

  constructor(
    private readonly bus: SimulatedBus,
    private readonly clock: Clock,
    private readonly evses: readonly SimulatedEvse[],
    private readonly reservations: SimulatedReservation,
  ) {
    this.#implementation = simulate(bus, authInterface, { moduleId: MODULE, implementationId: "main" }, {
      set_connection_timeout: ({ connection_timeout }) => void (this.connectionTimeoutS = connection_timeout),
      set_master_pass_group_id: ({ master_pass_group_id }) =>
        void (this.masterPassGroup = master_pass_group_id),
      withdraw_authorization: ({ request }) => this.#withdraw(request),
    });
    const provided = `modules/${bus.record.moduleId}/impl/auth_provider/var/provided_token`;
    this.#stops.push(bus.client.on(provided, ({ json }) => {
      const token = (json as { data?: { data?: ProvidedIdToken } } | undefined)?.data?.data;
      if (token) void this.present(token).then((outcome) => this.#waiting.shift()?.(outcome));
    }));
    const updated = `modules/${bus.record.moduleId}/impl/auth_validator/var/validate_result_update`;
    this.#stops.push(bus.client.on(updated, ({ json }) => {
      const update = (json as { data?: { data?: ValidationResultUpdate } } | undefined)?.data?.data;
      if (update) this.#groups.set(update.connector_id, update.validation_result.parent_id_token);
    }));
  }

  /** What becomes of the next token that our module provides. */
  nextOutcome(): Promise<TokenOutcome> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A driver holds a card to the reader. */
  swipe(value: string, type: IdToken["type"] = "ISO14443"): Promise<TokenOutcome> {
    return this.present({ id_token: { value, type }, authorization_type: "RFID", prevalidated: false });
  }

  /** Any token, from a reader or from the CSMS. */
  async present(token: ProvidedIdToken): Promise<TokenOutcome> {
    const power = this.#power.signal;
    await this.#tell(token, "Processing");
    const own = this.evses.find((evse) => evse.candidacy === "inTransaction" && sameToken(evse.token, token));
    if (own) return await this.#stop([own], "Local", token);

    if (this.reservations.isClosedTo(token)) {
      await this.#tell(token, "Rejected");
      return "NoEvse";
    }
    const result = await this.#validate(token, power);
    if (result.authorization_status !== "Accepted") return await this.#tell(token, "Rejected");
    const parent = result.parent_id_token ?? token.parent_id_token;
    const known: ProvidedIdToken = parent ? { ...token, parent_id_token: parent } : token;
    await this.#tell(known, "Accepted");

    const active = this.evses.filter((evse) => evse.candidacy === "inTransaction");
    if (parent && parent.value === this.masterPassGroup) {
      // All that the reader is for, as Auth knows no user interface; a reader that has one names the EVSEs.
      const chosen = active.filter(({ id }) => token.connectors?.includes(id) ?? true);
      return await this.#stop(chosen, "MasterPass", token);
    }
    const ofGroup = active.find((evse) => parent && this.#groupOf(evse)?.value === parent.value);
    if (ofGroup && isOffered(ofGroup, known, result)) return await this.#stop([ofGroup], "Local", token);
    return await this.#assign(known, result);
  }

  /** The power goes: nobody waits for anybody any more. */
  powerOff(): void {
    for (const timer of this.#timeouts.values()) timer.cancel();
    this.#power.abort();
    this.#power = new AbortController();
  }

  stop(): void {
    this.powerOff();
    for (const stop of this.#stops) stop();
    this.#implementation.stop();
  }

  async #validate(token: ProvidedIdToken, power: AbortSignal): Promise<ValidationResult> {
    const refused: ValidationResult = { authorization_status: "Unknown", tariff_messages: [] };
    if (token.prevalidated) return { ...refused, authorization_status: "Accepted" };
    const { client, record } = this.bus;
    const args = { provided_token: token };
    const reply = await Promise.race([
      client.call(record.moduleId, "auth_validator", "validate_token", args, MODULE),
      aborted(power),
    ]);
    if (reply.kind === "error") return refused;
    record.answered(authTokenValidatorInterface, "validate_token", reply.value);
    return reply.value as ValidationResult;
  }

  /** A cable that waits is served before an EVSE without one. */
  async #assign(token: ProvidedIdToken, result: ValidationResult): Promise<TokenOutcome> {
    const offered = this.evses.filter((evse) => isOffered(evse, token, result));
    const idle = offered.filter((candidate) => candidate.candidacy === "idle");
    const admission = (candidate: SimulatedEvse) => this.reservations.admits(candidate, token);
    const evse = offered.find((candidate) => candidate.candidacy === "waitsForToken") ??
      idle.find((candidate) => admission(candidate).kind === "redeems") ??
      idle.find((candidate) => admission(candidate).kind === "free");
    if (!evse || admission(evse).kind === "refused") {
      await this.#tell(token, "Rejected");
      return "NoEvse";
    }
    const redeemed = admission(evse);
    const granted = redeemed.kind === "redeems"
      ? { ...result, reservation_id: redeemed.reservationId }
      : result;
    if (redeemed.kind === "redeems") this.reservations.used(redeemed.reservationId);
    const handed: ProvidedIdToken = { ...token, connectors: [evse.id] };
    this.#groups.delete(evse.id);
    if (evse.candidacy === "idle") this.#expectCable(evse, handed);
    await this.#command(evse, "authorize_response", { provided_token: handed, validation_result: granted });
    return await this.#tell(handed, "UsedToStart");
  }

  #groupOf({ id, token }: SimulatedEvse): IdToken | undefined {
    return this.#groups.has(id) ? this.#groups.get(id) : token?.parent_id_token;
  }

  async #stop(
    evses: readonly SimulatedEvse[],
    reason: StopTransactionReason,
    token: ProvidedIdToken,
  ): Promise<TokenOutcome> {
    for (const evse of evses) {
      await this.#command(evse, "stop_transaction", { request: { reason, id_tag: token } });
    }
    return await this.#tell(token, "UsedToStop");
  }

  #expectCable(evse: SimulatedEvse, token: ProvidedIdToken): void {
    this.#timeouts.get(evse.id)?.cancel();
    const timer = this.clock.setTimer(
      `everest.auth.connection-timeout-${evse.id}`,
      this.connectionTimeoutS * 1000,
      () => {
        if (!evse.expectsCable) return;
        void this.#command(evse, "withdraw_authorization", null).then(() => this.#tell(token, "TimedOut"));
      },
    );
    this.#timeouts.set(evse.id, timer);
  }

  async #withdraw(request: WithdrawAuthorizationRequest): Promise<string> {
    const found = this.evses.filter((evse) =>
      evse.expectsCable &&
      (request.evse_id === undefined || request.evse_id === evse.id) &&
      (request.id_token === undefined || request.id_token.value === evse.token?.id_token.value)
    );
    for (const evse of found) await this.#command(evse, "withdraw_authorization", null);
    return found.length > 0 ? "Accepted" : "AuthorizationNotFound";
  }

  async #command(evse: SimulatedEvse, command: string, args: unknown): Promise<void> {
    await this.bus.client.call(evse.moduleId, "evse", command, args, MODULE);
  }

  async #tell<S extends TokenValidationStatus>(token: ProvidedIdToken, status: S): Promise<S> {
    await this.#implementation.publish("token_validation_status", { token, status, messages: [] });
    return status;
  }
}

function aborted(power: AbortSignal): Promise<CmdReply> {
  const gone: CmdReply = { kind: "error", type: "Shutdown", message: "power cut" };
  if (power.aborted) return Promise.resolve(gone);
  return new Promise((resolve) => power.addEventListener("abort", () => resolve(gone), { once: true }));
}

function sameToken(a: ProvidedIdToken | undefined, b: ProvidedIdToken): boolean {
  return a?.id_token.value === b.id_token.value && a.id_token.type === b.id_token.type;
}

function isOffered(evse: SimulatedEvse, token: ProvidedIdToken, result: ValidationResult): boolean {
  return (token.connectors?.includes(evse.id) ?? true) && (result.evse_ids?.includes(evse.id) ?? true);
}
