/** What was asked for cannot be done as it was asked: printed as it is, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
