/** Markdown as plain text shows it: emphasis and escapes gone, links as text and address. */
export const plainMarkdown = (markdown: string): string =>
  markdown
    .replace(/(?<!\\)!?\[([^[\]]*)(?<!\\)\]\(([^()[\s]+)\)/g, '$1 ($2)')
    .replace(/(?<!\\)\*\*(.+?)(?<!\\)\*\*/g, '$1')
    .replace(/(?<![\\\w*])\*([^*\n]+?)(?<!\\)\*(?!\w)/g, '$1')
    .replace(/^#{1,6} /gm, '')
    .replace(/\\([\\`*_[\]<>|~#&+=.)-])/g, '$1');
