/**
 * Prints as JSON every expression that the modules named on the command line build while they load; run as a
 * process of its own, since what is loaded already builds nothing again.
 */
const built: { readonly source: string; readonly flags: string }[] = [];
const Original = RegExp;
globalThis.RegExp = new Proxy(Original, {
  construct: (target, [source, flags = '']: [string | RegExp, string?]) => {
    const made = new target(source, flags);
    // The libraries' own come by the same way.
    const caller = new Error().stack?.split('\n')[2] ?? '';
    if (!caller.includes('node_modules')) built.push({ source: made.source, flags: made.flags });
    return made;
  },
});
for (const file of process.argv.slice(2)) await import(file);
process.stdout.write(JSON.stringify(built));
