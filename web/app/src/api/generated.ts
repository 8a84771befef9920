// Generated from crates/anlass-server/openapi.json by `npm run generate`; not edited by hand.
export interface paths {
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What users did, the newest first */
        get: {
            parameters: {
                query?: {
                    act?: string;
                    before?: string;
                    who?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Audit"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds articles, piece by piece of the catalogue */
        get: {
            parameters: {
                query?: {
                    after?: string;
                    category?: string;
                    only?: string;
                    query?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArticlesFound"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the shop's addresses name articles, and to which one an address leads */
        get: {
            parameters: {
                query?: {
                    address?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddressesShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Declares how the shop's addresses name articles */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AddressesTold"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/articles/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An article with its texts, prices, stock and places in every tree */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArticleShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Tells an article; what is not said of it stays */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ArticleTold"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Takes an article out of the range; what it cost stays known */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalogue/articles/{number}/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tells what an article costs, where, for whom and how long */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PriceTold"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Takes a price back that was told wrongly, as if it had never held */
        delete: {
            parameters: {
                query: {
                    from: string;
                    group?: string;
                    outlet?: string;
                    zone?: string;
                };
                header: {
                    "x-anlass": "1";
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalogue/articles/{number}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tells how many pieces there are of an article */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StockTold"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes of all trees with their articles */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CategoryTrees"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Content items, also those whose time is not now */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            from?: components["schemas"]["Moment"] | null;
                            /** @description Whether it may be shown now: also not what a feed held that is silent for too long. */
                            holds: boolean;
                            id: string;
                            link?: string | null;
                            /** @description The nodes that it hangs on. */
                            nodes: components["schemas"]["NodeMeant"][];
                            picture?: string | null;
                            tags: string[];
                            text: string;
                            title: string;
                            until?: components["schemas"]["Moment"] | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/content/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tells a content item as it is from now on; those of feeds follow their feed */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    item: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContentTold"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Takes a content item away */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    item: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalogue/content/{item}/audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many people a content item interests, by the nodes it hangs on */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    item: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContentAudience"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/nodes/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renames a node of a tree, or says that it means another one; history goes along */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NodeMove"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/nodes/unmove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back that a node was renamed or mapped */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NodeTakenBack"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/outlets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Outlets, where they are and when they are open */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            hours: components["schemas"]["OutletHours"][];
                            name: string;
                            number: string;
                            position?: components["schemas"]["OutletPosition"] | null;
                            /** @description Its price zone. */
                            zone?: string | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/outlets/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tells an outlet; what is not said of it stays */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OutletTold"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Takes an outlet away; what was told of prices and pieces there stays */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalogue/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pools of codes, and how many are left */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            given: number;
                            id: string;
                            left: number;
                            /** @description Messages that take codes from it. */
                            messages: string[];
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/catalogue/pools/{pool}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fills a pool with codes: a list, or a text with one code a line; none is ever shown again */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    pool: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodesTold"];
                    "text/csv": string;
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PoolFilled"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds customers */
        get: {
            parameters: {
                query?: {
                    query?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            city?: string | null;
                            email?: string | null;
                            id: string;
                            last_order?: components["schemas"]["Moment"] | null;
                            name: string;
                            orders: number;
                            phase?: components["schemas"]["Named"] | null;
                            /** @description Their data are kept and used for nothing. */
                            restricted: boolean;
                            /** @description The demonstration invented something of their profile. */
                            simulated: boolean;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer's profile */
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
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Customer"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody did by telephone and in the shop, with what led to it */
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
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            article?: string | null;
                            at: components["schemas"]["Moment"];
                            category?: components["schemas"]["ActionNode"] | null;
                            cause: components["schemas"]["ActionCause"];
                            code?: string | null;
                            /** @description By which its cause is corrected. */
                            event: string;
                            kind: components["schemas"]["ActionKind"];
                            outlet?: string | null;
                            /** Format: int32 */
                            rating?: number | null;
                            receipt?: string | null;
                            said?: components["schemas"]["ActSaid"] | null;
                            simulated: boolean;
                            subject?: string | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Notes a call, a request, a visit, a rating or a receipt */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewAction"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActionTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/actions/{event}/cause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says which message led to an action, or that none did */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    event: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CauseCorrected"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every act of somebody about being written to, with what proves it */
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
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            act: components["schemas"]["ConsentActCode"];
                            channel?: components["schemas"]["Channel"] | null;
                            /** @description Who may write by it. */
                            controller: string;
                            file?: components["schemas"]["ProofFile"] | null;
                            id: string;
                            occurred: components["schemas"]["Moment"];
                            proof: components["schemas"]["ConsentProof"];
                            /** @description Null: all of them. */
                            purpose?: string | null;
                            received: components["schemas"]["Moment"];
                            said?: components["schemas"]["ActSaid"] | null;
                            simulated: boolean;
                            /** @description The declared source it came from; null: this house. */
                            source?: string | null;
                            state: components["schemas"]["ConsentState"];
                            words?: components["schemas"]["Localised"] | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Records a consent that a file proves */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Consenting"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/consents/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records that somebody does not want it any more */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Withdrawing"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives out a copy of everything that is kept of somebody */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Copy"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Corrects a field of somebody's profile, or takes it away */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Correcting"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases somebody for good */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Erasing"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Erased"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How somebody became one person, who looks like them, and with whom they live */
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
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/objection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records an objection to advertising, or lifts it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Objecting"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/proofs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a scan or a mail that proves a consent */
        post: {
            parameters: {
                query: {
                    name: string;
                };
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProofFile"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/restriction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restricts the processing of somebody's data, or lifts that */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Restricting"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to somebody */
        get: {
            parameters: {
                query?: {
                    before?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Timeline"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Parts somebody from a person they were merged into; nothing joins them again */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Parting"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/customers/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why somebody was, or was not, spoken to */
        get: {
            parameters: {
                query?: {
                    message?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Why"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sources, inbox and store */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Data"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/databases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Databases that are read, without passwords */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            at: components["schemas"]["DatabaseAt"];
                            id: string;
                            mapping: string;
                            /** Format: int32 */
                            number: number;
                            /** @description How it is called in messages. */
                            place: string;
                            read: components["schemas"]["HowRead"];
                            state: components["schemas"]["DatabaseState"];
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Connects a database, or changes it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewDatabase"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DatabaseShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/databases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** No longer reads a database */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DatabaseRemoved"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/databases/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a database at once */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReadNow"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/databases/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tables of a database */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DatabaseAsked"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DatabaseLooked"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/databases/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the first rows of a query into a bundle of files, to be mapped */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DatabaseRows"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DatabaseSample"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/demo/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves a clock that may be moved, and holds it or lets it go on */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Now"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/demo/last-second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fills a cart and lets the clock stand one second before its reminder; demo only */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LastSecond"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Begins anew with somebody else, before the cart is filled; demo only */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/demo/till-purchase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Books a purchase at the till of what lies in somebody's cart; demo only */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Buyer"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/demo/tour": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People who show how decisions are made; demo only */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tour"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who was erased when: proofs that name nobody */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            at: components["schemas"]["Moment"];
                            /** @description Whoever is known by one of the identifiers again objects to advertising. */
                            blocked: boolean;
                            /** @description Who did it; null: the server itself, after a backup was brought back. */
                            by?: string | null;
                            /** Format: int64 */
                            calls: number;
                            /**
                             * Format: int64
                             * @description They stay counted, and lead to nobody.
                             */
                            deliveries: number;
                            /**
                             * Format: int64
                             * @description Entries of timelines.
                             */
                            entries: number;
                            /**
                             * Format: int64
                             * @description Entries of the history of a replay that the command line imported.
                             */
                            history: number;
                            id: string;
                            /** Format: int64 */
                            identifiers: number;
                            /** Format: int64 */
                            letters: number;
                            /**
                             * Format: int64
                             * @description Profiles; several where people had been merged.
                             */
                            people: number;
                            reason: components["schemas"]["ErasureReason"];
                            /**
                             * Format: int64
                             * @description Rows that had been set aside, or left out by imports.
                             */
                            rows: number;
                            /** @description Nothing is left in free space of the store's files either; otherwise it is overwritten with time. */
                            wiped: boolean;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/evaluation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What programmes reached, beside what happens without them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Evaluation"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports, and what became of them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: int32 */
                            days?: number | null;
                            /** @description Of things: only those of this entity; null: of all. */
                            entity?: string | null;
                            fields: string[];
                            id: string;
                            next?: components["schemas"]["Moment"] | null;
                            running: boolean;
                            /** @description The newest first. */
                            runs: components["schemas"]["ExportRun"][];
                            schedule?: components["schemas"]["ExportSchedule"] | null;
                            segment?: string | null;
                            to: components["schemas"]["ExportTo"];
                            what: components["schemas"]["ExportWhat"];
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Makes an export, or changes it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewExport"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExportShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an export away */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs an export as soon as none other runs */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Feeds of content that are read, without secrets */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: int64
                             * @description Items behind the 500th.
                             */
                            cut: number;
                            daily_at?: string | null;
                            /**
                             * Format: int64
                             * @description Items that say nothing, or are not known by anything.
                             */
                            empty: number;
                            /** Format: int32 */
                            every_minutes?: number | null;
                            failure?: components["schemas"]["FeedFailure"] | null;
                            form?: components["schemas"]["FeedForm"] | null;
                            good?: components["schemas"]["Moment"] | null;
                            /**
                             * Format: int32
                             * @description Once it did not answer well for so long, letters show nothing of it any more; null: what it held stays.
                             */
                            holds_hours?: number | null;
                            id: string;
                            /** Format: int64 */
                            items: number;
                            kind: components["schemas"]["FeedKind"];
                            next?: components["schemas"]["Moment"] | null;
                            /** @description Tag → paths in the shop's tree. */
                            nodes: {
                                [key: string]: string[];
                            };
                            /**
                             * Format: int64
                             * @description Items whose id an earlier one has.
                             */
                            repeated: number;
                            running: boolean;
                            /** @description Whether something is sent that proves who asks. */
                            secret: boolean;
                            tried?: components["schemas"]["Moment"] | null;
                            /** @description Tags that mean no node: nobody is found by them. */
                            unplaced: string[];
                            url: string;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Connects a feed of content, or changes it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewFeed"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** No longer reads a feed; its items leave the catalogue */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feeds/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a feed at once */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/feeds/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a feed holds, asked once; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewFeed"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedLooked"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign-up forms, and how they are put into a page */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Forms"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/forms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Makes a form live, or changes it */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormWritten"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Takes a form away */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/forms/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The page of a form as it would be; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FormWritten"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FormPreview"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What imports of files took in and left out */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description By the real time. */
                            at: components["schemas"]["Moment"];
                            files: components["schemas"]["ImportedFile"][];
                            id: string;
                            mapping: string;
                            /** @description The declared source; null: there is none of its number any more. */
                            source?: string | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/imports/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows that an import left out */
        get: {
            parameters: {
                query?: {
                    after?: string;
                    code?: string;
                    file?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeftOutRows"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/intents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages by what became of them, and whose they are */
        get: {
            parameters: {
                query?: {
                    after?: string;
                    detail?: string;
                    mailing?: string;
                    message?: string;
                    programme?: string;
                    reason?: string;
                    settled?: string;
                    state?: string;
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Intents"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/intents/{id}/settlement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Settles an uncertain delivery, or opens it again; nothing is sent */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Settling"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a rehearsal is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    job: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JobState"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Write keys, without themselves */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            at?: components["schemas"]["Moment"] | null;
                            by?: string | null;
                            /** @description It stands in the configuration, and is taken away there. */
                            configured: boolean;
                            /** @description Its hash. */
                            id: string;
                            name: string;
                            /** @description The declared source of what comes with it. */
                            source?: string | null;
                            trust: components["schemas"]["KeyTrust"];
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Gives out a write key, shown once */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKeyShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a write key away */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows the secret that proves to a public key who somebody is */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Identity"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a pasted list of customers for a draft to name */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Pasted"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Kept"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Letters that lie in the mailbox */
        get: {
            parameters: {
                query?: {
                    customer?: string;
                    direction?: "in" | "out";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Letters"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/mailbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One letter */
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
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Letter"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/mailings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All mailings and where they stand */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            at: components["schemas"]["Moment"];
                            /** @description The rule that says to whom; empty where a list alone does. */
                            audience: string;
                            counts: components["schemas"]["Counts"];
                            id: string;
                            list?: components["schemas"]["ListState"] | null;
                            message: components["schemas"]["Named"];
                            name: components["schemas"]["Localised"];
                            /** Format: int64 */
                            passed: number;
                            programme: string;
                            /** @description Why it did not go to somebody, the most frequent first: adds up to the counts of what did not go out. */
                            reasons: components["schemas"]["WhyNot"][];
                            state: components["schemas"]["Stage"];
                            /** Format: int64 */
                            total: number;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/mailings/{id}/{mailing}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freezes whom a mailing reached, for a correction */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Corrected"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Correction"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/mailings/{id}/{mailing}/handed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a mailing has reached already */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Handed"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All messages with how individual they are */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            channels: components["schemas"]["Channel"][];
                            class: components["schemas"]["Class"];
                            example?: components["schemas"]["Example"] | null;
                            /** @description It says more or less the same to everybody. */
                            flagged: boolean;
                            id: string;
                            languages: string[];
                            name: components["schemas"]["Localised"];
                            programme: string;
                            /**
                             * Format: double
                             * @description 0: the same for everybody; null: there is nobody to score it with.
                             */
                            score?: number | null;
                            subject?: components["schemas"]["Localised"] | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/messages/{programme}/{message}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message as somebody would get it */
        get: {
            parameters: {
                query?: {
                    channel?: "email" | "sms" | "messenger" | "push" | "web" | "app" | "letter" | "call" | "visit" | "pos" | "social" | "signage";
                    customer?: string;
                    language?: string;
                };
                header?: never;
                path: {
                    message: string;
                    programme: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Preview"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/messages/{programme}/{message}/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How individual a message is, block by block */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    message: string;
                    programme: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Score"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people call exits, purposes, fields and events, by their ids */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: components["schemas"]["Localised"];
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Value"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/privacy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people ask for under data protection law */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Customers known by them. */
                            customers: string[];
                            id: string;
                            /** @description Whom it is about; nobody in particular if it is about everybody. */
                            identifiers: components["schemas"]["Identified"][];
                            kind: components["schemas"]["PrivacyCode"];
                            received: components["schemas"]["Moment"];
                            /** @description The sender's own number of it. */
                            reference?: string | null;
                            /** @description The source that told of it. */
                            source: string;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/privacy/{id}/settlement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that somebody has dealt with such a request */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All programmes with their numbers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            aim: components["schemas"]["ProgrammeAim"];
                            counts: components["schemas"]["Counts"];
                            /** @description The rule that says it reached its aim with somebody. */
                            goal?: string | null;
                            goals: components["schemas"]["Goals"];
                            /** Format: int32 */
                            holdout_percent: number;
                            id: string;
                            journeys: components["schemas"]["JourneyRow"][];
                            mailings: components["schemas"]["MailingRow"][];
                            name: components["schemas"]["Localised"];
                            /** Format: int32 */
                            priority: number;
                            stopped: boolean;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One programme */
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
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Programme"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judges a draft */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Checked"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/mailings/{mailing}/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a pasted list of customers for a mailing */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Pasted"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Kept"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Takes a mailing's list away */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Published"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/programmes/{id}/mailings/{mailing}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says when a mailing goes */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Scheduled"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Published"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/mailings/{mailing}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a mailing, or lets it go on */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Stopping"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Published"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/mailings/{mailing}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a mailing to colleagues as somebody would get it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Tested"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TestSent"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/mailings/{mailing}/waterfall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a mailing would come to if it went now */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    mailing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Foretold"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Fall"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/messages/{message}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A message of a draft as somebody would get it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                    message: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Drafted"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Preview"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a draft live */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Published"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/rehearse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs a draft over the recorded history */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Wanted"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Started"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a programme, or lets it go on */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Stopping"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Published"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/programmes/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version of a programme, and what has changed from it to another one, or since */
        get: {
            parameters: {
                query?: {
                    against?: string;
                };
                header?: never;
                path: {
                    id: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VersionWhole"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How good the data of each source are, field by field */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            at: components["schemas"]["Moment"];
                            /** Format: int64 */
                            duplicates_percent: number;
                            /** @description A feed of content, by its name; otherwise a declared source. */
                            feed: boolean;
                            fields: components["schemas"]["FieldQuality"][];
                            id: string;
                            newest?: components["schemas"]["Moment"] | null;
                            /** Format: int64 */
                            overdue_seconds?: number | null;
                            /**
                             * Format: int64
                             * @description How far apart its deliveries usually are; null: they have no rhythm, or too few came.
                             */
                            rhythm_seconds?: number | null;
                            /**
                             * Format: int64
                             * @description Of the newest delivery.
                             */
                            rows: number;
                            /**
                             * Format: int64
                             * @description 0 to 100: the mean of its fields, less repeated rows; half of it while it is overdue.
                             */
                            score: number;
                            /** @description Of the newest deliveries, the oldest first. */
                            series: components["schemas"]["Scored"][];
                            /** @description Whose data: the name of that part of the organisation; null: there is only one vault. */
                            vault?: string | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could not be taken in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            code?: components["schemas"]["QuarantineCode"] | null;
                            id: string;
                            /** @description The declared event that may have been meant. */
                            meant?: string | null;
                            /** @description Whose it is, as it was sent: the user id, else the anonymous one; null: it does not say so in a way known here. */
                            person?: string | null;
                            place: string;
                            reason: string;
                            received: components["schemas"]["Moment"];
                            /** @description The first values of what was sent. */
                            sent: components["schemas"]["SentValue"][];
                            source: string;
                            /** @description Values in the reason, by name. */
                            values: {
                                [key: string]: string;
                            };
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Corrects a refused row, and lets it in if it is right */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CorrectedRow"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RowCorrected"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forgets something that could not be taken in */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Discard"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in what was mended since it was set aside */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Redrive"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Redriven"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings refused rows back that were discarded */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BroughtBack"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows of files that were refused, by why */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RefusedRows"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/rows/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Refused rows, a page at a time */
        get: {
            parameters: {
                query?: {
                    after?: string;
                };
                header?: never;
                path: {
                    group: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RefusedPage"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/rows/{group}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads refused rows again, by another mapping if one is given */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    group: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReadAgain"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReadAgainTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/quarantine/rows/{group}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that nobody wants some refused rows */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    group: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NotWanted"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotWantedTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which shipped recipes have their data here, and what the others miss */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/readiness/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a shipped recipe live, or gives its text out as a draft */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RecipeWanted"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeTaken"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which articles go together */
        get: {
            parameters: {
                query?: {
                    article?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelatedArticles"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/recommendations/learn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Learns anew which articles go together */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelatedArticles"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom rules of retention would erase now; nothing is done */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RetentionTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Makes other rules of retention live; nobody is erased by that */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RetentionPut"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsRules"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Does what the rules of retention come to now */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/retention/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whom other rules of retention would erase now; nothing is kept and nothing is done */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RetentionPut"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RetentionTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in a mail that came back, as it is */
        post: {
            parameters: {
                query?: {
                    to?: string;
                };
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "message/rfc822": string;
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Returned"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every field, event type, entity, identifier, phase, segment and source, and what each version changed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SchemaTold"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Makes a change of the own schema live */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SchemaWritten"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SchemaOwn"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/schema/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judges a change of the own schema as if it were published; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SchemaWritten"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and where */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Signs in */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Signs out */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives oneself another password */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Passwords"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is compared, points and tiers, fences, what is erased by itself: as the settings hold it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsRules"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Makes other rules of comparing people, of loyalty or of fences live */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RulesWritten"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsRules"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/settings/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judges such a change as if it were published; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RulesWritten"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/settings/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All settings as one document, as `anlass settings` writes it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsDocument"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Makes such a document live in place of all settings */
        put: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettingsDocumentWritten"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsDocument"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/settings/document/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judges such a document as if it were published; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettingsDocumentWritten"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sources that send by themselves, without secrets */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Articles of which we know what the sender calls them. */
                            articles: number;
                            heard: components["schemas"]["HeardOf"];
                            id: string;
                            kind: components["schemas"]["SourceKind"];
                            /** @description Of a hook: the form by which it is understood. */
                            mapping?: string | null;
                            /** Format: int32 */
                            number: number;
                            /** @description Stands before its customer and order numbers. */
                            prefix?: string | null;
                            /** @description Of a shop: what it may tell of. */
                            topics: string[];
                            /** @description Where it sends to. */
                            url: string;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Connects a source, or changes it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSource"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConnectedShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/sources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnects a source */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources/{id}/opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who withdrew or objects, for the source that does not know it yet */
        get: {
            parameters: {
                query?: {
                    format?: string;
                    since?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OptOuts"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Other systems that hear of what happens, and how far each was told */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            behind?: number | null;
                            /**
                             * Format: int64
                             * @description Notices that were too old to be told any more.
                             */
                            dropped: number;
                            failing?: components["schemas"]["FailingSince"] | null;
                            given_up: number;
                            /** @description The newest of those. */
                            given_up_rows: components["schemas"]["GivenUpNotice"][];
                            id: string;
                            kinds: components["schemas"]["NoticeKind"][];
                            last_told?: components["schemas"]["Moment"] | null;
                            oldest?: components["schemas"]["Moment"] | null;
                            /** @description Nothing is told until somebody drives it again, and why; null: it is told. */
                            suspended?: string | null;
                            /**
                             * Format: int64
                             * @description Notices that were taken.
                             */
                            told: number;
                            /** @description Where it is told. */
                            url: string;
                            /** @description Notices that wait; where `behind` is above 0 there are more in as many batches. Null: nobody looked yet. */
                            waiting: number;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Lets another system hear of what happens, or changes of what */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSubscription"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SubscriptionShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Lets another system hear nothing any more */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/subscriptions/{id}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells what was given up once more, and goes on with one that is suspended */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People who look like one */
        get: {
            parameters: {
                query?: {
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Suggestions"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/suggestions/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merges two people; the older one carries on */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Two"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Merged"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/suggestions/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that two people are two: they are not suggested again, and nothing joins them */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Two"];
                };
            };
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens, and what needs somebody */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Today"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files that wait to be imported */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            files: components["schemas"]["BundledFile"][];
                            id: string;
                            import?: components["schemas"]["ImportState"] | null;
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Begins a bundle of files */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bundle"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of a bundle, and how its import is */
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
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bundle"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Takes a bundle away */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a file into a bundle */
        post: {
            parameters: {
                query: {
                    name: string;
                };
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bundle"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/uploads/{id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Imports the files as a mapping says, or tries it */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Mapped"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bundle"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/uploads/{id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is in the files, and how they could be understood */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OfSource"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LookedAt"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may sign in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description When role or password were last set. */
                            changed: components["schemas"]["Moment"];
                            email: string;
                            id: string;
                            language: string;
                            role: components["schemas"]["Role"];
                        }[];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Adds somebody, or changes role and password */
        post: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewUser"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewUserShown"];
                    };
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
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
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes somebody away */
        delete: {
            parameters: {
                query?: never;
                header: {
                    "x-anlass": "1";
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, and nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be read */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Nobody is signed in */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It is not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is nothing here */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It cannot be done here and now */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The request is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Something is wrong with the document */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many tries */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It could not be answered */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Which message led to it. */
        ActionCause: {
            certainty: components["schemas"]["CauseCertainty"];
            corrected: components["schemas"]["ActSaid"] | null;
            /** @description By which the letter is found. */
            delivery: string | null;
            message: components["schemas"]["Named"] | null;
            sent: components["schemas"]["Moment"] | null;
            /** @description Why it is taken for the cause, or why nothing is. */
            words: components["schemas"]["Localised"];
        };
        /**
         * @description What somebody did.
         * @enum {string}
         */
        ActionKind: "called" | "catalogue_requested" | "visited" | "rated" | "receipt_told";
        ActionNode: {
            id: string;
            name: string | null;
        };
        /** @description One thing that somebody did by telephone or in the shop. */
        ActionTold: {
            article: string | null;
            at: components["schemas"]["Moment"];
            category: components["schemas"]["ActionNode"] | null;
            cause: components["schemas"]["ActionCause"];
            code: string | null;
            /** @description By which its cause is corrected. */
            event: string;
            kind: components["schemas"]["ActionKind"];
            outlet: string | null;
            /** Format: int32 */
            rating: number | null;
            receipt: string | null;
            said: components["schemas"]["ActSaid"] | null;
            simulated: boolean;
            subject: string | null;
        };
        /** @description What proves it: how it was said, and who took it down. */
        ActSaid: {
            /** @description Null: the person themselves. */
            by: string | null;
            how: components["schemas"]["SaidBy"];
            note: string | null;
        };
        AddressesShown: {
            leads_to: components["schemas"]["ArticleAt"] | null;
            /** @description The first one that fits counts. Without any, slugs and numbers at the end of an address lead to articles. */
            patterns: string[];
        };
        AddressesTold: {
            /** @description Such as `/p/{number}`, `/{slug}-{number}.html`, `/detail?sku={number}`; `*` stands for anything but a slash. */
            patterns: string[];
        };
        /** @description What a version is compared with. */
        Against: {
            definition: Record<string, never>;
            number: number;
            yaml: string;
        };
        /** @enum {string} */
        Arm: "held_out" | "treated";
        /**
         * @description What came of it.
         * @enum {string}
         */
        Arrival: "arrived" | "not_arrived";
        ArticleAt: {
            name: string;
            number: string;
        };
        ArticleFound: {
            available: boolean;
            brand: string | null;
            /** @description Names from the top down in the shop's own tree. */
            category: string[];
            lowest_before: components["schemas"]["Money"] | null;
            name: string;
            new: boolean;
            number: string;
            picture: string | null;
            /**
             * Format: int64
             * @description Pieces in all; null: nobody counts them.
             */
            pieces: number | null;
            price: components["schemas"]["Money"] | null;
        };
        ArticleNamed: {
            available: boolean;
            name: string;
            number: string;
        };
        ArticleOther: {
            available: boolean;
            name: string;
            number: string;
        };
        ArticlePrices: {
            lowest_30_days: components["schemas"]["Money"] | null;
            lowest_before: components["schemas"]["Money"] | null;
            now: components["schemas"]["Money"] | null;
            /**
             * Format: int32
             * @description Where it may be struck through, rounded down.
             */
            percent: number | null;
            /** @description Everything ever told, the newest first. */
            rows: components["schemas"]["PriceRow"][];
            strike: components["schemas"]["StrikeCode"];
            unit: components["schemas"]["UnitPrice"] | null;
        };
        /** @description A piece of the catalogue, looked through. */
        ArticlesFound: {
            articles: number;
            /** @description Articles looked at for this answer, and of how many. */
            looked: number;
            /** @description Where to go on; null: everything was looked through. A piece may hold none and have a next one. */
            next: string | null;
            /** @description One whose number was asked for stands first; the order of the others says nothing, and is always the same. */
            rows: components["schemas"]["ArticleFound"][];
        };
        ArticleShown: {
            arrived: components["schemas"]["Moment"] | null;
            /** @description The same people bought these, and looked at these; the surest first. */
            bought_with: components["schemas"]["ArticleOther"][];
            brand: string | null;
            /** @description Name of its variant group, and of its declared substitutes. */
            group: string | null;
            /** @description As programs know it. */
            id: string;
            link: string | null;
            name: string;
            new: boolean;
            number: string;
            /** @description Its place in the shop's own tree, from the top down. */
            path: components["schemas"]["NodeNamed"][];
            /** @description Addresses, the best one first. */
            pictures: string[];
            /** @description Its places in other trees, each from the top down. */
            places: components["schemas"]["NodeNamed"][][];
            prices: components["schemas"]["ArticlePrices"];
            slug: string | null;
            stock: components["schemas"]["ArticleStock"];
            substitute_group: string | null;
            substitutes: components["schemas"]["ArticleOther"][];
            tags: string[];
            texts: components["schemas"]["ArticleText"][];
            variants: components["schemas"]["ArticleOther"][];
            viewed_with: components["schemas"]["ArticleOther"][];
            /** @description People who would hear if it came back or cost less: they asked for it, or have it in the cart. Counted up to 10,000. */
            waiting: number;
        };
        ArticleStock: {
            available: boolean;
            outlets: components["schemas"]["OutletStock"][];
            /**
             * Format: int64
             * @description In all; null: nobody counts it, so it is taken to be there.
             */
            pieces: number | null;
            told: components["schemas"]["Moment"] | null;
        };
        ArticleText: {
            description: string;
            language: string;
            name: string;
        };
        /** @description What is said of an article. */
        ArticleTold: {
            brand?: string | null;
            /** @description Holds variants together. */
            group?: string | null;
            link?: string | null;
            name?: string | null;
            /** @description Its place in the shop's own tree, from the top down. */
            path?: string[];
            /** @description Addresses, the best one first. */
            pictures?: string[];
            slug?: string | null;
            /** @description Names a group of declared substitutes. */
            substitutes?: string | null;
            tags?: string[];
            texts?: components["schemas"]["TextTold"][];
            unit?: components["schemas"]["UnitTold"] | null;
        };
        Audit: {
            /** @description The newest first. */
            entries: components["schemas"]["Audited"][];
            /** @description Where the next page begins; null: there is none. */
            next: string | null;
        };
        /** @enum {string} */
        AuditAct: "signed_in" | "published" | "restored" | "from_files" | "stopped" | "resumed" | "guardrail" | "data_paused" | "scheduled" | "mailing_stopped" | "mailing_resumed" | "test_sent" | "list_kept" | "list_taken_away" | "objected" | "objection_lifted" | "consent_recorded" | "consent_withdrawn" | "proof_handed_in" | "corrected" | "action_noted" | "cause_corrected" | "restricted" | "restriction_lifted" | "copy_given" | "erased" | "retention_ran" | "delivery_arrived" | "delivery_not_arrived" | "delivery_unsettled" | "redriven" | "quarantine_discarded" | "row_corrected" | "rows_let_in" | "rows_discarded" | "rows_restored" | "connected" | "imported" | "source_connected" | "source_changed" | "source_disconnected" | "source_read" | "subscribed" | "subscription_changed" | "unsubscribed" | "subscription_redriven" | "export_made" | "export_changed" | "export_removed" | "export_run" | "article_changed" | "article_removed" | "outlet_changed" | "outlet_removed" | "content_changed" | "content_removed" | "pool_filled" | "node_moved" | "node_move_taken_back" | "addresses_changed" | "feed_connected" | "feed_changed" | "feed_disconnected" | "form_changed" | "form_removed" | "schema_changed" | "settings_changed" | "retention_changed" | "privacy_settled" | "merged" | "kept_apart" | "unmerged" | "user_put" | "user_removed" | "password_changed" | "key_given" | "key_taken_away" | "identity_secret_shown";
        /** @description Something that was done. */
        Audited: {
            about: components["schemas"]["Localised"] | null;
            act: components["schemas"]["AuditAct"];
            /** @description By the real time. */
            at: components["schemas"]["Moment"];
            customer: components["schemas"]["AuditedCustomer"] | null;
            id: string;
            programme: components["schemas"]["Named"] | null;
            /** @description Empty where nobody was signed in: from files, or by the system itself. */
            who: string;
        };
        AuditedCustomer: {
            id: string;
            name: string;
        };
        /** @description What said nearly the same to everybody, beside all of it: one mailing to everybody can be most of a month. */
        Blast: {
            /**
             * Format: int64
             * @description Deliveries that were the same for nearly everybody, and all that could be scored.
             */
            alike: number;
            /** Format: int64 */
            all: number;
            /** @description The messages with most of them, the greatest first. */
            messages: components["schemas"]["Blasted"][];
            /** Format: double */
            share: number;
        };
        Blasted: {
            /** Format: int64 */
            count: number;
            message: components["schemas"]["Named"];
        };
        /**
         * @description A kind of source that brings data.
         * @enum {string}
         */
        BringerCode: "customers" | "orders" | "articles" | "shop" | "sign_up_form" | "feed" | "fulfilment";
        BroughtBack: {
            undo: string;
        };
        /** @description Files that are handed in together. */
        Bundle: {
            files: components["schemas"]["BundledFile"][];
            id: string;
            import: components["schemas"]["ImportState"] | null;
        };
        BundledFile: {
            /** Format: int64 */
            bytes: number;
            name: string;
        };
        Buyer: {
            customer: string;
        };
        CaptureAsked: {
            /** @description What of the database is published; null: named after the table. */
            publication: string | null;
            /** @description Null: public. */
            schema: string | null;
            /** @description Where the server remembers how far it was read; null: named after the table. */
            slot: string | null;
            table: string;
        };
        /** @description From filling the cart to what came of its reminder. */
        CartStory: {
            booked: components["schemas"]["Moment"] | null;
            /** @description When the reminder is due, or was. */
            due: components["schemas"]["Moment"];
            /** @description The exit by which the person left, so that nothing was to be sent any more. */
            exit: string | null;
            filled: components["schemas"]["Moment"];
            /** @description The reminder. */
            message: string;
            /** @description Whether that moment has come. */
            over: boolean;
            quiet: components["schemas"]["Held"] | null;
            reason: components["schemas"]["Reason"] | null;
            reason_words: components["schemas"]["Localised"] | null;
            since: components["schemas"]["Moment"] | null;
            state: components["schemas"]["State"] | null;
        };
        CategoryNode: {
            /** @description Other ids that lead here: its earlier names, nodes of other trees that mean it. */
            also: string[];
            /**
             * Format: int64
             * @description Articles that hang on it or on a node under it.
             */
            articles: number;
            node: components["schemas"]["NodeNamed"];
            /** @description Null: it is the top of its tree. */
            parent: string | null;
        };
        /** @description All trees, node by node. */
        CategoryTrees: {
            /** @description Nodes that are not in here, where there are too many. */
            more: number;
            nodes: components["schemas"]["CategoryNode"][];
        };
        /** @enum {string} */
        CauseCertainty: "certain" | "probable" | "none" | "said";
        CauseCorrected: {
            /** @description A message that left to them before; null: nothing that was sent. */
            delivery?: string | null;
            note?: string | null;
        };
        /** @enum {string} */
        Channel: "email" | "sms" | "messenger" | "push" | "web" | "app" | "letter" | "call" | "visit" | "pos" | "social" | "signage";
        /** @enum {string} */
        ChapterKind: "till_purchase" | "last_second" | "returner" | "silent_pair";
        /** @description What a draft would do. */
        Checked: {
            diff: components["schemas"]["Difference"][];
            /** @description What is allowed and may still not be meant. */
            findings: components["schemas"]["Finding"][];
            /** @description What counts only from the moment of publishing on. */
            from_today_on: components["schemas"]["FromTodayOn"][];
            inside: components["schemas"]["Fated"][];
            problems: components["schemas"]["Problem"][];
        };
        ChosenBlock: {
            id: string;
            kept: boolean;
            name: components["schemas"]["Localised"] | null;
            reason: components["schemas"]["Reason"] | null;
        };
        /** @enum {string} */
        Class: "contract" | "advertising";
        ClockState: {
            /** @description It stands still until somebody moves it. */
            manual: boolean;
            /** @description It may be moved. */
            movable: boolean;
            now: components["schemas"]["Moment"];
            /** @description It stands still just now. */
            standing: boolean;
        };
        CodesRefused: {
            count: number;
            /** @description Lines of the text, or places in the list, from one; the first ten. Of a full pool none. */
            places: number[];
            why: components["schemas"]["RefusedWhy"];
        };
        CodesTold: {
            codes: string[];
        };
        /** @description Texts of a column that its meaning cannot be read from: their rows will be refused. */
        ColumnMisfits: {
            /** @description The first of them, each once. */
            examples: string[];
            /** @description Of the rows that were looked at. */
            rows: number;
        };
        /** @description A field of both, in the order of the people. */
        Compared: {
            field: string;
            values: (components["schemas"]["Scalar"] | null)[];
        };
        Complaint: {
            cause: string;
            help: string;
        };
        /** @description A database that is read, without its password. */
        ConnectedDatabase: {
            at: components["schemas"]["DatabaseAt"];
            id: string;
            mapping: string;
            /** Format: int32 */
            number: number;
            /** @description How it is called in messages. */
            place: string;
            read: components["schemas"]["HowRead"];
            state: components["schemas"]["DatabaseState"];
        };
        /** @description A source that was connected or changed. */
        ConnectedShown: {
            /** @description One that was made here, shown only now; null: nothing was made. */
            secret: string | null;
            source: components["schemas"]["ConnectedSource"];
        };
        /** @description A source that sends by itself, without its secret. */
        ConnectedSource: {
            /** @description Articles of which we know what the sender calls them. */
            articles: number;
            heard: components["schemas"]["HeardOf"];
            id: string;
            kind: components["schemas"]["SourceKind"];
            /** @description Of a hook: the form by which it is understood. */
            mapping: string | null;
            /** Format: int32 */
            number: number;
            /** @description Stands before its customer and order numbers. */
            prefix: string | null;
            /** @description Of a shop: what it may tell of. */
            topics: string[];
            /** @description Where it sends to. */
            url: string;
        };
        /** @description The newest act about a purpose and a channel; null: all of them. */
        Consent: {
            channel: components["schemas"]["Channel"] | null;
            granted: boolean;
            occurred: components["schemas"]["Moment"];
            proof: components["schemas"]["ConsentProof"];
            purpose: string | null;
        };
        /**
         * @description An act about being written to.
         * @enum {string}
         */
        ConsentActCode: "granted" | "requested" | "claimed" | "withdrawn" | "objected" | "objection_lifted";
        /** @description One act. */
        ConsentEntry: {
            act: components["schemas"]["ConsentActCode"];
            channel: components["schemas"]["Channel"] | null;
            /** @description Who may write by it. */
            controller: string;
            file: components["schemas"]["ProofFile"] | null;
            id: string;
            occurred: components["schemas"]["Moment"];
            proof: components["schemas"]["ConsentProof"];
            /** @description Null: all of them. */
            purpose: string | null;
            received: components["schemas"]["Moment"];
            said: components["schemas"]["ActSaid"] | null;
            simulated: boolean;
            /** @description The declared source it came from; null: this house. */
            source: string | null;
            state: components["schemas"]["ConsentState"];
            words: components["schemas"]["Localised"] | null;
        };
        Consenting: {
            channel: string;
            /** @description What proves it: a file that was handed in for this person before. */
            document: string;
            purpose: string;
            /** @description The name of the words that were agreed to: of a form, or of the settings. */
            text: string;
        };
        ConsentProof: {
            asked: components["schemas"]["Moment"] | null;
            document: string | null;
            from: string | null;
            kind: components["schemas"]["ProofKind"];
            /** @description The delivery whose link was clicked. */
            letter: string | null;
            /** @description Keyed hash of the network that the click came from. */
            network: string | null;
            text: string | null;
        };
        /**
         * @description What an act counts for now.
         * @enum {string}
         */
        ConsentState: "holds" | "replaced" | "waiting" | "expired" | "unproven";
        Contact: {
            at: components["schemas"]["Moment"];
            channel: components["schemas"]["Channel"];
            class: components["schemas"]["Class"];
            /** @description By which its letter is found. */
            delivery: string;
            message: string;
        };
        /** @description Whom a content item finds by itself. */
        ContentAudience: {
            /**
             * Format: int64
             * @description Of everybody.
             */
            of: number;
            /**
             * Format: int64
             * @description People with a point of interest in one of its nodes, or under it.
             */
            people: number;
            /** @description The same as a rule, for a mailing; null: it hangs on no node of the shop's tree. */
            rule: string | null;
        };
        /** @description A content item as it is from now on. */
        ContentTold: {
            /** @description RFC 3339; absent: since ever. */
            from?: string | null;
            link?: string | null;
            /** @description Paths in the shop's tree, or ids of nodes; none: it suits everybody whom nothing else does. */
            nodes?: string[];
            picture?: string | null;
            tags?: string[];
            /** @description Plain text. */
            text?: string;
            title: string;
            /** @description No longer shown from this moment on. */
            until?: string | null;
        };
        CopiedDelivery: {
            changed: components["schemas"]["Moment"];
            channel: components["schemas"]["Channel"] | null;
            created: components["schemas"]["Moment"];
            id: string;
            message: string;
            programme: string;
            reason: components["schemas"]["Reason"] | null;
            state: components["schemas"]["State"];
        };
        /** @description An event with all its values. */
        CopiedFact: {
            id: string;
            kind: string;
            occurred: components["schemas"]["Moment"];
            received: components["schemas"]["Moment"];
            simulated: boolean;
            /** @description The declared source it came from. */
            source: string | null;
            /** @description As the program keeps them; articles and nodes by their ids. */
            values: Record<string, never>;
        };
        /** @description Everything that is kept of somebody. */
        Copy: {
            /** @description Every act about being written to, the newest first. */
            consents: components["schemas"]["ConsentEntry"][];
            /** @description Who keeps it, and answers for it. */
            controller: string;
            customer: components["schemas"]["Customer"];
            /** @description What was meant to be said to them, and what became of it. */
            deliveries: components["schemas"]["CopiedDelivery"][];
            /** @description The facts behind the timeline, as they are kept, the oldest first. */
            facts: components["schemas"]["CopiedFact"][];
            /** @description Letters that are kept, or were written again from what was decided. */
            letters: components["schemas"]["LetterRow"][];
            made: components["schemas"]["Moment"];
            /** @description What happened, in words, the oldest first. */
            timeline: components["schemas"]["Happened"][];
        };
        Corrected: {
            /** @description The message that corrects it. */
            message: string;
        };
        /** @description Fields as somebody corrected them, one for each column. */
        CorrectedRow: {
            cells: string[];
            id: string;
        };
        Correcting: {
            field: string;
            /** @description How it became known that it was wrong. */
            how: components["schemas"]["SaidBy"];
            /** Format: int64 */
            number?: number | null;
            /** @description Why it is corrected. */
            reason: string;
            /** @description As a text, a number in minor units where it is an amount; absent, with neither: it is taken away. */
            text?: string | null;
            truth?: boolean | null;
        };
        /** @description A list of exactly those whom a mailing reached. */
        Correction: {
            list: string;
            message: string;
            size: number;
        };
        /** @description A correction of a field. */
        CorrectionTold: {
            field: string;
            occurred: components["schemas"]["Moment"];
            /** @description Of the newest one of its field: a source has said something else since, which holds now. Of older ones: always. */
            overtaken: boolean;
            said: components["schemas"]["ActSaid"];
            value: components["schemas"]["Scalar"] | null;
            wrong: components["schemas"]["Scalar"] | null;
        };
        /** @description A message that counted against a cap. */
        CountedMail: {
            at: components["schemas"]["Moment"];
            /** @description By which its letter is found. */
            delivery: string;
            message: components["schemas"]["Named"];
        };
        /** @description Messages of a programme by what became of them. */
        Counts: {
            /** Format: int64 */
            delivered: number;
            /**
             * Format: int64
             * @description Their moment went by.
             */
            expired: number;
            /**
             * Format: int64
             * @description Handed over, and refused or come back; or not to be written.
             */
            failed: number;
            /** Format: int64 */
            held_out: number;
            /**
             * Format: int64
             * @description Their journey was left before they were wanted.
             */
            lapsed: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            suppressed: number;
            /**
             * Format: int64
             * @description Handed over, and nobody knows whether it arrived.
             */
            unknown: number;
        };
        Credentials: {
            email: string;
            password: string;
        };
        /** @enum {string} */
        CureCode: "did_you_mean" | "did_you_mean_tag" | "one_of_or_declare" | "one_of_or_end" | "use_defined" | "use_control" | "use_one_of" | "write_one_of" | "known_here" | "there_are" | "declare_day" | "declare_type" | "declare_source" | "up_to_50" | "up_to_100" | "write_channels" | "own_message" | "write_audience" | "define_message" | "define_segment" | "define_template" | "define_fragment" | "own_names_reports" | "own_names_steps" | "own_names" | "enter_by_order" | "weekdays" | "one_entry" | "redirect_to_step" | "redirect_one" | "steps_range" | "one_kind" | "make_100" | "one_wait" | "write_timeout" | "other_than_end" | "month_days" | "no_midnight" | "write_region" | "wait_in_circle" | "wait_between" | "ask_for_facts" | "write_id" | "add_key" | "compare_recipes" | "split_blocks" | "split_block" | "shorten_loops" | "set_single" | "loop_products" | "loop_products_some" | "one_loop" | "name_field" | "write_name" | "print_number" | "fixed_list" | "field_dot" | "use_truncate" | "use_filter" | "no_star" | "print_parts" | "write_or_fallbacks" | "class_advertising" | "open_slot" | "tagged" | "write_language" | "write_it" | "write_mjml" | "into_mj_text" | "write_close" | "leave_out" | "quote_value" | "write_alt" | "write_day" | "write_span" | "whole_spans" | "two_digits" | "end_text" | "no_division" | "no_currency" | "straight_quotes" | "split_segments" | "make_segment" | "parentheses" | "add_sign" | "write_and" | "write_bars" | "compare_two" | "list_after_in" | "amount_point" | "unnamed_first" | "one_equals" | "quote_text" | "no_named" | "write_owner" | "write_data" | "see_to_data" | "declare_field" | "write_example" | "use_range" | "small_letters" | "write_or_put" | "write_either" | "write_text";
        Customer: {
            consents: components["schemas"]["Consent"][];
            contacts: components["schemas"]["Contact"][];
            /** @description Corrections of the profile, the newest first. */
            corrections: components["schemas"]["CorrectionTold"][];
            id: string;
            identifiers: components["schemas"]["Identifier"][];
            /** @description In nodes of the taxonomy, most first. */
            interests: components["schemas"]["Interest"][];
            loyalty: components["schemas"]["Loyalty"] | null;
            name: string;
            /** @description Sources that deliver complete lists and no longer deliver the person; nothing is erased by it. */
            no_longer_delivered: components["schemas"]["NoLongerDelivered"][];
            objection: components["schemas"]["Objection"] | null;
            /** @description Objections and liftings, the newest first. */
            objections: components["schemas"]["ObjectionTold"][];
            orders: components["schemas"]["Orders"];
            own_outlet: components["schemas"]["OwnOutlet"] | null;
            phase: components["schemas"]["PhaseSince"] | null;
            profile: components["schemas"]["ProfileField"][];
            programmes: components["schemas"]["Exposure"][];
            restriction: components["schemas"]["Restriction"] | null;
            /** @description Restrictions and liftings, the newest first. */
            restrictions: components["schemas"]["RestrictionTold"][];
            runs: components["schemas"]["Run"][];
            segments: string[];
            since: components["schemas"]["Moment"] | null;
            /** @description What they have of the declared entities, by entity and key. */
            things: components["schemas"]["Thing"][];
            usual_outlet: components["schemas"]["UsualOutlet"] | null;
            /** @description What they looked at on the web of late. */
            viewed: components["schemas"]["ViewedLately"];
            /** @description Fences they are in, as their phone says. */
            whereabouts: components["schemas"]["InFence"][];
        };
        Data: {
            inbox: components["schemas"]["InboxState"];
            /** @description What of all this needs somebody, as Today tells it. */
            needs: components["schemas"]["NeedCode"][];
            quarantine_count: number;
            sources: components["schemas"]["Source"][];
            store: components["schemas"]["StoreState"];
        };
        /** @description A database that somebody looks at. */
        DatabaseAsked: {
            at: components["schemas"]["DatabaseAt"];
            /** @description The connected database that it is, if it is one already. */
            id?: string | null;
            /** @description Null: the one that is known, if the database is the same. */
            password?: string | null;
        };
        /** @description Where it is. */
        DatabaseAt: {
            database: string | null;
            /** @description Of SQLite: a file in the folder of databases. */
            file: string | null;
            /** @description Of a server: a name or an address; of a socket on this machine its path. */
            host: string | null;
            kind: components["schemas"]["DatabaseKind"];
            /** Format: int32 */
            port: number | null;
            /** @description Certificates (PEM) by one of which the server's is signed; null: those that browsers know. */
            roots: string | null;
            tls: components["schemas"]["DatabaseTls"] | null;
            user: string | null;
        };
        /** @enum {string} */
        DatabaseDoing: "waiting" | "connecting" | "reading" | "importing" | "failing";
        /** @description Why it cannot be read. */
        DatabaseFailure: {
            cause: string;
            code: components["schemas"]["DatabaseTrouble"];
            help: string;
            /** @description It is tried again by itself; otherwise somebody has to act. */
            passing: boolean;
            since: components["schemas"]["Moment"];
            /** Format: int32 */
            tries: number;
        };
        /** @enum {string} */
        DatabaseKind: "postgres" | "mysql" | "sqlite";
        /** @description How far behind the changes of a table are. */
        DatabaseLag: {
            /**
             * Format: int64
             * @description Of the server's log, what was not read.
             */
            behind_bytes: number;
            /**
             * Format: int64
             * @description Of the server's log, what it keeps on its disk for us.
             */
            kept_bytes: number;
            /**
             * Format: int64
             * @description How much more it keeps before it gives up; null: without end.
             */
            spare_bytes: number | null;
        };
        /** @description What there is in a database. */
        DatabaseLooked: {
            place: string;
            /** @description What its user may do though reading does not need it. */
            remarks: string[];
            tables: components["schemas"]["DatabaseTable"][];
        };
        /** @description A database that is no longer read. */
        DatabaseRemoved: {
            /** @description Why what was set up at the server for change capture is still there; null: nothing is. */
            left_behind: string | null;
        };
        /** @description Whose first rows are wanted. */
        DatabaseRows: components["schemas"]["DatabaseAsked"] & {
            /** @description How the file of its rows is called. */
            file: string;
            /** @description A SELECT. */
            query: string;
        };
        /** @description Where the first rows lie now, to be looked at and mapped as files are. */
        DatabaseSample: {
            columns: string[];
            file: string;
            rows: number;
            /** @description Of a bundle of files. */
            upload: string;
        };
        /** @description A database that was connected or changed. */
        DatabaseShown: {
            database: components["schemas"]["ConnectedDatabase"];
            /** @description What is worth knowing about it. */
            remarks: string[];
        };
        /** @description How its reading is. */
        DatabaseState: {
            /** Format: int64 */
            deleted: number;
            doing: components["schemas"]["DatabaseDoing"];
            /**
             * Format: int64
             * @description Events that were new.
             */
            events: number;
            failure: components["schemas"]["DatabaseFailure"] | null;
            lag: components["schemas"]["DatabaseLag"] | null;
            last: components["schemas"]["Moment"] | null;
            /** @description So much was changed at once that what was written late, before this watermark, may be missing. */
            looked_back: string | null;
            next: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Rows that were read so far, and those that were told as deleted.
             */
            rows: number;
            /**
             * Format: int64
             * @description Rows of the last import with something wrong in them.
             */
            wrong: number;
        };
        /** @description A table or view. */
        DatabaseTable: {
            columns: string[];
            name: string;
            /** @description A query of all of it, to begin with. */
            query: string;
            schema: string | null;
        };
        /**
         * @description How what goes to and fro is kept from others.
         * @enum {string}
         */
        DatabaseTls: "off" | "require" | "verify";
        /** @enum {string} */
        DatabaseTrouble: "sql_unreachable" | "sql_refused" | "sql_insecure" | "sql_too_slow" | "sql_query_failed" | "sql_pull_unfit" | "sql_position_foreign" | "sql_not_set_up" | "sql_slot_lost" | "sql_table_foreign" | "sql_answer_unreadable" | "sql_not_imported";
        /**
         * @description A kind of data that recipes need.
         * @enum {string}
         */
        DataKind: "orders" | "returns" | "carts" | "views" | "field" | "consent" | "sign_ups" | "category" | "articles" | "stock" | "prices" | "event";
        /** @description What a programme says its data have to be like, and how they are. */
        DataStanding: {
            /**
             * Format: int64
             * @description Since the source delivered last.
             */
            age_seconds: number | null;
            /** Format: int64 */
            at_least: number | null;
            /** Format: int64 */
            at_most_seconds: number | null;
            met: boolean;
            /**
             * Format: int64
             * @description 0 to 100, of a field or of what files hold.
             */
            score: number | null;
            /** @description Of which source the figure is; null: none has delivered it. */
            source: string | null;
            /** @description A profile field, what files hold, or a source. */
            what: string;
        };
        DayCount: {
            /** Format: int64 */
            count: number;
            /** Format: date */
            day: string;
        };
        DeliveryRow: {
            at: components["schemas"]["Moment"];
            channel: components["schemas"]["Channel"];
            customer: string;
            customer_name: string;
            /** @description By which its letter is found. */
            delivery: string;
            message: components["schemas"]["Named"];
            programme: string;
            simulated: boolean;
            state: components["schemas"]["State"];
        };
        /** @description What stood at a place of the document, and what stands there after. */
        Difference: {
            after: unknown;
            before: unknown;
            path: string;
        };
        /**
         * @description Whether we wrote it, or somebody wrote back.
         * @enum {string}
         */
        Direction: "in" | "out";
        /** @description Which row. */
        Discard: {
            id: string;
        };
        Drafted: {
            /** @description As whom it is written; absent: the first one there is. */
            customer?: string | null;
            /** @description Absent: the person's own. */
            language?: string | null;
            /** @description A programme that is not live yet. */
            new?: boolean;
            yaml: string;
        };
        /** @description A proof that somebody was erased. */
        Erased: {
            at: components["schemas"]["Moment"];
            /** @description Whoever is known by one of the identifiers again objects to advertising. */
            blocked: boolean;
            /** @description Who did it; null: the server itself, after a backup was brought back. */
            by: string | null;
            /** Format: int64 */
            calls: number;
            /**
             * Format: int64
             * @description They stay counted, and lead to nobody.
             */
            deliveries: number;
            /**
             * Format: int64
             * @description Entries of timelines.
             */
            entries: number;
            /**
             * Format: int64
             * @description Entries of the history of a replay that the command line imported.
             */
            history: number;
            id: string;
            /** Format: int64 */
            identifiers: number;
            /** Format: int64 */
            letters: number;
            /**
             * Format: int64
             * @description Profiles; several where people had been merged.
             */
            people: number;
            reason: components["schemas"]["ErasureReason"];
            /**
             * Format: int64
             * @description Rows that had been set aside, or left out by imports.
             */
            rows: number;
            /** @description Nothing is left in free space of the store's files either; otherwise it is overwritten with time. */
            wiped: boolean;
        };
        ErasedAfter: {
            about: components["schemas"]["RetentionAbout"];
            after: string;
            id: string;
        };
        Erasing: {
            /** @description They are never to be written to again: an objection outlives its person in any case. */
            block?: boolean;
            reason: components["schemas"]["ErasureReason"];
        };
        /**
         * @description Why somebody was erased: what article 17 of the GDPR names.
         * @enum {string}
         */
        ErasureReason: "asked" | "withdrawn" | "not_needed" | "unlawful";
        /** @description What could not be done, and why. */
        Error: {
            cause: string;
            code: components["schemas"]["ErrorCode"];
            help: string;
            /** @description What is wrong with a document, place by place. */
            problems?: components["schemas"]["Problem"][];
            /** @description Why a database cannot be read, where that is what is wrong. */
            trouble?: components["schemas"]["DatabaseTrouble"];
        };
        /** @enum {string} */
        ErrorCode: "unauthenticated" | "wrong_credentials" | "throttled" | "forbidden" | "cross_site" | "not_found" | "wrong_method" | "too_large" | "invalid" | "conflict" | "internal";
        Evaluated: {
            difference: components["schemas"]["Interval"] | null;
            /** Format: int64 */
            held_out: number;
            /** Format: int64 */
            held_out_reached: number;
            id: string;
            missing: components["schemas"]["Missing"] | null;
            name: components["schemas"]["Localised"];
            /** @description It sends nothing for the time being. */
            stopped: boolean;
            /** Format: int64 */
            treated: number;
            /** Format: int64 */
            treated_reached: number;
            verdict: components["schemas"]["Verdict"];
            /**
             * Format: double
             * @description New people in a week, on the average since the first; null in its first week.
             */
            weekly: number | null;
        };
        Evaluation: {
            blast: components["schemas"]["Blast"] | null;
            /**
             * Format: double
             * @description A smaller difference of two rates is not worth looking for.
             */
            effect_min: number;
            /**
             * Format: int32
             * @description Whoever needs more people than this waits in vain.
             */
            people_max: number;
            programmes: components["schemas"]["Evaluated"][];
            reactions: components["schemas"]["Reactions"];
            simulated: boolean;
            /**
             * Format: int32
             * @description What takes longer than this never happens.
             */
            weeks_max: number;
        };
        Example: {
            id: string;
            name: string;
        };
        ExportFolder: {
            /** Format: int32 */
            files_max: number;
            folder: string;
            format: components["schemas"]["ExportFormat"];
        };
        /** @enum {string} */
        ExportFormat: "csv" | "parquet";
        ExportRun: {
            at: components["schemas"]["Moment"];
            failed: string | null;
            /** @description Below the folder of exports, or the table; null: it failed, and what was there before is as it was. */
            file: string | null;
            /** Format: int64 */
            rows: number;
        };
        /** @description How often it runs: one of both. */
        ExportSchedule: {
            /** @description Time of day on the organisation's clock, such as `06:30`. */
            daily_at: string | null;
            /** Format: int32 */
            every_minutes: number | null;
        };
        ExportShown: {
            /** Format: int32 */
            days: number | null;
            /** @description Of things: only those of this entity; null: of all. */
            entity: string | null;
            fields: string[];
            id: string;
            next: components["schemas"]["Moment"] | null;
            running: boolean;
            /** @description The newest first. */
            runs: components["schemas"]["ExportRun"][];
            schedule: components["schemas"]["ExportSchedule"] | null;
            segment: string | null;
            to: components["schemas"]["ExportTo"];
            what: components["schemas"]["ExportWhat"];
        };
        /** @description A table, without what opens its database. */
        ExportTable: {
            at: components["schemas"]["DatabaseAt"];
            /** @description How it is called in messages. */
            place: string;
            schema: string | null;
            table: string;
        };
        /** @description Where it goes. */
        ExportTo: (components["schemas"]["ExportFolder"] & {
            /** @enum {string} */
            kind: "folder";
        }) | (components["schemas"]["ExportTable"] & {
            /** @enum {string} */
            kind: "table";
        });
        /**
         * @description What the rows of an export are.
         * @enum {string}
         */
        ExportWhat: "customers" | "consents" | "opt_outs" | "orders" | "messages" | "things";
        /** @description How a programme reached for somebody. */
        Exposure: {
            arm: components["schemas"]["Arm"];
            at: components["schemas"]["Moment"];
            id: string;
            name: components["schemas"]["Localised"];
            reached: components["schemas"]["Moment"] | null;
        };
        /** @description The other side does not take what it is told. */
        FailingSince: {
            /**
             * Format: int32
             * @description Attempts one after the other.
             */
            attempts: number;
            last: components["schemas"]["Moment"];
            reason: string;
            since: components["schemas"]["Moment"];
        };
        /** @description From everybody to the recipients, if it went now. */
        Fall: {
            /**
             * Format: int64
             * @description Of the audience: who consented to it and does not object.
             */
            agreed: number;
            /** Format: int64 */
            audience: number;
            /**
             * Format: int64
             * @description Got it before.
             */
            before: number;
            /** @description In which languages the recipients read it. */
            languages: components["schemas"]["Readers"][];
            lost: components["schemas"]["Lost"][];
            /**
             * Format: int64
             * @description Not decided until the message would be too old.
             */
            open: number;
            purpose: components["schemas"]["Named"] | null;
            /** Format: int64 */
            recipients: number;
            /** Format: int64 */
            scanned: number;
        };
        /**
         * @description What became of a returned mail.
         * @enum {string}
         */
        Fate: "bounced" | "bounced_soft" | "informed" | "complained" | "out_of_office" | "unsubscribed" | "replied" | "unknown_address" | "unproven";
        /** @description People on a step, and what becomes of them. */
        Fated: {
            /** @description "stays", "leaves", or "moves:" and the step. */
            fate: string;
            journey: string;
            /** Format: int64 */
            people: number;
            step: string;
        };
        FeedFailure: {
            cause: string;
            /** @description It is tried again soon; otherwise somebody has to mend it. */
            passing: boolean;
            since: components["schemas"]["Moment"];
            /** Format: int32 */
            tries: number;
        };
        /** @description Where what stands in JSON, each as `title.rendered`. */
        FeedForm: {
            id?: string;
            /** @description Empty: the answer itself is the list. */
            items?: string;
            link?: string;
            picture?: string;
            published?: string;
            tags?: string;
            text?: string;
            title?: string;
        };
        FeedItem: {
            link: string | null;
            /** @description Paths in the shop's tree that its tags mean. */
            nodes: string[];
            picture: string | null;
            published: components["schemas"]["Moment"] | null;
            tags: string[];
            text: string;
            title: string;
        };
        /**
         * @description What answers at an address.
         * @enum {string}
         */
        FeedKind: "rss" | "wordpress" | "json";
        /** @description What a feed holds, before anything of it counts. */
        FeedLooked: {
            /** Format: int64 */
            cut: number;
            /** Format: int64 */
            empty: number;
            /** @description The first ones. */
            first: components["schemas"]["FeedItem"][];
            /** Format: int64 */
            items: number;
            /** Format: int64 */
            repeated: number;
            /** @description Tags that mean no node yet. */
            unplaced: string[];
        };
        /** @description A feed that is read, without what proves who asks. */
        FeedShown: {
            /**
             * Format: int64
             * @description Items behind the 500th.
             */
            cut: number;
            daily_at: string | null;
            /**
             * Format: int64
             * @description Items that say nothing, or are not known by anything.
             */
            empty: number;
            /** Format: int32 */
            every_minutes: number | null;
            failure: components["schemas"]["FeedFailure"] | null;
            form: components["schemas"]["FeedForm"] | null;
            good: components["schemas"]["Moment"] | null;
            /**
             * Format: int32
             * @description Once it did not answer well for so long, letters show nothing of it any more; null: what it held stays.
             */
            holds_hours: number | null;
            id: string;
            /** Format: int64 */
            items: number;
            kind: components["schemas"]["FeedKind"];
            next: components["schemas"]["Moment"] | null;
            /** @description Tag → paths in the shop's tree. */
            nodes: {
                [key: string]: string[];
            };
            /**
             * Format: int64
             * @description Items whose id an earlier one has.
             */
            repeated: number;
            running: boolean;
            /** @description Whether something is sent that proves who asks. */
            secret: boolean;
            tried: components["schemas"]["Moment"] | null;
            /** @description Tags that mean no node: nobody is found by them. */
            unplaced: string[];
            url: string;
        };
        /** @description Around a place, or around an outlet instead of the usual fence there: one of the two. */
        FenceRule: {
            id: string;
            name: components["schemas"]["RuleName"];
            /** @description Its number. */
            outlet: string | null;
            /** @description Degrees north and east: `50.937500, 6.960300`. */
            place: string | null;
            /** Format: int32 */
            radius_m: number;
        };
        FieldPut: components["schemas"]["FieldType"] | null;
        /** @description A column of a source, as the newest delivery of its files has it; shares in percent. */
        FieldQuality: {
            column: string;
            /**
             * Format: int64
             * @description Rows in which it holds something.
             */
            completeness: number;
            /**
             * Format: int64
             * @description In all earlier deliveries; null: there is none.
             */
            completeness_before: number | null;
            /**
             * Format: int64
             * @description How far the shapes of its values lie from those of the earlier deliveries.
             */
            drift: number;
            /** @description The profile field it fills. */
            field: string | null;
            /** @description What its file was read for. */
            role: string;
            /**
             * Format: int64
             * @description 0 to 100: completeness × validity × what drift leaves.
             */
            score: number;
            series: components["schemas"]["Scored"][];
            /**
             * Format: int64
             * @description Of these, rows that could be used.
             */
            validity: number;
            /** Format: int64 */
            validity_before: number | null;
        };
        /**
         * @description The type of a field.
         * @enum {string}
         */
        FieldType: "text" | "int" | "money" | "bool" | "day" | "time" | "span";
        Finding: {
            code: components["schemas"]["FindingCode"];
            journey: string | null;
            /** @description In which language it stands as it was. */
            language: string | null;
            mailing: string | null;
            /** @description What it is about: a message, a mailing, or a step of a journey. */
            message: string | null;
            /**
             * Format: double
             * @description Of a message. 0: the same for everybody.
             */
            score: number | null;
            step: string | null;
        };
        /** @enum {string} */
        FindingCode: "same_for_everybody" | "waits_for_nothing" | "contract_mailing" | "language_left_behind" | "no_imprint";
        Foretold: {
            /** @description The draft is of a programme that is not live yet. */
            new?: boolean;
            /** @description A draft of the programme; absent: as it is live. */
            yaml?: string | null;
        };
        /**
         * @description Of a form that is written in one language only.
         * @enum {string}
         */
        FormLanguage: "de" | "en";
        /** @description Each as `#0c5c63`; null: the usual one. */
        FormLooks: {
            accent: string | null;
            ink: string | null;
            paper: string | null;
        };
        /** @description The hosted page as it would be. */
        FormPreview: {
            /** @description HTML of its own; nothing can be sent from it. */
            page: components["schemas"]["Localised"];
        };
        /** @description All forms, and what another one may be made of. */
        Forms: {
            /** @description Profile fields that a form may ask for. */
            fields: string[];
            forms: components["schemas"]["FormShown"][];
            /** @description Whether a programme that runs confirms sign-ups; if not, forms take nobody. */
            is_answered: boolean;
            /** @description Purposes that messages and other forms speak of; another one may be named. */
            purposes: string[];
            /** @description Declared sources. */
            sources: string[];
        };
        FormShown: {
            button: components["schemas"]["Localised"] | null;
            colours: components["schemas"]["FormLooks"] | null;
            /** @description To put into a page of the shop. */
            embed: string;
            fields: string[];
            id: string;
            language: components["schemas"]["FormLanguage"] | null;
            purpose: string;
            redirect: string | null;
            required: string[];
            source: string;
            text: components["schemas"]["Localised"];
            title: components["schemas"]["Localised"] | null;
            /** @description The page to link to. */
            url: string;
        };
        /** @description A form as somebody writes it. Consent is asked for by e-mail, and has to be confirmed by a click. */
        FormWritten: {
            button?: components["schemas"]["TextWritten"] | null;
            colours?: components["schemas"]["LooksWritten"] | null;
            fields?: string[];
            language?: components["schemas"]["FormLanguage"] | null;
            purpose: string;
            /** @description Where people are led after it was sent; by https. */
            redirect?: string | null;
            /** @description Those among `fields` without which it is not sent. */
            required?: string[];
            /** @description Whose events the sign-ups are. */
            source: string;
            /** @description What people agree to. */
            text: components["schemas"]["TextWritten"];
            title?: components["schemas"]["TextWritten"] | null;
        };
        /** @description A rule that asks for what is not kept yet. */
        FromTodayOn: {
            /** @description Names of events, or "contacts". */
            asks_for: string[];
            place: string;
        };
        /** @description A notice that is not told unless it is driven again. */
        GivenUpNotice: {
            at: components["schemas"]["Moment"];
            /** Format: int32 */
            attempts: number;
            customer: string;
            kind: components["schemas"]["NoticeKind"];
            reason: string;
        };
        /** @description People treated and left alone, and with how many of both the goal was reached. */
        Goals: {
            /** Format: int64 */
            held_out: number;
            /** Format: int64 */
            held_out_reached: number;
            /** Format: int64 */
            treated: number;
            /** Format: int64 */
            treated_reached: number;
        };
        /**
         * @description What a guardrail counts.
         * @enum {string}
         */
        GuardrailSignal: "delivered" | "hard_bounce" | "complaint" | "unsubscribe";
        /** @description Somebody to look at; what is said of them holds simulated things that are marked as such. */
        Guest: {
            id: string;
            /** @description The message that this is about. */
            message: string | null;
            name: string;
            note: components["schemas"]["Localised"] | null;
            simulated: boolean;
            /** @description Which intent, or time in a journey, of those that the question why is answered with. */
            which: string | null;
        };
        /** @description Whom a mailing has reached already. */
        Handed: {
            count: number;
            /** @description The newest first. */
            rows: components["schemas"]["HandedRow"][];
        };
        HandedRow: {
            at: components["schemas"]["Moment"];
            customer: string;
            name: string;
        };
        Happened: {
            at: components["schemas"]["Moment"];
            cause: components["schemas"]["ActionCause"] | null;
            /** @description By which the letter is found that it is about, where one left. */
            delivery: string | null;
            /** @description Of an action by telephone or in the shop: by which its cause is corrected, and which it is. */
            event: string | null;
            /** @description Name of the kind of event, or of what the system did. */
            kind: string;
            of: components["schemas"]["Other"] | null;
            origin: components["schemas"]["Origin"] | null;
            simulated: boolean;
            /** @description The declared source it came from. */
            source: string | null;
            words: components["schemas"]["Localised"];
        };
        /** @description What came from it since this process began. */
        HeardOf: {
            /**
             * Format: int64
             * @description Events, changes and requests that were taken.
             */
            accepted: number;
            last: components["schemas"]["Moment"] | null;
            last_refused: components["schemas"]["Complaint"] | null;
            left_out: components["schemas"]["LeftOutOf"][];
            /**
             * Format: int64
             * @description Deliveries that could not be read.
             */
            refused: number;
            /**
             * Format: int64
             * @description Deliveries that did not prove who sent them.
             */
            unproven: number;
        };
        /** @description What quiet hours hold, and how long. */
        Held: {
            /** @description As they are agreed upon: `21:00–08:00`. */
            hours: string;
            /** @description It leaves no sooner. */
            until: components["schemas"]["Moment"];
        };
        /**
         * @description Why somebody stays though the time of a rule has come.
         * @enum {string}
         */
        HeldCode: "orders" | "contract" | "restricted" | "under_way";
        HeldTold: {
            /** Format: int64 */
            people: number;
            why: components["schemas"]["HeldCode"];
        };
        /** @description How what is new is found. */
        HowRead: (components["schemas"]["PullAsked"] & {
            /** @enum {string} */
            by: "pull";
        }) | (components["schemas"]["CaptureAsked"] & {
            /** @enum {string} */
            by: "capture";
        });
        Identified: {
            name: string;
            value: string;
        };
        Identifier: {
            kind: string;
            value: string;
        };
        /** @description What a server of the retailer signs `userId`s with, for what a web page sends with a key. */
        Identity: {
            /** @description The secret of a JWT (HS256) with `sub` and `exp`, as it is written here. */
            secret: string;
        };
        /** @description How somebody became one person, who looks like them, and with whom they live. */
        IdentityTold: {
            /** @description The most alike first. */
            alike: components["schemas"]["Suggestion"][];
            /** @description Whether the settings say by which fields people are compared; otherwise nobody looked. */
            compares: boolean;
            /** @description Whoever has the same address. */
            household: components["schemas"]["Suggested"][];
            /** @description The newest first. */
            merges: components["schemas"]["MergeTold"][];
        };
        ImportedFile: {
            file: string;
            /** @description Rows that became nothing, by why. */
            left_out: components["schemas"]["LeftOut"][];
            /** @description What it was read for, as `orders`; null: not noted. */
            role: string | null;
            /** Format: int64 */
            rows: number;
            /**
             * Format: int64
             * @description Rows that became something.
             */
            taken: number;
        };
        /** @description What stopped it, and what helps. */
        ImportError: {
            cause: string;
            help: string;
        };
        /** @enum {string} */
        ImportPhase: "waiting" | "reading" | "applying" | "done" | "failed";
        /** @description How far a trial or an import has come, and what it came to. */
        ImportState: {
            error: components["schemas"]["ImportError"] | null;
            /** @description What is being read. */
            file: string;
            /** @description What becomes of every row, once all are read. */
            files: components["schemas"]["ImportedFile"][];
            /**
             * Format: int64
             * @description Events that an earlier import brought.
             */
            known: number;
            /**
             * Format: int64
             * @description Events that are new.
             */
            new: number;
            phase: components["schemas"]["ImportPhase"];
            /** Format: double */
            progress: number;
            /**
             * Format: int64
             * @description Rows read of it.
             */
            rows: number;
            /** @description The first events of a trial. */
            samples: components["schemas"]["Sample"][];
            totals: components["schemas"]["ImportTotals"] | null;
            /** @description Only to see what would come of it. */
            trial: boolean;
        };
        ImportTotals: {
            /** Format: int64 */
            articles: number;
            /** Format: int64 */
            cancellations: number;
            /** Format: int64 */
            customers: number;
            /** Format: int64 */
            events: number;
            first: components["schemas"]["Moment"] | null;
            last: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Of these, people of whom the files say nothing but what they did.
             */
            nameless_customers: number | null;
            /**
             * Format: int64
             * @description Of a trial: people whom nobody knows yet; null: not counted.
             */
            new_customers: number | null;
            /** Format: int64 */
            orders: number;
            /** Format: int64 */
            outlets: number;
            /** Format: int64 */
            returns: number;
            /**
             * Format: int64
             * @description Rows that became something, aside from those of files that only stand beside others.
             */
            rows: number;
        };
        /** @description Numbers of the last entry that was accepted, and of the last one applied. */
        InboxState: {
            /** Format: int64 */
            applied: number;
            /** Format: int64 */
            last: number;
        };
        /** @description A fence that somebody is in. */
        InFence: {
            fence: string;
            name: components["schemas"]["Localised"];
            since: components["schemas"]["Moment"];
        };
        Intents: {
            /**
             * Format: int64
             * @description Of all that match, as they were counted last.
             */
            count: number;
            /** @description Where the next page begins; null: there is none. */
            next: string | null;
            /** @description Those of one page, the newest first; the next page holds older ones. */
            rows: components["schemas"]["IntentShown"][];
            /** @description Of all that match, what is uncertain: with what was settled and without. */
            uncertain: components["schemas"]["Uncertain"];
        };
        /** @description One message that was wanted for somebody, and what became of it. */
        IntentShown: {
            /** @description When this became of it. */
            at: components["schemas"]["Moment"];
            /** @description When it was wanted first; of what ended before it was wanted, when it ended. */
            begun: components["schemas"]["Moment"];
            channel: components["schemas"]["Channel"] | null;
            customer: string;
            customer_name: string;
            id: string;
            message: components["schemas"]["Named"];
            programme: string;
            reason: components["schemas"]["Reason"] | null;
            reason_words: components["schemas"]["Localised"] | null;
            said: components["schemas"]["Localised"] | null;
            settled: components["schemas"]["Settlement"] | null;
            simulated: boolean;
            state: components["schemas"]["State"];
        };
        /** @description Interest in a node of the taxonomy, from what was looked at, bought and given back, as it stands today. */
        Interest: {
            /** @description From the top down; empty where the catalogue does not know it any more. */
            node: string[];
            /** Format: int64 */
            points: number;
        };
        /** @description Treated minus held out, with the bounds between which the truth is. */
        Interval: {
            /** Format: double */
            estimate: number;
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
        };
        JobError: {
            cause: string;
        };
        /** @description How far a rehearsal is, and once it is done what it found, or why it ended. */
        JobState: {
            done: boolean;
            error: components["schemas"]["JobError"] | null;
            /** Format: double */
            progress: number;
            result: components["schemas"]["Rehearsed"] | null;
        };
        JourneyRow: {
            id: string;
            /** Format: int64 */
            inside: number;
            name: components["schemas"]["Localised"];
        };
        JourneySteps: {
            id: string;
            /**
             * Format: int64
             * @description People inside, as in the list of programmes.
             */
            inside: number;
            steps: components["schemas"]["StepCount"][];
        };
        /** @description Who is on the list now, and which lines name nobody. */
        Kept: {
            /** @description What definitions call it. */
            list: string;
            /** @description The first ones. */
            matched: components["schemas"]["Matched"][];
            size: number;
            /** @description The first ones. */
            unknown: components["schemas"]["Unknown"][];
            unknown_total: number;
        };
        /** @description A write key without itself. */
        KeyRow: {
            at: components["schemas"]["Moment"] | null;
            by: string | null;
            /** @description It stands in the configuration, and is taken away there. */
            configured: boolean;
            /** @description Its hash. */
            id: string;
            name: string;
            /** @description The declared source of what comes with it. */
            source: string | null;
            trust: components["schemas"]["KeyTrust"];
        };
        /** @enum {string} */
        KeyTrust: "public" | "server";
        KindPut: components["schemas"]["KindWritten"] | null;
        KindWritten: {
            fields: {
                [key: string]: components["schemas"]["FieldType"];
            };
            label?: components["schemas"]["WordsWritten"] | null;
        };
        /** @description A cart whose reminder is due in a second. */
        LastSecond: {
            customer: components["schemas"]["Guest"];
            due: components["schemas"]["Moment"];
            now: components["schemas"]["Moment"];
        };
        /**
         * @description Whether what comes from a source comes in time.
         * @enum {string}
         */
        Lateness: "in_time" | "late" | "too_late";
        LearnedArticles: {
            /** Format: int64 */
            articles: number;
            at: components["schemas"]["Moment"];
            /** @description What sells best, with what goes with each; or the article that was asked for alone. */
            examples: components["schemas"]["RelatedArticle"][];
            method: components["schemas"]["RelationMethod"];
            /**
             * Format: int64
             * @description From how many people.
             */
            people: number;
        };
        /** @description Rows that became nothing for the same reason. */
        LeftOut: {
            code: components["schemas"]["LeftOutCode"];
            examples: components["schemas"]["LeftOutRow"][];
            /** @description So many of them can be looked at. */
            kept: number;
            /** Format: int64 */
            rows: number;
            /** @description Something is wrong with them; otherwise there is only nothing in them to take. */
            wrong: boolean;
        };
        /** @enum {string} */
        LeftOutCode: "duplicate" | "guest" | "non_article" | "bookkeeping" | "without_pieces" | "free" | "several_pieces" | "without_content" | "without_use" | "footer" | "field_count" | "not_utf8" | "record_too_long" | "field_too_long" | "empty" | "not_whole_number" | "not_amount" | "too_large" | "not_time" | "time_outside" | "negative_quantity" | "negative_value" | "takes_nothing_back" | "other_customer" | "other_outlet" | "repeated_article" | "same_article_id" | "not_email" | "not_yes_or_no" | "not_span" | "not_listed" | "repeated_key" | "cell_error" | "not_json" | "repeated_name" | "too_deep" | "unknown_article" | "unknown_outlet" | "no_price" | "other_currency" | "until_before_from" | "not_address" | "not_content" | "not_position" | "not_hours" | "not_readable" | "nothing_beside" | "decimal_comma" | "decimal_point" | "not_rating" | "order_known" | "line_known";
        /** @description Parts of deliveries that became nothing for the same reason. */
        LeftOutOf: {
            /** @description What the last of them was about, in the sender's words. */
            about: string;
            code: components["schemas"]["LeftOutWhy"];
            /** Format: int64 */
            count: number;
            last: components["schemas"]["Complaint"];
        };
        LeftOutRow: {
            /** @description The column in which something is wrong. */
            column: string | null;
            /** @description What stands in that column. */
            excerpt: string;
            /**
             * Format: int64
             * @description As a spreadsheet counts: the header is row 1.
             */
            row: number;
            /** @description What the row says. */
            text: string;
        };
        LeftOutRows: {
            /** @description Where the next page begins; null: there is none. */
            next: string | null;
            rows: components["schemas"]["LeftOutRow"][];
        };
        /** @enum {string} */
        LeftOutWhy: "event_not_utf8" | "event_not_json" | "event_not_object" | "event_too_long" | "event_too_deep" | "event_too_many_values" | "event_text_too_long" | "event_kind_unknown" | "event_of_nobody" | "event_value_missing" | "event_value_unreadable" | "event_currency_other" | "event_too_old" | "event_too_new" | "event_type_unknown" | "event_without_use" | "event_not_trusted" | "event_type_not_declared" | "topic_unknown" | "change_only_named" | "delivery_without_use";
        Letter: components["schemas"]["LetterRow"] & {
            headers: string[][];
            /** @description Empty for what is text only. */
            html: string;
            text: string;
        };
        LetterRow: {
            at: components["schemas"]["Moment"];
            channel: components["schemas"]["Channel"];
            customer: string;
            /** @description The intent that it was written for. */
            delivery: string;
            direction: components["schemas"]["Direction"];
            id: string;
            message: string;
            simulated: boolean;
            subject: string;
            to: string;
            /** @description It is not kept, and was written again from what was decided and known on its day. */
            written_again: boolean;
        };
        /** @description The newest letters of one direction, or of both. */
        Letters: {
            /** @description Of all that are kept, also those that are not among the rows. */
            count: number;
            /** @description The newest first. */
            rows: components["schemas"]["LetterRow"][];
        };
        /** @enum {string} */
        LikenessSign: "same_family_name" | "sounding_family_name" | "part_of_family_name" | "other_family_name" | "same_given_name" | "part_of_given_name" | "sounding_given_name" | "other_given_name" | "same_address" | "same_postal_code" | "same_birthday" | "other_birthday" | "same_phone" | "shared_identifier" | "other_identifier";
        /** @description A rule as it was answered at its moment, or a state that began. */
        Link: {
            at: components["schemas"]["Moment"];
            /** @description Of a cap: the messages that counted against it. */
            counted: components["schemas"]["CountedMail"][];
            holds: boolean;
            rule: string | null;
            subject: components["schemas"]["Subject"] | null;
            values: components["schemas"]["Seen"][];
            what: components["schemas"]["Localised"];
            would_have: components["schemas"]["Localised"] | null;
        };
        /** @description A frozen list of customers. */
        ListState: {
            name: string;
            size: number;
        };
        /** @description One text in German and English. */
        Localised: {
            de: string;
            en: string;
        };
        /** @description Null takes it away. */
        LocationPut: {
            to?: components["schemas"]["LocationRules"] | null;
        };
        /** @description Spans are written as `10m`, radiuses are whole metres. */
        LocationRules: {
            /** @description Who comes back sooner was never gone. */
            away: string;
            /** @description So long somebody stays until that is told. */
            dwell: string;
            fences: components["schemas"]["FenceRule"][];
            /**
             * Format: int32
             * @description Around every outlet whose place is known; null: outlets have no fences.
             */
            outlets_m: number | null;
        };
        /** @description What is in the files, and how they could be understood. */
        LookedAt: {
            files: components["schemas"]["LookedAtFile"][];
            /** @description A proposed mapping, as a document. */
            mapping: string;
            /** @description What somebody should decide. */
            open: components["schemas"]["OpenQuestion"][];
            problem: components["schemas"]["ImportError"] | null;
            /** @description Files that cannot be read, and why. */
            unreadable: components["schemas"]["UnreadableFile"][];
        };
        LookedAtColumn: {
            examples: string[];
            /**
             * Format: double
             * @description Share of rows in which it holds something.
             */
            filled: number;
            /** @description How most of its texts that are times are written, as `strptime`; null: as ISO 8601 has it, or none is one. */
            format: string | null;
            looks: components["schemas"]["LooksCode"];
            meaning: components["schemas"]["MeaningCode"] | null;
            misfits: components["schemas"]["ColumnMisfits"] | null;
            name: string;
            /** @description Each row holds something else. */
            unique: boolean;
        };
        LookedAtFile: {
            columns: components["schemas"]["LookedAtColumn"][];
            file: string;
            looked_at: number;
            /** @description The first rows, as texts. */
            rows: string[][];
            /** @description Of a workbook. */
            sheets: string[];
            /** @description Of these, rows that cannot be used. */
            unusable: number;
        };
        /** @enum {string} */
        LooksCode: "empty" | "flag" | "whole" | "amount" | "day" | "moment" | "email" | "phone" | "text";
        /** @description Each as `#0c5c63`; absent: the usual one. */
        LooksWritten: {
            /** @description Of its button; what stands on it is black or white, whichever is read better. */
            accent?: string | null;
            ink?: string | null;
            paper?: string | null;
        };
        Lost: {
            /** Format: int64 */
            count: number;
            detail: components["schemas"]["Localised"] | null;
            reason: components["schemas"]["Reason"] | null;
            /** @description The message's own condition, which did not hold. */
            rule: string | null;
            state: components["schemas"]["State"];
            words: components["schemas"]["Localised"];
        };
        /** @description What somebody has in the loyalty programme. */
        Loyalty: {
            next: components["schemas"]["NextTier"] | null;
            /** Format: int64 */
            points: number;
            tier: components["schemas"]["LoyaltyTier"] | null;
        };
        /** @description Null takes it away. */
        LoyaltyPut: {
            to?: components["schemas"]["LoyaltyRules"] | null;
        };
        /** @description Spans are written as `730d`. */
        LoyaltyRules: {
            /**
             * Format: int32
             * @description … for every full amount of so many whole units of the currency.
             */
            amount: number;
            /** @description Null: points are never gone. */
            expire_after: string | null;
            place: components["schemas"]["PointsPlace"];
            /**
             * Format: int32
             * @description So many points …
             */
            points: number;
            /** @description The lowest first. */
            tiers: components["schemas"]["TierRule"][];
            /** @description Profile field in which another system tells the balance. */
            told_points: string | null;
            /** @description Profile field in which another system tells the id of the tier. */
            told_tier: string | null;
        };
        /** @description A tier that somebody holds. */
        LoyaltyTier: {
            id: string;
            name: components["schemas"]["Localised"];
            since: components["schemas"]["Moment"] | null;
        };
        MailingRow: {
            at: components["schemas"]["Moment"];
            id: string;
            name: components["schemas"]["Localised"];
        };
        /** @description How the files are to be understood. */
        Mapped: {
            /** @description A mapping, as a document. */
            mapping: string;
            /** @description Only to see what would come of it. */
            trial?: boolean;
        };
        Matched: {
            id: string;
            name: string;
        };
        /** @description Null takes it away. */
        MatchingPut: {
            to?: components["schemas"]["MatchingRules"] | null;
        };
        /** @description Profile fields by which people are compared; all texts, the birthday a day. */
        MatchingRules: {
            birthday: string | null;
            city: string | null;
            family_name: string;
            given_name: string | null;
            house_number: string | null;
            phone: string | null;
            postal_code: string | null;
            street: string | null;
        };
        /** @enum {string} */
        MeaningCode: "customer_number" | "email" | "phone" | "card" | "order_number" | "order_time" | "article_number" | "article_name" | "category" | "quantity" | "unit_price" | "total" | "outlet" | "salutation" | "title" | "given_name" | "family_name" | "full_name" | "street" | "postal_code" | "city" | "country" | "region" | "birthday" | "language" | "gender" | "consent_state" | "consent_time" | "changed" | "sent_time" | "campaign" | "sale_price" | "list_price" | "price_from" | "price_until" | "zone" | "customer_group" | "pieces_from" | "stock" | "availability" | "description" | "brand" | "supplier" | "picture" | "link" | "variant_group" | "content" | "tags" | "outlet_name" | "latitude" | "longitude" | "voucher_code" | "redeemed_time" | "rating" | "rated_time" | "own_field";
        Meant: {
            column: string;
            file: string;
            /** @description Null: nothing that is read. */
            meaning?: string | null;
        };
        /** @description Who carries on. */
        Merged: {
            id: string;
        };
        /** @description Somebody who was merged into the person. */
        MergeTold: {
            at: components["schemas"]["Moment"];
            /** @description By which they are parted again. */
            id: string;
            name: string;
            parted: components["schemas"]["Moment"] | null;
        };
        /** @description What it takes until the interval says something. */
        Missing: {
            /** Format: int64 */
            held_out: number;
            /** Format: int64 */
            reached: number;
            seen: components["schemas"]["Needed"] | null;
            smallest: components["schemas"]["Needed"] | null;
            /**
             * Format: int64
             * @description Until an interval is shown at all: people of each arm, and people with whom the goal is reached, on both sides.
             */
            treated: number;
            /**
             * Format: int64
             * @description Until then, as people came so far; null while nobody can say.
             */
            weeks: number | null;
        };
        /** Format: date-time */
        Moment: string;
        /** @description An amount in minor units of its currency. */
        Money: {
            currency: string;
            /** Format: int64 */
            minor: number;
        };
        Moved: {
            /** @description Whether it stands still then; otherwise a demonstration's clock goes on. */
            hold?: boolean;
            /** Format: int64 */
            seconds: number;
        };
        /** @enum {string} */
        MoveHow: "renamed" | "mapped";
        /** @description Something that was defined, by its id and its name. */
        Named: {
            id: string;
            name: components["schemas"]["Localised"];
        };
        /** @description As it is told. */
        NearestWritten: {
            by?: string[];
            chosen?: string | null;
            group?: string | null;
            places?: {
                [key: string]: string;
            };
            position?: string | null;
        };
        /** @description One thing, with what its words speak of. */
        Need: {
            code: components["schemas"]["NeedCode"];
            params: components["schemas"]["NeedParams"];
        };
        /**
         * @description What needs somebody.
         * @enum {string}
         */
        NeedCode: "source_late" | "database_fails" | "delivery_late" | "field_emptier" | "field_unusable" | "feed_fails" | "form_unanswered" | "quarantine" | "privacy_requests" | "unknown_deliveries" | "backlog" | "programme_stopped" | "loop_stands" | "carrier_takes_nothing" | "carrier_needs_repair" | "webhooks_given_up" | "subscription_suspended" | "export_failed" | "guardrail_paused" | "data_bad" | "data_missing" | "data_old" | "data_good" | "guardrail_warned";
        /** @description More people in both arms together, as they are divided now, and how many of them would reach the goal. */
        Needed: {
            /**
             * Format: double
             * @description The difference of the two rates that is taken for the truth.
             */
            effect: number;
            /**
             * Format: int64
             * @description Null: more than anybody has.
             */
            people: number | null;
            /** Format: int64 */
            reached: number | null;
            /**
             * Format: int64
             * @description Until they are there, as people came so far; null while nobody can say.
             */
            weeks: number | null;
        };
        NeededFact: {
            /** @description Where it comes from; the first is what most have. */
            brought_by: components["schemas"]["BringerCode"][];
            channel: components["schemas"]["Channel"] | null;
            /**
             * Format: int64
             * @description People with it; of events, articles and nodes their number.
             */
            count: number;
            kind: components["schemas"]["DataKind"];
            /** @description Of a profile field, a purpose, an event or a node: which one. */
            name: string | null;
        };
        NeedParams: {
            /** Format: int32 */
            attempts?: number;
            /** Format: int64 */
            before?: number;
            /** Format: int64 */
            count?: number;
            /**
             * Format: int64
             * @description Beside how many deliveries a guardrail's count stands.
             */
            delivered?: number;
            /** @description Of a source: the column that became worse. Of a programme: the field, fact or source that it needs better. */
            field?: string;
            /** @description Of a programme. */
            id?: string;
            /** @description Of the newest call that was given up. */
            journey?: string;
            /** @description Who answers for the programme. */
            owner?: string;
            /**
             * Format: int64
             * @description How good it is now, and how good it was.
             */
            percent?: number;
            /** @description What the other side, or the operating system, said last. */
            reason?: string;
            /**
             * Format: int64
             * @description For how long already.
             */
            seconds?: number;
            signal?: components["schemas"]["GuardrailSignal"];
            source?: string;
            step?: string;
            /**
             * Format: int64
             * @description How good it has to be.
             */
            wanted?: number;
        };
        NewAction: {
            /** @description Number of the article it was about. */
            article?: string | null;
            /** @description When it was, RFC 3339; absent: now. */
            at?: string | null;
            /** @description Id of the node it was about. */
            category?: string | null;
            /** @description A code they quoted. */
            code?: string | null;
            /** @description How it reached the house. */
            how: components["schemas"]["SaidBy"];
            kind: components["schemas"]["ActionKind"];
            note?: string | null;
            /** @description Number of an outlet. */
            outlet?: string | null;
            /**
             * Format: int32
             * @description From 1, the worst, to 5.
             */
            rating?: number | null;
            /** @description Number of a receipt. */
            receipt?: string | null;
            subject?: string | null;
        };
        /** @description How a database is to be read. */
        NewDatabase: {
            /** @description From its beginning. */
            anew?: boolean;
            at: components["schemas"]["DatabaseAt"];
            /** @description A declared source, or the name of a new one. */
            id: string;
            /** @description How its rows are understood; it reads one file. */
            mapping: string;
            /** @description Null: the one that is known, if the database is the same. */
            password?: string | null;
            read: components["schemas"]["HowRead"];
        };
        NewExport: {
            /**
             * Format: int32
             * @description Of consents, orders and messages: only those of so many last days.
             */
            days?: number | null;
            /** @description Of things: only those of this entity. */
            entity?: string | null;
            /**
             * @description Of customers: `id`, `identifier.email`, `profile.first_name`, `phase`, `segments`, `orders`, `revenue_minor`,
             *     `last_order`, `since`, `objects`, `consent.email.news` …
             */
            fields?: string[];
            /** @description A name of its own, with which its files begin. */
            id: string;
            schedule?: components["schemas"]["NewExportSchedule"] | null;
            /** @description Of customers: only those in this standing segment. */
            segment?: string | null;
            to: components["schemas"]["NewExportTo"];
            what: components["schemas"]["ExportWhat"];
        };
        NewExportFolder: {
            /**
             * Format: int32
             * @description So many files of it are left there; null: 10.
             */
            files_max?: number | null;
            /** @description Below the folder of exports; empty: there. */
            folder?: string;
            format: components["schemas"]["ExportFormat"];
        };
        /** @description How often it is to run: one of both. */
        NewExportSchedule: {
            /** @description Time of day on the organisation's clock, such as `06:30`. */
            daily_at?: string | null;
            /** Format: int32 */
            every_minutes?: number | null;
        };
        NewExportTable: {
            /** @description Of SQLite a file in the folder of databases, which is made where there is none. */
            at: components["schemas"]["DatabaseAt"];
            /** @description Null: the one that is known, if the database is the same. */
            password?: string | null;
            /** @description Of PostgreSQL; null: the one in which the user's tables are made. */
            schema?: string | null;
            /** @description There is none of this name yet, or it was made by this export. At most 50 bytes. */
            table: string;
        };
        /** @description Where it is to go. */
        NewExportTo: (components["schemas"]["NewExportFolder"] & {
            /** @enum {string} */
            kind: "folder";
        }) | (components["schemas"]["NewExportTable"] & {
            /** @enum {string} */
            kind: "table";
        });
        /** @description A feed as somebody connects it. */
        NewFeed: {
            /** @description The value of the header `authorization`; absent: as it was, empty: none. */
            authorization?: string | null;
            /** @description Time of day on the organisation's clock, such as `06:30`. */
            daily_at?: string | null;
            /**
             * Format: int32
             * @description One of both; neither: every hour.
             */
            every_minutes?: number | null;
            form?: components["schemas"]["FeedForm"] | null;
            /**
             * Format: int32
             * @description Once it did not answer well for so long, letters show nothing of it any more; absent: as it was, 0: what it held stays.
             */
            holds_hours?: number | null;
            id: string;
            kind: components["schemas"]["FeedKind"];
            /** @description Tag → paths in the shop's tree. What is not here means the node of its name, if there is one. */
            nodes?: {
                [key: string]: string[];
            };
            /** @description Of WordPress: `https://shop.example/wp-json/wp/v2/posts?_embed&per_page=100`. */
            url: string;
        };
        NewKey: {
            /** @description What sends with it. */
            name: string;
            /** @description Id of a declared source. */
            source: string;
            /** @description A key that stands in a web page is public: what comes with it proves nothing. */
            trust: components["schemas"]["KeyTrust"];
        };
        /** @description A key that was given out. */
        NewKeyShown: {
            /** @description Shown only now; it is kept nowhere. */
            key: string;
            row: components["schemas"]["KeyRow"];
        };
        /** @description How a source is to be heard. */
        NewSource: {
            /** @description A declared source, or the name of a new one. */
            id: string;
            kind: components["schemas"]["SourceKind"];
            /** @description Of a hook: which place of what is sent means what. */
            mapping?: string | null;
            prefix?: string | null;
            /** @description What the sender proves itself with. Null: the one that is known, or a new one that is made here. */
            secret?: string | null;
        };
        /** @description Who wants to hear of what. */
        NewSubscription: {
            /** @description A name of its own. */
            id: string;
            kinds: components["schemas"]["NoticeKind"][];
            /**
             * @description `whsec_` and the base64 of 24 to 64 bytes, with which every call is signed. Null: the one that is known, or a new one
             *     that is made here.
             */
            secret?: string | null;
            url: string;
        };
        NewUser: {
            email: string;
            /** @description Absent: one is made up and shown once. */
            password?: string | null;
            role: components["schemas"]["Role"];
        };
        /** @description Somebody who may sign in now. */
        NewUserShown: {
            email: string;
            /** @description Shown only now, where it was made up. */
            password: string | null;
            role: components["schemas"]["Role"];
        };
        /** @description The tier above, and how many points are missing to it. */
        NextTier: {
            id: string;
            /** Format: int64 */
            missing: number;
            name: components["schemas"]["Localised"];
        };
        NodeMeant: {
            id: string;
            /** @description Null: no article stands there, and its tree does not say. */
            name: string | null;
        };
        /** @description A node is said by its path, `Garten/Pflanzen`, or by the id that `…/categories` tells. */
        NodeMove: {
            from: string;
            how?: components["schemas"]["MoveHow"];
            /** @description May be one that nobody knows yet, where `from` is known. */
            to: string;
        };
        /** @description A node of a tree as it is named. */
        NodeNamed: {
            id: string;
            means: components["schemas"]["NodeMeant"] | null;
            name: string;
            /** @description By language, where its tree says so. */
            names: {
                [key: string]: string;
            };
            /** @description Null: the shop's own tree. */
            tree: string | null;
        };
        NodeTakenBack: {
            node: string;
        };
        /** @description A source whose complete list no longer holds somebody. */
        NoLongerDelivered: {
            since: components["schemas"]["Moment"];
            /** @description Null: it is no longer declared. */
            source: string | null;
        };
        /** @enum {string} */
        NoticeKind: "message.decided" | "message.sent" | "message.delivered" | "message.uncertain" | "message.bounced" | "message.failed" | "message.suppressed" | "message.opened" | "message.clicked" | "message.replied" | "message.complained" | "message.unsubscribed" | "consent.changed" | "objection.changed" | "profile.changed" | "customer.created" | "customer.identified" | "customer.merged" | "customer.unmerged" | "customer.erased" | "segment.entered" | "segment.left" | "phase.changed" | "stock.back" | "stock.low" | "price.dropped" | "category.new";
        /** @description Which rows of a group nobody wants; none named: all of them. */
        NotWanted: {
            ids?: string[];
        };
        NotWantedTold: {
            rows: number;
            /** @description By which they are brought back. */
            undo: string;
        };
        /** @description Where the clock stands, and how much of the way is left: whoever wants to arrive asks again for that. */
        Now: {
            /** Format: int64 */
            left_seconds: number;
            now: components["schemas"]["Moment"];
        };
        Objecting: {
            /** @description How the person said it. A page is where they say it themselves, so that cannot be said for them. */
            how: components["schemas"]["SaidBy"];
            lifted: boolean;
            /** @description What else proves it: a number of a letter, who was at the till. */
            note?: string | null;
        };
        /** @description An objection that holds. */
        Objection: {
            said: components["schemas"]["ActSaid"] | null;
            since: components["schemas"]["Moment"];
        };
        /** @description An objection or its lifting, as it was recorded. */
        ObjectionTold: {
            lifted: boolean;
            occurred: components["schemas"]["Moment"];
            said: components["schemas"]["ActSaid"] | null;
            simulated: boolean;
        };
        /** @description Which source the files are of. */
        OfSource: {
            /** @description What somebody says that columns mean, instead of what was guessed. */
            meanings?: components["schemas"]["Meant"][];
            /** @description A declared source, or the name of a new one. */
            source: string;
        };
        OpenQuestion: {
            file: string;
            question: components["schemas"]["QuestionCode"];
        };
        /** @description A no. */
        OptOut: {
            channel: components["schemas"]["Channel"] | null;
            /** @description When it was heard. */
            heard: components["schemas"]["Moment"];
            /** @description By which the source knows the person. */
            key: string;
            /** @description What kind of identifier the key is. */
            key_kind: string;
            /** @description When the person said so. */
            occurred: components["schemas"]["Moment"];
            /** @description Of a withdrawal; null: all purposes. */
            purpose: string | null;
            what: components["schemas"]["OptOutKind"];
        };
        /** @enum {string} */
        OptOutKind: "objection" | "withdrawal";
        /** @description Everybody of a source who said no since a moment, and still means it. */
        OptOuts: {
            rows: components["schemas"]["OptOut"][];
            since: components["schemas"]["Moment"];
            source: string;
            /** @description To be asked for next time: what was heard up to now is in here. */
            until: components["schemas"]["Moment"];
        };
        Order: {
            cancelled: boolean;
            id: string;
            /** @description Its lines, the first 200; empty: it is older than what is kept of lines. */
            items: components["schemas"]["OrderItem"][];
            kept_value: components["schemas"]["Money"];
            /** Format: int32 */
            lines: number;
            occurred: components["schemas"]["Moment"];
            outlet: components["schemas"]["Localised"] | null;
            place: components["schemas"]["OrderPlace"];
            /** Format: int64 */
            returned: number;
            value: components["schemas"]["Money"];
        };
        /** @description A line of an order. */
        OrderItem: {
            /**
             * Format: int32
             * @description Pieces that were cancelled.
             */
            cancelled: number;
            name: string;
            /** @description The article's number; null: the catalogue does not know it. */
            number: string | null;
            /**
             * Format: int32
             * @description Pieces.
             */
            quantity: number;
            /**
             * Format: int32
             * @description Pieces that came back.
             */
            returned: number;
            /** @description Of all its pieces. */
            value: components["schemas"]["Money"];
        };
        /** @enum {string} */
        OrderPlace: "online" | "outlet";
        Orders: {
            count: number;
            first: components["schemas"]["Moment"] | null;
            kept: number;
            last: components["schemas"]["Moment"] | null;
            /** @description The newest first. */
            list: components["schemas"]["Order"][];
            value: components["schemas"]["Money"];
        };
        Organisation: {
            currency: string;
            name: string;
            quiet_hours: components["schemas"]["Quiet"][];
            time_zone: string;
        };
        /** @description How something came in. */
        Origin: {
            /** @description Names of the files of the import that brought it; empty: it came by itself, or nobody noted it. */
            files: string[];
            received: components["schemas"]["Moment"];
        };
        /** @description A customer who was merged into another one. */
        Other: {
            /** @description By which they are parted again. */
            id: string;
            name: string;
        };
        /** @description What another programme sends while the one that is edited is as it is, and as it is drafted. */
        OtherProgramme: {
            programme: string;
            /** Format: int64 */
            sent_draft: number;
            /** Format: int64 */
            sent_published: number;
        };
        /** @description What came of one version of the programme. */
        Outcome: {
            busiest_day: components["schemas"]["DayCount"] | null;
            /**
             * @description What became of messages, counted as a programme's are everywhere; open is what is neither sent nor not when the
             *     history ends.
             */
            counts: components["schemas"]["Counts"];
            /** Format: int64 */
            entered: number;
            /**
             * Format: int64
             * @description Who got something.
             */
            people: number;
            per_day: components["schemas"]["DayCount"][];
            /** @description Adds up to the counts of what did not go out, state by state. */
            reasons: components["schemas"]["WhyNot"][];
            sent: components["schemas"]["SentCount"][];
            /** Format: int64 */
            sent_total: number;
        };
        /** @description Open on a day of the week (1: Monday), in minutes of its day. */
        OutletHours: {
            /** Format: int32 */
            from_minute: number;
            /** Format: int32 */
            until_minute: number;
            /** Format: int32 */
            weekday: number;
        };
        /** @description Millionths of a degree, north and east positive. */
        OutletPosition: {
            /** Format: int32 */
            latitude: number;
            /** Format: int32 */
            longitude: number;
        };
        OutletStock: {
            name: string | null;
            /** @description Null: nothing else is known of the outlet. */
            outlet: string | null;
            /** Format: int64 */
            pieces: number;
        };
        /** @description What is said of an outlet. What is left out stays; null takes away what was said before. */
        OutletTold: {
            /** @description All of the week. An empty list: nobody knows when it is open. */
            hours?: components["schemas"]["OutletHours"][] | null;
            name?: string | null;
            position?: components["schemas"]["OutletPosition"] | null;
            /** @description Its price zone. */
            zone?: string | null;
        };
        /** @description An event type or an entity of the organisation's own. */
        OwnKind: {
            fields: {
                [key: string]: components["schemas"]["FieldType"];
            };
            label: components["schemas"]["Localised"] | null;
        };
        /** @description Which outlet is a person's. */
        OwnNearest: {
            /** @description Profile fields whose values `places` names, the first first. */
            by: string[];
            /** @description Profile field with the number of an outlet. */
            chosen: string | null;
            /** @description Profile field with the price group of a person. */
            group: string | null;
            places: {
                [key: string]: string;
            };
            /** @description Profile field with a position: `52.520008, 13.404954`. */
            position: string | null;
        };
        /** @description Somebody's own outlet, and by what it is theirs. */
        OwnOutlet: {
            /** @description The profile field that says so. */
            field: string;
            hours: components["schemas"]["OutletHours"][];
            /**
             * Format: int64
             * @description How far it is from there as the crow flies; null: it was chosen.
             */
            metres: number | null;
            name: components["schemas"]["Localised"];
            number: string;
            /** @description What stands in it. */
            value: string | null;
            why: components["schemas"]["OwnOutletWhy"];
        };
        /**
         * @description Why an outlet is somebody's own.
         * @enum {string}
         */
        OwnOutletWhy: "chosen" | "position" | "place";
        /** @description Whom to part from a person. */
        Parting: {
            from: string;
        };
        PartTold: {
            /** @description `city`; of a field of an event or an entity `vehicle.model`. */
            id: string;
            /** @description The type of a field, the rule of a phase or segment, the strength of an identifier. */
            is: string;
            name: components["schemas"]["Localised"];
            part: components["schemas"]["SchemaPart"];
            /** @description Programmes that ask for it, in rules or as the way into a journey. */
            programmes: string[];
            /** @description The settings themselves ask for it: a phase, a segment, a form. */
            settings: boolean;
            /**
             * Format: int64
             * @description Since which version of the schema; null: it is not noted yet.
             */
            since: number | null;
            /** @description Declared sources that are known to bring it, by their mappings and forms. */
            sources: string[];
        };
        Passwords: {
            new: string;
            old: string;
        };
        Pasted: {
            /** @description One customer in a line: a number, a card, an e-mail address or an id. */
            text: string;
        };
        PersonTold: {
            id: string;
            name: string;
        };
        PhaseCount: {
            /** Format: int64 */
            customers: number;
            id: string;
            name: components["schemas"]["Localised"];
        };
        PhaseSince: {
            id: string;
            name: components["schemas"]["Localised"];
            since: components["schemas"]["Moment"];
        };
        /**
         * @description Where purchases give points.
         * @enum {string}
         */
        PointsPlace: "everywhere" | "online" | "outlet";
        /** @description What became of codes. Those that were there already change nothing, so the same list may come again. */
        PoolFilled: {
            /** @description The pool has them or gave them out, or the list holds them twice. */
            known: number;
            /** @description Codes that are free now. */
            left: number;
            /** @description Messages of live programmes that take codes from it; empty: none does yet. */
            messages: string[];
            new: number;
            /** @description By reason; empty: none. */
            refused: components["schemas"]["CodesRefused"][];
        };
        /** @description A message as somebody would get it. */
        Preview: {
            /** @description The articles are examples: there is no cart or order to speak of. */
            articles_stand_in: boolean;
            blocks: components["schemas"]["ChosenBlock"][];
            channel: components["schemas"]["Channel"];
            customer: string;
            customer_name: string;
            /** @description Empty for what is text only. */
            html: string;
            language: string;
            preheader: string;
            /** @description Why it cannot be shown; then subject and texts are empty. */
            problem: string | null;
            score: components["schemas"]["Score"];
            subject: string;
            text: string;
        };
        /** @description One price that was told. */
        PriceRow: {
            amount: components["schemas"]["Money"];
            from: components["schemas"]["Moment"];
            /** @description Customer group; null: everyone. */
            group: string | null;
            /** @description Whether its time is now. */
            holds: boolean;
            /** @description Number of the outlet, or name of the zone; where neither is known, its id. */
            place: string | null;
            sphere: components["schemas"]["SphereKind"];
            until: components["schemas"]["Moment"] | null;
            /** @description Whether it is what is paid now where and for whom it was told: the newest of those that hold. */
            wins: boolean;
        };
        PriceTold: {
            /** @description RFC 3339; absent: now. */
            from?: string | null;
            /** @description Customer group; absent: everyone. */
            group?: string | null;
            /**
             * Format: int64
             * @description Minor units of the organisation's currency.
             */
            minor: number;
            /** @description Number of an outlet, or name of a price zone; neither: everywhere. */
            outlet?: string | null;
            /** @description No longer from this moment on. */
            until?: string | null;
            zone?: string | null;
        };
        /** @enum {string} */
        PrivacyCode: "access" | "erase" | "account_deleted" | "erase_shop";
        /** @description What is wrong with a document, and what mends it. */
        Problem: {
            cause: string;
            code: components["schemas"]["ProblemCode"] | null;
            cure: string;
            cure_code: components["schemas"]["CureCode"] | null;
            cure_values: {
                [key: string]: string;
            };
            place: string;
            /** @description Values in the cause, by name. */
            values: {
                [key: string]: string;
            };
        };
        /** @enum {string} */
        ProblemCode: "no_event_type" | "no_segment" | "no_message" | "no_source" | "no_step" | "no_template" | "no_fragment" | "no_filter" | "no_test" | "no_component" | "no_text_in" | "no_functions" | "no_value" | "holdout_too_large" | "priority_too_high" | "no_channel" | "contract_in_advertising" | "no_audience" | "two_messages" | "two_journeys" | "name_twice" | "two_steps" | "order_run_without_order" | "not_a_day_field" | "not_a_weekday" | "entry_unclear" | "redirect_circle" | "steps_count" | "step_unclear" | "split_sum" | "field_type" | "wait_unclear" | "wait_forever" | "end_is_taken" | "offset_too_far" | "no_such_month_day" | "window_closed" | "needs_region" | "circle_without_wait" | "too_many_steps_at_once" | "asks_in_circle" | "wrong_id" | "unknown_key" | "unknown_word" | "missing_key" | "unreadable" | "not_yaml" | "text_too_long" | "loops_too_long" | "tags_too_deep" | "set_misplaced" | "not_available" | "loop_one_name" | "loop_products_only" | "loops_nested" | "amount_without_currency" | "day_raw" | "no_text" | "may_be_missing" | "name_unreadable" | "no_multiplication" | "lists_fixed" | "no_brackets" | "parts_in_loops" | "no_star" | "set_joins" | "advertising_in_contract" | "no_open_slot" | "slot_locked" | "slot_other" | "fragment_missing" | "says_nothing" | "words_missing" | "text_between" | "not_closed_before" | "closes_nothing" | "not_closed" | "not_in_mail" | "runs_script" | "not_in_quotes" | "no_alt" | "rule_too_long" | "rule_too_many_parts" | "rule_many_parts" | "rule_too_deep" | "rule_nests" | "rule_not_a_day" | "rule_not_a_span" | "rule_not_money" | "rule_number_too_large" | "rule_no_meaning" | "rule_not_inside" | "rule_open" | "rule_needs_moment" | "rule_needs_subject" | "rule_argument_twice" | "rule_argument_no_value" | "rule_list_too_long" | "rule_ends_early" | "rule_unexpected" | "rule_never" | "rule_has_no_name" | "rule_argument_missing" | "rule_argument_unknown" | "rule_arguments_many" | "rule_unknown_name" | "data_too_bad" | "data_never_came" | "data_too_old" | "source_never_delivered" | "data_without_owner" | "data_unclear" | "no_field" | "no_such_files" | "not_a_score" | "span_out_of_range";
        /** @description A value of the profile: a truth, a number, an amount in minor units, or a text. */
        ProfileField: {
            /** @description Somebody of the house corrected it, and it holds; why, `corrections` tells. */
            corrected: boolean;
            field: string;
            occurred: components["schemas"]["Moment"];
            origin: components["schemas"]["Origin"] | null;
            /** @description What other sources say of the field, and a correction that a source has overtaken, the newest first. */
            others: components["schemas"]["ToldValue"][];
            simulated: boolean;
            /** @description The declared source that told it; null: a correction, Anlass itself, or nobody noted it. */
            source: string | null;
            value: components["schemas"]["Scalar"];
        };
        Programme: {
            counts: components["schemas"]["Counts"];
            /** @description What its data have to be like, and how they are. */
            data: components["schemas"]["DataStanding"][];
            /** @description The programme's document. */
            definition: Record<string, never>;
            journeys: components["schemas"]["JourneySteps"][];
            /** @description Adds up to the counts of what did not go out, state by state. */
            reasons: components["schemas"]["WhyNot"][];
            /** @description What was made live, the newest first. */
            versions: components["schemas"]["Version"][];
            /** @description The same as its author would write it. */
            yaml: string;
        };
        /**
         * @description What a programme is for.
         * @enum {string}
         */
        ProgrammeAim: "activation" | "retention" | "emotional_bond" | "development";
        /** @description A file that proves something. */
        ProofFile: {
            at: components["schemas"]["Moment"];
            by: string;
            /** Format: int64 */
            bytes: number;
            id: string;
            /** @description Its type, by what it begins with. */
            kind: string;
            name: string;
        };
        /**
         * @description How a consent is proven.
         * @enum {string}
         */
        ProofKind: "double_opt_in" | "document" | "imported" | "requested" | "none";
        /** @description What is live after a change. */
        Published: {
            changes: components["schemas"]["Difference"][];
            program: string;
        };
        PullAsked: {
            /**
             * Format: int64
             * @description How far before the last watermark is looked again: seconds, or numbers; null: 300, or 1000.
             */
            again: number | null;
            /**
             * Format: int32
             * @description Rows asked for at a time; null: 10,000.
             */
            batch_rows: number | null;
            /** @description A time of the wall clock: 06:30. */
            daily_at: string | null;
            /**
             * Format: int32
             * @description One of these two.
             */
            every_minutes: number | null;
            /** @description Columns by which no two rows are the same. */
            key: string[];
            /** @description A SELECT. */
            query: string;
            /**
             * Format: int32
             * @description How long the database may work on them; null: 60.
             */
            timeout_seconds: number | null;
            /** @description A column of its result that grows with every change of a row. */
            watermark: string;
            watermark_kind: components["schemas"]["WatermarkAsked"];
        };
        /** @enum {string} */
        QuarantineCode: "event_not_utf8" | "event_not_json" | "event_not_object" | "event_too_long" | "event_too_deep" | "event_too_many_values" | "event_text_too_long" | "event_kind_unknown" | "event_of_nobody" | "event_value_missing" | "event_value_unreadable" | "event_currency_other" | "event_too_old" | "event_too_new" | "event_type_unknown" | "event_without_use" | "event_not_trusted" | "event_type_not_declared" | "delivery_malformed" | "without_identifier" | "vault_gone" | "vault_without_key" | "other_vault" | "damaged";
        /** @enum {string} */
        QuestionCode: "what_is_it" | "when_was_it" | "when_agreed" | "whose_is_it" | "who_rated" | "when_done" | "what_proves_it" | "what_takes_back" | "whose_user_ids" | "no_user_ids" | "beside_articles" | "goes_together" | "codes" | "discounts";
        /** @description No advertising by e-mail between two times of the person's clock; may span midnight. */
        Quiet: {
            from: string;
            to: string;
        };
        /** @description Whose opens and clicks were, of everything heard so far. */
        Reactions: {
            clicks: components["schemas"]["Whose"];
            opens: components["schemas"]["Whose"];
        };
        /** @description How rows are to be read now. */
        ReadAgain: {
            /** @description A mapping, as a document; null: the one by which their file was read last. */
            mapping?: string | null;
        };
        ReadAgainTold: {
            left: number;
            let_in: number;
        };
        /** @description Recipients who read it in one language. */
        Readers: {
            /** Format: int64 */
            count: number;
            language: string;
            /**
             * Format: int64
             * @description How many of them read another one, in which it says nothing.
             */
            otherwise: number;
        };
        /** @description The recipes beside what is here. */
        Readiness: {
            recipes: components["schemas"]["RecipeRow"][];
            /** @description What becomes ready, alone, by each kind of source that is still missing. */
            unlocks: components["schemas"]["Unlocks"][];
        };
        ReadNow: {
            /** @description From its beginning; what is known is left out. */
            anew?: boolean;
        };
        /** @enum {string} */
        Reason: "no_consent" | "objection" | "unreachable" | "quiet_hours" | "cap" | "outranked" | "exit" | "not_relevant" | "out_of_stock" | "waits_for" | "false_reduction" | "erased" | "restricted" | "said_formerly" | "too_old" | "displaced" | "parted" | "merged" | "stopped" | "superseded" | "nothing_left" | "pool_empty" | "rejected" | "bounced" | "held_out" | "render";
        RecipeJourney: {
            id: string;
            name: components["schemas"]["Localised"];
            /** @description Its data are there, consents apart. */
            ready: boolean;
        };
        RecipeRow: {
            aim: components["schemas"]["ProgrammeAim"];
            /** @description Without these it says less, or nobody knows whether it worked. */
            better_with: components["schemas"]["NeededFact"][];
            /** @description Without these it reaches nobody. */
            facts: components["schemas"]["NeededFact"][];
            id: string;
            journeys: components["schemas"]["RecipeJourney"][];
            /** @description A programme of its name is live. */
            live: boolean;
            name: components["schemas"]["Localised"];
            standing: components["schemas"]["RecipeStanding"];
        };
        /**
         * @description How far a recipe's data are there.
         * @enum {string}
         */
        RecipeStanding: "ready" | "silent" | "partly" | "missing";
        /** @description A recipe as it was made live, or could be. */
        RecipeTaken: {
            id: string;
            /** @description Why it cannot be made live here. */
            problems: components["schemas"]["Problem"][];
            /** @description What is live then; null: nothing was changed. */
            program: string | null;
            yaml: string;
        };
        /** @description What is to become of a recipe. */
        RecipeWanted: {
            /** @description Also without its data: it begins once they come. */
            anyway?: boolean;
            /** @description Otherwise its text is only given out, to begin with, and with what is wrong with it here. */
            live: boolean;
        };
        /** @description Which rows; without a source all of them. */
        Redrive: {
            source?: string | null;
        };
        /** @description Rows that were taken in now, and rows that wait on. */
        Redriven: {
            /** Format: int64 */
            driven: number;
            /** Format: int64 */
            left: number;
        };
        /** @description Rows of one file that were refused for the same reason in the same column. */
        RefusedGroup: {
            code: components["schemas"]["LeftOutCode"];
            column: string | null;
            file: string;
            id: string;
            /** @description When the newest of them was refused. */
            newest: components["schemas"]["Moment"];
            /** @description What the file was read for. */
            role: string;
            rows: number;
            source: string;
        };
        RefusedPage: {
            /** @description By which they are read again; null: the file is not read any more. */
            mapping: string | null;
            /** @description Where the next page begins; null: there is none. */
            next: string | null;
            rows: components["schemas"]["RefusedRow"][];
        };
        /** @description A row that was refused. */
        RefusedRow: {
            /** @description Its fields; as many as there are columns unless that is what is wrong. None: it is too long to be kept. */
            cells: string[];
            /** @description Somebody corrected it, and it is still refused. */
            changed: boolean;
            code: components["schemas"]["LeftOutCode"];
            /** @description The column in which something is wrong. */
            column: string | null;
            columns: string[];
            /** @description What stands there, or what is wrong with the row. */
            excerpt: string;
            id: string;
            /** @description What may have been meant in that column; it would not be refused. */
            meant: string | null;
            /** @description Whom it is about, as it says. */
            person: string | null;
            received: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description As a spreadsheet counts: the header is row 1.
             */
            row: number;
        };
        /** @description Rows of files and databases that wait, by why. */
        RefusedRows: {
            groups: components["schemas"]["RefusedGroup"][];
            waiting: number;
            /** @description So many wait at most; what is refused beyond is only counted. */
            waiting_max: number;
        };
        /** @enum {string} */
        RefusedWhy: "empty" | "too_long" | "characters" | "pool_full";
        /** @description What a draft would have done over the recorded history, beside what is published. */
        Rehearsed: {
            /** Format: int64 */
            collisions_draft: number;
            /**
             * Format: int64
             * @description Person-days on which more than one message was wanted, by whichever programme.
             */
            collisions_published: number;
            draft: components["schemas"]["Outcome"];
            /** @description The stretch that is counted. */
            from: components["schemas"]["Moment"];
            others: components["schemas"]["OtherProgramme"][];
            /** Format: int64 */
            people_only_draft: number;
            /**
             * Format: int64
             * @description Who gets something from one of the two only.
             */
            people_only_published: number;
            /** @description Of the programme that is edited alone. */
            published: components["schemas"]["Outcome"];
            sample: components["schemas"]["SampleTold"] | null;
            until: components["schemas"]["Moment"];
        };
        RelatedArticle: {
            article: components["schemas"]["ArticleNamed"];
            /** @description The same people bought these, the surest first. */
            bought: components["schemas"]["ArticleNamed"][];
            /** @description The same people looked at these. */
            viewed: components["schemas"]["ArticleNamed"][];
        };
        /** @description What was learned of articles. */
        RelatedArticles: {
            learned: components["schemas"]["LearnedArticles"] | null;
            /** @description Whether a message has slots that are filled for each person. */
            used: boolean;
        };
        /** @enum {string} */
        RelationMethod: "ease" | "likelihood_ratio";
        Restricting: {
            ground?: components["schemas"]["RestrictionGround"] | null;
            /** @description How the person asked for it, or heard of the lifting. */
            how: components["schemas"]["SaidBy"];
            /** @description For a lifting: the person was told before (article 18 (3)). */
            informed?: boolean;
            lifted: boolean;
            /** @description What else proves it. */
            note?: string | null;
        };
        /** @description A restriction that holds: of several the first one. */
        Restriction: {
            ground: components["schemas"]["RestrictionGround"] | null;
            /** @description Further ones beside it that hold. */
            more: number;
            said: components["schemas"]["ActSaid"] | null;
            since: components["schemas"]["Moment"];
        };
        /**
         * @description Why processing is restricted: what article 18 (1) of the GDPR names.
         * @enum {string}
         */
        RestrictionGround: "contested" | "unlawful" | "claims" | "objected";
        /** @description A restriction or a lifting, as it was recorded. */
        RestrictionTold: {
            /** @description The case that it began, or the cases that it ended. */
            cases: string[];
            ground: components["schemas"]["RestrictionGround"] | null;
            lifted: boolean;
            occurred: components["schemas"]["Moment"];
            said: components["schemas"]["ActSaid"];
            simulated: boolean;
        };
        /**
         * @description What a rule of retention is about.
         * @enum {string}
         */
        RetentionAbout: "silent" | "unconfirmed" | "letters";
        /** @enum {string} */
        RetentionKind: "silent" | "unconfirmed" | "letters";
        /** @description Null takes it away. */
        RetentionPut: {
            to?: components["schemas"]["RetentionRules"] | null;
        };
        /** @description Spans are written as `1096d`. */
        RetentionRules: {
            /** @description Once a day by itself; otherwise only when somebody says so. */
            daily: boolean;
            /** @description Who ordered within this time stays. */
            keep_orders: string;
            /** @description In order: who falls under the first is nobody for the others. */
            rules: components["schemas"]["ErasedAfter"][];
        };
        /** @description What the rules come to now. */
        RetentionTold: {
            /** @description The settings name rules. */
            configured: boolean;
            /** @description They run once a day by themselves. */
            daily: boolean;
            /**
             * Format: int64
             * @description Nobody who ordered within so many days is erased by a rule; null: there are no rules.
             */
            keep_orders_days: number | null;
            last: components["schemas"]["RunTold"] | null;
            rules: components["schemas"]["RuleTold"][];
        };
        Returned: {
            fate: components["schemas"]["Fate"];
        };
        /**
         * @description What somebody may do.
         * @enum {string}
         */
        Role: "admin" | "marketer" | "editor" | "viewer" | "support";
        RowCorrected: {
            let_in: boolean;
            row: components["schemas"]["RefusedRow"] | null;
        };
        RuleDid: {
            /** Format: int64 */
            entries: number;
            id: string;
            /** Format: int64 */
            letters: number;
            /** Format: int64 */
            people: number;
            /**
             * Format: int64
             * @description A carrier had a letter of theirs: next time.
             */
            put_off: number;
        };
        RuleName: {
            de: string;
            en: string;
        };
        /** @description A change: what is null or absent stays. */
        RulesWritten: {
            location?: components["schemas"]["LocationPut"] | null;
            loyalty?: components["schemas"]["LoyaltyPut"] | null;
            matching?: components["schemas"]["MatchingPut"] | null;
        };
        /** @description What one rule would do now. */
        RuleTold: {
            /** Format: int64 */
            days: number;
            /**
             * Format: int64
             * @description Entries of their timelines.
             */
            entries: number;
            /** @description Whose time has come and who stay. */
            held: components["schemas"]["HeldTold"][];
            id: string;
            kind: components["schemas"]["RetentionKind"];
            /**
             * Format: int64
             * @description Letters that would be removed, of a rule about letters.
             */
            letters: number;
            /** @description Who would be erased. */
            people: number;
            samples: components["schemas"]["PersonTold"][];
        };
        /** @description Where somebody stands in a journey. */
        Run: {
            due: components["schemas"]["Moment"] | null;
            journey: string;
            name: components["schemas"]["Localised"];
            since: components["schemas"]["Moment"];
            step: string;
        };
        /**
         * @description How a time in a journey stands to a message that did not come of it.
         * @enum {string}
         */
        RunFate: "lapsed" | "under_way" | "passed_by";
        RunTold: {
            at: components["schemas"]["Moment"];
            /** @description Null: by itself. */
            by: string | null;
            /** @description More people were due than one run erases. */
            more: boolean;
            rules: components["schemas"]["RuleDid"][];
        };
        /**
         * @description How somebody said something to us.
         * @enum {string}
         */
        SaidBy: "phone" | "email" | "in_person" | "letter" | "page" | "correction";
        /** @description An event as it would be taken in. */
        Sample: {
            at: components["schemas"]["Moment"];
            /** @description Of a profile. */
            fields: components["schemas"]["SampleValue"][];
            identifiers: components["schemas"]["SampleValue"][];
            /** @description Name of the kind of event. */
            kind: string;
            words: components["schemas"]["Localised"];
        };
        /** @description People over whose timelines a rehearsal ran, drawn by chance, the same ones each time. */
        SampleTold: {
            /** Format: int64 */
            of: number;
            /** Format: int64 */
            people: number;
        };
        SampleValue: {
            name: string;
            value: string;
        };
        Scalar: boolean | number | string;
        Scheduled: {
            /** @description On the organisation's clock, such as 2026-12-01T09:30. */
            at: string;
        };
        /** @description `before` is null of what is new, `after` of what is gone. */
        SchemaChange: {
            after: string | null;
            before: string | null;
            id: string;
            part: components["schemas"]["SchemaPart"];
        };
        SchemaOwn: {
            entities: {
                [key: string]: components["schemas"]["OwnKind"];
            };
            events: {
                [key: string]: components["schemas"]["OwnKind"];
            };
            fields: {
                [key: string]: components["schemas"]["FieldType"];
            };
            /** @description What people call fields, events and entities, by their ids. */
            names: {
                [key: string]: components["schemas"]["Localised"];
            };
            nearest: components["schemas"]["OwnNearest"] | null;
        };
        /**
         * @description What a part of the schema is.
         * @enum {string}
         */
        SchemaPart: "field" | "event" | "event_field" | "entity" | "entity_field" | "identifier" | "phase" | "segment" | "interest" | "source" | "matching" | "loyalty" | "fence" | "retention";
        SchemaTold: {
            /** @description What the organisation declares itself, and may change. */
            own: components["schemas"]["SchemaOwn"];
            parts: components["schemas"]["PartTold"][];
            /** @description Event types that every organisation has. */
            shipped: components["schemas"]["ShippedEvent"][];
            /**
             * Format: int64
             * @description The number of the version that is live.
             */
            version: number;
            /** @description The newest first. */
            versions: components["schemas"]["SchemaVersion"][];
        };
        SchemaVersion: {
            at: components["schemas"]["Moment"];
            changes: components["schemas"]["SchemaChange"][];
            /** Format: int64 */
            number: number;
            /** @description The program by which it became live. */
            program: string;
        };
        /** @description A change: what it names is put there, null takes away, and what is not named stays. */
        SchemaWritten: {
            entities?: {
                [key: string]: components["schemas"]["KindPut"];
            };
            events?: {
                [key: string]: components["schemas"]["KindPut"];
            };
            fields?: {
                [key: string]: components["schemas"]["FieldPut"];
            };
            names?: {
                [key: string]: components["schemas"]["WordsPut"];
            };
            nearest?: components["schemas"]["NearestWritten"] | null;
        };
        /** @description How individual a message is, block by block. */
        Score: {
            blocks: components["schemas"]["ScoredBlock"][];
            flagged: boolean;
            /** @description People it was scored with. */
            sample: number;
            /**
             * Format: double
             * @description 0: the same for everybody; null: there is nobody to score it with.
             */
            score: number | null;
        };
        /** @description The score of a delivery, or of a column of it. */
        Scored: {
            at: components["schemas"]["Moment"];
            /** Format: int64 */
            score: number;
        };
        ScoredBlock: {
            /**
             * Format: double
             * @description Share of the message's area.
             */
            area: number;
            id: string;
            /** Format: double */
            individuality: number;
            name: components["schemas"]["Localised"] | null;
            /** @description How many different things people read here. */
            variants: number;
        };
        /** @description A fact and its value at that moment. */
        Seen: {
            name: string;
            value: string | null;
        };
        SentCount: {
            channel: components["schemas"]["Channel"];
            /** Format: int64 */
            count: number;
            message: string;
        };
        SentValue: {
            name: string;
            /** @description As it was written; what is long is cut. */
            value: string;
        };
        Session: {
            clock: components["schemas"]["ClockState"];
            /** @description Started as a demonstration. */
            demo: boolean;
            /** @description A folder for exports is configured. */
            export_folder: boolean;
            organisation: components["schemas"]["Organisation"];
            user: components["schemas"]["SignedIn"];
            version: string;
        };
        SettingsDocument: {
            /** @description YAML. */
            text: string;
        };
        SettingsDocumentWritten: {
            /**
             * @description Whether fields, events, entities, sources and rules that it leaves out are to go. Otherwise it is refused with their
             *     names.
             */
            drop: boolean;
            /** @description YAML: all settings. What it leaves out is as if nobody had said it. */
            text: string;
        };
        /** @description What is null is not set up. */
        SettingsRules: {
            location: components["schemas"]["LocationRules"] | null;
            loyalty: components["schemas"]["LoyaltyRules"] | null;
            matching: components["schemas"]["MatchingRules"] | null;
            retention: components["schemas"]["RetentionRules"] | null;
        };
        /** @description What somebody found out about an uncertain delivery. */
        Settlement: {
            arrival: components["schemas"]["Arrival"];
            at: components["schemas"]["Moment"];
            by: string;
        };
        Settling: {
            arrival?: components["schemas"]["Arrival"] | null;
        };
        ShippedEvent: {
            about: string;
            fields: components["schemas"]["ShippedField"][];
            id: string;
        };
        ShippedField: {
            is: string;
            name: string;
        };
        SignedIn: {
            email: string;
            language: string;
            role: components["schemas"]["Role"];
        };
        /** @description What speaks for one person; below zero points for two. */
        SignTold: {
            code: components["schemas"]["LikenessSign"];
            /** Format: int32 */
            points: number;
        };
        Source: {
            delayed: boolean;
            /** Format: int64 */
            events: number;
            id: string;
            /** Format: int64 */
            lag_seconds: number | null;
            last_received: components["schemas"]["Moment"] | null;
            lateness: components["schemas"]["Lateness"] | null;
            /** Format: int32 */
            number: number;
            /**
             * Format: int64
             * @description Those of them that came with the replayed history.
             */
            replayed: number;
        };
        /**
         * @description Who sends, and how it is understood.
         * @enum {string}
         */
        SourceKind: "shopware" | "shopify" | "woocommerce" | "cloudevents" | "hook";
        /** @enum {string} */
        SphereKind: "everywhere" | "zone" | "outlet";
        /** @enum {string} */
        Stage: "planned" | "running" | "done" | "stopped" | "late";
        Started: {
            job: string;
        };
        /** @enum {string} */
        State: "delivered" | "suppressed" | "held_out" | "failed" | "expired" | "lapsed" | "dwelling" | "deferred" | "planned" | "claimed" | "handed" | "unknown";
        StateCount: {
            /** Format: int64 */
            count: number;
            /** @description Of an exit: which one. */
            detail: string | null;
            reason: components["schemas"]["Reason"] | null;
            state: components["schemas"]["State"];
        };
        StepCount: {
            id: string;
            /** Format: int64 */
            inside: number;
        };
        /** @description One of both has to be said. */
        StockTold: {
            /** @description Number of an outlet; absent: in all. */
            outlet?: string | null;
            /** Format: int64 */
            pieces?: number | null;
            /** @description Nobody counts it: it is there. */
            uncounted?: boolean;
        };
        Stopping: {
            stopped: boolean;
        };
        StoreState: {
            /** Format: int64 */
            file_bytes: number;
            /** Format: int32 */
            format: number;
            /** Format: int32 */
            parts: number;
        };
        /**
         * @description Whether a higher price may be struck through.
         * @enum {string}
         */
        StrikeCode: "allowed" | "no_price" | "no_price_before" | "not_lower";
        /** @description What a rule was asked for. */
        Subject: {
            /** @description Of an exit or a block. */
            id: string | null;
            kind: components["schemas"]["SubjectKind"];
            name: components["schemas"]["Localised"] | null;
        };
        /** @enum {string} */
        SubjectKind: "audience" | "entry" | "waited_for" | "branch" | "goal" | "needs" | "relevant" | "exit" | "block";
        /** @description A subscription, without its secret. */
        Subscription: {
            behind: number | null;
            /**
             * Format: int64
             * @description Notices that were too old to be told any more.
             */
            dropped: number;
            failing: components["schemas"]["FailingSince"] | null;
            given_up: number;
            /** @description The newest of those. */
            given_up_rows: components["schemas"]["GivenUpNotice"][];
            id: string;
            kinds: components["schemas"]["NoticeKind"][];
            last_told: components["schemas"]["Moment"] | null;
            oldest: components["schemas"]["Moment"] | null;
            /** @description Nothing is told until somebody drives it again, and why; null: it is told. */
            suspended: string | null;
            /**
             * Format: int64
             * @description Notices that were taken.
             */
            told: number;
            /** @description Where it is told. */
            url: string;
            /** @description Notices that wait; where `behind` is above 0 there are more in as many batches. Null: nobody looked yet. */
            waiting: number;
        };
        /** @description A subscription that was made or changed. */
        SubscriptionShown: {
            /** @description One that was made here, shown only now; null: nothing was made. */
            secret: string | null;
            subscription: components["schemas"]["Subscription"];
        };
        Suggested: {
            id: string;
            name: string;
            orders: number;
            /** @description When the first thing was heard of them. */
            since: components["schemas"]["Moment"];
        };
        /** @description Two people who look like one, with what speaks for it and against it. */
        Suggestion: {
            /** @description The fields by which they are compared, one beside the other. */
            fields: components["schemas"]["Compared"][];
            people: components["schemas"]["Suggested"][];
            /** Format: int32 */
            points: number;
            signs: components["schemas"]["SignTold"][];
        };
        /** @description People who look like one. */
        Suggestions: {
            /** @description Whether the settings say by which fields people are compared. */
            compares: boolean;
            /** @description Whether everybody is compared by these fields already: after they were published that takes a while. */
            is_complete: boolean;
            /** @description Where to go on; null: these were the last. */
            next: string | null;
            /** @description No judged ones; few or none at once where many people were looked at. */
            pairs: components["schemas"]["Suggestion"][];
        };
        Tested: {
            /** @description As whom it is written. */
            customer: string;
            /** @description Addresses of users of this installation, and nobody else's. */
            to: string[];
        };
        TestSent: {
            sent: string[];
        };
        TextTold: {
            description?: string;
            language: string;
            name?: string;
        };
        TextWritten: {
            de: string;
            en: string;
        };
        /** @description Something that somebody has: a vehicle, a contract. */
        Thing: {
            /** @description The entity's name; what people call it, its label says. */
            entity: string;
            fields: components["schemas"]["ThingField"][];
            key: string;
            /** @description Since when it is known to be there. */
            since: components["schemas"]["Moment"];
        };
        /** @description A truth, a number, an amount in minor units, or a text. */
        ThingField: {
            field: string;
            value: components["schemas"]["Scalar"];
        };
        TierRule: {
            /**
             * Format: int32
             * @description Points from which on it is held.
             */
            from: number;
            id: string;
            name: components["schemas"]["RuleName"];
            /** @description Only points of so long ago count; null: the balance does. */
            within: string | null;
        };
        Timeline: {
            /** @description The newest first. */
            entries: components["schemas"]["Happened"][];
            /** @description Where the next page begins; null: there is none. */
            next: string | null;
        };
        Today: {
            /** Format: int64 */
            accepted_total: number;
            /** Format: int64 */
            backlog: number;
            by_state: components["schemas"]["StateCount"][];
            /** Format: int64 */
            customers: number;
            /** @description The newest first. */
            deliveries: components["schemas"]["DeliveryRow"][];
            needs_me: components["schemas"]["Need"][];
            now: components["schemas"]["Moment"];
            phases: components["schemas"]["PhaseCount"][];
            quarantined: number;
            /** @description What is uncertain among them, as the list of it is counted. */
            uncertain: components["schemas"]["Uncertain"];
        };
        /** @description What a source says of a field beside the value that stands; a null value: that there is none. */
        ToldValue: {
            /** @description It is a correction. */
            corrected: boolean;
            occurred: components["schemas"]["Moment"];
            origin: components["schemas"]["Origin"] | null;
            source: string | null;
            value: components["schemas"]["Scalar"] | null;
        };
        /** @description Chapters of the guided tour. */
        Tour: {
            stops: components["schemas"]["TourStop"][];
        };
        TourStop: {
            customers: components["schemas"]["Guest"][];
            due: components["schemas"]["Moment"] | null;
            kind: components["schemas"]["ChapterKind"];
            story: components["schemas"]["CartStory"] | null;
        };
        /** @description Two people by their ids. */
        Two: {
            one: string;
            other: string;
        };
        /** @description Of deliveries of which nobody knew whether they arrived: those that are open still, and those that somebody settled. */
        Uncertain: {
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            settled: number;
        };
        /** @enum {string} */
        UnitMeasure: "kilogram" | "litre" | "metre" | "square_metre" | "piece";
        UnitPrice: {
            /**
             * Format: int32
             * @description What one piece holds: grams, millilitres, millimetres, square centimetres, pieces.
             */
            content: number;
            per: components["schemas"]["UnitMeasure"];
            price: components["schemas"]["Money"] | null;
        };
        /** @description What one piece holds. */
        UnitTold: {
            /**
             * Format: int32
             * @description Grams, millilitres, millimetres, square centimetres, pieces.
             */
            content: number;
            per: components["schemas"]["UnitMeasure"];
        };
        Unknown: {
            /** @description From 1. */
            line: number;
            text: string;
        };
        Unlocks: {
            recipes: string[];
            source: components["schemas"]["BringerCode"];
        };
        UnreadableFile: {
            error: components["schemas"]["ImportError"];
            file: string;
        };
        UsualOutlet: {
            name: components["schemas"]["Localised"];
            /** @description Purchases made there. */
            orders: number;
        };
        Value: unknown;
        /**
         * @description What the interval says.
         * @enum {string}
         */
        Verdict: "no_control_group" | "too_early" | "better" | "worse" | "open" | "negligible";
        Version: {
            act: components["schemas"]["VersionAct"];
            /** @description By the real time. */
            at: components["schemas"]["Moment"];
            /** @description Empty where nobody was signed in: from files, or by the system itself. */
            by: string;
            clock: components["schemas"]["Moment"] | null;
            /** @description From 1, the oldest. */
            number: number;
            /** @description By this the version itself is asked for. */
            program: string | null;
        };
        /**
         * @description What made a version.
         * @enum {string}
         */
        VersionAct: "published" | "restored" | "from_files" | "stopped" | "resumed" | "guardrail" | "data_paused" | "scheduled" | "mailing_stopped" | "mailing_resumed";
        /** @description A version with all it says. */
        VersionWhole: {
            act: components["schemas"]["VersionAct"];
            against: components["schemas"]["Against"] | null;
            /** @description By the real time. */
            at: components["schemas"]["Moment"];
            by: string;
            clock: components["schemas"]["Moment"] | null;
            definition: Record<string, never>;
            number: number;
            program: string;
            /** @description From this version to the other one, or to what is live now. */
            since: components["schemas"]["Difference"][];
            /** @description As its author wrote it, or would write it. */
            yaml: string;
        };
        Viewed: {
            /** @description The node on which the articles hang. */
            name: components["schemas"]["Localised"];
            /** Format: int32 */
            times: number;
        };
        /** @description Pages of articles that somebody looked at. */
        ViewedLately: {
            /**
             * Format: int32
             * @description Within so many days.
             */
            days: number;
            /** @description By what kind of article it was, most often first. */
            kinds: components["schemas"]["Viewed"][];
        };
        /** @description From when until when a message had to wait, and why. */
        Waited: {
            from: components["schemas"]["Moment"];
            until: components["schemas"]["Moment"];
            words: components["schemas"]["Localised"];
        };
        Wanted: {
            /** @description A programme that is not live yet. */
            new?: boolean;
            /**
             * Format: int64
             * @description Count only this last stretch of the history.
             */
            since_days?: number | null;
            yaml: string;
        };
        /** @enum {string} */
        WatermarkAsked: "timestamp" | "integer" | "text";
        Whose: {
            /**
             * Format: int64
             * @description Scanners, prefetches, and proxies that look whether or not anybody reads.
             */
            machines: number;
            /** Format: int64 */
            people: number;
            /**
             * Format: int64
             * @description What simulated people did in a replayed history; among nobody else's.
             */
            simulated: number;
        };
        Why: {
            messages: components["schemas"]["WhyMessage"][];
        };
        /** @description One time that it was wanted to say this. */
        WhyIntent: {
            /** @description When it was wanted first. */
            at: components["schemas"]["Moment"];
            because: components["schemas"]["Localised"] | null;
            by: components["schemas"]["Localised"] | null;
            chain: components["schemas"]["Link"][];
            id: string;
            reason: components["schemas"]["Reason"] | null;
            reason_words: components["schemas"]["Localised"] | null;
            /** @description When it came into its state, as in lists of messages. */
            since: components["schemas"]["Moment"];
            state: components["schemas"]["State"];
            /** @description Where it had to wait, the oldest first. */
            waits: components["schemas"]["Waited"][];
        };
        WhyMessage: {
            id: string;
            /** @description The newest first. */
            intents: components["schemas"]["WhyIntent"][];
            name: components["schemas"]["Localised"];
            /** @description Where it was never wanted and nobody was on the way to it: what stood between, way by way. */
            outside: components["schemas"]["WhyOutside"][];
            programme: string | null;
            /** @description Times in a journey that did not come to this message, the newest first. */
            runs: components["schemas"]["WhyRun"][];
        };
        /** @description What became of messages that did not go out and why, and of how many. */
        WhyNot: {
            /** Format: int64 */
            count: number;
            /** @description Of an exit: which one. */
            detail: string | null;
            reason: components["schemas"]["Reason"] | null;
            state: components["schemas"]["State"];
            words: components["schemas"]["Localised"];
        };
        /** @description A way to the message that was never taken. */
        WhyOutside: {
            happened: components["schemas"]["Localised"];
            /** @description None: a mailing. */
            journey: string | null;
            rule: string | null;
            values: components["schemas"]["Seen"][];
            would_have: components["schemas"]["Localised"];
        };
        /** @description One time in a journey in which this was to be said, and was not. */
        WhyRun: {
            /** @description When it began. */
            at: components["schemas"]["Moment"];
            by: components["schemas"]["Localised"] | null;
            chain: components["schemas"]["Link"][];
            due: components["schemas"]["Moment"] | null;
            /** @description The exit by which it was left. */
            exit: string | null;
            fate: components["schemas"]["RunFate"];
            id: string;
            /** @description Under which lists of messages have it, where they do. */
            intent: string | null;
            journey: string;
            until: components["schemas"]["Moment"] | null;
            would_have: components["schemas"]["Localised"];
        };
        Withdrawing: {
            /** @description Absent: all channels. */
            channel?: string | null;
            /** @description Absent: all purposes. */
            purpose?: string | null;
        };
        WordsPut: components["schemas"]["WordsWritten"] | null;
        WordsWritten: {
            de: string;
            en: string;
        };
        /** @description A draft as its author wrote it. */
        Written: {
            /** @description A programme that is not live yet; its id must be free. */
            new?: boolean;
            yaml: string;
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
