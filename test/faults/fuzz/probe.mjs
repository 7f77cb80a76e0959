// Loaded into the fuzzed server beside its own program: tells how much memory is in use after a collection.
process.on('message', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ used: heapUsed + external });
});
