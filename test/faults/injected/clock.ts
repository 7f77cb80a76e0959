/** Moves what this process takes for the time of day; what it counts in seconds runs on as it did. */
export function movableClock(): (offsetMs: number) => void {
  const Real = Date;
  let offset = 0;
  const now = (): number => Real.now() + offset;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  return (offsetMs) => {
    offset = offsetMs;
  };
}
