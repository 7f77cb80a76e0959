/** An answer that comes at once needs no sign; the sign of most channels lasts a few seconds. */
const appearMs = 700;
const againMs = 4000;

/** Runs the work, and shows that somebody types while it lasts. `show` must not throw. */
export async function whileTyping<T>(show: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  let repeat: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    void show();
    repeat = setInterval(() => void show(), againMs);
  }, appearMs);
  try {
    return await work();
  } finally {
    clearTimeout(first);
    clearInterval(repeat);
  }
}
