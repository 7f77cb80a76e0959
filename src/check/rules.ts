import type { RankingRule, Rule } from './rule.ts';
import { altText } from './rules/alt-text.ts';
import { articlesTooClose } from './rules/articles-too-close.ts';
import { asksForSecret } from './rules/asks-for-secret.ts';
import { brokenLink } from './rules/broken-link.ts';
import { disguisedLink } from './rules/disguised-link.ts';
import { draftLinked } from './rules/draft-linked.ts';
import { duplicateArticle } from './rules/duplicate-article.ts';
import { duplicateQuestion } from './rules/duplicate-question.ts';
import { duplicateTitle } from './rules/duplicate-title.ts';
import { duplicateWorkOrderType } from './rules/duplicate-work-order-type.ts';
import { goldenQuestion } from './rules/golden-question.ts';
import { headingOrder } from './rules/heading-order.ts';
import { hiddenCharacter } from './rules/hidden-character.ts';
import { imageMissing } from './rules/image-missing.ts';
import { misnamedFile } from './rules/misnamed-file.ts';
import { orphanWorkOrderType } from './rules/orphan-work-order-type.ts';
import { passageTooLong } from './rules/passage-too-long.ts';
import { phrasingNotFoundAgain } from './rules/phrasing-not-found-again.ts';
import { phrasingWonByAnother } from './rules/phrasing-won-by-another.ts';
import { questionsFile } from './rules/questions-file.ts';
import { reviewDatePassed } from './rules/review-date-passed.ts';
import { sharedCommand } from './rules/shared-command.ts';
import { sharedSynonym } from './rules/shared-synonym.ts';
import { shownAsWritten } from './rules/shown-as-written.ts';
import { synonymUndefined } from './rules/synonym-undefined.ts';
import { tooFewQuestions } from './rules/too-few-questions.ts';
import { unknownArticle } from './rules/unknown-article.ts';
import { unknownChoice } from './rules/unknown-choice.ts';
import { unknownWorkOrderType } from './rules/unknown-work-order-type.ts';
import { unreachableCondition } from './rules/unreachable-condition.ts';
import { uselessFollowUp } from './rules/useless-follow-up.ts';
import { workOrderTranslation } from './rules/work-order-translation.ts';

/** Every rule that looks at the files alone, by name. */
export const rules: readonly Rule[] = [
  altText,
  asksForSecret,
  brokenLink,
  disguisedLink,
  draftLinked,
  duplicateArticle,
  duplicateQuestion,
  duplicateTitle,
  duplicateWorkOrderType,
  headingOrder,
  hiddenCharacter,
  imageMissing,
  misnamedFile,
  orphanWorkOrderType,
  passageTooLong,
  questionsFile,
  reviewDatePassed,
  sharedCommand,
  sharedSynonym,
  shownAsWritten,
  synonymUndefined,
  tooFewQuestions,
  unknownArticle,
  unknownChoice,
  unknownWorkOrderType,
  unreachableCondition,
  uselessFollowUp,
  workOrderTranslation,
];

/** Every rule that looks at the answers, by name. */
export const rankingRules: readonly RankingRule[] = [
  articlesTooClose,
  goldenQuestion,
  phrasingNotFoundAgain,
  phrasingWonByAnother,
];
