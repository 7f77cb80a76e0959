import { element } from './elements.ts';
import { newClientId, type SendOutcome, type Unsent } from './outbox.ts';

/** As the desk's own limit on one upload, bytes. */
const limit = 10 * 1024 * 1024;

const notes: Readonly<Record<Exclude<SendOutcome, 'taken'>, string>> = {
  later: 'Not sent: there is no connection. Please choose the file again.',
  refused: 'This file could not be taken. It may be larger than 10 MB.',
};

/** The paper clip. Files go out at once and are not kept for later: a browser cannot keep them over a reload. */
export function createAttach(
  upload: (unsent: Unsent, files: readonly File[]) => Promise<SendOutcome>,
  show: (unsent: Unsent, note: string) => void,
): void {
  const picker = element('files', HTMLInputElement);
  element('attach', HTMLButtonElement).addEventListener('click', () => picker.click());
  picker.addEventListener('change', async () => {
    const files = [...(picker.files ?? [])];
    picker.value = '';
    if (files.length === 0) return;
    const unsent = { clientId: newClientId(), text: files.map(({ name }) => name).join(', ') };
    show(unsent, 'Sending…');
    const outcome = tooLarge(files) ? 'refused' : await upload(unsent, files);
    if (outcome !== 'taken') show(unsent, notes[outcome]);
  });
}

const tooLarge = (files: readonly File[]): boolean => files.reduce((sum, { size }) => sum + size, 0) > limit;
