import { isJsonObject } from "../kernel/json.ts";
import type { ConfigReply, ConfigRequests, ConfigResponse } from "./config-requests.ts";
import { decodeParameter, decodeParameters } from "./module-parameters.ts";
import type { ConfigAnswer, ConfigParameter, ConfigService, ConfigSetAnswer } from "./module.ts";

const GET_TIMEOUT_MS = 5000;
/** Main of 2026-08 asks the target module, twice 5 s, before it answers. */
const SET_TIMEOUT_MS = 15_000;
/** A setting that waits longer for other requests would exceed the time-out of its caller. */
const SET_QUEUE_MS = 5000;
/**
 * An error after this time means that the target module did not answer; the value may be stored nevertheless.
 */
const TARGET_SILENT_MS = 9000;

/** The manager's configuration service. */
export class ManagerConfig implements ConfigService {
  #running = false;

  constructor(private readonly requests: ConfigRequests) {}

  /** The manager accepts settings once it has announced the global ready. */
  managerRuns(): void {
    this.#running = true;
  }

  async all(): ReturnType<ConfigService["all"]> {
    const answer = await this.#get("All");
    if (answer.kind === "refused") return answer;
    const modules = Object.entries(answer.value).map(([id, lists]) => [id, parameterLists(lists)]);
    return { kind: "value", value: Object.fromEntries(modules) };
  }

  allMappings(): Promise<ConfigAnswer<Readonly<Record<string, unknown>>>> {
    return this.#get("AllMappings");
  }

  async set(
    moduleId: string,
    implementationId: string,
    parameter: string,
    value: string,
  ): Promise<ConfigSetAnswer> {
    if (!this.#running) return { status: "Rejected", info: "EVerest is still starting" };
    const identifier = {
      configuration_parameter_name: parameter,
      module_id: moduleId,
      module_implementation_id: implementationId,
    };
    const request = { identifier, value };
    const reply = await this.requests.send({
      type: "Set",
      request,
      attemptTimeoutMs: SET_TIMEOUT_MS,
      attempts: 1,
      startWithinMs: SET_QUEUE_MS,
    });
    if (reply.kind === "notSent") return { status: "Busy", info: "" };
    if (reply.kind !== "response") return { status: "NoAnswer", info: "" };
    const answer = { status: setStatus(reply.response), info: setInfo(reply.response) };
    if (answer.status !== "Rejected" || reply.response.tookMs < TARGET_SILENT_MS) return answer;
    return await this.#isStored(identifier, value) ? { ...answer, status: "RebootRequired" } : answer;
  }

  async #isStored(
    identifier: { configuration_parameter_name: string; module_id: string; module_implementation_id: string },
    value: string,
  ): Promise<boolean> {
    const reply = await this.requests.send({
      type: "Get",
      of: "Value",
      request: { identifier, type: "Value" },
      attemptTimeoutMs: GET_TIMEOUT_MS,
      attempts: 1,
    });
    const response = reply.kind === "response" ? reply.response.response : undefined;
    const stored = decodeParameter(isJsonObject(response) ? response.data : undefined);
    return stored !== undefined && isSameValue(stored, value);
  }

  async #get(of: "All" | "AllMappings"): Promise<ConfigAnswer<Record<string, unknown>>> {
    const reply = await this.requests.send({
      type: "Get",
      of,
      request: { type: of },
      attemptTimeoutMs: GET_TIMEOUT_MS,
      attempts: 2,
    });
    return getAnswer(reply);
  }
}

function getAnswer(reply: ConfigReply): ConfigAnswer<Record<string, unknown>> {
  if (reply.kind !== "response") return { kind: "refused", reason: "the manager does not answer" };
  const { status, info, response } = reply.response;
  const data = isJsonObject(response) ? response.data : undefined;
  if (status !== "Ok") {
    return { kind: "refused", reason: info === "" ? `the manager answers ${status}` : `${status}: ${info}` };
  }
  if (!isJsonObject(data)) return { kind: "refused", reason: "the manager's answer is malformed" };
  return { kind: "value", value: data };
}

/** The inner status counts only when the outer one is Ok. */
function setStatus({ status, response }: ConfigResponse): ConfigSetAnswer["status"] {
  if (status === "AccessDenied") return "AccessDenied";
  const inner = isJsonObject(response) ? response.status : undefined;
  if (status !== "Ok") return "Rejected";
  return inner === "Accepted" || inner === "RebootRequired" ? inner : "Rejected";
}

/** Main of 2026-08 gives the reason in the inner response. */
function setInfo({ info, response }: ConfigResponse): string {
  const inner = isJsonObject(response) ? response.status_info : undefined;
  return info === "" && typeof inner === "string" ? inner : info;
}

function isSameValue(stored: ConfigParameter, text: string): boolean {
  if (typeof stored.value === "number") return stored.value === Number(text);
  if (typeof stored.value === "boolean") return stored.value === (text === "true" || text === "1");
  return stored.value === text;
}

function parameterLists(lists: unknown): Record<string, ConfigParameter[]> {
  if (!isJsonObject(lists)) return {};
  return Object.fromEntries(Object.entries(lists).map(([id, list]) => [id, decodeParameters(list)]));
}
