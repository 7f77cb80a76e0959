import { AdaptiveCard, HostConfig, SubmitAction } from 'adaptivecards';
import { cleanCardHtml } from './markdown.ts';
import { type Choice, readChoice } from './shapes.ts';

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cleanCardHtml(text);
  result.didProcess = true;
};

const ink = { default: 'var(--ink)', subtle: 'var(--muted)' };
const accent = { default: 'var(--accent-ink)', subtle: 'var(--accent-ink)' };

// Colours are the page's own variables, so that cards follow light and dark with it.
const hostConfig = new HostConfig({
  fontFamily: 'inherit',
  spacing: { small: 6, default: 10, medium: 14, large: 18, extraLarge: 24, padding: 16 },
  fontSizes: { small: 14, default: 16, medium: 19, large: 22, extraLarge: 26 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  containerStyles: {
    default: {
      backgroundColor: 'transparent',
      foregroundColors: { default: ink, accent, dark: ink, light: ink },
    },
  },
  textBlock: { headingLevel: 2 },
  factSet: {
    title: { weight: 'default', isSubtle: true, wrap: true, maxWidth: 180 },
    value: { wrap: true },
    spacing: 16,
  },
});

/** Draws an Adaptive Card; undefined where it cannot be drawn, and its text must do. */
export function renderCard(content: object, onChoice: (choice: Choice) => void): HTMLElement | undefined {
  const card = new AdaptiveCard();
  card.hostConfig = hostConfig;
  card.parse(content);
  card.onExecuteAction = (action) => {
    const choice = action instanceof SubmitAction ? readChoice(action.title ?? '', action.data) : undefined;
    if (choice !== undefined) onChoice(choice);
  };
  return card.render();
}
