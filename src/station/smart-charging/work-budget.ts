/**
 * Bounds the work on schedules: what the CSMS may install (hundreds of recurring profiles of a thousand periods, asked
 * for over years) could keep the event loop busy for minutes. One unit is one look at one profile.
 */
export class WorkBudget {
  #left: number;

  constructor(looks: number) {
    this.#left = looks;
  }

  spend(): void {
    this.#left--;
  }

  get isExhausted(): boolean {
    return this.#left <= 0;
  }
}
