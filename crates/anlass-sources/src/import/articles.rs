//! Files of articles: what each is called, where it stands, and what letters show of it.

use super::columns::CodeColumn;
use super::events::Collected;
use super::goods::{Before, Goods, Seen, Told};
use super::nodes::Nodes;
use super::{CODE_CHARS_MAX, Outcome, Progress, Source, TEXT_CHARS_MAX, measures};
use crate::error::Error;
use crate::mapping::{Articles, Content, Group, Listed, Substitutes};
use crate::report::{Fate, FileReport, Flaw, Reason, Role};
use crate::table::{Column, Fields, Table};
use anlass_model::catalogue::{Catalogue, Details, Product, Text, Unit, category_of};
use anlass_model::id::ProductId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Descriptions are shorter than this.
const DESCRIPTION_CHARS_MAX: usize = 20_000;
/// Pictures, tags or nodes of one article.
const LIST_MAX: usize = 20;
/// Of what is declared to stand in for an article.
const NUMBERS_MAX: usize = 200;

/// The columns of the file.
struct Columns<'m> {
    number: CodeColumn,
    names: Vec<Column>,
    name_with: Option<Column>,
    path: Vec<ListedColumn<'m>>,
    /// What the path names by number.
    nodes: Option<Nodes>,
    trees: Vec<(Box<str>, Vec<ListedColumn<'m>>)>,
    /// The first that is not empty.
    group: Vec<CodeColumn>,
    substitutes: Replacements<'m>,
    brand: Option<Column>,
    unit: Option<(Column, Option<Column>)>,
    texts: Vec<(Arc<str>, Option<Column>, Option<Column>)>,
    pictures: Vec<ListedColumn<'m>>,
    link: Option<ListedColumn<'m>>,
    slug: Option<Column>,
    tags: Vec<ListedColumn<'m>>,
    /// What the tags name by number.
    tag_names: Option<Nodes>,
}

enum Replacements<'m> {
    None,
    SameType,
    Group(Column),
    Numbers(ListedColumn<'m>),
}

struct ListedColumn<'m> {
    column: Column,
    listed: &'m Listed,
}

pub(super) fn read(
    source: &Source<'_>,
    articles: &Articles,
    (files, goods): (&mut Catalogue, &mut Goods),
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let nodes = articles.nodes.as_ref().map(|nodes| Nodes::read(source, nodes, collected, progress));
    let nodes = nodes.transpose()?;
    let names = articles.tag_names.as_ref().map(|names| Nodes::names(source, names, collected, progress));
    let tag_names = names.transpose()?;
    let mut table = source.open(&articles.file, &articles.beside)?;
    let columns = Columns { nodes, tag_names, ..Columns::new(&mut table, articles)? };
    let number = &columns.number;
    let mut seen = Seen::default();
    let mut declared = Declared::default();
    let mut numbered = 0u64;
    let report = FileReport::new(&articles.file.0, Role::Articles);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let number_text = number.needed(fields)?;
        let id = ProductId::of(&number_text);
        numbered += 1;
        // Whatever is wrong with its row, it is not gone.
        goods.articles.insert(id);
        let product = columns.product(&number_text, fields)?;
        let instead = match &columns.substitutes {
            Replacements::Numbers(column) => column.read(fields, NUMBERS_MAX)?,
            _ => Vec::new(),
        };
        if source.known.product(id).is_some_and(|other| other.number != product.number) {
            return Err(number.column.flaw(Reason::SameArticleId, &number_text).into());
        }
        match seen.before(&id, &(&product, &instead)) {
            Before::Nothing => {}
            Before::Same => return Ok(Outcome::Fate(Fate::Duplicate, 0)),
            Before::Other => return Err(number.column.flaw(Reason::RepeatedArticle, &number_text).into()),
        }
        declared.add(&number_text, &instead);
        // What order lines ask of it; the rest waits on disk.
        let slight = Product { details: None, unit: None, brand: None, ..product.clone() };
        if files.put(slight.over(None)).is_err() {
            return Err(number.column.flaw(Reason::SameArticleId, &number_text).into());
        }
        goods.put(id, Told::Article(Box::new(product)))?;
        Ok(Outcome::accepted())
    })?;
    goods.is_incomplete = report.rows_read > numbered + report.tally(Fate::Footer).rows;
    for (number, group) in declared.groups() {
        let id = ProductId::of(&number);
        if let Some(product) = files.product(id).filter(|product| product.number == number).cloned() {
            let _same_number = files.put(Product { substitutes: Some(group.clone()), ..product });
            goods.substitutes.insert(id, group);
        }
    }
    collected.reports.push(report);
    Ok(())
}

impl<'m> Columns<'m> {
    fn new(table: &mut Table, articles: &'m Articles) -> Result<Columns<'m>, Error> {
        let number = CodeColumn::new(table, &articles.number)?;
        let group = articles.group.iter().flat_map(Group::codes);
        let group = group.map(|code| CodeColumn::new(table, &code)).collect::<Result<Vec<_>, Error>>()?;
        let mut trees = Vec::with_capacity(articles.trees.len());
        for (name, path) in &articles.trees {
            trees.push((name.as_str().into(), listed(table, path)?));
        }
        let (path, pictures) = (listed(table, &articles.path)?, listed(table, &articles.pictures)?);
        let (tags, mut link) = (listed(table, &articles.tags)?, listed(table, articles.link.as_slice())?);
        let mut column = |name: &String| table.column(name);
        let mut optional = |name: &Option<String>| name.as_ref().map(&mut column).transpose();
        let (name_with, brand) = (optional(&articles.name_with)?, optional(&articles.brand)?);
        let slug = optional(&articles.slug)?;
        let mut texts = Vec::with_capacity(articles.texts.len());
        for (language, own) in &articles.texts {
            texts.push((language.as_str().into(), optional(&own.name)?, optional(&own.description)?));
        }
        let unit = match &articles.unit {
            Some(Content { number, unit }) => {
                Some((column(number)?, unit.as_ref().map(&mut column).transpose()?))
            }
            None => None,
        };
        let names = articles.name.iter().map(&mut column).collect::<Result<Vec<_>, Error>>()?;
        let substitutes = match &articles.substitutes {
            Substitutes::Declared => Replacements::None,
            Substitutes::SameType => Replacements::SameType,
            Substitutes::Group(name) => Replacements::Group(column(name)?),
            Substitutes::Numbers(listed) => {
                Replacements::Numbers(ListedColumn { column: column(&listed.column)?, listed })
            }
        };
        Ok(Columns {
            number,
            names,
            name_with,
            path,
            nodes: None,
            trees,
            group,
            substitutes,
            brand,
            unit,
            texts,
            pictures,
            link: link.pop(),
            slug,
            tags,
            tag_names: None,
        })
    }

    /// What a row says of an article; the name is empty where it says none.
    fn product(&self, number: &str, fields: Fields<'_>) -> Result<Product, Flaw> {
        let mut name: Box<str> = "".into();
        for column in &self.names {
            if let Some(text) = column.optional(fields, TEXT_CHARS_MAX)? {
                name = text.into();
                break;
            }
        }
        if let (false, Some(with)) = (name.is_empty(), text(&self.name_with, fields, TEXT_CHARS_MAX)?) {
            name = format!("{name} {with}").into();
        }
        let (mut path, is_whole) = path(&self.path, fields)?;
        let mut further = Vec::new();
        if let Some(nodes) = &self.nodes {
            (path, further) = by_nodes(nodes, &path);
        }
        let substitutes = match &self.substitutes {
            // An incomplete path names a whole department; its articles do not stand in for one another.
            Replacements::SameType if is_whole => Some(path.join("/").into()),
            Replacements::Group(column) => column.optional(fields, TEXT_CHARS_MAX)?.map(Box::from),
            Replacements::SameType | Replacements::Numbers(_) | Replacements::None => None,
        };
        let mut group = None;
        for column in &self.group {
            group = column.optional(fields)?;
            if group.is_some() {
                break;
            }
        }
        let details = self.details(further, fields)?;
        Ok(Product {
            number: number.into(),
            name,
            path: path.into(),
            group: group.map(Box::from),
            substitutes,
            brand: text(&self.brand, fields, TEXT_CHARS_MAX)?.map(Arc::from),
            unit: self.unit(fields)?,
            details: (details != Details::default()).then(|| Box::new(details)),
        })
    }

    /// `further`: tags beside those of its columns.
    fn details(&self, further: Vec<Box<str>>, fields: Fields<'_>) -> Result<Details, Flaw> {
        let mut texts = Vec::new();
        for (language, name, description) in &self.texts {
            let name = text(name, fields, TEXT_CHARS_MAX)?.unwrap_or_default();
            let description = text(description, fields, DESCRIPTION_CHARS_MAX)?.unwrap_or_default();
            if !name.is_empty() || !description.is_empty() {
                let (name, description) = (name.into(), description.into());
                texts.push(Text { language: Arc::clone(language), name, description });
            }
        }
        let mut nodes = Vec::new();
        for (tree, columns) in &self.trees {
            let (path, _) = path(columns, fields)?;
            if !path.is_empty() {
                nodes.push(category_of(&[vec![tree.clone()], path].concat()));
            }
        }
        let mut pictures: Vec<Box<str>> = Vec::new();
        for column in &self.pictures {
            for picture in column.addresses(fields, LIST_MAX - pictures.len())? {
                if !pictures.contains(&picture) {
                    pictures.push(picture);
                }
            }
        }
        let mut tags: Vec<Arc<str>> = Vec::new();
        for column in &self.tags {
            let read = column.read(fields, LIST_MAX - tags.len())?;
            match &self.tag_names {
                Some(names) => tags.extend(read.iter().filter_map(|id| names.name(id)).map(Arc::from)),
                None => tags.extend(read.into_iter().map(Arc::from)),
            }
        }
        let room = LIST_MAX - tags.len();
        tags.extend(further.into_iter().take(room).map(Arc::from));
        let link = self.link.as_ref().map(|column| column.addresses(fields, 1)).transpose()?;
        let slug = text(&self.slug, fields, TEXT_CHARS_MAX)?.map(Box::from);
        Ok(Details { texts, pictures, link: link.and_then(|mut link| link.pop()), slug, nodes, tags })
    }

    fn unit(&self, fields: Fields<'_>) -> Result<Option<Unit>, Flaw> {
        let Some((number, unit)) = &self.unit else { return Ok(None) };
        let Some(said) = number.optional(fields, CODE_CHARS_MAX)? else { return Ok(None) };
        let whole = match text(unit, fields, CODE_CHARS_MAX)? {
            Some(unit) => format!("{said} {unit}"),
            None => said.to_owned(),
        };
        measures::content(&whole).map(Some).ok_or_else(|| number.flaw(Reason::NotContent, &whole))
    }
}

fn listed<'m>(table: &mut Table, all: &'m [Listed]) -> Result<Vec<ListedColumn<'m>>, Error> {
    all.iter().map(|listed| Ok(ListedColumn { column: table.column(&listed.column)?, listed })).collect()
}

fn text<'f>(column: &Option<Column>, fields: Fields<'f>, max: usize) -> Result<Option<&'f str>, Flaw> {
    column.as_ref().map_or(Ok(None), |column| column.optional(fields, max))
}

/// From the top down, and whether none of its columns is empty.
fn path(columns: &[ListedColumn<'_>], fields: Fields<'_>) -> Result<(Vec<Box<str>>, bool), Flaw> {
    let mut nodes = Vec::with_capacity(columns.len());
    let mut is_whole = !columns.is_empty();
    for column in columns {
        let own = column.read(fields, LIST_MAX)?;
        is_whole &= !own.is_empty();
        nodes.extend(own);
    }
    Ok((nodes, is_whole))
}

/// The longest of the paths to these nodes, of equals the first, and the names of the other nodes.
fn by_nodes(nodes: &Nodes, ids: &[Box<str>]) -> (Vec<Box<str>>, Vec<Box<str>>) {
    let mut paths: Vec<Vec<Box<str>>> =
        ids.iter().map(|id| nodes.path(id)).filter(|path| !path.is_empty()).collect();
    let longest = (0..paths.len()).max_by_key(|at| (paths[*at].len(), std::cmp::Reverse(*at)));
    let Some(longest) = longest else { return (Vec::new(), Vec::new()) };
    let path = paths.remove(longest);
    let mut further: Vec<Box<str>> = paths.iter().filter_map(|path| path.last().cloned()).collect();
    further.retain(|name| !path.contains(name));
    further.dedup();
    (path, further)
}

impl ListedColumn<'_> {
    /// The first texts of a field, at most `max`.
    fn read(&self, fields: Fields<'_>, max: usize) -> Result<Vec<Box<str>>, Flaw> {
        let Listed { divider, before, canonical, .. } = self.listed;
        let Some(text) = self.column.optional(fields, DESCRIPTION_CHARS_MAX)? else { return Ok(Vec::new()) };
        let parts: Vec<&str> = match divider {
            Some(divider) => text.split(divider.as_str()).collect(),
            None => vec![text],
        };
        let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).take(max);
        let spelt = |part: &str| -> Result<Box<str>, Flaw> {
            if part.chars().count() > TEXT_CHARS_MAX {
                return Err(self.column.flaw(Reason::FieldTooLong, part));
            }
            let own = canonical.apply(part).map_err(|reason| self.column.flaw(reason, part))?;
            Ok(if before.is_empty() { own.into() } else { format!("{before}{own}").into() })
        };
        parts.map(spelt).collect()
    }

    fn addresses(&self, fields: Fields<'_>, max: usize) -> Result<Vec<Box<str>>, Flaw> {
        let all = self.read(fields, max)?;
        let is_address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        match all.iter().find(|text| !is_address(text) || text.contains(char::is_whitespace)) {
            Some(bad) => Err(self.column.flaw(Reason::NotAddress, bad)),
            None => Ok(all),
        }
    }
}

/// Articles that stand in for one another, by their numbers: whoever is named with somebody belongs to the same group,
/// which is called by the lowest of its numbers.
#[derive(Default)]
struct Declared(BTreeMap<Box<str>, Box<str>>);

impl Declared {
    fn add(&mut self, number: &str, instead: &[Box<str>]) {
        for other in instead {
            let (one, other) = (self.lowest(number), self.lowest(other));
            let (low, high) = if one <= other { (one, other) } else { (other, one) };
            self.0.insert(low.clone(), low.clone());
            self.0.insert(high, low);
        }
    }

    /// Follows where a number leads; those on the way lead there at once from then on.
    fn lowest(&mut self, number: &str) -> Box<str> {
        let mut way: Vec<Box<str>> = Vec::new();
        let mut at: Box<str> = number.into();
        while let Some(next) = self.0.get(&at).filter(|next| **next != at).cloned() {
            way.push(std::mem::replace(&mut at, next));
        }
        for passed in way {
            self.0.insert(passed, at.clone());
        }
        at
    }

    /// The group of each number that belongs to one.
    fn groups(mut self) -> Vec<(Box<str>, Box<str>)> {
        let numbers: Vec<Box<str>> = self.0.keys().cloned().collect();
        numbers
            .into_iter()
            .map(|number| (self.lowest(&number), number))
            .map(|(low, own)| (own, low))
            .collect()
    }
}
