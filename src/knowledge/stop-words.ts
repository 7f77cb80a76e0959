/**
 * English function words. They are weighed down, never removed: "not", "can" and "how" carry part of
 * what a short question means.
 */
export const stopWords: ReadonlySet<string> = new Set(
  `a about am an and any are as at be been but by can could did do does for from had has have hello hi how i
  id if im in is it its ive me my of on or our please so some than thank thanks that the their them then there
  these they this those to was we were what when where which who why will with would you your`.split(/\s+/u),
);
