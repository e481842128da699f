/**
 * Work that takes longer than the wishes for it come: one piece at a time, and after it the newest wish, whatever came
 * between. What is shown while a slider moves is never far behind, and never older than what was shown before.
 *
 * @param work of one wish
 * @param done the result, or what was thrown
 */
export function newestFirst<Wish, Result>(
  work: (wish: Wish) => Promise<Result>,
  done: (wish: Wish, result: Result | null, error: unknown) => void,
): { want(wish: Wish): void; stop(): void } {
  let next: { readonly wish: Wish } | null = null;
  let isBusy = false;
  let isOver = false;

  async function run(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (next && !isOver) {
      const { wish } = next;
      next = null;
      try {
        const result = await work(wish);
        if (!isOver) done(wish, result, null);
      } catch (error) {
        if (!isOver) done(wish, null, error);
      }
    }
    isBusy = false;
  }

  return {
    want(wish) {
      next = { wish };
      void run();
    },
    stop() {
      isOver = true;
    },
  };
}
