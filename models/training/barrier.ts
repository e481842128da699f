/** Lets threads wait for each other over two integers of shared memory. */
export class Barrier {
  private readonly cells: Int32Array;

  /** @param shared two 32-bit integers, zero at first */
  constructor(
    shared: SharedArrayBuffer,
    private readonly parties: number,
  ) {
    this.cells = new Int32Array(shared, 0, 2);
  }

  /**
   * Returns once all parties have called it. What each wrote before is then seen by all.
   *
   * @param meanwhile a small piece of work for whoever is early; false when there is none left
   */
  wait(meanwhile: () => boolean = () => false): void {
    const [arrived, generation] = [0, 1];
    const before = Atomics.load(this.cells, generation);
    if (Atomics.add(this.cells, arrived, 1) === this.parties - 1) {
      Atomics.store(this.cells, arrived, 0);
      Atomics.add(this.cells, generation, 1);
      Atomics.notify(this.cells, generation);
      return;
    }
    while (Atomics.load(this.cells, generation) === before) {
      if (!meanwhile()) Atomics.wait(this.cells, generation, before);
    }
  }
}
