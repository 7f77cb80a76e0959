import { sizes } from '../../limits.ts';
import type { PageWord } from '../page-settings.ts';
import { element } from './elements.ts';
import { newClientId, type SendOutcome, type Unsent } from './outbox.ts';
import { word } from './words.ts';

const notes: Readonly<Record<Exclude<SendOutcome, 'taken'>, PageWord>> = {
  later: 'file-unsent',
  refused: 'file-refused',
};

/** Sends files; `progress` is told the share that is sent, 0 to 1. */
export type SendFiles = (
  unsent: Unsent,
  files: readonly File[],
  progress: (share: number) => void,
) => Promise<SendOutcome>;

/**
 * Files by the paper clip, by paste and by drop. They go out at once and are not kept for later: a browser
 * cannot keep them over a reload.
 */
export function createAttach(upload: SendFiles, show: (unsent: Unsent, note: string) => void): void {
  const send = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    const unsent = { clientId: newClientId(), text: files.map(({ name }) => name).join(', ') };
    const progress = (share: number): void =>
      show(unsent, word('uploading', { percent: String(Math.round(share * 100)) }));
    progress(0);
    const outcome = tooLarge(files) ? 'refused' : await upload(unsent, files, progress);
    if (outcome !== 'taken') show(unsent, word(notes[outcome]));
  };
  byPicker(send);
  byPaste(send);
  byDrop(send);
}

const tooLarge = (files: readonly File[]): boolean =>
  files.reduce((sum, { size }) => sum + size, 0) > sizes.upload;

type Send = (files: readonly File[]) => Promise<void>;

function byPicker(send: Send): void {
  const picker = element('files', HTMLInputElement);
  element('attach', HTMLButtonElement).addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    const files = [...(picker.files ?? [])];
    picker.value = '';
    void send(files);
  });
}

/** A picture from the clipboard; text is pasted as ever. */
function byPaste(send: Send): void {
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void send(files);
  });
}

function byDrop(send: Send): void {
  const target = element('drop', HTMLElement);
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    target.hidden = false;
  });
  // Leaving for a place that is no element is leaving the page.
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) target.hidden = true;
  });
  document.addEventListener('drop', (event) => {
    target.hidden = true;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    void send([...(event.dataTransfer?.files ?? [])]);
  });
}
