// What the server says of the catalogue.
import type { Money } from "../../api/schema";

export interface ArticlesFound { rows: ArticleFound[]; next: string | null; looked: number; articles: number }
export interface ArticleFound { number: string; name: string; brand: string | null; category: string[]; picture: string | null; price: Money | null; lowest_before: Money | null; available: boolean; pieces: number | null; new: boolean }
export interface NodeNamed { id: string; name: string; names: Record<string, string>; tree: string | null; means: { id: string; name: string | null } | null }
export interface CategoryNode { node: NodeNamed; parent: string | null; articles: number; also: string[] }
export interface CategoryTrees { nodes: CategoryNode[]; more: number }
export interface ArticleOther { number: string; name: string; available: boolean }
export interface PriceRow { amount: Money; sphere: "everywhere" | "zone" | "outlet"; place: string | null; group: string | null; from: string; until: string | null; holds: boolean; wins: boolean }
export interface ArticlePrices { now: Money | null; lowest_30_days: Money | null; strike: "allowed" | "no_price" | "no_price_before" | "not_lower"; lowest_before: Money | null; percent: number | null; unit: { price: Money | null; per: "kilogram" | "litre" | "metre" | "square_metre" | "piece"; content: number } | null; rows: PriceRow[] }
export interface ArticleStock { available: boolean; pieces: number | null; told: string | null; outlets: { outlet: string | null; name: string | null; pieces: number }[] }
export interface ArticleShown {
  id: string; number: string; name: string; brand: string | null; link: string | null; slug: string | null; pictures: string[]; tags: string[];
  texts: { language: string; name: string; description: string }[]; path: NodeNamed[]; places: NodeNamed[][]; arrived: string | null; new: boolean;
  group: string | null; substitute_group: string | null; variants: ArticleOther[]; substitutes: ArticleOther[]; bought_with: ArticleOther[]; viewed_with: ArticleOther[];
  prices: ArticlePrices; stock: ArticleStock; waiting: number;
}
export interface OutletShown { number: string; name: string; zone: string | null; position: { latitude: number; longitude: number } | null; hours: { weekday: number; from_minute: number; until_minute: number }[] }
export interface ContentShown { id: string; title: string; text: string; picture: string | null; link: string | null; tags: string[]; from: string | null; until: string | null; holds: boolean }
export interface PoolShown { id: string; left: number; given: number; messages: string[] }
