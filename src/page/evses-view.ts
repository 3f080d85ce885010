import { durationText } from "../inspection/durations.ts";
import type { EvseStatus, RunningStatus, StationStatus } from "../inspection/status.ts";
import { html, type Markup, NOTHING } from "./markup.ts";

/** A card for every EVSE: state, transaction, energy, limit and who sets it. */
export function evsesView(status: StationStatus): Markup {
  if (status.kind === "starting") {
    return html`<p class="quiet">The EVSEs are known once EVerest is ready.</p>`;
  }
  return html`<ul class="cards">${status.evses.map((evse) => evseCard(evse, status))}</ul>`;
}

function evseCard(evse: EvseStatus, { nowMs }: RunningStatus): Markup {
  return html`
    <li class="card evse" id="evse-${evse.evseId}">
      <div class="title"><h3>EVSE ${evse.evseId}</h3>${evse.connectors.map((connector) =>
        stateOf(evse, connector)
      )}</div>
      <p class="power">${powerOf(evse)}</p>
      <dl>${transactionRows(evse, nowMs)}${limitRow(evse)}</dl>
    </li>
  `;
}

function stateOf(evse: EvseStatus, { connectorId, status }: EvseStatus["connectors"][number]): Markup {
  const name = evse.connectors.length === 1 ? status : `${connectorId}: ${status}`;
  return html`<span class="badge ${STATE_CLASSES[status] ?? "busy"}">${name}</span>`;
}

const STATE_CLASSES: Readonly<Record<string, string>> = {
  Available: "good",
  Occupied: "active",
  Reserved: "busy",
  Unavailable: "bad",
  Faulted: "bad",
};

function powerOf({ powerWatts, transaction }: EvseStatus): Markup {
  const isIdle = transaction === undefined && (powerWatts ?? 0) === 0;
  if (isIdle) return html`<span class="quiet">idle</span>`;
  if (powerWatts === undefined) return html`<span class="quiet">no reading</span>`;
  return powerWatts >= 1000
    ? html`${(powerWatts / 1000).toFixed(1)} <small>kW</small>`
    : html`${Math.round(powerWatts)} <small>W</small>`;
}

function transactionRows({ transaction }: EvseStatus, nowMs: number): Markup {
  if (transaction === undefined) {
    return html`
      <div>
        <dt>Transaction</dt>
        <dd class="quiet">none</dd>
      </div>
    `;
  }
  const { transactionId, startedMs, chargingState, energyWh } = transaction;
  const energy = energyWh === undefined ? NOTHING : html`
    <div>
      <dt>Energy</dt>
      <dd>${(energyWh / 1000).toFixed(2)} kWh</dd>
    </div>
  `;
  return html`
    <div>
      <dt>Transaction</dt>
      <dd>${chargingState} for ${durationText(nowMs - startedMs)}<br>
    <code>${transactionId}</code></dd>
    </div>${energy}
  `;
}

function limitRow({ limit }: EvseStatus): Markup {
  if (limit === undefined) {
    return html`
      <div>
        <dt>Limit</dt>
        <dd class="quiet">none known</dd>
      </div>
    `;
  }
  return html`
    <div>
      <dt>Limit</dt>
      <dd><strong>${limitText(limit.value, limit.unit)}</strong><br>
    <span class="quiet">${limit.reason}</span></dd>
    </div>
  `;
}

/** E.g. `16 A`, `11 kW`. */
export function limitText(value: number, unit: "A" | "W"): string {
  if (unit === "W" && value >= 1000) return `${Number((value / 1000).toFixed(2))} kW`;
  return `${Number(value.toFixed(1))} ${unit}`;
}
