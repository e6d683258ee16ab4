/** Whose language models the agent's image can call, in the order in which its code tries them. `local` is a server of one's own. */
export const LLM_PROVIDERS = ['openai', 'anthropic', 'fireworks', 'groq', 'gemini', 'huggingface', 'openrouter', 'local'] as const;

export type LlmProvider = (typeof LLM_PROVIDERS)[number];
