import { findingsDocument } from '../../lib/documents/findings';

const explanation = (name: string) => ({ means: `${name} is so.`, matters: `${name} hurts.`, wayOut: `change ${name}.` });

it('has a heading for each code, sorted within its origin, with what it means, why it matters and the way out', () => {
  const document = findingsDocument([
    { title: 'One', explanations: { 'b-code': explanation('b'), 'a-code': explanation('a') } },
    { title: 'Other', explanations: { 'c-code': explanation('c') } },
  ]);
  expect(document.match(/^#.*$/gm)).toEqual(['# Findings', '## One', '### `a-code`', '### `b-code`', '## Other', '### `c-code`']);
  expect(document).toContain(
    '### `a-code`\n\n- **What it means.** A is so.\n- **Why it matters.** A hurts.\n- **The way out.** Change a.\n\n### `b-code`\n',
  );
});

it('tells the former name of a code', () => {
  const document = findingsDocument([
    { title: 'One', explanations: { a: { ...explanation('a'), formerly: 'was-a' }, b: explanation('b') } },
  ]);
  expect(document.match(/former name.*/g)).toEqual(['former name is `was-a`.']);
});
