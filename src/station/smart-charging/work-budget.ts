/**
 * Bounds the work on schedules. Hundreds of recurring profiles with a thousand periods each, requested over years, would
 * block the event loop for minutes. One unit is one evaluation of one profile.
 */
export class WorkBudget {
  #left: number;

  constructor(evaluations: number) {
    this.#left = evaluations;
  }

  spend(): void {
    this.#left--;
  }

  get isExhausted(): boolean {
    return this.#left <= 0;
  }
}
