import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Burst } from '../../src/content/burst.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const options = { debounceMs: 200, onBegin: () => {}, onError: () => {} };

it('does not wait for ever for changes without a pause', async () => {
  const onChange = vi.fn();
  const burst = new Burst(options, onChange);
  const touchFor = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      burst.touch();
      await vi.advanceTimersByTimeAsync(50);
    }
  };
  await touchFor(1900);
  expect(onChange).not.toHaveBeenCalled();
  await touchFor(200);
  expect(onChange).toHaveBeenCalledTimes(1);
  await touchFor(2000);
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('calls once more for all that changed while a change was handled', async () => {
  let letGo = () => {};
  const onChange = vi.fn(async () => {
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
  });
  const burst = new Burst(options, onChange);
  for (let n = 0; n < 4; n++) {
    burst.touch();
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(onChange).toHaveBeenCalledTimes(1);
  letGo();
  await vi.advanceTimersByTimeAsync(300);
  expect(onChange).toHaveBeenCalledTimes(2);
  letGo();
  await vi.advanceTimersByTimeAsync(1000);
  expect(onChange).toHaveBeenCalledTimes(2);
});
