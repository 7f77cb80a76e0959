import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import { inPackage } from '../../package-root.ts';
import { UsageError } from '../usage-error.ts';
import { manifestShape, type TeamsManifest } from './manifest.ts';

const ownIcons = inPackage('src/cli/teams/');

/** Width and height that Teams takes, pixels. */
const sizes = { color: 192, outline: 32 } as const;

/** Files of another look; left out, Firstline's own. */
export interface IconFiles {
  readonly color?: string;
  readonly outline?: string;
}

/** The app as Teams takes it: a zip of the manifest and two icons. Throws UsageError that names every fault. */
export async function packageApp(manifest: TeamsManifest, icons: IconFiles): Promise<Uint8Array> {
  const { error } = manifestShape.safeParse(manifest);
  const color = await readIcon(icons.color ?? `${ownIcons}color.png`);
  const outline = await readIcon(icons.outline ?? `${ownIcons}outline.png`);
  const faults = [
    ...(error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...sizeFault('color', color),
    ...sizeFault('outline', outline),
  ];
  if (faults.length > 0) throw new UsageError(`Teams would not take this app.\n${faults.join('\n')}`);
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  return zipSync({ 'manifest.json': strToU8(text), 'color.png': color, 'outline.png': outline });
}

async function readIcon(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw new UsageError(`There is no icon at ${path}, expected a PNG.`);
  }
}

function sizeFault(name: keyof typeof sizes, png: Uint8Array): readonly string[] {
  const expected = sizes[name];
  const bytes = Buffer.from(png);
  // The first chunk of a PNG, at byte 16: its width and height.
  const isPng = bytes.length > 24 && bytes.toString('latin1', 1, 4) === 'PNG';
  const [width, height] = isPng ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : [0, 0];
  if (width === expected && height === expected) return [];
  const found = isPng ? `${width} × ${height} pixels` : 'no PNG';
  return [`icons.${name}: ${found}, expected a PNG of ${expected} × ${expected} pixels`];
}
