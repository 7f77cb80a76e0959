/** What this process has computed until now, ms: unlike the time of day, not what others on the machine do. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
