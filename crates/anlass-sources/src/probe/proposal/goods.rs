//! What is proposed for files of the catalogue: articles, outlets, prices, stock. One file may be read for several of them.

use super::properties::Properties;
use super::{Beside, Maker, code, is_key, list, moment, quoted};
use crate::import::measures;
use crate::probe::{Looks, Meaning, Probed, ProbedColumn};

/// Pieces that a shop without numbers is taken to have of what it says is there: more than are ever few.
const PLENTY: &str = "1000";
const THERE: [&str; 14] = [
    "in_stock",
    "in stock",
    "instock",
    "available",
    "auf lager",
    "lieferbar",
    "sofort lieferbar",
    "verfügbar",
    "vorrätig",
    "ja",
    "yes",
    "true",
    "wahr",
    "1",
];
const NOT_THERE: [&str; 19] = [
    "out_of_stock",
    "out of stock",
    "outofstock",
    "unavailable",
    "sold out",
    "preorder",
    "backorder",
    "nicht auf lager",
    "nicht lieferbar",
    "nicht verfügbar",
    "ausverkauft",
    "vergriffen",
    "nein",
    "no",
    "false",
    "falsch",
    "discontinued",
    "not available",
    "0",
];
/// What feeds for Google Merchant Center say, whether or not the first rows do.
const MERCHANT: [(&str, &str); 4] =
    [("in_stock", PLENTY), ("out_of_stock", "0"), ("preorder", "0"), ("backorder", "0")];
/// A text this long is a description, and no name.
const NAME_CHARS_MAX: usize = 79;
/// What stands between several texts in one field, where one of them does.
const DIVIDERS: [&str; 4] = [" > ", ">", "|", ";"];

impl Probed {
    /// Whether its rows tell of articles, and neither of people nor of what they bought.
    fn is_of_articles(&self) -> bool {
        self.column(Meaning::ArticleNumber).is_some()
            && self.column(Meaning::OrderNumber).is_none()
            && self.person().is_none()
    }

    /// How much it says of what articles are.
    fn says_of_articles(&self) -> usize {
        let meanings = [
            Meaning::ArticleName,
            Meaning::Category,
            Meaning::Description,
            Meaning::Brand,
            Meaning::Picture,
            Meaning::Link,
        ];
        meanings.iter().filter(|meaning| self.column(**meaning).is_some()).count()
    }

    fn are_articles(&self) -> bool {
        let is_known_by = |meaning| self.column(meaning).is_some();
        let tells_what_changes =
            [Meaning::UnitPrice, Meaning::Stock, Meaning::Availability, Meaning::Quantity]
                .into_iter()
                .any(is_known_by);
        let is_row_of_its_own = |number: &ProbedColumn| {
            number.is_unique || (number.filled == 1_000 && (self.looked_at == 1 || self.describes_articles()))
        };
        self.shelved().is_none()
            && self.column(Meaning::ArticleNumber).is_some_and(is_row_of_its_own)
            && self.column(Meaning::OrderNumber).is_none()
            && (self.says_of_articles() > 0 || !tells_what_changes)
    }

    /// A list of articles, even where one is told twice: it says much of what they are, and nothing of places and times.
    fn describes_articles(&self) -> bool {
        let others = [
            Meaning::Outlet,
            Meaning::Zone,
            Meaning::CustomerGroup,
            Meaning::PiecesFrom,
            Meaning::PriceFrom,
            Meaning::PriceUntil,
            Meaning::OrderTime,
        ];
        self.is_of_articles()
            && self.says_of_articles() > 1
            && others.iter().all(|other| self.column(*other).is_none())
    }

    fn are_prices(&self) -> bool {
        self.is_of_articles() && self.column(Meaning::UnitPrice).is_some()
    }

    /// The column of pieces, if it has one.
    fn pieces(&self) -> Option<&ProbedColumn> {
        if !self.is_of_articles() {
            return None;
        }
        let told = self.column(Meaning::Stock).or_else(|| self.column(Meaning::Availability));
        let is_list = self.column(Meaning::OrderTime).is_none() && self.column(Meaning::Total).is_none();
        told.or_else(|| self.column(Meaning::Quantity).filter(|_| is_list))
    }

    fn are_outlets(&self) -> bool {
        let tells = [Meaning::OutletName, Meaning::Latitude, Meaning::Zone, Meaning::City];
        self.column(Meaning::Outlet).is_some_and(|outlet| outlet.is_unique)
            && self.column(Meaning::ArticleNumber).is_none()
            && self.column(Meaning::OrderNumber).is_none()
            && self.person().is_none()
            && tells.iter().any(|meaning| self.column(*meaning).is_some())
    }

    fn columns_of(&self, meaning: Meaning) -> impl Iterator<Item = &ProbedColumn> {
        self.columns.iter().filter(move |column| column.meaning == Some(meaning))
    }
}

impl ProbedColumn {
    fn are_addresses(&self) -> bool {
        !self.examples.is_empty()
            && self.examples.iter().all(|text| text.starts_with("https://") || text.starts_with("http://"))
    }

    /// With what divides several texts in one of its fields.
    fn listed(&self, dividers: &[&str]) -> String {
        let divider =
            dividers.iter().find(|divider| self.examples.iter().any(|text| text.contains(**divider)));
        match divider {
            Some(divider) => {
                format!("{{ column: {}, divider: {} }}", quoted(&self.name), quoted(divider.trim()))
            }
            None => quoted(&self.name),
        }
    }
}

/// A table of categories by whose numbers articles name theirs.
struct Nodes<'a> {
    file: &'a Probed,
    id: &'a ProbedColumn,
    parent: &'a ProbedColumn,
    name: &'a str,
}

/// Whether a file holds the nodes that a column of `of` names.
fn nodes_of<'a>(file: &'a Probed, of: &Probed, column: &ProbedColumn) -> Option<Nodes<'a>> {
    let named = |names: &[&str]| {
        file.columns
            .iter()
            .find(|own| names.contains(&own.name.to_lowercase().replace(['_', '-', ' '], "").as_str()))
    };
    let id = named(&["id", "categoryid", "kategorieid"]).filter(|id| id.is_unique)?;
    let parent = named(&["parentid", "parentcategoryid", "elternid", "oberkategorie"])?;
    let name = named(&["name", "title", "titel", "bezeichnung", "categoryname"])?;
    let position = file.columns.iter().position(|own| own.name == id.name)?;
    let ids: Vec<&String> = file.rows.iter().filter_map(|row| row.get(position)).collect();
    let mut parts = column.examples.iter().flat_map(|text| text.split(['|', ',', ';'])).map(str::trim);
    let are_named = parts.any(|part| ids.iter().any(|id| *id == part));
    (file.file != of.file && are_named).then_some(Nodes { file, id, parent, name: &name.name })
}

impl<'a> Maker<'a> {
    pub(super) fn articles(&mut self) {
        let files: &'a [Probed] = self.files;
        // Of several the one that says most; of equals the first.
        let candidates = files.iter().enumerate().filter(|(_, file)| file.are_articles());
        let best = candidates.max_by_key(|(at, file)| (file.says_of_articles(), std::cmp::Reverse(*at)));
        let Some((_, file)) = best else { return };
        let Some(number) = file.column(Meaning::ArticleNumber) else { return };
        self.read.push(&file.file);
        let mut path: Vec<&str> = Vec::new();
        let mut shown: Vec<String> = Vec::new();
        let mut tree = None;
        let mut nodes = None;
        let mut beside = Vec::new();
        for column in file.columns_of(Meaning::Category) {
            if column.name.to_lowercase().contains("google") {
                tree = Some(column);
                continue;
            }
            // A list of words for it says the same in another language.
            let words = files.iter().find(|other| {
                other.file != file.file && other.columns.len() == 2 && is_key(other, &column.name)
            });
            if let Some(found) = files.iter().find_map(|other| nodes_of(other, file, column)) {
                path.push(&column.name);
                shown.push(column.listed(&["|", ",", ";"]));
                self.read.push(&found.file.file);
                nodes = Some(found);
                continue;
            }
            let word = words.and_then(|words| words.columns.iter().find(|other| other.name != column.name));
            match (words, word) {
                (Some(words), Some(word)) => {
                    beside.push(Beside { file: words, here: &column.name, there: &column.name });
                    path.push(&word.name);
                    shown.push(quoted(&word.name));
                }
                _ => {
                    path.push(&column.name);
                    shown.push(column.listed(&DIVIDERS));
                }
            }
        }
        self.line(&format!("articles:\n  file: {}", quoted(&file.file)));
        self.with("  ", &beside);
        self.line(&format!("  number: {}", code(number, "")));
        let described = file.column(Meaning::Description);
        let is_short = |column: &&ProbedColumn| {
            column.examples.iter().all(|text| text.chars().count() <= NAME_CHARS_MAX)
        };
        let name = file.column(Meaning::ArticleName);
        let names: Vec<&str> = match name.or(described.filter(is_short)) {
            Some(name) => vec![&name.name],
            None => path.iter().rev().copied().collect(),
        };
        let names = if names.is_empty() { vec![number.name.as_str()] } else { names };
        self.line(&format!("  name: {}\n  path: [{}]", list(&names), shown.join(", ")));
        if let Some(Nodes { file, id, parent, name }) = nodes {
            let (file, name) = (quoted(&file.file), quoted(name));
            let (id, parent) = (code(id, ""), code(parent, ""));
            self.line(&format!("  nodes: {{ file: {file}, id: {id}, parent: {parent}, name: {name} }}"));
        }
        if let Some(tree) = tree {
            self.line(&format!("  trees: {{ google: [{}] }}", tree.listed(&DIVIDERS)));
        }
        if let Some(group) = file.column(Meaning::VariantGroup) {
            // Who has no parent is one, and is named by its own id.
            let own = file.columns.iter().find(|own| own.name.eq_ignore_ascii_case("id") && own.is_unique);
            let is_parent = group.name.to_lowercase().contains("parent") && group.filled < 1_000;
            let otherwise =
                own.filter(|_| is_parent).map(|own| format!(", otherwise: {}", quoted(&own.name)));
            self.line(&format!("  group: {}", code(group, &otherwise.unwrap_or_default())));
        }
        if let Some(brand) = file.column(Meaning::Brand) {
            self.line(&format!("  brand: {}", quoted(&brand.name)));
        }
        let is_content =
            |column: &&ProbedColumn| column.examples.iter().all(|text| measures::content(text).is_some());
        let content = file.column(Meaning::Content).filter(|column| !column.examples.is_empty());
        if let Some(content) = content.filter(is_content) {
            self.line(&format!("  unit: {}", quoted(&content.name)));
        }
        if let (Some(described), Some(_)) = (described, name) {
            let is_german = described.name.to_lowercase().contains("beschreibung")
                || described.name.to_lowercase().contains("text");
            let language = if is_german { "de" } else { "en" };
            self.line(&format!("  texts: {{ {language}: {{ description: {} }} }}", quoted(&described.name)));
        }
        let pictures = file.columns_of(Meaning::Picture).filter(|column| column.are_addresses());
        let pictures: Vec<String> = pictures.map(|column| column.listed(&["|", ";", ","])).collect();
        if !pictures.is_empty() {
            self.line(&format!("  pictures: [{}]", pictures.join(", ")));
        }
        if let Some(link) = file.columns_of(Meaning::Link).find(|column| column.are_addresses()) {
            self.line(&format!("  link: {}", quoted(&link.name)));
        }
        let properties = files.iter().filter(|other| other.file != file.file).find_map(Probed::properties);
        let named = properties.as_ref().map(|table| file.names_of_properties(table)).unwrap_or_default();
        if let Some(Properties { file, id, name }) = properties.filter(|_| !named.is_empty()) {
            self.read.push(&file.file);
            let of =
                |column: &&ProbedColumn| format!("{{ column: {}, divider: \"|\" }}", quoted(&column.name));
            self.line(&format!("  tags: [{}]", named.iter().map(of).collect::<Vec<_>>().join(", ")));
            let (file, id, name) = (quoted(&file.file), code(id, ""), quoted(name));
            self.line(&format!("  tag_names: {{ file: {file}, id: {id}, name: {name} }}"));
        } else if let Some(tags) = file.column(Meaning::Tags) {
            self.line(&format!("  tags: [{}]", tags.listed(&["|", ";", ","])));
        }
    }

    pub(super) fn outlets(&mut self) {
        let files: &'a [Probed] = self.files;
        let mut is_first = true;
        for file in files.iter().filter(|file| file.are_outlets()) {
            let Some(number) = file.column(Meaning::Outlet) else { continue };
            self.begin("outlets", &file.file, &mut is_first);
            self.line(&format!("    number: {}", code(number, "")));
            let name = file.column(Meaning::OutletName).or_else(|| file.column(Meaning::City));
            if let Some(name) = name {
                self.line(&format!("    name: {}", quoted(&name.name)));
            }
            if let Some(zone) = file.column(Meaning::Zone) {
                self.line(&format!("    zone: {}", quoted(&zone.name)));
            }
            let place = (file.column(Meaning::Latitude), file.column(Meaning::Longitude));
            if let (Some(latitude), Some(longitude)) = place {
                let (latitude, longitude) = (quoted(&latitude.name), quoted(&longitude.name));
                self.line(&format!("    position: {{ latitude: {latitude}, longitude: {longitude} }}"));
            }
        }
    }

    pub(super) fn prices(&mut self) {
        let files: &'a [Probed] = self.files;
        let mut is_first = true;
        for file in files.iter().filter(|file| file.are_prices()) {
            let price = file.column(Meaning::UnitPrice);
            let (Some(number), Some(price)) = (file.column(Meaning::ArticleNumber), price) else { continue };
            self.begin("prices", &file.file, &mut is_first);
            match self.by_id(file, number) {
                Some((beside, real)) => {
                    self.with("    ", &[beside]);
                    self.line(&format!("    article: {}", code(real, "")));
                }
                None => self.line(&format!("    article: {}", code(number, ""))),
            }
            match file.column(Meaning::SalePrice) {
                Some(sale) => self.line(&format!("    amount: {}", list(&[&sale.name, &price.name]))),
                None => self.line(&format!("    amount: {}", quoted(&price.name))),
            }
            if let Some(least) = file.column(Meaning::PiecesFrom) {
                self.line(&format!("    pieces_from: {}", quoted(&least.name)));
            }
            if let Some(outlet) = file.column(Meaning::Outlet) {
                self.line(&format!("    outlet: {}", code(outlet, "")));
            }
            for (meaning, key) in [(Meaning::Zone, "zone"), (Meaning::CustomerGroup, "group")] {
                if let Some(column) = file.column(meaning) {
                    self.line(&format!("    {key}: {}", quoted(&column.name)));
                }
            }
            for (meaning, key) in [(Meaning::PriceFrom, "from"), (Meaning::PriceUntil, "until")] {
                if let Some(column) = file.column(meaning) {
                    self.line(&format!("    {key}: {}", moment(column)));
                }
            }
        }
    }

    /// Where a file names articles by the shop system's own `id`, which a list of articles has beside their numbers.
    fn by_id(&self, file: &Probed, named: &'a ProbedColumn) -> Option<(Beside<'a>, &'a ProbedColumn)> {
        let files: &'a [Probed] = self.files;
        let at = file.columns.iter().position(|own| own.name == named.name)?;
        files.iter().filter(|other| other.file != file.file && other.are_articles()).find_map(|other| {
            let real = other.column(Meaning::ArticleNumber)?;
            let id =
                other.columns.iter().position(|own| own.name.eq_ignore_ascii_case("id") && own.is_unique)?;
            let ids: Vec<&String> = other.rows.iter().filter_map(|row| row.get(id)).collect();
            // Of a long list only the first ids are at hand; a shop system's own name for them says as much.
            let is_named = named.name.eq_ignore_ascii_case("product_id")
                || file.rows.iter().filter_map(|row| row.get(at)).any(|text| ids.contains(&text));
            let id = other.columns.get(id)?;
            let beside = Beside { file: other, here: &named.name, there: &id.name };
            (is_named && real.name != id.name).then_some((beside, real))
        })
    }

    pub(super) fn stock(&mut self) {
        let files: &'a [Probed] = self.files;
        let mut is_first = true;
        for file in files {
            let (Some(number), Some(pieces)) = (file.column(Meaning::ArticleNumber), file.pieces()) else {
                continue;
            };
            self.begin("stock", &file.file, &mut is_first);
            self.line(&format!("    article: {}", code(number, "")));
            let values = stands_for(pieces);
            match values.is_empty() {
                true => self.line(&format!("    pieces: {}", quoted(&pieces.name))),
                false => self.line(&format!(
                    "    pieces: {{ column: {}, values: {{ {} }} }}",
                    quoted(&pieces.name),
                    values.join(", ")
                )),
            }
            if let Some(outlet) = file.column(Meaning::Outlet) {
                self.line(&format!("    outlet: {}", code(outlet, "")));
            }
        }
    }

    fn begin(&mut self, role: &str, file: &'a str, is_first: &mut bool) {
        if std::mem::take(is_first) {
            self.line(&format!("{role}:"));
        }
        self.read.push(file);
        self.line(&format!("  - file: {}", quoted(file)));
    }
}

/// How many pieces the texts of a column stand for; none of a column of numbers.
fn stands_for(column: &ProbedColumn) -> Vec<String> {
    let is_yes_or_no = column.examples.iter().all(|text| matches!(&**text, "0" | "1"));
    if column.meaning != Some(Meaning::Availability) || (column.looks == Looks::Whole && !is_yes_or_no) {
        return Vec::new();
    }
    let mut values: Vec<(&str, &str)> = Vec::new();
    for text in &column.examples {
        let small = text.to_lowercase();
        if THERE.contains(&small.as_str()) {
            values.push((text, PLENTY));
        } else if NOT_THERE.contains(&small.as_str()) {
            values.push((text, "0"));
        }
    }
    if values.iter().any(|(text, _)| MERCHANT.iter().any(|(known, _)| known == text)) {
        let more = MERCHANT.iter().filter(|(text, _)| values.iter().all(|(known, _)| known != text));
        let more: Vec<(&str, &str)> = more.copied().collect();
        values.extend(more);
    }
    values.iter().map(|(text, pieces)| format!("{}: {pieces}", text_key(text))).collect()
}

/// A key that is a text, also where it looks like a number or a truth.
fn text_key(text: &str) -> String {
    let quoted = quoted(text);
    if quoted.starts_with('"') { quoted } else { format!("\"{quoted}\"") }
}
