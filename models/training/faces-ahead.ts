/**
 * Augmented faces in the order a replica takes them, some of them made before they are asked for: in time in which it
 * would only wait for the others. A face depends on nothing but its number, so it makes no difference when it is made.
 */
export class FacesAhead<Face> {
  private readonly made: Face[] = [];

  /**
   * @param make face number n of this replica
   * @param next number of the first
   * @param most faces kept
   */
  constructor(
    private readonly make: (number: number) => Face,
    private next: number,
    private readonly most: number,
  ) {}

  take(): Face {
    return this.made.shift() ?? this.make(this.next++);
  }

  /** Makes one more. @returns false where enough of them wait already */
  makeOne(): boolean {
    if (this.made.length >= this.most) return false;
    this.made.push(this.make(this.next++));
    return true;
  }
}
