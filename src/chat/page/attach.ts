import type { PageWord } from '../page-settings.ts';
import { element } from './elements.ts';
import { newClientId, type SendOutcome, type Unsent } from './outbox.ts';
import { word } from './words.ts';

/** As the desk's own limit on one upload, bytes. */
const limit = 10 * 1024 * 1024;

const notes: Readonly<Record<Exclude<SendOutcome, 'taken'>, PageWord>> = {
  later: 'file-unsent',
  refused: 'file-refused',
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
    show(unsent, word('sending'));
    const outcome = tooLarge(files) ? 'refused' : await upload(unsent, files);
    if (outcome !== 'taken') show(unsent, word(notes[outcome]));
  });
}

const tooLarge = (files: readonly File[]): boolean => files.reduce((sum, { size }) => sum + size, 0) > limit;
