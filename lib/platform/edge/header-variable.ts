/** As nginx calls a header in its variables. */
export const headerVariable = (header: string): string => header.toLowerCase().replaceAll('-', '_');
