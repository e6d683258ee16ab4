/** A text with the values of variables of its container in it, which are known when that starts. */
export interface WithVariables {
  readonly kind: 'with-variables';
  readonly parts: readonly (string | Variable)[];
}

/** A variable whose value stands there. */
export interface Variable {
  readonly variable: string;
}

/** @param name a variable of the same container; in the value of a variable, one that stands before it */
export const variable = (name: string): Variable => ({ variable: name });

export const withVariables = (...parts: readonly (string | Variable)[]): WithVariables => ({ kind: 'with-variables', parts });
