// Generated from openapi.json by dev/schema.mjs; not to be edited.
export interface paths {
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All accounts. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Adds an account. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes an account. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{id}/states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an agent did between two instants. */
        get: {
            parameters: {
                query?: {
                    /** @description From. */
                    from?: string;
                    /** @description Until before, at most seven days later. */
                    to?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AgentStates"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the language model was asked, the newest first, without texts. */
        get: {
            parameters: {
                query?: {
                    /** @description Asked for that: `summary` or `drafts`. */
                    purpose?: string;
                    /** @description With that outcome: `asked`, `accepted`, `partly`, `refused` or `failed`. */
                    outcome?: string;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AiPromptPage"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/prompts/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The texts of a question, for whoever states a reason. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AiOpenRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AiPromptTexts"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every use of AI, with its model, where it runs, how it is, who approved it and how good it was found to be. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AiUse"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/uses/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Switches a use of AI on or off; it holds at once. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description `search`, `summary` or `drafts` */
                    purpose: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AiSwitchRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the audit log. */
        get: {
            parameters: {
                query?: {
                    /** @description At or after. */
                    from?: string;
                    /** @description Before. */
                    to?: string;
                    /** @description A login, an account's id, or `system`. */
                    actor?: string;
                    /** @description Beginning of the action, such as `login.`. */
                    action?: string;
                    /** @description What it was done to. */
                    subject?: string;
                    /** @description Where the page before ended. */
                    cursor?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditPage"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Walks the whole chain. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditVerdict"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an enrolled display shows: numbers and kiosks alone. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BoardAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/board/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrols the browser that sends the code as a display. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BoardEnrolRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/boards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Displays in service. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BoardRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/boards/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a code with which one display can enrol within ten minutes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/boards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a display out of service for good. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Imports the Cabinet Office's list of holidays, the CSV as it is published. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": string;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A month of a channel's calendar. */
        get: {
            parameters: {
                query: {
                    /** @description `YYYY-MM`. */
                    month: string;
                };
                header?: never;
                path: {
                    channel: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DayRow"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/{channel}/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One-off entries that stand. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    channel: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExceptionRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Opens or closes a single day. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    channel: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExceptionRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExceptionRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/{channel}/exceptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a one-off entry back; it stays on record. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    channel: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/{channel}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The regular rules of a channel. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    channel: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        /** Changes the regular rules of a channel. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    channel: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who handles, oversees or takes over contacts. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Colleague"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Looks for contacts. */
        get: {
            parameters: {
                query?: {
                    /** @description Arrived at or after. */
                    from?: string;
                    /** @description Arrived before. */
                    to?: string;
                    /** @description The caller's whole number, in any usual form. */
                    number?: string;
                    /** @description An agent who had it. */
                    agent?: string;
                    /** @description Topic or sub-code. */
                    topic?: string;
                    /** @description Outcome. */
                    outcome?: string;
                    /** @description Channel. */
                    channel?: string;
                    /** @description Acceptance. */
                    acceptance?: string;
                    /** @description Answered contacts that were not filed. */
                    unfiled?: boolean;
                    /** @description Where the page before ended. */
                    cursor?: string;
                    /** @description Rows of a page, at most 200. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactPage"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A contact in detail. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases a closed contact for good. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ErasureRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens the personal data of a contact. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OpenRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenedContact"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/original.wav": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sealed original as WAV, for the two who opened it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/wav": unknown;
                    };
                };
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/wav": unknown;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/original/openings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests to hear the sealed original of a contact's recording, the newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OriginalOpening"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Asks to hear the sealed original; somebody else has to approve it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OriginalRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/original/openings/{opening}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves or refuses the request of somebody else. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    opening: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OriginalDecision"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/peaks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The outline of the recording, for drawing. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Peaks"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                423: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was asked in a contact and searched in the FAQ, in order. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HeardQuestion"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/recording.wav": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The recording as WAV: caller left, everybody else right; ranges are honoured (RFC 9110 §14). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/wav": unknown;
                    };
                };
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/wav": unknown;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                423: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The summary of a contact: confirmed, drafted, or what can be drafted so far. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Summary"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        /** Confirms a summary as a person left it; confirming again replaces it. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SummaryRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said, as text. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Transcript"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/transcript/{segment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Puts a person's text in place of what was recognised; the original stays beside it. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    segment: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CorrectionRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{id}/wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Files a contact; filing again replaces what was filed. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WrapUpRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A month's coverage by day. */
        get: {
            parameters: {
                query?: {
                    /** @description `2026-11`; this month when absent. */
                    month?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonthCoverage"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coverage/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A day's coverage, with the conversations that fall short. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    day: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DayDetail"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The directory. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DirectoryRow"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Adds an entry. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DirectoryRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DirectoryRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/directory/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes an entry. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DirectoryRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DirectoryRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        /** Takes an entry out of the lists; notes that name it keep it. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasure/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public key as a PEM file. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasure/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Looks for receipts. */
        get: {
            parameters: {
                query?: {
                    /** @description Its number. */
                    number?: number;
                    /** @description Ended at or after. */
                    from?: string;
                    /** @description Ended before. */
                    to?: string;
                    /** @description The contact. */
                    contact?: string;
                    /** @description Why the shared browser ended, such as `submitted`. */
                    end?: string;
                    /** @description How the erasure went. */
                    result?: "at_once" | "after_rebuild";
                    /** @description Where the page before ended. */
                    cursor?: number;
                    /** @description Rows of a page, at most 100. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptPage"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasure/receipts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt, checked at this moment. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptDetail"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasure/receipts/{number}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed receipt as a file, for `madoguchi verify erasure`. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasure/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Walks all receipts from the first to the last. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptsVerdict"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks a text over; nothing is kept. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FaqCheckRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqCheck"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/editions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every edition, the newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqEditionRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Makes an edition of what is live. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FaqEditionRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqEditionRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/editions/{number}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of an edition's package: `edition.pdf`, `edition.xlsx` or `changes.pdf`. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: number;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": number[];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/editions/{number}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that the city received an edition. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FaqReceiptRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The entries of the FAQ. */
        get: {
            parameters: {
                query?: {
                    /** @description Stands in the key or in a question. */
                    text?: string;
                    /** @description Of this topic. */
                    topic?: string;
                    /** @description With this standing. */
                    standing?: string;
                    /** @description The last key of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqList"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/entries/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One entry. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqView"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Does one thing to an entry. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FaqAction"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqView"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/entries/{key}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compares two texts of an entry. */
        get: {
            parameters: {
                query: {
                    /** @description The older text. */
                    from: string;
                    /** @description The newer text. */
                    to: string;
                };
                header?: never;
                path: {
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqFieldChange"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/entries/{key}/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file that a text of an entry names: its draft or any of its versions. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    sha256: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Takes the FAQ out as a table that can be brought in again. */
        get: {
            parameters: {
                query: {
                    /** @description `csv` or `xlsx`. */
                    format: string;
                    /** @description `live`: what residents read; `latest`: drafts and the latest approved texts. */
                    what: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": number[];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Brings a file: a PDF, a PNG, a JPEG or plain text, whatever it is called. It is kept for a day unless a text of an
         *     entry names it.
         */
        post: {
            parameters: {
                query: {
                    /** @description What it is called where it comes from. */
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqFileBrought"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings a table in: every entry that is new or differs becomes a draft. Nothing is done while a row is wrong. */
        post: {
            parameters: {
                query: {
                    /** @description Only says what would happen. */
                    dry_run: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqImport"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposals: those that wait, the most asked first, then those that were decided. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqProposal"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/proposals/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks through the log of questions anew; what is decided stays. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqProposal"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/proposals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts or rejects a proposal. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FaqDecision"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqProposal"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Questions that were asked, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Asked there: `desk`, `public`, `chat`, `voice`, `call`. */
                    channel?: string;
                    /** @description With that done: `answer`, `choose`, `hand_over`, `none`. */
                    band?: string;
                    /** @description With that come of it. */
                    outcome?: string;
                    /** @description Asked from then on. */
                    from?: string;
                    /** @description Asked before. */
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqQuestionRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/questions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what came of a question. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FaqOutcomeRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/review-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything in review, as a file for the city. */
        get: {
            parameters: {
                query: {
                    /** @description `xlsx` or `pdf`. */
                    format: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": number[];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Enters the marks of a file that came back: all of them or none. */
        post: {
            parameters: {
                query: {
                    /** @description Only says what would happen. */
                    dry_run: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqReviewMarks"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds approved texts for a question. */
        get: {
            parameters: {
                query: {
                    /** @description The question, or what is typed of it. */
                    text: string;
                    /** @description `ja`, `en` or `ja-easy`; Japanese where it is left out. */
                    lang?: string;
                    /** @description A topic to look in. */
                    topic?: string;
                    /** @description Hits at most, up to 20. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqFound"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How search is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqState"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/faq/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may be meant by what is typed. */
        get: {
            parameters: {
                query: {
                    /** @description The question, or what is typed of it. */
                    text: string;
                    /** @description `ja`, `en` or `ja-easy`; Japanese where it is left out. */
                    lang?: string;
                    /** @description A topic to look in. */
                    topic?: string;
                    /** @description Hits at most, up to 20. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaqSuggestion"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who waits, which kiosks are free, who asks for staff. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HallAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hall/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a visitor at the reception a number; the wait counts from now. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NumberRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NumberAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hall/numbers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a number back whose visitor waits in the hall. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hall/staff-calls/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that one goes to a kiosk where a visitor asks for staff. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GoingRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes, the most urgent first. */
        get: {
            parameters: {
                query?: {
                    /** @description `open`, `acknowledged` or `done`. */
                    state?: "open" | "acknowledged" | "done";
                    /** @description Notes to one department. */
                    department?: string;
                    /** @description Notes of one contact. */
                    contact?: string;
                    /** @description Where the page before ended. */
                    cursor?: string;
                    /** @description Notes of a page, at most 200. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotePage"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Writes a note. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NoteRow"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handovers/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a note. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NoteRow"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handovers/{id}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finishes a note. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NoteRow"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the system is well. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrols the device that sends the code. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EnrolRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnrolAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/throughput/{pass}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** So many bytes that nothing can compress. */
        get: {
            parameters: {
                query: {
                    /** @description At most 2 MiB. */
                    bytes: number;
                };
                header?: never;
                path: {
                    pass: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Takes bytes and forgets them. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    pass: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/octet-stream": unknown;
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kiosks in service. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KioskRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a code with which one kiosk can enrol within ten minutes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every kiosk in service, as it stands. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KioskState"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a kiosk out of service for good; a visit it has ends. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/{id}/diagnoses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest 60 diagnoses of a kiosk, the newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DiagnosisRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/{id}/diagnosis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kiosk's last run since the program began; null when there was none. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunRow"] | null;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Asks a kiosk to measure itself. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DiagnosisRequest"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunRow"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        /** Calls a run off; one that has ended stays as it is. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kiosk's faults, open ones first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FaultRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        /** Enters a fault. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FaultRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/{id}/faults/{fault}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Closes a fault; 409 when it is closed already. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    fault: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RemedyRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/kiosks/{id}/fittings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says what is fitted to a kiosk; what is not fitted is not missed. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Fittings"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosks/{id}/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has the kiosk load its page anew. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReloadRequest"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs in with a password. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LoginRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextAnswer"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/key/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proves the second factor with a security key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextAnswer"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/key/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks for a security key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description WebAuthn request options */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/seat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs in at an enrolled seat. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SeatRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextAnswer"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proves the second factor with a one-time code. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextAnswer"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs out. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/keys/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Registers the security key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextAnswer"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/keys/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to register a security key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description WebAuthn creation options */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets another password; every login made with the old one ends. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets the PIN used at enrolled seats. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PinRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proves that the secret was copied, and begins to ask for codes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextAnswer"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to set up one-time codes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TotpSecret"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pause-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reasons an agent may pause for. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PauseReason"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All prompts. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PromptRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{key}/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the words of a prompt. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PromptRequest"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{key}/{language}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Plays a recorded sound in place of the words: WAV, 16-bit PCM. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "audio/wav": number[];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        /** Goes back from the recorded sound to the words. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{key}/{language}/sound.wav": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A prompt to be heard, as a caller would, places unfilled. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "audio/wav": unknown;
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All seats. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SeatRow"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/seats/{id}/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrols this browser as a seat's device; another device's enrolment ends. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/seats/{id}/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a seat's enrolment back. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the first administrator. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SetupRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/speech/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether calls are turned into text at this moment, and what to do where they are not. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SpeechState"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/speech/vocabulary/{queue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the recogniser is told to expect in calls of a queue; `all` holds for every queue. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    queue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VocabularyAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        /** Publishes another edition of a queue's terms; calls that begin afterwards expect them. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    queue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VocabularyRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VocabularyAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Topics in force. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TopicRow"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        /** Publishes another edition of the topics; contacts keep the code they were filed under. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TopicRow"][];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcripts/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Looks for words in the text of contacts. */
        get: {
            parameters: {
                query: {
                    /** @description Words, up to five, each of which must have been said; width, kana, case and spaces make no difference. */
                    q: string;
                    /** @description Arrived at or after. */
                    from?: string;
                    /** @description Arrived before. */
                    to?: string;
                    /** @description `ja` or `en`. */
                    language?: string;
                    /** @description An agent who had it. */
                    agent?: string;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TranscriptHits"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visits/fees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fees that wait to be confirmed, the longest asked first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AskedFee"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visits/{contact}/fee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms the fee a visit's flow waits for, in the name of who is logged in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    contact: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FeeProof"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visits/{contact}/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flows that may be started for a visit today, those that fit its wish first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    contact: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FlowChoice"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visits/{contact}/slip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The slip of a visit as it stands: of the flows that ended so far, or the general one. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    contact: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VisitSlip"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/watch-words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list of watch words. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WatchWordList"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        /** Replaces the list; live calls are watched by it at once. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WatchWordList"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WatchWordList"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProblemBody"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account as it shall be. */
        AccountRequest: {
            /** @description Shut the account; every login of it ends. */
            disabled?: boolean;
            /** @description The login. */
            login: string;
            /** @description The name colleagues see. */
            name: string;
            /**
             * Format: password
             * @description Another password; needed for a fresh account.
             */
            password?: string | null;
            /** @description Forget one-time codes and security keys, for somebody who lost them. */
            reset_second_factor?: boolean;
            /** @description What the person may do. */
            roles: components["schemas"]["Role"][];
            /** @description What the person can do: `phone`, `counter`, `ja`, `en`, … */
            skills?: string[];
        };
        /** @description Somebody who logs in. */
        AccountRow: {
            /** @description Whether the account is shut. */
            disabled: boolean;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description How many security keys are registered. */
            keys: number;
            /** @description The login. */
            login: string;
            /** @description The name colleagues see. */
            name: string;
            /** @description Whether a PIN for seats is set. */
            pin_set: boolean;
            /** @description What the person may do. */
            roles: components["schemas"]["Role"][];
            /** @description What the person can do. */
            skills: string[];
            /** @description Whether one-time codes are set up. */
            totp_enrolled: boolean;
        };
        /** @description An agent's states in a stretch of time. */
        AgentStates: {
            /** @description Oldest first, without gaps from signing in to signing out. */
            items: components["schemas"]["StateSpan"][];
        };
        /** @description A figure. */
        AiFigure: {
            /** @description What it tells, as a code. */
            name: string;
            /**
             * Format: int64
             * @description Of how many; null where that is no count.
             */
            of?: number | null;
            /**
             * Format: double
             * @description A share, 0 to 1.
             */
            share: number;
        };
        /** @description How good a use was found to be, on what. */
        AiMeasured: {
            /** @description The figures. */
            figures: components["schemas"]["AiFigure"][];
            /** @description When, as far as it is known. */
            measured_on?: string | null;
            /** @description On what: `speech_sentences`, `faq_own`, `faq_seed` or `grounding_seed`. */
            on: string;
        };
        /** @description Why somebody reads what was sent. */
        AiOpenRequest: {
            /** @description The reason; it is kept. */
            reason: string;
        };
        /** @description What became of questions. */
        AiOutcomes: {
            /**
             * Format: int64
             * @description Used whole.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Sent, and no answer was judged yet, or never.
             */
            asked: number;
            /**
             * Format: int64
             * @description Nothing that could be read came back.
             */
            failed: number;
            /**
             * Format: int64
             * @description Used in part.
             */
            partly: number;
            /**
             * Format: int64
             * @description Refused by the checks.
             */
            refused: number;
        };
        /** @description A page of the log. */
        AiPromptPage: {
            /** @description Rows, newest first. */
            items: components["schemas"]["AiPromptRow"][];
            /** @description Where the next page begins. */
            next_cursor?: string | null;
        };
        /** @description A question of the log, without its texts. */
        AiPromptRow: {
            /**
             * Format: date-time
             * @description When it was sent.
             */
            at: string;
            /**
             * Format: uuid
             * @description In which contact.
             */
            contact: string;
            /** @description Whether its texts went with its contact. */
            erased: boolean;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description The model. */
            model: string;
            /** @description `asked`, `accepted`, `partly`, `refused` or `failed`. */
            outcome: string;
            /** @description The host it was sent to. */
            place: string;
            /** @description What for. */
            purpose: string;
            /** @description Why, as a code. */
            reason?: string | null;
            /**
             * Format: int64
             * @description Milliseconds until it was judged.
             */
            took_ms?: number | null;
        };
        /** @description The texts of a question. */
        AiPromptTexts: {
            /** @description What came back; null where nothing did. */
            answer?: string | null;
            /** @description What was sent. */
            sent: string;
        };
        /** @description A manager's last word on a use. */
        AiSaid: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description At which address; empty for what runs on this machine. */
            base_url: string;
            /** @description Who said it, by name. */
            by: string;
            /** @description Of which model. */
            model: string;
            /** @description On or off. */
            on: boolean;
            /** @description Why. */
            reason: string;
        };
        /** @description On or off, and why. */
        AiSwitchRequest: {
            /** @description Whether it may be used. Of a language model that approves the configured server and model, and no other. */
            on: boolean;
            /** @description Why; it is kept. */
            reason: string;
        };
        /** @description A use of AI. */
        AiUse: {
            /** @description The host it runs on, where that is another machine. */
            host?: string | null;
            measured?: components["schemas"]["AiMeasured"] | null;
            /** @description The model; null where none is set. */
            model?: string | null;
            outcomes?: components["schemas"]["AiOutcomes"] | null;
            /** @description `speech`, `search`, `summary` or `drafts`. */
            purpose: string;
            /** @description Where it runs: `here`, `elsewhere`, or `nowhere` where none is set. */
            runs: string;
            said?: components["schemas"]["AiSaid"] | null;
            /** @description `on`, `starting`, `off`, `failed`, or `not_set` where the configuration names none. */
            state: string;
            /** @description Whether a manager switches it here; else the configuration does. */
            switchable: boolean;
            /** @description Why it is not on, or not wholly, as a code. */
            why?: string | null;
        };
        /** @description A fee that waits to be confirmed. */
        AskedFee: {
            /**
             * Format: date-time
             * @description Since when it is asked.
             */
            asked_at: string;
            /**
             * Format: uuid
             * @description The visit.
             */
            contact: string;
            /**
             * Format: date-time
             * @description Since when the resident is at the payment counter.
             */
            detour_since?: string | null;
            /** @description What is to be paid. */
            fee: components["schemas"]["FeeView"];
            /** @description Its kiosk, by name. */
            kiosk: string;
            /** @description Its ticket. */
            ticket: string;
            /** @description What the flow is called. */
            title: components["schemas"]["ResidentWords"];
        };
        /** @description An entry. */
        AuditEntryRow: {
            /** @description What. */
            action: string;
            /** @description Who, as stored. */
            actor: string;
            /** @description Who, by name. */
            actor_name?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description More. */
            detail: Record<string, never>;
            /**
             * Format: int64
             * @description Place in the chain.
             */
            seq: number;
            /** @description To what. */
            subject: string;
        };
        /** @description A page of the log. */
        AuditPage: {
            /** @description Entries, newest first. */
            items: components["schemas"]["AuditEntryRow"][];
            /**
             * Format: int64
             * @description Where the next page begins.
             */
            next_cursor?: number | null;
        };
        /** @description What a verification found. */
        AuditVerdict: {
            /** @description What is wrong. */
            findings: string[];
            /**
             * Format: int64
             * @description Rows looked at.
             */
            rows: number;
            /** @description Whether the chain holds. */
            whole: boolean;
        };
        /** @description What a display shows. */
        BoardAnswer: {
            /** @description Numbers that are called, the newest call first. */
            calls: components["schemas"]["BoardCall"][];
            /** @description The city's name in English. */
            city_en: string;
            /** @description The city's name in Japanese. */
            city_ja: string;
            /**
             * Format: date-time
             * @description The server's clock.
             */
            now: string;
            /** @description Whether the counter is open. */
            open: boolean;
            /** @description Numbers that wait in the hall, in their order. */
            waiting: string[];
        };
        /** @description A number that is called. */
        BoardCall: {
            /** @description The kiosk's name. */
            kiosk: string;
            /**
             * Format: date-time
             * @description Since when, this time.
             */
            since: string;
            /** @description The number. */
            ticket: string;
            /**
             * Format: int32
             * @description How often by now, from 1.
             */
            times: number;
        };
        /** @description What a display enrols with. */
        BoardEnrolRequest: {
            /** @description The code as typed. */
            code: string;
        };
        /** @description A display of the hall. */
        BoardRow: {
            /**
             * Format: date-time
             * @description When it was enrolled.
             */
            enrolled_at: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name, such as where it hangs. */
            name: string;
        };
        /**
         * @description What was booked.
         * @enum {string}
         */
        BookingKind: "collection" | "renewal" | "other";
        /** @description What came of a booking by proxy. */
        BookingRequest: {
            /** @description What was booked. */
            kind: components["schemas"]["BookingKind"];
            /** @description The reservation site's reference. */
            reference?: string | null;
            /** @description The result. */
            result: components["schemas"]["BookingResult"];
        };
        /**
         * @description The result of a booking.
         * @enum {string}
         */
        BookingResult: "made" | "changed" | "cancelled" | "full";
        /** @description A number on the slip. */
        CallView: {
            /** @description The number. */
            number: string;
            /** @description Who answers. */
            who: components["schemas"]["ResidentWords"];
        };
        /** @description A value that differs from the last good run. */
        ChangeRow: {
            /**
             * Format: double
             * @description In the last good run.
             */
            before: number;
            /**
             * Format: double
             * @description In this run.
             */
            now: number;
            /** @description `brightness`, `speaker_db`, `round_trip_ms`, `down_kbps`, `up_kbps`, `storage_left_bytes` or `browser_major`. */
            quantity: string;
            /** @description Whether it is worse. */
            worse: boolean;
        };
        /** @description A place in the text. */
        Cite: {
            /**
             * Format: int64
             * @description When it begins in its recording, in milliseconds.
             */
            at_ms: number;
            /**
             * Format: uuid
             * @description The segment.
             */
            segment: string;
        };
        /** @description A code to be typed at the kiosk. */
        CodeAnswer: {
            /** @description The code; good once. */
            code: string;
            /**
             * Format: date-time
             * @description Until when it is good.
             */
            until: string;
        };
        /** @description A one-time code. */
        CodeRequest: {
            /** @description Six digits. */
            code: string;
        };
        /** @description Somebody one works with. */
        Colleague: {
            /** @description False for an account that is switched off; past contacts still name it. */
            active: boolean;
            /**
             * Format: uuid
             * @description The account.
             */
            id: string;
            /** @description The name colleagues see. */
            name: string;
            /** @description Roles. */
            roles: components["schemas"]["Role"][];
        };
        /** @description A line as a person left it. */
        ConfirmedLine: {
            /** @description Segments it rests on; may be empty where a person wrote it. */
            cites: string[];
            /** @description `wish`, `answer` or `open`. */
            kind: string;
            /** @description The words; what nobody may keep is refused. */
            text: string;
        };
        /** @description A contact in detail. */
        ContactDetail: components["schemas"]["ContactRow"] & {
            /** @description What happened, in order. */
            events: components["schemas"]["EventRow"][];
            /**
             * Format: date-time
             * @description Until when the person may open personal data without stating a reason again.
             */
            grant_until?: string | null;
            /** @description Loss and jitter of the legs. */
            legs: Record<string, never>[];
            recording?: components["schemas"]["RecordingStanding"] | null;
            /** @description Who spoke when. */
            speakers: components["schemas"]["Speaker"][];
            wrap_up?: components["schemas"]["FiledWrapUp"] | null;
        };
        /** @description A page of the history. */
        ContactPage: {
            /** @description Rows, newest first. */
            items: components["schemas"]["ContactRow"][];
            /** @description Where the next page begins. */
            next_cursor?: string | null;
        };
        /** @description One row of the history. */
        ContactRow: {
            /** @description `answered`, `abandoned`, `ended_by_system`, `callback_unreached`, `not_offered`; null while it waits. */
            acceptance?: string | null;
            agent?: components["schemas"]["PersonRef"] | null;
            /**
             * Format: date-time
             * @description When it was answered.
             */
            answered_at?: string | null;
            /**
             * Format: date-time
             * @description When it came to be.
             */
            arrived_at: string;
            /** @description The number without its first digits; null when it was withheld or erased. */
            caller_masked?: string | null;
            /** @description `phone`, `counter` or `chat`. */
            channel: string;
            /**
             * Format: int64
             * @description How long the visitor was away to pay in a guided flow; it is no waiting.
             */
            detour_ms: number;
            /** @description `inbound` or `outbound`. */
            direction: string;
            /** @description How an answered contact ended. */
            end?: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at?: string | null;
            /** @description Whether there is a recording. */
            has_recording: boolean;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description `ja` or `en`. */
            language?: string | null;
            /** @description Outcome as filed. */
            outcome?: string | null;
            /** @description The queue reached. */
            queue?: string | null;
            /** @description What is wrong with the recording. */
            recording_fault?: string | null;
            /** @description Sub-code. */
            sub_code?: string | null;
            /**
             * Format: int64
             * @description How long was talked.
             */
            talk_ms: number;
            /** @description Topic, `ア` to `ケ`. */
            topic?: string | null;
            /**
             * Format: int64
             * @description How long it waited.
             */
            wait_ms?: number | null;
        };
        /** @description What a person put in place of a segment. */
        Correction: {
            /**
             * Format: date-time
             * @description When.
             */
            at?: string | null;
            by?: components["schemas"]["PersonRef"] | null;
            /** @description The text. */
            text: string;
        };
        /** @description What was really said. */
        CorrectionRequest: {
            /** @description The text that takes the segment's place; what nobody may keep is refused. */
            text: string;
        };
        /** @description Whether the whole text is there. */
        Coverage: {
            /** @description How much there is. */
            state: components["schemas"]["CoverageState"];
            /** @description Why, in the words of whoever noted it. */
            why?: string | null;
        };
        /**
         * @description How much of a contact is there as text.
         * @enum {string}
         */
        CoverageState: "complete" | "waiting" | "off" | "lost" | "none";
        /** @description A day's coverage. */
        DayCoverage: {
            /**
             * Format: date
             * @description The day in Japan.
             */
            day: string;
            /**
             * Format: int32
             * @description Telephone conversations between a resident and an agent.
             */
            due: number;
            /**
             * Format: int32
             * @description Of those that did not, how many without a stated reason.
             */
            gaps: number;
            /**
             * Format: int32
             * @description Of these, recorded.
             */
            recorded: number;
            /** @description Why the others are short, by code. */
            shortfalls: {
                [key: string]: number;
            };
            /**
             * Format: int32
             * @description Of these, all speech became text.
             */
            transcribed: number;
        };
        /** @description A day's coverage with the conversations that fall short. */
        DayDetail: components["schemas"]["DayCoverage"] & {
            /** @description Conversations that fall short, in order. */
            short: components["schemas"]["ShortConversation"][];
        };
        /** @description One day of the month view. */
        DayRow: {
            /** @description Closing. */
            close?: string | null;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /** @description `weekly`, `nth`, `holiday`, `year_end`, `exception`, `maintenance` or `closed`. */
            kind: string;
            /** @description Opening, `HH:MM`; null when closed. */
            open?: string | null;
            /** @description Why, in English. */
            reason_en: string;
            /** @description Why, in Japanese. */
            reason_ja: string;
        };
        /** @description A login of the demonstration. */
        DemoLogin: {
            /** @description The login. */
            login: string;
            /** @description The name. */
            name: string;
            /** @description The password. */
            password: string;
            /** @description What the person may do. */
            roles: string[];
        };
        /** @description A department by name. */
        DepartmentRef: {
            /**
             * Format: uuid
             * @description The entry of the directory.
             */
            id: string;
            /** @description Name in English. */
            name_en: string;
            /** @description Name in Japanese. */
            name_ja: string;
        };
        /**
         * @description How a device answered.
         * @enum {string}
         */
        DeviceState: "works" | "refused" | "absent" | "busy" | "silent" | "unanswered" | "left_out";
        /** @description How a kiosk is to be looked at. */
        DiagnosisRequest: {
            /**
             * @description Also while a visitor sits there; then nothing is played.
             * @default false
             */
            during_visit: boolean;
        };
        /** @description A diagnosis as filed. */
        DiagnosisRow: {
            /** @description Who asked, by name; null for the check before opening. */
            asked_by?: string | null;
            /** @description What differs from it. */
            changes: components["schemas"]["ChangeRow"][];
            /**
             * Format: date-time
             * @description When the last good run before it was; null when there is none.
             */
            compared_with?: string | null;
            /**
             * Format: date-time
             * @description When its answer came.
             */
            ended_at: string;
            /** @description What was found, the worst first. */
            findings: components["schemas"]["FindingRow"][];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description What was measured. */
            measured: components["schemas"]["Measured"];
            /**
             * Format: date-time
             * @description When the kiosk was asked.
             */
            started_at: string;
            /** @description `good`, `warn` or `bad`. */
            verdict: string;
        };
        /** @description An entry as it shall be. */
        DirectoryRequest: {
            /** @description Hours in words; for a department without words the city office's calendar holds. */
            hours_ja?: string;
            /** @description Department or agency. */
            kind: components["schemas"]["EntryKind"];
            /** @description Name in English. */
            name_en: string;
            /** @description Name in Japanese. */
            name_ja: string;
            /** @description What to tell the caller. */
            note_ja?: string;
            /** @description The number, in any usual form. */
            number: string;
        };
        /** @description A department or agency. */
        DirectoryRow: {
            /** @description Hours in words. */
            hours_ja: string;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description Department or agency. */
            kind: string;
            /** @description Name in English. */
            name_en: string;
            /** @description Name in Japanese. */
            name_ja: string;
            /** @description What to tell the caller. */
            note_ja: string;
            /** @description The number, as people write it. */
            number: string;
            /** @description Whether it is open; null where nobody entered the hours. */
            open_now?: boolean | null;
            /**
             * Format: date-time
             * @description When it opens next, where it is closed.
             */
            opens_at?: string | null;
        };
        /**
         * @description The engine of a browser.
         * @enum {string}
         */
        Engine: "chromium" | "firefox" | "safari" | "unknown";
        /** @description Who the kiosk is from now on. */
        EnrolAnswer: {
            /**
             * Format: uuid
             * @description Its id.
             */
            kiosk: string;
            /** @description Its name. */
            name: string;
        };
        /** @description What a kiosk enrols with. */
        EnrolRequest: {
            /** @description The code as typed. */
            code: string;
            /** @description Its public key: an uncompressed P-256 point, base64url without padding. */
            public_key: string;
        };
        /**
         * @description `department` or `agency`.
         * @enum {string}
         */
        EntryKind: "department" | "agency";
        /** @description Something that existed, and when it was erased. */
        ErasedTrace: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description `profile`, `frames`, `photo`, `captions`, `form-data` or `mailbox`. */
            what: string;
        };
        /** @description Why a contact is erased. */
        ErasureRequest: {
            /** @description The reason, 2 to 200 letters; it stands in the audit log. */
            reason: string;
        };
        /**
         * @description How an erasure went.
         * @enum {string}
         */
        ErasureResult: "at_once" | "after_rebuild";
        /** @description Something that happened to a contact. */
        EventRow: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description More. */
            detail: Record<string, never>;
            /** @description What. */
            kind: string;
        };
        /** @description A one-off entry to be made. */
        ExceptionRequest: {
            /** @description Closing. */
            close?: string | null;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /** @description Opening, `HH:MM`; null closes the day. */
            open?: string | null;
            /** @description Why; told to callers. */
            reason: string;
        };
        /** @description A one-off entry. */
        ExceptionRow: {
            /** @description Closing. */
            close?: string | null;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /**
             * Format: date-time
             * @description When.
             */
            entered_at: string;
            /** @description Who entered it. */
            entered_by: string;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description Opening, `HH:MM`; null for a closure. */
            open?: string | null;
            /** @description Why. */
            reason: string;
        };
        /**
         * @description Why a reissue costs nothing.
         * @enum {string}
         */
        Exemption: "disaster" | "card_fault" | "entries_full" | "city_decision";
        /** @description One thing to do to an entry; `seen` and `version` say what the person saw. */
        FaqAction: {
            /** @description The whole text. */
            content: components["schemas"]["FaqContent"];
            /** @enum {string} */
            do: "edit";
            /**
             * Format: int32
             * @description The revision it was written over; 0 where there was no draft.
             */
            seen: number;
            /** @description Languages found still right: `en`, `ja-easy`. */
            still_right?: string[];
        } | {
            /** @enum {string} */
            do: "discard";
            /**
             * Format: int32
             * @description Its revision.
             */
            seen: number;
        } | {
            /** @enum {string} */
            do: "submit";
            /**
             * Format: int32
             * @description Its revision.
             */
            seen: number;
        } | {
            /** @enum {string} */
            do: "review";
            /** @description Why. */
            remark?: string;
            /**
             * Format: int32
             * @description Its revision.
             */
            seen: number;
            /** @description `passed` or `returned`. */
            verdict: string;
        } | {
            /** @enum {string} */
            do: "approve";
            /**
             * Format: int32
             * @description The draft's revision.
             */
            seen: number;
            /**
             * Format: int32
             * @description The version it becomes.
             */
            version: number;
        } | {
            /** @enum {string} */
            do: "approve_as_demonstration";
            /**
             * Format: int32
             * @description The draft's revision.
             */
            seen: number;
            /**
             * Format: int32
             * @description The version it becomes.
             */
            version: number;
        } | {
            /** @enum {string} */
            do: "confirm_fact";
            /** @description How it was checked. */
            note: string;
            /**
             * Format: int32
             * @description The approved version.
             */
            version: number;
        } | {
            /**
             * Format: date-time
             * @description When; at once where it is left out.
             */
            at?: string | null;
            /** @enum {string} */
            do: "publish";
            /**
             * Format: date-time
             * @description Until when.
             */
            until?: string | null;
            /**
             * Format: int32
             * @description Which.
             */
            version: number;
        } | {
            /** @enum {string} */
            do: "unschedule";
            /**
             * Format: int32
             * @description Of this version.
             */
            version: number;
        } | {
            /** @enum {string} */
            do: "withdraw";
            /** @description Why. */
            reason: string;
            /**
             * Format: int32
             * @description The live version.
             */
            version: number;
        } | {
            /** @enum {string} */
            do: "roll_back";
            /**
             * Format: int32
             * @description The latest version as it was seen.
             */
            latest: number;
            /** @description How the fact was checked. */
            note?: string;
            /**
             * Format: int32
             * @description The older version.
             */
            to: number;
        } | {
            /**
             * Format: uuid
             * @description The contact in which it came up.
             */
            contact?: string | null;
            /** @enum {string} */
            do: "comment";
            /** @description The words. */
            text: string;
        } | {
            /** @enum {string} */
            do: "resolve_comment";
            /**
             * Format: int32
             * @description Its number.
             */
            number: number;
        };
        /** @description On what ground a text counts as approved. */
        FaqApproval: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who gave it or entered it. */
            by: components["schemas"]["FaqPerson"];
            /** @description `officer`, `review_file`, `roll_back` or `demonstration`. */
            ground: string;
            /**
             * Format: int32
             * @description The older version that came back.
             */
            of_version?: number | null;
            /** @description The officer as signed in a file. */
            officer_name?: string | null;
            /** @description The day as signed in a file. */
            signed_on?: string | null;
        };
        /** @description What is wrong with it. */
        FaqCheck: {
            /** @description Entries that answer the same question. */
            conflicts: components["schemas"]["FaqConflict"][];
            /** @description Problems that keep it from being saved. */
            problems: components["schemas"]["FaqProblem"][];
        };
        /** @description A text that is being written. */
        FaqCheckRequest: {
            /** @description The text. */
            content: components["schemas"]["FaqContent"];
            /** @description The entry's key. */
            key: string;
        };
        /** @description A word left on an entry. */
        FaqComment: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who. */
            by: components["schemas"]["FaqPerson"];
            /**
             * Format: uuid
             * @description The contact in which it came up.
             */
            contact?: string | null;
            /**
             * Format: int32
             * @description Counted from 1.
             */
            number: number;
            resolved?: components["schemas"]["FaqResolved"] | null;
            /** @description The words. */
            text: string;
        };
        /** @description That the fact holds. */
        FaqConfirmation: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who says so. */
            by: components["schemas"]["FaqPerson"];
            /** @description How it was checked. */
            note: string;
        };
        /** @description Another entry that answers the same question. */
        FaqConflict: {
            /** @description Whether the two answers differ in a number, a date or a yes. */
            contradiction: boolean;
            /** @description Its key. */
            key: string;
            /** @description The question, as both are found by it. */
            question: string;
        };
        /** @description An entry's words. */
        FaqContent: {
            /** @description Files that go with it; each was brought before. */
            attachments?: components["schemas"]["FaqFile"][];
            /** @description `resident` or `operator`. */
            audience: string;
            easy?: components["schemas"]["FaqText"] | null;
            en?: components["schemas"]["FaqText"] | null;
            /** @description Japanese. */
            ja: components["schemas"]["FaqText"];
            /** @description The department that answers for it. */
            owner: string;
            /** @description Whether it is meant for publication. */
            publish: boolean;
            /** @description Keys of entries worth reading with it. */
            related: string[];
            /** @description `YYYY-MM-DD`. */
            review_by: string;
            /** @description `low`, `medium` or `high`. */
            risk: string;
            /** @description What it rests on. */
            sources: components["schemas"]["FaqSource"][];
            /** @description `a`, `i`, `u`, `e`, `o`, `ka`, `ki`, `ku`, `ke`: (ア) to (ケ) of clause 6(3)②. */
            topic: string;
        };
        /** @description What a person decides. */
        FaqDecision: {
            /** @enum {string} */
            do: "accept";
            /** @description The entry, where it is another than the one proposed. */
            key?: string | null;
            /** @description The wording, where it is to be another. */
            wording?: string | null;
        } | {
            /** @enum {string} */
            do: "reject";
        };
        /** @description A text on its way to approval. */
        FaqDraft: {
            /** @description Who wrote it. */
            authors: components["schemas"]["FaqPerson"][];
            /** @description The text. */
            content: components["schemas"]["FaqContent"];
            /** @description What was found of it. */
            reviews: components["schemas"]["FaqReview"][];
            /**
             * Format: int32
             * @description Its revision.
             */
            revision: number;
            /**
             * Format: date-time
             * @description When it was saved last.
             */
            saved_at: string;
            /**
             * Format: date-time
             * @description Since when it is in review.
             */
            since?: string | null;
            /** @description `writing` or `in_review`. */
            stage: string;
            /** @description Languages found still right. */
            still_right: string[];
        };
        /** @description A new edition. */
        FaqEditionRequest: {
            /** @description What to know of it. */
            note: string;
        };
        /** @description An edition. */
        FaqEditionRow: {
            /** @description Entries the edition before did not hold. */
            added: number;
            /** @description Entries with another text than in the edition before. */
            changed: number;
            /** @description Entries it holds. */
            entries: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            made_at: string;
            /** @description By whom. */
            made_by: components["schemas"]["FaqPerson"];
            /** @description What to know of it. */
            note: string;
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            number: number;
            receipt?: components["schemas"]["FaqReceipt"] | null;
            /** @description Entries the edition before held and this one does not. */
            removed: number;
        };
        /** @description A field in which they differ. */
        FaqFieldChange: {
            /** @description The field, by the name of its column in the exchange table. */
            field: string;
            /** @description Its pieces in order. */
            pieces: components["schemas"]["FaqPiece"][];
        };
        /** @description A file that goes with an entry. */
        FaqFile: {
            /**
             * Format: int64
             * @description How long it is.
             */
            bytes: number;
            /** @description `pdf`, `png`, `jpeg` or `text`, as its content says. */
            kind: string;
            /** @description What it is saved as. */
            name: string;
            /** @description SHA-256 of its bytes, in hexadecimal. */
            sha256: string;
        };
        /** @description A file that is kept, for a text to name. */
        FaqFileBrought: {
            /** @description Whether something was left out: where and with what a picture was taken, and what stood beside it. */
            altered: boolean;
            /** @description What a text names it by. */
            file: components["schemas"]["FaqFile"];
        };
        /** @description What was found. */
        FaqFound: {
            /** @description `answer`, `choose` or `hand_over`. */
            band: string;
            /** @description Whether meaning took part beside words. */
            by_meaning: boolean;
            /**
             * Format: double
             * @description How likely the first hit answers the question, 0 to 1.
             */
            confidence: number;
            /** @description Best first. */
            hits: components["schemas"]["FaqHit"][];
            /**
             * Format: uuid
             * @description The question in the log, for saying what came of it.
             */
            question: string;
        };
        /** @description An approved text that was found. */
        FaqHit: {
            /** @description The answer, in the Markdown subset. */
            answer: string;
            /** @description Who may read it. */
            audience: string;
            /** @description Whether its approval is made up for a demonstration. */
            demonstration: boolean;
            /**
             * Format: int32
             * @description The newest edition that holds this version.
             */
            edition?: number | null;
            /** @description Files that go with it. */
            files: components["schemas"]["FaqFile"][];
            /** @description The entry. */
            key: string;
            /** @description The passage of the answer that fits best. */
            passage?: string | null;
            /** @description The question. */
            question: string;
            /**
             * Format: float
             * @description Its score, comparable within one answer only.
             */
            score: number;
            /** @description Its topic. */
            topic: string;
            /**
             * Format: int32
             * @description Its version.
             */
            version: number;
        };
        /** @description What a file would do, or did. */
        FaqImport: {
            /** @description Entries that were not there. */
            added: string[];
            /** @description Entries that change. */
            changed: components["schemas"]["FaqImportChange"][];
            /** @description Whether drafts were written. */
            done: boolean;
            /** @description How many more problems there are. */
            further_problems: number;
            /** @description Entries the file does not name; they stay. */
            missing: string[];
            /** @description What is wrong, by row. */
            problems: components["schemas"]["FaqRowProblem"][];
            /** @description How many stay as they are. */
            unchanged: number;
        };
        /** @description An entry that changes. */
        FaqImportChange: {
            /** @description In which fields. */
            fields: string[];
            /** @description Which. */
            key: string;
        };
        /** @description A page of the list. */
        FaqList: {
            /** @description How many entries stand where, whatever is asked for. */
            counts: {
                [key: string]: number;
            };
            /** @description Entries by key. */
            items: components["schemas"]["FaqRow"][];
            /** @description Where the next page begins. */
            next_cursor?: string | null;
        };
        /** @description What residents read. */
        FaqLive: {
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            /**
             * Format: date-time
             * @description Until when.
             */
            until?: string | null;
            /**
             * Format: int32
             * @description The version.
             */
            version: number;
        };
        /** @description Why residents read nothing. */
        FaqOff: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            by?: components["schemas"]["FaqPerson"] | null;
            /** @description Why. */
            reason?: string | null;
            /**
             * Format: int32
             * @description The version they read before.
             */
            version: number;
            /** @description `withdrawn` or `expired`. */
            why: string;
        };
        /** @description What came of a question. */
        FaqOutcomeRequest: {
            /** @description Of which text, `key@version`. */
            hit?: string | null;
            /** @description `helped`, `not_helped`, `taken` or `wrong`. */
            outcome: string;
        };
        /** @description Somebody by name. */
        FaqPerson: {
            /**
             * Format: uuid
             * @description The account.
             */
            id: string;
            /** @description The name colleagues see. */
            name: string;
        };
        /** @description A piece of text. */
        FaqPiece: {
            /** @description `kept`, `added` or `removed`. */
            kind: string;
            /** @description The piece. */
            text: string;
        };
        /** @description One problem of an entry's text. */
        FaqProblem: {
            /** @description A stable code for programs. */
            code: string;
            /** @description The field, by the name of its column in the exchange table; null where it is the whole row's. */
            field?: string | null;
            /** @description In English. */
            text_en: string;
            /** @description What and what to do, in Japanese. */
            text_ja: string;
        };
        /** @description A wording that questions speak for. */
        FaqProposal: {
            /**
             * Format: int32
             * @description How often it and its like were asked.
             */
            count: number;
            /**
             * Format: date-time
             * @description When.
             */
            decided_at?: string | null;
            decided_by?: components["schemas"]["FaqPerson"] | null;
            /** @description Others like it, without secrets. */
            examples: string[];
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description `alias` for an entry there is, or a new `entry`. */
            kind: string;
            /** @description `ja`, `en` or `ja-easy`. */
            language: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            made_at: string;
            /** @description `open`, `accepted` or `rejected`. */
            state: string;
            /** @description The key of the entry it is for; for a new entry the one that comes nearest. */
            target?: string | null;
            /** @description The wording most asked. */
            wording: string;
        };
        /** @description A question that was asked. */
        FaqQuestionRow: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description What was done. */
            band: string;
            /** @description Where. */
            channel: string;
            /**
             * Format: double
             * @description How sure it was.
             */
            confidence: number;
            /**
             * Format: uuid
             * @description The contact in which it was asked.
             */
            contact?: string | null;
            /** @description What was found, `key@version`. */
            hits: string[];
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description In what language. */
            language: string;
            /** @description What came of it. */
            outcome?: string | null;
            /** @description The question, without secrets. */
            text: string;
        };
        /** @description That the city received an edition. */
        FaqReceipt: {
            /**
             * Format: date-time
             * @description When.
             */
            noted_at: string;
            /** @description Who noted that. */
            noted_by: components["schemas"]["FaqPerson"];
            /** @description Who of the city. */
            received_by: string;
            /**
             * Format: date
             * @description On what day.
             */
            received_on: string;
        };
        /** @description A receipt to be noted. */
        FaqReceiptRequest: {
            /** @description Who of the city received it. */
            received_by: string;
            /**
             * Format: date
             * @description On what day.
             */
            received_on: string;
        };
        /** @description One line of the history. */
        FaqRecord: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            by?: components["schemas"]["FaqPerson"] | null;
            /** @description What: `edited`, `submitted`, `reviewed`, `approved`, `published`, `withdrawn` and so on. */
            kind: string;
            /**
             * Format: int64
             * @description The draft's revision it was about.
             */
            revision?: number | null;
            /**
             * Format: int64
             * @description The version it was about.
             */
            version?: number | null;
            /** @description A remark or reason. */
            words?: string | null;
        };
        /** @description That a comment was dealt with. */
        FaqResolved: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description By whom. */
            by: components["schemas"]["FaqPerson"];
        };
        /** @description What somebody found of a text. */
        FaqReview: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who. */
            by: components["schemas"]["FaqPerson"];
            /** @description Why. */
            remark: string;
            /** @description `passed` or `returned`. */
            verdict: string;
        };
        /** @description One mark. */
        FaqReviewMark: {
            /** @description The entry. */
            key: string;
            /** @description `approved` or `returned`. */
            mark: string;
            /** @description What was written beside it. */
            remark: string;
        };
        /** @description What a file that came back says. */
        FaqReviewMarks: {
            /** @description Whether the marks were entered. */
            done: boolean;
            /** @description The marks. */
            marks: components["schemas"]["FaqReviewMark"][];
            /** @description Who signed. */
            officer_name: string;
            /** @description What is wrong, by row. */
            problems: components["schemas"]["FaqReviewProblem"][];
            /** @description On what day. */
            signed_on?: string | null;
            /** @description Rows that bear none. */
            unmarked: number;
        };
        /** @description Something wrong with a row. */
        FaqReviewProblem: {
            /** @description The row as a spreadsheet counts it. */
            row: number;
            /** @description In English. */
            text_en: string;
            /** @description In Japanese. */
            text_ja: string;
        };
        /** @description One entry in the list. */
        FaqRow: {
            /** @description Who may read it. */
            audience: string;
            /** @description `writing` or `in_review` where a draft is there. */
            draft?: string | null;
            /** @description Its name for good. */
            key: string;
            /**
             * Format: int32
             * @description The latest approved text.
             */
            latest_version?: number | null;
            /**
             * Format: int32
             * @description What residents read.
             */
            live_version?: number | null;
            /** @description Comments nobody has dealt with. */
            open_comments: number;
            /** @description Whether that day is over. */
            overdue: boolean;
            /** @description The Japanese question, of the draft where there is one. */
            question: string;
            /**
             * Format: date
             * @description When it is to be looked at again.
             */
            review_by: string;
            /** @description How likely it goes out of date. */
            risk: string;
            /** @description Languages that follow an older Japanese text. */
            stale: string[];
            /** @description Where it stands. */
            standing: string;
            /** @description Its topic. */
            topic: string;
            /**
             * Format: date-time
             * @description When it changed last.
             */
            updated_at: string;
        };
        /** @description A problem of one row of a file. */
        FaqRowProblem: components["schemas"]["FaqProblem"] & {
            /**
             * Format: int64
             * @description The row as a spreadsheet counts it.
             */
            row: number;
        };
        /** @description What residents are to read. */
        FaqScheduled: {
            /**
             * Format: date-time
             * @description From when.
             */
            at: string;
            /**
             * Format: date-time
             * @description Until when.
             */
            until?: string | null;
            /**
             * Format: int32
             * @description The version.
             */
            version: number;
        };
        /** @description What a statement rests on. */
        FaqSource: {
            /** @description `YYYY-MM-DD` or `YYYY-MM`. */
            date: string;
            /** @description An https address or the name of a document. */
            place: string;
            /** @description What it is called. */
            title: string;
        };
        /** @description How search is. */
        FaqState: {
            /** @description The same in English. */
            how_en: string;
            /** @description What to do, in Japanese. */
            how_ja: string;
            /** @description What makes vectors: `none` (words alone), `model` (this machine) or `endpoint` (a server). */
            meaning: string;
            /** @description `off`, `ready`, `slow` or `failed`; words answer whatever it is. */
            state: string;
            /**
             * @description Whether the thresholds of answers were judged with what searches: `judged`, `unjudged` or `other_model`. Without
             *     that nothing is given as certain.
             */
            thresholds: string;
            /** @description Titles that want a vector. */
            titles: number;
            /** @description Titles that have one. */
            vectors: number;
            /** @description The same in English. */
            why_en: string;
            /** @description What is so, in Japanese; empty where all is well. */
            why_ja: string;
        };
        /** @description What may be meant by what is typed. */
        FaqSuggestion: {
            /** @description The entry. */
            key: string;
            /** @description Its question. */
            question: string;
            /** @description The wording that fits. */
            title: string;
            /**
             * Format: int32
             * @description Its version.
             */
            version: number;
        };
        /** @description The text of one language. */
        FaqText: {
            /** @description Other ways to ask it. */
            aliases?: string[];
            /** @description What is answered, in the Markdown subset. */
            answer: string;
            /** @description What is asked. */
            question: string;
            /** @description The question in kana; Japanese only. */
            reading?: string;
        };
        /** @description An approved text. */
        FaqVersion: {
            /** @description The approval. */
            approval: components["schemas"]["FaqApproval"];
            /** @description Who wrote it. */
            authors: components["schemas"]["FaqPerson"][];
            confirmation?: components["schemas"]["FaqConfirmation"] | null;
            /** @description The text. */
            content: components["schemas"]["FaqContent"];
            /** @description Who looked it over. */
            reviews: components["schemas"]["FaqReview"][];
            /** @description Languages that follow an older Japanese text. */
            stale: string[];
            /**
             * Format: int32
             * @description Its number.
             */
            version: number;
        };
        /** @description One entry with everything that is kept of it. */
        FaqView: {
            /** @description Words left on the entry. */
            comments: components["schemas"]["FaqComment"][];
            /** @description Whether made-up approvals may be given here. */
            demonstration: boolean;
            draft?: components["schemas"]["FaqDraft"] | null;
            /** @description Its name for good. */
            key: string;
            live?: components["schemas"]["FaqLive"] | null;
            /**
             * Format: int32
             * @description The version a draft would become.
             */
            next_version: number;
            off?: components["schemas"]["FaqOff"] | null;
            /** @description What was done, the newest first. */
            records: components["schemas"]["FaqRecord"][];
            /**
             * Format: int32
             * @description How often drafts were saved.
             */
            revision: number;
            scheduled?: components["schemas"]["FaqScheduled"] | null;
            /** @description `draft`, `in_review`, `approved`, `scheduled`, `published`, `withdrawn` or `expired`. */
            standing: string;
            /** @description The approved texts, the newest first. */
            versions: components["schemas"]["FaqVersion"][];
        };
        /** @description A fault to be entered. */
        FaultRequest: {
            /**
             * Format: uuid
             * @description The diagnosis that found it.
             */
            diagnosis?: string | null;
            /** @description What is wrong, 2 to 500 letters. */
            words: string;
        };
        /** @description A fault of a kiosk. */
        FaultRow: {
            /**
             * Format: uuid
             * @description The diagnosis that found it.
             */
            diagnosis?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            done_at?: string | null;
            /** @description Who closed it. */
            done_by?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When.
             */
            opened_at: string;
            /** @description Who entered it. */
            opened_by: string;
            /** @description What was done about it. */
            remedy?: string | null;
            /** @description `open` or `done`. */
            state: string;
            /** @description What is wrong. */
            words: string;
        };
        /** @description On what proof a fee is confirmed. */
        FeeProof: {
            /** @enum {string} */
            proof: "payment";
        } | {
            /** @description 1 to 20 letters, digits and hyphens. */
            number: string;
            /** @enum {string} */
            proof: "receipt_number";
        } | {
            /** @enum {string} */
            proof: "exemption";
            /** @description Why. */
            reason: components["schemas"]["Exemption"];
        };
        /** @description What is paid at the city's payment counter, in yen. */
        FeeView: {
            /**
             * Format: int32
             * @description For the card.
             */
            card_yen: number;
            /**
             * Format: int32
             * @description For the electronic certificates.
             */
            certificate_yen: number;
            /**
             * Format: int32
             * @description Both.
             */
            total_yen: number;
        };
        /** @description What was filed, without note and reference. */
        FiledWrapUp: {
            /** @description What was booked. */
            booking_kind?: string | null;
            /** @description What came of a booking. */
            booking_result?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            filed_at?: string | null;
            filed_by?: components["schemas"]["PersonRef"] | null;
            /** @description Whether there is a note to be opened. */
            has_note: boolean;
            /** @description Outcome. */
            outcome?: string | null;
            /** @description Topic or sub-code. */
            topic?: string | null;
        };
        /** @description One thing that is wrong, or worth knowing. */
        FindingRow: {
            /** @description Stable code. */
            code: string;
            /** @description `camera`, `sound`, `network`, `machine` or `reader`. */
            part: string;
            /** @description `bad`, `warn` or `note`. */
            severity: string;
        };
        /** @description What is fitted to a kiosk besides its browser. */
        Fittings: {
            /** @description A card reader. */
            card_reader: boolean;
            /** @description A scanner. */
            scanner: boolean;
        };
        /** @description A flow the agent may start for a visit. */
        FlowChoice: {
            /** @description Whether it fits what the visitor took the ticket for. */
            fits_wish: boolean;
            /** @description Who it is for. */
            for_whom: components["schemas"]["ResidentWords"];
            /** @description The flow. */
            id: string;
            /** @description What it is called. */
            title: components["schemas"]["ResidentWords"];
            /**
             * Format: int32
             * @description Its version that holds today.
             */
            version: number;
        };
        /** @description Who goes to a kiosk. */
        GoingRequest: {
            /** @description The kiosk's name. */
            kiosk: string;
        };
        /** @description Somebody who joined a visit. */
        GuestState: {
            /**
             * Format: uuid
             * @description Who.
             */
            id: string;
            /** @description The name everybody is shown. */
            name: string;
            /** @description `city_officer`, `supervisor`. */
            role: string;
        };
        /** @description The hall at one instant. */
        HallAnswer: {
            /** @description The kiosks in service. */
            kiosks: components["schemas"]["HallKiosk"][];
            /**
             * Format: date-time
             * @description The server's clock.
             */
            now: string;
            /** @description Whether the counter is open. */
            open: boolean;
            /** @description Visitors who ask for staff. */
            staff_calls: components["schemas"]["HallCall"][];
            /** @description Everybody who waits or is served, by the time of their ticket. */
            visits: components["schemas"]["HallVisit"][];
            /** @description What visitors can come for. */
            wishes: string[];
        };
        /** @description A visitor who asks for staff. */
        HallCall: {
            /** @description The kiosk's name. */
            kiosk: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            taken_at?: string | null;
            /** @description Who is on the way. */
            taken_by?: string | null;
        };
        /** @description A kiosk as the hall sees it. */
        HallKiosk: {
            /** @description Whether it is connected. */
            connected: boolean;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description The number of its visitor, or the one called to it. */
            ticket?: string | null;
        };
        /** @description A visit as the hall sees it. */
        HallVisit: {
            /** @description Who serves it. */
            agent?: string | null;
            /**
             * Format: date-time
             * @description When an operator joined.
             */
            answered_at?: string | null;
            /**
             * Format: date-time
             * @description Since when the call stands.
             */
            called_at?: string | null;
            /**
             * Format: int32
             * @description How often the number was called.
             */
            calls: number;
            /**
             * Format: uuid
             * @description The contact.
             */
            contact: string;
            /**
             * Format: int32
             * @description Estimated wait in whole minutes.
             */
            estimate_minutes?: number | null;
            /** @description Who joined besides. */
            guests: components["schemas"]["GuestState"][];
            /**
             * Format: date-time
             * @description When the ticket was issued; the wait counts from here.
             */
            issued_at: string;
            /** @description The kiosk, or where the number is called to. */
            kiosk?: string | null;
            /** @description `ja`, `en`. */
            language?: string | null;
            /**
             * Format: int32
             * @description Place in line, from 1.
             */
            position?: number | null;
            /** @description `hall`, `called`, `waiting` (at a kiosk), `ringing`, `talking`. */
            state: string;
            /** @description The number. */
            ticket: string;
            /** @description What for. */
            wish: string;
        };
        /** @description How the system is. */
        Health: {
            /** @description What is wrong. */
            alarms: components["schemas"]["StandingAlarm"][];
            /** @description The city's name in English. */
            city_en: string;
            /** @description The city's name in Japanese. */
            city_ja: string;
            /** @description Whether this is the demonstration. */
            demo: boolean;
            /** @description Logins of the demonstration; empty elsewhere. */
            demo_logins: components["schemas"]["DemoLogin"][];
            /** @description Whether the first administrator is still to come. */
            setup_wanted: boolean;
            /** @description `ok`, or `alarm` while something is wrong. */
            status: string;
            /** @description The program's version. */
            version: string;
        };
        /** @description A question that was heard in a contact. */
        HeardQuestion: {
            /**
             * Format: date-time
             * @description When it was asked.
             */
            at: string;
            /** @description `answer`, `choose`, `hand_over`, `none`. */
            band: string;
            /** @description What was suggested, `key@version`, best first. */
            hits: string[];
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description `ja` or `en`. */
            language: string;
            /** @description `taken` or `wrong`; null where nothing was said of it. */
            outcome?: string | null;
            /** @description Of which text that was said. */
            outcome_hit?: string | null;
            /** @description The question, without secrets, numbers and marked names. */
            text: string;
        };
        /** @description What an import did. */
        ImportAnswer: {
            /** @description Days imported. */
            days: number;
            /** @description Days on which the list and the law as we compute it differ, from 2000. */
            differences: string[];
            /**
             * Format: int32
             * @description First year of the list.
             */
            first_year: number;
            /**
             * Format: int32
             * @description Last year of the list.
             */
            last_year: number;
        };
        /** @description A kiosk of the counter. */
        KioskRow: {
            /** @description Whether it is connected. */
            connected: boolean;
            /**
             * Format: date-time
             * @description When it was enrolled.
             */
            enrolled_at: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name, such as where it stands. */
            name: string;
            /**
             * Format: date-time
             * @description When it was last connected.
             */
            seen_at?: string | null;
        };
        /** @description A kiosk in service. */
        KioskState: {
            /**
             * Format: date-time
             * @description When it was last checked.
             */
            checked_at?: string | null;
            /** @description Whether it is connected. */
            connected: boolean;
            /**
             * Format: uuid
             * @description The visit it has.
             */
            contact?: string | null;
            /** @description What is fitted. */
            fittings: components["schemas"]["Fittings"];
            /**
             * Format: date-time
             * @description When its page last said something, since the program began.
             */
            heard_at?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Faults that are not done. */
            open_faults: number;
            /** @description `good`, `warn` or `bad`; null before the first check. */
            verdict?: string | null;
        };
        /** @description Login and password. */
        LoginRequest: {
            /** @description The login. */
            login: string;
            /**
             * Format: password
             * @description The password.
             */
            password: string;
        };
        /** @description Who one is. */
        Me: {
            /** @description Whether this is the demonstration. */
            demo: boolean;
            /**
             * Format: uuid
             * @description The account, and the agent's id.
             */
            id: string;
            /** @description How many security keys are registered. */
            keys: number;
            /** @description Whether security keys work at this address. */
            keys_available: boolean;
            /** @description Languages among the skills. */
            languages: string[];
            /** @description The login. */
            login: string;
            /** @description The name colleagues see. */
            name: string;
            /** @description What the person may do. */
            roles: components["schemas"]["Role"][];
            /** @description The seat, where one is known. */
            seat?: string | null;
            /** @description What the person can do. */
            skills: string[];
            /** @description Whether one-time codes are set up. */
            totp_enrolled: boolean;
        };
        /** @description Everything a kiosk measured. */
        Measured: {
            agent?: components["schemas"]["MeasuredAgent"] | null;
            /** @description Whether the kiosk agent was asked. */
            agent_asked: boolean;
            battery?: components["schemas"]["MeasuredBattery"] | null;
            browser?: components["schemas"]["MeasuredBrowser"] | null;
            camera: components["schemas"]["MeasuredCamera"];
            /**
             * Format: double
             * @description The kiosk's clock minus the server's.
             */
            clock_ahead_ms?: number | null;
            /** @description Whether a visitor sat down before the end. */
            interrupted: boolean;
            /**
             * Format: double
             * @description Memory of the machine, GiB.
             */
            memory_gib?: number | null;
            microphone: components["schemas"]["MeasuredMicrophone"];
            network: components["schemas"]["MeasuredNetwork"];
            speaker: components["schemas"]["MeasuredSpeaker"];
            storage?: components["schemas"]["MeasuredStorage"] | null;
            /** @description Zoom. */
            zoom: components["schemas"]["ReachState"];
        };
        /** @description The kiosk agent. */
        MeasuredAgent: {
            /** @description The card reader. */
            card_reader: components["schemas"]["PeripheralState"];
            /** @description The scanner. */
            scanner: components["schemas"]["PeripheralState"];
            /** @description Its version. */
            version: string;
        };
        /** @description The battery. */
        MeasuredBattery: {
            /** @description Whether it is on mains. */
            charging: boolean;
            /**
             * Format: double
             * @description Charge, 0 to 100.
             */
            percent: number;
        };
        /** @description The browser. */
        MeasuredBrowser: {
            /** @description Its engine. */
            engine: components["schemas"]["Engine"];
            /**
             * Format: int32
             * @description Its major version.
             */
            major: number;
        };
        /** @description The camera. */
        MeasuredCamera: {
            picture?: components["schemas"]["MeasuredPicture"] | null;
            /** @description How it answered. */
            state: components["schemas"]["DeviceState"];
        };
        /** @description The microphone. */
        MeasuredMicrophone: {
            /**
             * Format: double
             * @description Loudest level in dB of full scale, when it works; -200 for digital silence.
             */
            level_db?: number | null;
            /** @description How it answered. */
            state: components["schemas"]["DeviceState"];
        };
        /** @description The way to the server and back. */
        MeasuredNetwork: {
            /**
             * Format: double
             * @description Longest look-up of our own name.
             */
            dns_ms?: number | null;
            /**
             * Format: double
             * @description From the server, kbit/s.
             */
            down_kbps?: number | null;
            /**
             * Format: int32
             * @description Echoes asked for.
             */
            echoes: number;
            /**
             * Format: int32
             * @description Echoes that did not come.
             */
            echoes_lost: number;
            /**
             * Format: double
             * @description Median difference of one round trip to the next.
             */
            jitter_ms?: number | null;
            /**
             * Format: double
             * @description Median round trip on the live connection.
             */
            live_ms?: number | null;
            /**
             * Format: double
             * @description Median round trip of a request.
             */
            request_ms?: number | null;
            /**
             * Format: double
             * @description To the server, kbit/s.
             */
            up_kbps?: number | null;
        };
        /** @description What the camera sees, as numbers. */
        MeasuredPicture: {
            /**
             * Format: double
             * @description Mean brightness, 0 to 255.
             */
            brightness: number;
            /**
             * Format: double
             * @description Standard deviation of the brightness.
             */
            contrast: number;
            /**
             * Format: int32
             * @description Pixels down.
             */
            height: number;
            /**
             * Format: int32
             * @description Pixels across.
             */
            width: number;
        };
        /** @description The speaker, by the microphone. */
        MeasuredSpeaker: {
            /**
             * Format: double
             * @description By how much its frequency rose at the microphone, dB.
             */
            rose_db?: number | null;
            /** @description How the tone came through. */
            state: components["schemas"]["ToneState"];
        };
        /** @description Room the browser gives the page. */
        MeasuredStorage: {
            /**
             * Format: int64
             * @description Bytes it may use.
             */
            quota_bytes: number;
            /**
             * Format: int64
             * @description Bytes in use.
             */
            used_bytes: number;
        };
        /** @description A month's coverage. */
        MonthCoverage: {
            /** @description Every day that has begun, in order. */
            days: components["schemas"]["DayCoverage"][];
            /** @description `2026-11`. */
            month: string;
        };
        /** @description What comes next, and what would do as well. */
        NextAnswer: {
            /** @description Every second factor that would do. */
            factors: components["schemas"]["NextStep"][];
            /** @description What comes next. */
            next: components["schemas"]["NextStep"];
        };
        /**
         * @description What comes next.
         * @enum {string}
         */
        NextStep: "done" | "totp" | "key" | "enrol_totp";
        /** @description A list of notes. */
        NotePage: {
            /** @description Notes, the most urgent first. */
            items: components["schemas"]["NoteRow"][];
            /** @description Where the next page begins. */
            next_cursor?: string | null;
        };
        /** @description A note to be written. */
        NoteRequest: {
            /**
             * Format: uuid
             * @description The contact it comes from.
             */
            contact: string;
            /**
             * Format: uuid
             * @description An entry of the directory.
             */
            department: string;
            /**
             * Format: date-time
             * @description When it is due; left out, the city's calendar says.
             */
            due_at?: string | null;
            /**
             * Format: uuid
             * @description The officer it is meant for.
             */
            owner?: string | null;
            /** @description The words. */
            text: string;
        };
        /** @description A hand-over note. */
        NoteRow: {
            /**
             * Format: date-time
             * @description When.
             */
            acknowledged_at?: string | null;
            acknowledged_by?: components["schemas"]["PersonRef"] | null;
            /**
             * Format: uuid
             * @description The contact it came from.
             */
            contact: string;
            /**
             * Format: date-time
             * @description When.
             */
            created_at: string;
            /** @description Who wrote it. */
            created_by: components["schemas"]["PersonRef"];
            /** @description Whom it goes to. */
            department: components["schemas"]["DepartmentRef"];
            /**
             * Format: date-time
             * @description When.
             */
            done_at?: string | null;
            done_by?: components["schemas"]["PersonRef"] | null;
            /**
             * Format: date-time
             * @description When it is due.
             */
            due_at: string;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description Whether it was due and is not done. */
            overdue: boolean;
            owner?: components["schemas"]["PersonRef"] | null;
            /** @description `open`, `acknowledged` or `done`. */
            state: string;
            /** @description The words; null once the contact was erased. */
            text?: string | null;
        };
        /** @description A number for the slip. */
        NumberAnswer: {
            /**
             * Format: uuid
             * @description The contact.
             */
            contact: string;
            /**
             * Format: int32
             * @description Estimated wait in whole minutes.
             */
            estimate_minutes?: number | null;
            /**
             * Format: date-time
             * @description When it was issued.
             */
            issued_at: string;
            /**
             * Format: int32
             * @description Place in line, from 1.
             */
            position?: number | null;
            /** @description The number alone as a picture, for a scanner that types into the kiosk's field. */
            qr_svg: string;
            /** @description The number. */
            ticket: string;
        };
        /** @description What a visitor at the reception comes for. */
        NumberRequest: {
            /** @description `ja`, `en`. */
            language: string;
            /** @description One of the wishes. */
            wish: string;
        };
        /** @description Why somebody looks. */
        OpenRequest: {
            /** @description The reason; it is kept. */
            reason: string;
        };
        /** @description Personal data of a contact. */
        OpenedContact: {
            /** @description The booking's reference as filed. */
            booking_reference?: string | null;
            /** @description The number in full. */
            caller?: string | null;
            /** @description Notes on guided flows that were broken off, in their order. */
            flow_notes: string[];
            /**
             * Format: date-time
             * @description Until when the reason holds, for the recording too.
             */
            grant_until: string;
            /** @description The note as filed. */
            note?: string | null;
        };
        /** @description What the second person decides. */
        OriginalDecision: {
            /** @description Approved, or refused. */
            approve: boolean;
        };
        /** @description A request to hear the original. */
        OriginalOpening: {
            /**
             * Format: date-time
             * @description When.
             */
            asked_at: string;
            /** @description Who asks. */
            asked_by: components["schemas"]["PersonRef"];
            decided_by?: components["schemas"]["PersonRef"] | null;
            /** @description `approved` or `refused`; null while nobody decided. */
            decision?: string | null;
            /**
             * Format: uuid
             * @description The request.
             */
            id: string;
            /**
             * Format: date-time
             * @description Until when both may hear it.
             */
            open_until?: string | null;
            /** @description Why. */
            reason: string;
        };
        /** @description Why somebody wants to hear the original. */
        OriginalRequest: {
            /** @description The reason, 5 to 200 letters; it stands in the audit log. */
            reason: string;
        };
        /**
         * @description What became of a contact.
         * @enum {string}
         */
        Outcome: "resolved" | "transferred_city" | "referred_agency" | "call_back" | "broken_off";
        /** @description Another password. */
        PasswordRequest: {
            /**
             * Format: password
             * @description The password as it is.
             */
            current: string;
            /**
             * Format: password
             * @description The password as it shall be.
             */
            wanted: string;
        };
        /** @description A reason to pause. */
        PauseReason: {
            /** @description Its code. */
            code: string;
            /** @description Label in English. */
            label_en: string;
            /** @description Label in Japanese. */
            label_ja: string;
        };
        /** @description The outline of a recording. */
        Peaks: {
            /** @description Loudest sample of each step of the caller's side, 0 to 255. */
            left: number[];
            /** @description The same of our side. */
            right: number[];
            /**
             * Format: int64
             * @description Milliseconds a step.
             */
            step_ms: number;
        };
        /**
         * @description What the kiosk agent says of one thing.
         * @enum {string}
         */
        PeripheralState: "ready" | "absent" | "faulty";
        /** @description Somebody by name. */
        PersonRef: {
            /**
             * Format: uuid
             * @description The account.
             */
            id: string;
            /** @description The name colleagues see. */
            name: string;
        };
        /** @description A PIN for enrolled seats. */
        PinRequest: {
            /**
             * Format: password
             * @description Six to twelve digits.
             */
            pin: string;
        };
        /** @description The body of every refusal (RFC 9457 §3). */
        ProblemBody: {
            /** @description A stable code for programs. */
            code: string;
            /** @description What to do, in English. */
            detail_en: string;
            /** @description What to do, in Japanese. */
            detail_ja: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description A reference for the kind of problem, made of its code. */
            type: string;
        };
        /** @description Other words. */
        PromptRequest: {
            /** @description The words; what stands in braces is filled when it is spoken. */
            text: string;
        };
        /** @description A prompt in one language. */
        PromptRow: {
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            changed_at?: string | null;
            /** @description The words the product brings. */
            default_text: string;
            /** @description Which. */
            key: string;
            /** @description `ja` or `en`. */
            language: string;
            /** @description Whether a recorded sound is played in place of the words. */
            recorded: boolean;
            /** @description The words in force. */
            text: string;
        };
        /**
         * @description Whether another service can be reached.
         * @enum {string}
         */
        ReachState: "reached" | "unreached" | "not_asked";
        /** @description Something checked. */
        ReceiptCheck: {
            /** @description `form`, `installation`, `signature`, `books`, `before` or `after`. */
            aspect: string;
            /** @description Whether it holds. */
            holds: boolean;
            /** @description What was found, in English. */
            said_en: string;
            /** @description What was found, in Japanese. */
            said_ja: string;
        };
        /** @description A receipt opened. */
        ReceiptDetail: components["schemas"]["ReceiptRowView"] & {
            /** @description What was checked just now. */
            checks: components["schemas"]["ReceiptCheck"][];
            /** @description The installation that signed. */
            installation: string;
            /** @description As the resident saw it. */
            receipt: components["schemas"]["ReceiptShown"];
            /** @description Where the last search looked. */
            searched: string[];
            /** @description SHA-256 of what was signed, as the next receipt names it. */
            sha256: string;
            /** @description Whether everything holds. */
            whole: boolean;
        };
        /** @description Something wrong in the chain. */
        ReceiptFinding: {
            /**
             * Format: int64
             * @description The receipt's number.
             */
            number: number;
            /** @description What, in English. */
            said_en: string;
            /** @description What, in Japanese. */
            said_ja: string;
        };
        /** @description A page of receipts. */
        ReceiptPage: {
            /** @description Rows, newest first. */
            items: components["schemas"]["ReceiptRowView"][];
            /**
             * Format: int64
             * @description Where the next page begins.
             */
            next_cursor?: number | null;
        };
        /** @description A receipt in the list. */
        ReceiptRowView: {
            /**
             * Format: uuid
             * @description The contact; null where a restart found a browser that it knew no visit of.
             */
            contact?: string | null;
            /** @description Why the shared browser ended, such as `submitted`. */
            end: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at: string;
            /**
             * Format: int32
             * @description Canaries found before it was.
             */
            found_before: number;
            /**
             * Format: int64
             * @description Its number.
             */
            number: number;
            /** @description Whether there was a photo. */
            photo: boolean;
            /**
             * Format: int32
             * @description How often the host was rebuilt.
             */
            rebuilt: number;
            /** @description How it went. */
            result: components["schemas"]["ErasureResult"];
            /**
             * Format: int64
             * @description From the one to the other.
             */
            took_ms: number;
            /**
             * Format: date-time
             * @description When its erasure was verified.
             */
            verified_at: string;
        };
        /** @description A receipt as the kiosk and the pages show it; `web/browser/wire.ts` reads the same. */
        ReceiptShown: {
            /**
             * Format: date-time
             * @description When the shared browser ended.
             */
            ended_at: string;
            /** @description What existed, and when each was erased. */
            erased: components["schemas"]["ErasedTrace"][];
            /**
             * Format: int32
             * @description Canaries found by the last search.
             */
            found: number;
            /**
             * Format: int64
             * @description Its number.
             */
            number: number;
            /** @description The line as a QR code, an SVG document. */
            qr_svg: string;
            /** @description The whole signed receipt as one line; `madoguchi verify erasure` reads it without a network. */
            qr_text: string;
            /**
             * Format: date-time
             * @description When the erasure was verified.
             */
            verified_at?: string | null;
        };
        /** @description What walking all receipts found. */
        ReceiptsVerdict: {
            /** @description What is wrong. */
            findings: components["schemas"]["ReceiptFinding"][];
            /**
             * Format: int64
             * @description Receipts looked at.
             */
            receipts: number;
            /** @description Whether the chain holds. */
            whole: boolean;
        };
        /** @description How a contact's recording stands. */
        RecordingStanding: {
            /**
             * Format: date-time
             * @description Until when an unredacted one stays; null for those of versions that redacted nothing.
             */
            deleted_at?: string | null;
            /** @description Whether the person may hear it, once a reason is stated. */
            may_listen: boolean;
            /**
             * Format: date-time
             * @description Until when the sealed original is kept beside it.
             */
            sealed_until?: string | null;
            /** @description Stretches that were silenced, in order. */
            silenced: components["schemas"]["SilencedStretch"][];
            /**
             * @description `writing` while the call goes on, `waiting` sealed for its text, `final`, `unredacted`, `lost`, or `expired`
             *     when an unredacted one was deleted after its days.
             */
            state: string;
            /**
             * Format: date-time
             * @description Since when it waits.
             */
            waiting_since?: string | null;
            /** @description What recognition said when it failed last. */
            waiting_why?: string | null;
        };
        /**
         * @description How the page is loaded.
         * @enum {string}
         */
        ReloadHow: "reload" | "restart";
        /** @description Why and how. */
        ReloadRequest: {
            /** @description Also while a visitor sits there; the visit goes on with the new page. */
            during_visit?: boolean;
            /** @description How. */
            how: components["schemas"]["ReloadHow"];
            /** @description 2 to 200 letters, for the audit log. */
            reason: string;
        };
        /** @description What was done about a fault. */
        RemedyRequest: {
            /** @description 2 to 500 letters. */
            remedy: string;
        };
        /** @description What a resident reads, in three languages; `easy` carries furigana as `{申請|しんせい}`. */
        ResidentWords: {
            /** @description やさしい日本語. */
            easy: string;
            /** @description English. */
            en: string;
            /** @description Japanese. */
            ja: string;
        };
        /**
         * @description What a person may do.
         * @enum {string}
         */
        Role: "administrator" | "manager" | "supervisor" | "agent_phone" | "agent_counter" | "city_officer";
        /** @description A run, under way or ended. */
        RunRow: {
            /** @description All parts there are, in the order they are looked at. */
            all_parts: string[];
            /**
             * Format: uuid
             * @description Its id; the filed diagnosis has the same.
             */
            id: string;
            /** @description Parts the kiosk has begun with, in order; the last is the one it is at. */
            parts: string[];
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at: string;
            /** @description `running`, `done`, `cancelled`, `unanswered`, `gone` or `garbled`. */
            state: string;
        };
        /** @description Login and PIN, at an enrolled seat. */
        SeatRequest: {
            /** @description The login. */
            login: string;
            /**
             * Format: password
             * @description The PIN.
             */
            pin: string;
        };
        /** @description A seat. */
        SeatRow: {
            /**
             * Format: date-time
             * @description When a device was enrolled there.
             */
            enrolled_at?: string | null;
            /** @description Short name. */
            id: string;
            /** @description `manager`, `counter` or `phone`. */
            kind: string;
            /** @description Name shown. */
            name: string;
        };
        /** @description Something said in one breath. */
        Segment: {
            /** @description Whether its sound is in the recording that is listened to; the wait of a call-back is in another one. */
            audible: boolean;
            /**
             * Format: float
             * @description Mean confidence, 0 to 1.
             */
            confidence: number;
            correction?: components["schemas"]["Correction"] | null;
            /**
             * Format: int64
             * @description End.
             */
            end_ms: number;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description The agent's or supervisor's name. */
            label?: string | null;
            /** @description `ja` or `en`. */
            language?: string | null;
            /** @description `caller`, `agent`, `third` or `supervisor`. */
            party: string;
            /** @description `live`, or `after` when it was completed from the recording. */
            source: string;
            /**
             * Format: int64
             * @description Begin since the begin of the recording that is listened to, in milliseconds.
             */
            start_ms: number;
            /** @description The words as they were recognised, each with its time. */
            words: components["schemas"]["WordPiece"][];
        };
        /** @description The first administrator. */
        SetupRequest: {
            /** @description The code printed at the first start. */
            code: string;
            /** @description The login. */
            login: string;
            /** @description The name colleagues see. */
            name: string;
            /**
             * Format: password
             * @description The password.
             */
            password: string;
        };
        /** @description A conversation that falls short. */
        ShortConversation: {
            /**
             * Format: date-time
             * @description When it came.
             */
            arrived_at: string;
            /** @description `not_recorded`, `lost`, `waiting`, `overdue`, `uncounted`, or a stated reason such as `recognition_off`. */
            code: string;
            /**
             * Format: uuid
             * @description The contact.
             */
            contact: string;
            /** @description What was noted as wrong with a recording. */
            fault?: string | null;
            /** @description Whether somebody has to look at it. */
            gap: boolean;
            /** @description What recognition said when it failed last. */
            waiting_why?: string | null;
        };
        /** @description A stretch that was silenced. */
        SilencedStretch: {
            /**
             * Format: int64
             * @description End.
             */
            end_ms: number;
            /** @description What stood there: `individual_number`, `application_id`, `pin`, `password`, `card_number`, `keypad` or `held`. */
            kind: string;
            /** @description `left` the caller, `right` everybody else, or `both`. */
            side: string;
            /**
             * Format: int64
             * @description Begin.
             */
            start_ms: number;
        };
        /** @description A public page of a slip in one language. */
        SlipPage: {
            /** @description The address as a QR code, an SVG document. */
            qr_svg: string;
            /** @description Its address, good for thirty days. */
            url: string;
        };
        /** @description The public pages of a slip. */
        SlipPages: {
            /** @description やさしい日本語. */
            easy: components["schemas"]["SlipPage"];
            /** @description English. */
            en: components["schemas"]["SlipPage"];
            /** @description Japanese. */
            ja: components["schemas"]["SlipPage"];
        };
        /** @description What the slip says of one flow, or of a visit without any. */
        SlipView: {
            /** @description What to bring. */
            bring: components["schemas"]["ResidentWords"][];
            /** @description Whom to call. */
            call: components["schemas"]["CallView"][];
            /** @description What comes next, and when. */
            comes_next: components["schemas"]["ResidentWords"];
            /** @description What the flow is called. */
            flow_title: components["schemas"]["ResidentWords"];
            /** @description What was done. */
            was_done: components["schemas"]["ResidentWords"];
        };
        /** @description A piece of a snippet. */
        SnippetPiece: {
            /** @description Whether it is what was looked for. */
            hit: boolean;
            /** @description The text. */
            text: string;
        };
        /** @description A stretch of speech. */
        Speaker: {
            /**
             * Format: int64
             * @description End.
             */
            end_ms: number;
            /** @description The agent's or supervisor's name. */
            label?: string | null;
            /** @description `caller`, `agent`, `third`, `supervisor`; `unknown` where the books do not say whose voice it is. */
            party: string;
            /**
             * Format: int64
             * @description Begin.
             */
            start_ms: number;
        };
        /** @description Whether calls are turned into text. */
        SpeechState: {
            /** @description What can be done about it, in English. */
            how_en: string;
            /** @description What can be done about it, in Japanese; empty while nothing needs to be. */
            how_ja: string;
            /** @description Queues that can have terms of their own. */
            queues: string[];
            /** @description `ready`, `starting`, `off` or `failed`. */
            state: string;
            /** @description Why it is so, in English. */
            why_en: string;
            /** @description Why it is so, in Japanese; empty while all is well. */
            why_ja: string;
        };
        /** @description Something that is wrong. */
        StandingAlarm: {
            /** @description A stable code. */
            code: string;
            /** @description In English. */
            message_en: string;
            /** @description In Japanese. */
            message_ja: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
        };
        /** @description One state for as long as it held. */
        StateSpan: {
            /**
             * Format: uuid
             * @description The contact at hand.
             */
            contact?: string | null;
            /**
             * Format: int64
             * @description How long within the stretch asked for, up to this moment.
             */
            duration_ms: number;
            /**
             * Format: date-time
             * @description Since when.
             */
            from: string;
            /** @description Why, for a pause. */
            reason?: string | null;
            /**
             * @description `signed_in`, `available`, `paused`, `desk_away`, `ringing`, `dialling`, `talking`, `holding`, `wrap_up`,
             *     `monitoring`, `signed_out`, or `stopped` where the program ended.
             */
            state: string;
            /**
             * Format: date-time
             * @description Until when; null while it holds.
             */
            to?: string | null;
        };
        /** @description A sub-code. */
        SubCodeRow: {
            /** @description Whether it can be chosen. */
            active?: boolean;
            /** @description The topic's code, a hyphen, and more. */
            code: string;
            /** @description Label in English. */
            label_en: string;
            /** @description Label in Japanese. */
            label_ja: string;
        };
        /** @description The summary of a contact. */
        Summary: {
            /**
             * Format: date-time
             * @description When.
             */
            confirmed_at?: string | null;
            confirmed_by?: components["schemas"]["PersonRef"] | null;
            /** @description The same in English. */
            label_en: string;
            /** @description What must stand beside a draft, in Japanese. */
            label_ja: string;
            /** @description The lines, by kind. */
            lines: components["schemas"]["SummaryLine"][];
            /** @description Whether telephone numbers and names are hidden from the reader. */
            masked: boolean;
            /** @description What drafted it: `rules` or `endpoint`; `person` where nobody did. */
            source: string;
            /** @description How far it is. */
            state: components["schemas"]["SummaryState"];
            topic?: components["schemas"]["TopicProposal"] | null;
        };
        /** @description A line of a summary. */
        SummaryLine: {
            /** @description What it rests on. */
            cites: components["schemas"]["Cite"][];
            /** @description `wish`, `answer` or `open`. */
            kind: string;
            /** @description The words. */
            text: string;
        };
        /** @description What a person confirms. */
        SummaryRequest: {
            /** @description The lines as they shall stand. */
            lines: components["schemas"]["ConfirmedLine"][];
        };
        /**
         * @description How far a summary is.
         * @enum {string}
         */
        SummaryState: "waiting" | "none" | "draft" | "confirmed";
        /**
         * @description How the test tone came through.
         * @enum {string}
         */
        ToneState: "played" | "drowned" | "not_played" | "no_ear" | "unanswered" | "left_out";
        /** @description A word that speaks for a topic. */
        TopicEvidence: {
            /** @description Where it was said. */
            cites: components["schemas"]["Cite"][];
            /** @description The word. */
            term: string;
        };
        /** @description A topic that the words speak for. */
        TopicProposal: {
            /** @description (ア) to (ケ). */
            code: string;
            /** @description The words, the strongest first. */
            evidence: components["schemas"]["TopicEvidence"][];
            /** @description The topic that came close; look twice. */
            runner_up?: string | null;
        };
        /** @description A topic with its sub-codes. */
        TopicRow: {
            /** @description Whether it can be chosen. */
            active: boolean;
            /** @description `ア` to `ケ`. */
            code: string;
            /** @description Label in English. */
            label_en: string;
            /** @description Label in Japanese. */
            label_ja: string;
            /** @description Sub-codes. */
            sub_codes?: components["schemas"]["SubCodeRow"][];
        };
        /** @description What is copied into an authenticator, shown once. */
        TotpSecret: {
            /** @description The address authenticators read. */
            otpauth_uri: string;
            /** @description The same as a picture. */
            qr_svg: string;
            /** @description The secret in base 32. */
            secret: string;
        };
        /** @description What was said in a contact. */
        Transcript: {
            /** @description Whether the whole of it is there, and why not. */
            coverage: components["schemas"]["Coverage"];
            /** @description The same in English. */
            label_en: string;
            /** @description What must stand beside the text wherever it is shown, in Japanese. */
            label_ja: string;
            /** @description Whether telephone numbers and names are hidden from the reader. */
            masked: boolean;
            /** @description Whether the reader may correct it. */
            may_correct: boolean;
            /** @description What was said, in order. */
            segments: components["schemas"]["Segment"][];
            /** @description Whether it was typed, as a chat is, and not heard. */
            typed: boolean;
        };
        /** @description A place where the words were said. */
        TranscriptHit: {
            agent?: components["schemas"]["PersonRef"] | null;
            /**
             * Format: date-time
             * @description When it came to be.
             */
            arrived_at: string;
            /**
             * Format: int64
             * @description Where it was said, in milliseconds since the begin of its recording.
             */
            at_ms: number;
            /** @description `phone`, `counter` or `chat`. */
            channel: string;
            /**
             * Format: uuid
             * @description The contact.
             */
            contact: string;
            /** @description Whether it was found in a person's correction and not in what was recognised. */
            corrected: boolean;
            /** @description The agent's or supervisor's name. */
            label?: string | null;
            /** @description Further places in this contact that are not listed. */
            more: number;
            /** @description `caller`, `agent`, `third` or `supervisor`. */
            party: string;
            /**
             * Format: uuid
             * @description The segment.
             */
            segment: string;
            /** @description The text around it, in pieces. */
            snippet: components["schemas"]["SnippetPiece"][];
        };
        /** @description What was found so far. */
        TranscriptHits: {
            /** @description Places, newest contact first. */
            items: components["schemas"]["TranscriptHit"][];
            /** @description Whether telephone numbers and names are hidden from the reader. */
            masked: boolean;
            /** @description Where to go on looking; null when everything was looked at. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Contacts this page has looked at.
             */
            searched: number;
            /**
             * Format: date-time
             * @description How far back this page has looked: the arrival of the last contact it read. Null when there was none.
             */
            searched_until?: string | null;
        };
        /** @description The slip a visit ends with. */
        VisitSlip: {
            /**
             * Format: uuid
             * @description The visit.
             */
            contact: string;
            /**
             * Format: date
             * @description The day of the visit in Japan.
             */
            date: string;
            /** @description The same as public pages. */
            pages: components["schemas"]["SlipPages"];
            /** @description One for each flow that came to its end; the general one when there was none. */
            slips: components["schemas"]["SlipView"][];
            /** @description Its ticket. */
            ticket: string;
        };
        /** @description Terms of a queue. */
        VocabularyAnswer: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            changed_at?: string | null;
            /** @description Who made the edition. */
            changed_by?: string | null;
            /**
             * Format: int32
             * @description Edition, from 1; 0 where nobody entered any.
             */
            edition: number;
            /** @description The queue, or `all`. */
            queue: string;
            /** @description Terms that come with the program and stand behind these. */
            shipped: string[];
            /** @description The terms, most telling first. */
            terms: string[];
        };
        /** @description Another edition of a queue's terms. */
        VocabularyRequest: {
            /**
             * Format: int32
             * @description The edition that was changed; 0 for the first.
             */
            based_on: number;
            /** @description The terms, most telling first. */
            terms: string[];
        };
        /** @description The list of words, by language. */
        WatchWordList: {
            /** @description English, found as whole words. */
            en: string[];
            /** @description Japanese, found within what is said. */
            ja: string[];
            /**
             * Format: int32
             * @description Counts changes; given back with a change, so that nobody overwrites another's.
             */
            version: number;
        };
        /** @description A piece of text with its time; the pieces joined are the whole text. */
        WordPiece: {
            /**
             * Format: int64
             * @description End.
             */
            end_ms: number;
            /** @description Whether a telephone number or a name is hidden from the reader here. */
            masked: boolean;
            /** @description What kind of secret was taken out here for good, such as `individual_number`. */
            redacted?: string | null;
            /**
             * Format: int64
             * @description Begin since the recording's begin, in milliseconds.
             */
            start_ms: number;
            /** @description The text; a placeholder where something was taken out or is hidden. */
            text: string;
        };
        /** @description What is filed. */
        WrapUpRequest: {
            booking?: components["schemas"]["BookingRequest"] | null;
            /** @description Free words; what looks like a number nobody may keep is refused. */
            note?: string | null;
            /** @description The outcome. */
            outcome: components["schemas"]["Outcome"];
            /** @description Sub-code of that topic. */
            sub_code?: string | null;
            /** @description Topic, `ア` to `ケ`. */
            topic: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
