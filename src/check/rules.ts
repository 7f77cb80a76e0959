import type { Rule } from './rule.ts';
import { altText } from './rules/alt-text.ts';
import { asksForSecret } from './rules/asks-for-secret.ts';
import { brokenLink } from './rules/broken-link.ts';
import { draftLinked } from './rules/draft-linked.ts';
import { duplicateQuestion } from './rules/duplicate-question.ts';
import { duplicateTitle } from './rules/duplicate-title.ts';
import { headingOrder } from './rules/heading-order.ts';
import { imageMissing } from './rules/image-missing.ts';
import { passageTooLong } from './rules/passage-too-long.ts';
import { reviewDatePassed } from './rules/review-date-passed.ts';
import { tooFewQuestions } from './rules/too-few-questions.ts';
import { unknownArticle } from './rules/unknown-article.ts';
import { unknownWorkOrderType } from './rules/unknown-work-order-type.ts';
import { unreachableCondition } from './rules/unreachable-condition.ts';

/** Every rule, by name. */
export const rules: readonly Rule[] = [
  altText,
  asksForSecret,
  brokenLink,
  draftLinked,
  duplicateQuestion,
  duplicateTitle,
  headingOrder,
  imageMissing,
  passageTooLong,
  reviewDatePassed,
  tooFewQuestions,
  unknownArticle,
  unknownWorkOrderType,
  unreachableCondition,
];
