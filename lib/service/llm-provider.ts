/** Whose language models the agent's image can call, in the order in which its code tries them. */
export const LLM_PROVIDERS = ['openai', 'anthropic', 'fireworks', 'groq', 'gemini', 'huggingface', 'openrouter'] as const;

export type LlmProvider = (typeof LLM_PROVIDERS)[number];
