/**
 * Where uvicorn listens: at every address of either family. With `::` it would listen at those of version 6 alone, and not start where the
 * kernel has none.
 */
export const EVERYWHERE = '';
