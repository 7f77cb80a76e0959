/** Comments are the editors' talk among themselves; readers must not see it. One without an end takes the rest. */
export const comment = /<!--[\s\S]*?(?:-->|$)/g;

export const withoutComments = (markdown: string): string => markdown.replace(comment, '');
