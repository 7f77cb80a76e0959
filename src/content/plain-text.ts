import type { Nodes } from 'mdast';

const inline = new Set([
  'paragraph',
  'heading',
  'tableCell',
  'emphasis',
  'strong',
  'delete',
  'link',
  'linkReference',
]);

/** The words of a piece of markdown: blocks on lines of their own, cells apart, no HTML, no addresses. */
export function plainText(nodes: readonly Nodes[]): string {
  return joined(nodes, '\n');
}

function textOf(node: Nodes): string {
  if (node.type === 'html' || node.type === 'definition') return '';
  if (node.type === 'break') return '\n';
  if ('value' in node) return node.value;
  if ('alt' in node) return node.alt ?? '';
  if (!('children' in node)) return '';
  if (inline.has(node.type)) return node.children.map(textOf).join('');
  return joined(node.children, node.type === 'tableRow' ? ' ' : '\n');
}

function joined(nodes: readonly Nodes[], between: string): string {
  return nodes
    .map(textOf)
    .filter((text) => text !== '')
    .join(between);
}
