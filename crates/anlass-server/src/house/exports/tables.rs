//! What is in exports: columns, and rows of them read page by page. Everybody is as they are when the pass comes to them.

use super::things;
use crate::exported::{ExportWhat, Kept};
use crate::house::View;
use anlass_engine::{Dossier, allows};
use anlass_model::consent::{Channel, Proof, Recorded};
use anlass_model::event::Place;
use anlass_model::id::{EntityId, EntityKind, IdentifierKind, Name, NameId};
use anlass_model::org::TenantScope;
use anlass_model::time::{DAY, Timestamp};
use anlass_model::value::{Type, Value};
use anlass_runtime::batch::SEGMENT_INDEX;
use anlass_runtime::rows;
use anlass_sources::writing::{Cell, Column, Kind};
use anlass_store::IntentFilter;
use anyhow::{Context, Result};

const PAGE: usize = 1_000;
const IDENTIFIERS: [IdentifierKind; 6] = [
    IdentifierKind::CustomerNumber,
    IdentifierKind::Email,
    IdentifierKind::Phone,
    IdentifierKind::Card,
    IdentifierKind::Device,
    IdentifierKind::Cookie,
];

pub(super) type Write<'a> = &'a mut dyn FnMut(Vec<Cell>) -> Result<()>;

/// A column of customers.
enum Field {
    Id,
    Identifier(IdentifierKind),
    Profile(NameId, Type),
    Phase,
    Segments,
    Orders,
    Revenue,
    LastOrder,
    Since,
    Objects,
    Consent(Channel, NameId),
}

impl Field {
    fn read(view: &View, text: &str) -> Result<Field, String> {
        let settings = &view.runtime.program.definitions.settings;
        let parts: Vec<&str> = text.split('.').collect();
        let unknown = || {
            Err(format!(
                "fields: \"{text}\" is none of id, identifier.…, profile.…, phase, segments, orders, revenue_minor, \
                 last_order, since, objects, consent.CHANNEL.PURPOSE"
            ))
        };
        Ok(match parts.as_slice() {
            ["id"] => Field::Id,
            ["identifier", kind] => match IDENTIFIERS.into_iter().find(|known| known.as_str() == *kind) {
                Some(kind) => Field::Identifier(kind),
                None => return unknown(),
            },
            ["profile", ..] => {
                let name = text.strip_prefix("profile.").unwrap_or_default();
                let known = settings.fields.iter().find(|(own, _)| own.as_str() == name);
                let Some((name, kind)) = known else {
                    return Err(format!("fields: the settings have no profile field \"{name}\""));
                };
                Field::Profile(name.id(), *kind)
            }
            ["phase"] => Field::Phase,
            ["segments"] => Field::Segments,
            ["orders"] => Field::Orders,
            ["revenue_minor"] => Field::Revenue,
            ["last_order"] => Field::LastOrder,
            ["since"] => Field::Since,
            ["objects"] => Field::Objects,
            ["consent", channel, purpose] => {
                let channel = Channel::ALL.into_iter().find(|known| known.as_str() == *channel);
                match (channel, Name::new(purpose)) {
                    (Some(channel), Ok(purpose)) => Field::Consent(channel, purpose.id()),
                    _ => return unknown(),
                }
            }
            _ => return unknown(),
        })
    }

    fn kind(&self) -> Kind {
        match self {
            Field::Profile(_, of) => kind(*of),
            Field::Objects | Field::Consent(..) => Kind::Truth,
            Field::Orders | Field::Revenue => Kind::Whole,
            Field::LastOrder | Field::Since => Kind::Moment,
            _ => Kind::Text,
        }
    }

    fn cell(&self, view: &View, dossier: &Dossier) -> Cell {
        let program = &view.runtime.program;
        let hot = &dossier.hot;
        let orders = || hot.heads.iter().filter(|head| !head.cancelled);
        match self {
            Field::Id => Cell::Text(hot.id.to_string()),
            Field::Identifier(kind) => identifier(dossier, *kind).into(),
            Field::Profile(field, kind) => match dossier.profile(*field) {
                Some(value) if value.kind() == *kind => value_cell(value),
                _ => Cell::None,
            },
            Field::Phase => hot.phase.map(|phase| program.name(phase)).into(),
            Field::Segments => {
                let names: Vec<String> = hot.segments.iter().map(|segment| program.name(*segment)).collect();
                Cell::Text(names.join("|"))
            }
            Field::Orders => Cell::Whole(i64::try_from(orders().count()).unwrap_or(i64::MAX)),
            Field::Revenue => Cell::Whole(orders().map(|head| head.kept_value).sum()),
            Field::LastOrder => orders().map(|head| head.occurred).max().map_or(Cell::None, Cell::Moment),
            Field::Since => Cell::Moment(hot.created),
            Field::Objects => Cell::Truth(dossier.is_objecting()),
            Field::Consent(channel, purpose) => Cell::Truth(allows(dossier, *channel, *purpose)),
        }
    }
}

/// How values of a type are written.
pub(super) fn kind(of: Type) -> Kind {
    match of {
        Type::Bool => Kind::Truth,
        Type::Int | Type::Money => Kind::Whole,
        Type::Time => Kind::Moment,
        Type::Text | Type::Day | Type::Span => Kind::Text,
    }
}

pub(super) fn value_cell(value: &Value) -> Cell {
    match value {
        Value::Bool(truth) => Cell::Truth(*truth),
        Value::Int(number) | Value::Money(number) => Cell::Whole(*number),
        Value::Span(span) => Cell::Text(span.to_string()),
        Value::Time(moment) => Cell::Moment(*moment),
        Value::Day(day) => Cell::Text(day.to_string()),
        Value::Text(text) => Cell::Text(text.to_string()),
    }
}

fn identifier(dossier: &Dossier, kind: IdentifierKind) -> Option<String> {
    let found = dossier.hot.identifiers.iter().find(|identifier| identifier.kind == kind);
    found.map(|identifier| identifier.value.to_string())
}

/// The columns of an export; or why it cannot be made of what the settings have.
///
/// # Errors
/// The cause.
pub(crate) fn check(view: &View, kept: &Kept) -> Result<Vec<Column>, String> {
    let is_of_customers = kept.what == ExportWhat::Customers;
    if !is_of_customers && (!kept.fields.is_empty() || kept.segment.is_some()) {
        return Err("fields and segment: only an export of customers has them".into());
    }
    if kept.what != ExportWhat::Things && kept.entity.is_some() {
        return Err("entity: only an export of things has one".into());
    }
    if let Some(segment) = &kept.segment {
        let mut known = view.runtime.program.definitions.settings.segments.keys();
        if !known.any(|known| known.as_str() == segment) {
            return Err(format!("segment: the settings have no segment \"{segment}\""));
        }
    }
    let texts = |names: &[&str]| -> Vec<Column> {
        names.iter().map(|name| Column { name: (*name).to_owned(), kind: Kind::Text }).collect()
    };
    let typed = |mut columns: Vec<Column>, kinds: &[(&str, Kind)]| {
        for column in &mut columns {
            if let Some((_, kind)) = kinds.iter().find(|(name, _)| *name == column.name) {
                column.kind = *kind;
            }
        }
        columns
    };
    Ok(match kept.what {
        ExportWhat::Customers if kept.fields.is_empty() => {
            return Err("fields: an export of customers needs at least one".into());
        }
        ExportWhat::Customers => {
            let mut columns: Vec<Column> = Vec::new();
            for text in &kept.fields {
                if columns.iter().any(|known| known.name == *text) {
                    return Err(format!("fields: \"{text}\" stands there twice"));
                }
                columns.push(Column { name: text.clone(), kind: Field::read(view, text)?.kind() });
            }
            columns
        }
        ExportWhat::Consents => typed(
            texts(&["customer", "customer_number", "channel", "purpose", "granted", "at", "proof", "text"]),
            &[("granted", Kind::Truth), ("at", Kind::Moment)],
        ),
        ExportWhat::OptOuts => typed(
            texts(&["customer", "customer_number", "email", "opted_out", "channel", "purpose", "at"]),
            &[("at", Kind::Moment)],
        ),
        ExportWhat::Orders => typed(
            texts(&[
                "customer",
                "customer_number",
                "order",
                "at",
                "place",
                "product",
                "quantity",
                "returned",
                "cancelled",
                "value_minor",
                "currency",
            ]),
            &[
                ("at", Kind::Moment),
                ("quantity", Kind::Whole),
                ("returned", Kind::Whole),
                ("cancelled", Kind::Whole),
                ("value_minor", Kind::Whole),
            ],
        ),
        ExportWhat::Things => things::columns(view, kept.entity.as_deref())?,
        ExportWhat::Messages => typed(
            texts(&[
                "delivery",
                "customer",
                "programme",
                "journey",
                "message",
                "class",
                "channel",
                "state",
                "reason",
                "detail",
                "created",
                "changed",
                "planned",
            ]),
            &[("created", Kind::Moment), ("changed", Kind::Moment), ("planned", Kind::Moment)],
        ),
    })
}

/// Hands every row to `write`; how many those were.
pub(super) fn each(
    view: &View,
    scope: &TenantScope,
    kept: &Kept,
    now: Timestamp,
    write: Write<'_>,
) -> Result<u64> {
    let mut rows: u64 = 0;
    let mut write = |cells: Vec<Cell>| {
        rows += 1;
        write(cells)
    };
    let from = kept.days.map(|days| now.minus(DAY.times(i64::from(days))));
    let is_recent = move |at: Timestamp| from.is_none_or(|from| at >= from);
    match kept.what {
        ExportWhat::Messages => messages(view, scope, &is_recent, &mut write)?,
        ExportWhat::Customers => {
            let fields = kept.fields.iter().map(|text| Field::read(view, text));
            let fields = fields.collect::<Result<Vec<Field>, String>>().map_err(anyhow::Error::msg)?;
            people(view, scope, kept.segment.as_deref(), &mut |dossier| {
                write(fields.iter().map(|field| field.cell(view, dossier)).collect())
            })?;
        }
        ExportWhat::Consents => {
            people(view, scope, None, &mut |dossier| consents(dossier, &is_recent, &mut write))?;
        }
        ExportWhat::OptOuts => people(view, scope, None, &mut |dossier| opt_outs(dossier, &mut write))?,
        ExportWhat::Things => {
            people(view, scope, None, &mut |dossier| {
                things::each(view, kept.entity.as_deref(), dossier, &mut write)
            })?;
        }
        ExportWhat::Orders => {
            people(view, scope, None, &mut |dossier| orders(view, dossier, &is_recent, &mut write))?;
        }
    }
    Ok(rows)
}

/// Everybody of the vault, or of a segment, page by page; who was merged into somebody else is no customer.
fn people(
    view: &View,
    scope: &TenantScope,
    segment: Option<&str>,
    each: &mut dyn FnMut(&Dossier) -> Result<()>,
) -> Result<()> {
    let runtime = &view.runtime;
    let key = runtime.keyring.vault(scope.vault()).context("the vault has no key")?;
    let mut after: Option<EntityId> = None;
    loop {
        let page = match segment {
            None => runtime.store.scan(scope, EntityKind::Customer, after, PAGE)?,
            Some(segment) => {
                let entry = NameId::of(segment).0;
                let members = runtime.store.index(scope, SEGMENT_INDEX, entry, after, PAGE)?;
                after = members.last().copied().or(after);
                if members.is_empty() {
                    return Ok(());
                }
                let keys: Vec<_> = members.iter().map(|id| scope.key(EntityKind::Customer, *id)).collect();
                runtime.store.load(&keys)?.into_iter().flatten().collect()
            }
        };
        if segment.is_none() {
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.id());
        }
        for row in &page {
            let dossier = rows::open_dossier(key, row)?;
            if dossier.hot.merged_into.is_none() {
                each(&dossier)?;
            }
        }
    }
}

pub(super) fn who(dossier: &Dossier) -> [Cell; 2] {
    [Cell::Text(dossier.hot.id.to_string()), identifier(dossier, IdentifierKind::CustomerNumber).into()]
}

fn consents(dossier: &Dossier, is_recent: &dyn Fn(Timestamp) -> bool, write: Write<'_>) -> Result<()> {
    for recorded in dossier.hot.consents.iter().filter(|recorded| is_recent(recorded.occurred.0)) {
        let act = &recorded.act;
        let (proof, text) = match &act.proof {
            Proof::DoubleOptIn { text, .. } => ("double_opt_in", Some(text)),
            Proof::Clicked(click) => ("double_opt_in", Some(&click.text)),
            Proof::Document { text, .. } => ("document", Some(text)),
            Proof::Imported { text, .. } => ("imported", Some(text)),
            Proof::Requested { text } => ("requested", Some(text)),
            Proof::None => ("none", None),
        };
        let mut cells = Vec::from(who(dossier));
        cells.extend([
            act.channel.map(|channel| channel.as_str().to_owned()).into(),
            act.purpose.as_ref().map(ToString::to_string).into(),
            Cell::Truth(act.granted),
            Cell::Moment(recorded.occurred.0),
            Cell::Text(proof.to_owned()),
            text.map(ToString::to_string).into(),
        ]);
        write(cells)?;
    }
    Ok(())
}

/// Whoever objects, and what was withdrawn and not granted again since.
fn opt_outs(dossier: &Dossier, write: Write<'_>) -> Result<()> {
    let mut row = |what: &str, channel: Option<Channel>, purpose: Option<&Name>, at: Timestamp| {
        let mut cells = Vec::from(who(dossier));
        cells.extend([
            identifier(dossier, IdentifierKind::Email).into(),
            Cell::Text(what.to_owned()),
            channel.map(|channel| channel.as_str().to_owned()).into(),
            purpose.map(ToString::to_string).into(),
            Cell::Moment(at),
        ]);
        write(cells)
    };
    if let Some(objection) = dossier.hot.objection.as_ref().filter(|objection| !objection.lifted) {
        row("objection", None, None, objection.occurred)?;
    }
    for recorded in dossier.hot.consents.iter().filter(|recorded| !recorded.act.granted) {
        let covers = |other: &Recorded| {
            other.act.granted
                && other.beats(recorded)
                && other.act.channel.is_none_or(|channel| Some(channel) == recorded.act.channel)
                && (other.act.purpose.is_none() || other.act.purpose == recorded.act.purpose)
        };
        if !dossier.hot.consents.iter().any(covers) {
            let act = &recorded.act;
            row("withdrawal", act.channel, act.purpose.as_ref(), recorded.occurred.0)?;
        }
    }
    Ok(())
}

fn orders(
    view: &View,
    dossier: &Dossier,
    is_recent: &dyn Fn(Timestamp) -> bool,
    write: Write<'_>,
) -> Result<()> {
    let catalogue = &view.runtime.catalogue;
    let currency = view.runtime.program.definitions.settings.currency.to_string();
    for (head, lines) in dossier.hot.heads.iter().zip(&dossier.orders.lines) {
        if !is_recent(head.occurred) {
            continue;
        }
        let place = match head.place {
            Place::Online => "online".to_owned(),
            Place::Outlet(outlet) => {
                let known = catalogue.outlet(outlet);
                known.map_or_else(|| "outlet".to_owned(), |outlet| outlet.number.to_string())
            }
        };
        for line in lines {
            let product = catalogue.number(line.item.product).map(str::to_owned);
            let product = product.unwrap_or_else(|| format!("#{:016x}", line.item.product.0));
            let mut cells = Vec::from(who(dossier));
            cells.extend([
                Cell::Text(format!("{:016x}", head.id.0)),
                Cell::Moment(head.occurred),
                Cell::Text(place.clone()),
                Cell::Text(product),
                Cell::Whole(line.quantity.into()),
                Cell::Whole(line.returned.into()),
                Cell::Whole(line.cancelled.into()),
                Cell::Whole(line.value),
                Cell::Text(currency.clone()),
            ]);
            write(cells)?;
        }
    }
    Ok(())
}

fn messages(
    view: &View,
    scope: &TenantScope,
    is_recent: &dyn Fn(Timestamp) -> bool,
    write: Write<'_>,
) -> Result<()> {
    let mut after = None;
    loop {
        let filter = IntentFilter { after, max: PAGE, ..IntentFilter::default() };
        let page = view.runtime.store.intents(scope, &filter)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some((last.part, last.id));
        for row in page.into_iter().filter(|row| is_recent(row.changed)) {
            let text = |text: String| if text.is_empty() { Cell::None } else { Cell::Text(text) };
            write(vec![
                Cell::Text(row.id.to_string()),
                Cell::Text(row.customer.to_string()),
                text(row.programme),
                text(row.journey),
                text(row.message),
                text(row.class),
                text(row.channel),
                text(row.state),
                text(row.reason),
                text(row.detail),
                Cell::Moment(row.created),
                Cell::Moment(row.changed),
                Cell::Moment(row.planned),
            ])?;
        }
    }
}
