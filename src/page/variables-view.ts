import type { InspectedAttribute, InspectedVariable, VariablesAnswer } from "../inspection/variables.ts";
import { variableName } from "../inspection/variable-name.ts";
import { html, type Markup, NOTHING } from "./markup.ts";

/** Longest value that is shown whole. */
const MAX_VALUE = 120;

/** Variables that have another value than in their file. */
export function variablesView({ variables }: VariablesAnswer): Markup {
  const rows = variables.flatMap((variable) =>
    variable.attributes.filter(({ differs }) => differs).map((attribute) => row(variable, attribute))
  );
  return rows.length === 0
    ? html`<p class="quiet">Every variable has the value of its file.</p>`
    : html`<ul class="rows">${rows}</ul>`;
}

function row(variable: InspectedVariable, { type, value, fileDefault, setBy }: InspectedAttribute): Markup {
  return html`<li><div class="line"><span class="name">${variableName(variable)}${
    type === "Actual" ? NOTHING : html`
      <small>(${type})</small>
    `
  }</span></div><strong class="value">${cut(value ?? "no value")}</strong>
<span class="quiet">instead of ${fileDefault === undefined ? "no value" : cut(fileDefault)}${
    setBy === undefined ? NOTHING : html`, set by ${setBy}`
  }</span></li>`;
}

function cut(value: string): string {
  if (value === "") return "empty";
  return value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value;
}
