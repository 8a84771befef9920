// What the server says of the catalogue.
import type { components, paths } from "../../api/generated";

type Schemas = components["schemas"];
type Listed<P extends "/api/catalogue/outlets" | "/api/catalogue/content" | "/api/catalogue/pools"> = paths[P]["get"]["responses"][200]["content"]["application/json"][number];
export type ArticlesFound = Schemas["ArticlesFound"];
export type ArticleFound = Schemas["ArticleFound"];
export type NodeNamed = Schemas["NodeNamed"];
export type CategoryNode = Schemas["CategoryNode"];
export type CategoryTrees = Schemas["CategoryTrees"];
export type ArticleOther = Schemas["ArticleOther"];
export type ArticlePrices = Schemas["ArticlePrices"];
export type PriceRow = ArticlePrices["rows"][number];
export type ArticleStock = Schemas["ArticleStock"];
export type ArticleShown = Schemas["ArticleShown"];
export type OutletShown = Listed<"/api/catalogue/outlets">;
export type ContentShown = Listed<"/api/catalogue/content">;
export type PoolShown = Listed<"/api/catalogue/pools">;
export type ContentAudience = Schemas["ContentAudience"];
export type PoolFilled = Schemas["PoolFilled"];
export type MoveHow = Schemas["MoveHow"];
export type OutletTold = Schemas["OutletTold"];
export type ContentTold = Schemas["ContentTold"];
export type PriceTold = Schemas["PriceTold"];
export type StockTold = Schemas["StockTold"];
