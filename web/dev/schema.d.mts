/** The description as committed. */
export function readDescription(): { paths: Record<string, object> };
/** The types of the description as TypeScript. */
export function schemaText(): Promise<string>;
