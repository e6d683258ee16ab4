/*
 * What follows a name is found in three steps, each with short expressions, which is what makes RE2 fast: a mark is put behind each name, it is
 * moved to where the value begins, and what stands behind it is replaced according to how it is quoted. The marks are points of Unicode that
 * are no letters and never will be. What a text has of them is taken out first. A text after each mask that changes it, with words for marks:
 *
 *   text          2 tokens, token=41, password: "hunter 2"
 *   counted-name  2 token[counted]s, token[counted]=41, password: "hunter 2"
 *   secret-name   2 token[counted]s, token[counted]=41, password[secret]: "hunter 2"
 *   value         2 token[counted]s, token=[value][counted]41, password: [value][secret]"hunter 2"
 *   no-value      2 tokens, token=[value][counted]41, password: [value][secret]"hunter 2"
 *   number        2 tokens, token=41, password: [value][secret]"hunter 2"
 *   quoted-1      2 tokens, token=41, password: "***"
 */
export const mark = (index: number): string => String.fromCharCode(0xfdd0 + index);

/** Keeps what stands behind it from the next expression. */
export const STAYS = mark(0);

/** Stands where a value begins, before the mark of its kind. */
export const VALUE_BEGINS = mark(1);

/** Stands before what may be a credential, until the next expression has seen what it is. */
export const MAY_BE = mark(2);
