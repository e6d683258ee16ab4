import type { Site } from '../../model/site';
import { ownAnswer, PROBLEM, problem } from './own-answers';

/** The edge's own answers to failed requests for the API. @param largest MiB that a body may have */
export function failures(site: Pick<Site, 'direct'>, largest: number): string {
  const answers = [
    [404, 'Not Found', 'There is nothing at this address.'],
    [413, 'Content Too Large', `A request may have ${largest} MiB.`],
    [
      500,
      'Internal Server Error',
      'The edge could not handle this request, mostly because the authentication gave no answer. Its log has the reason.',
    ],
    [502, 'Bad Gateway', 'The API gave no answer. It may have carried the request out all the same.'],
    [504, 'Gateway Timeout', 'The API took too long to answer. It may have carried the request out all the same.'],
  ] as const;
  return [
    ...answers.map(([status]) => `    error_page ${status} @answers_${status};`),
    ...answers.map(([status, title, detail]) => ownAnswer(site, `answers_${status}`, [PROBLEM, problem(status, title, detail)])),
  ].join('\n');
}
