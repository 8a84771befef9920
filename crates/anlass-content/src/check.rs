//! What a template may say: known names only, nothing that may be missing without a word instead, no unbounded
//! growth. Text can grow only by what is printed: whatever would build longer texts out of texts (joining
//! inside `set`, repetition, macros, captures) is refused, and loops run over the products, or over things that somebody has.

use crate::names::{Over, Scope, Shape};
use crate::problem::{Problem, Written, nearest};
use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, ForLoop, Spanned, Stmt};
use minijinja::machinery::{Span, parse};
use std::collections::BTreeSet;

/// Longer texts are refused unread.
pub(crate) const TEXT_BYTES_MAX: usize = 64 << 10;
/// Tags inside tags.
const DEPTH_MAX: usize = 12;
/// Loops inside loops.
const LOOPS_MAX: usize = 2;
/// Products a person can be shown at once: what a loop runs over.
pub(crate) const PRODUCTS_MAX: usize = 50;
/// What a text may print at most by itself.
const STATIC_BYTES_MAX: usize = 1 << 20;

/// What a text makes use of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    /// Anything that differs between people, other than how they are addressed.
    pub(crate) person: bool,
    /// Salutation and names.
    pub(crate) name: bool,
}

/// Everything wrong with a text, in its order.
pub(crate) fn check(written: Written<'_>, scope: &Scope<'_>) -> Result<Uses, Vec<Problem>> {
    if written.text.len() > TEXT_BYTES_MAX {
        let cause = format!("it has {} bytes, more than {TEXT_BYTES_MAX}", written.text.len());
        return Err(vec![Problem::new(written.place, cause, Some("split it into several blocks"))]);
    }
    let root = parse(written.text, "text", Default::default());
    let root = root.map_err(|error| {
        let offset =
            error.range().map_or_else(|| line_start(written.text, error.line()), |range| range.start);
        let cause = error.detail().unwrap_or("this cannot be read").to_owned();
        vec![written.problem(
            offset,
            cause,
            Some("write for example {{ person.city | default(\"\") }}".into()),
        )]
    })?;
    let mut check = Check {
        written,
        scope,
        loops: Vec::new(),
        set: BTreeSet::new(),
        known: Vec::new(),
        depth: 0,
        bytes: 0,
        uses: Uses::default(),
        problems: Vec::new(),
    };
    check.statement(&root);
    if check.bytes > STATIC_BYTES_MAX && check.problems.is_empty() {
        let cause = format!("its loops can print {} bytes, more than {STATIC_BYTES_MAX}", check.bytes);
        check.problems.push(Problem::new(written.place, cause, Some("shorten what stands in the loops")));
    }
    if check.problems.is_empty() { Ok(check.uses) } else { Err(check.problems) }
}

fn line_start(text: &str, line: Option<usize>) -> usize {
    let before = line.unwrap_or(1).saturating_sub(1);
    text.split_inclusive('\n').take(before).map(str::len).sum()
}

struct Check<'a> {
    written: Written<'a>,
    scope: &'a Scope<'a>,
    /// Names that the running loops give, and over what they run.
    loops: Vec<(String, Over)>,
    set: BTreeSet<String>,
    /// Paths that an `if` around has found to be there.
    known: Vec<String>,
    depth: usize,
    bytes: usize,
    uses: Uses,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn wrong(&mut self, span: Span, cause: impl Into<String>, cure: impl Into<String>) {
        let offset = usize::try_from(span.start_offset).unwrap_or_default();
        self.problems.push(self.written.problem(offset, cause, Some(cure.into())));
    }

    fn statements(&mut self, statements: &[Stmt<'_>]) {
        self.depth += 1;
        for statement in statements {
            if self.depth <= DEPTH_MAX {
                self.statement(statement);
            } else if self.depth == DEPTH_MAX + 1 {
                let cause = format!("tags are nested more than {DEPTH_MAX} deep");
                self.problems.push(Problem::new(self.written.place, cause, Some("split the block")));
                break;
            }
        }
        self.depth -= 1;
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitRaw(raw) => {
                let times = PRODUCTS_MAX.saturating_pow(u32::try_from(self.loops.len()).unwrap_or(u32::MAX));
                self.bytes = self.bytes.saturating_add(raw.raw.len().saturating_mul(times));
            }
            Stmt::EmitExpr(emit) => self.printed(&emit.expr),
            Stmt::ForLoop(each) => self.each(each),
            Stmt::IfCond(condition) => {
                self.condition(&condition.expr);
                let before = self.known.len();
                learn(&condition.expr, &mut self.known);
                self.statements(&condition.true_body);
                self.known.truncate(before);
                self.statements(&condition.false_body);
            }
            Stmt::Set(set) => match &set.target {
                Expr::Var(name) if self.depth == 1 => {
                    self.value(&set.expr);
                    self.no_joining(&set.expr);
                    self.set.insert(name.id.to_owned());
                }
                other => self.wrong(
                    other.span(),
                    "set stands inside another tag or names more than one thing",
                    "set single names, outside of if and for",
                ),
            },
            Stmt::WithBlock(with) => self.refused(with.span(), "with"),
            Stmt::SetBlock(set) => self.refused(set.span(), "set … endset"),
            Stmt::AutoEscape(escape) => self.refused(escape.span(), "autoescape"),
            Stmt::FilterBlock(filter) => self.refused(filter.span(), "filter"),
            Stmt::Do(call) => self.refused(call.span(), "do"),
        }
    }

    fn refused(&mut self, span: Span, what: &str) {
        self.wrong(span, format!("\"{what}\" is not available"), "use if, for and set");
    }

    fn each(&mut self, each: &Spanned<ForLoop<'_>>) {
        let over = match &each.iter {
            Expr::Slice(slice) => &slice.expr,
            other => other,
        };
        let over = match path_of(over) {
            Some(path) if path == "products" => Some(Over::Products),
            Some(path) => path.strip_prefix("entities.").map(|entity| Over::Things(entity.to_owned())),
            None => None,
        };
        let is_known = |over: &Over| match over {
            Over::Products => true,
            Over::Things(entity) => self.scope.settings.entities.contains_key(entity.as_str()),
        };
        let over = over.filter(is_known);
        let Expr::Var(target) = &each.target else {
            return self.wrong(
                each.target.span(),
                "a loop has one name",
                "write {% for product in products %}",
            );
        };
        let Some(over) = over.filter(|_| !each.recursive) else {
            let cure = "write {% for product in products %}, or products[:3] for the first three";
            let cause = "loops run over the products only, or over what somebody has of an entity";
            return self.wrong(each.iter.span(), cause, cure);
        };
        if self.loops.len() >= LOOPS_MAX {
            return self.wrong(each.iter.span(), "too many loops inside each other", "use one loop");
        }
        self.uses.person = true;
        self.loops.push((target.id.to_owned(), over));
        if let Some(filter) = &each.filter_expr {
            self.condition(filter);
        }
        self.statements(&each.body);
        self.loops.pop();
        self.statements(&each.else_body);
    }

    /// What is printed: it must be there, and be written for people.
    fn printed(&mut self, expression: &Expr<'_>) {
        match self.value(expression) {
            Shape::Money => self.wrong(
                expression.span(),
                "an amount is printed without its currency",
                "write {{ … | money }}",
            ),
            Shape::Date => self.wrong(
                expression.span(),
                "a day is printed as computers write it",
                "write {{ … | date }} or {{ … | date(\"long\") }}",
            ),
            Shape::Group | Shape::Products | Shape::Product | Shape::Thing => {
                self.wrong(expression.span(), "this is no text", "name one of its fields");
            }
            Shape::Plain => {}
        }
    }

    /// A value that must be there.
    fn value(&mut self, expression: &Expr<'_>) -> Shape {
        if let Some(path) = path_of(expression) {
            let (shape, may_be_missing) = self.name(expression, &path);
            if may_be_missing && !self.known.contains(&path) {
                let cure =
                    format!("write {{{{ {path} | default(\"…\") }}}}, or put it inside {{% if {path} %}}");
                self.wrong(expression.span(), format!("{path} may be missing"), cure);
            }
            return shape;
        }
        match expression {
            Expr::Filter(filter) => {
                let is_default = matches!(filter.name, "default" | "d");
                let shape = match &filter.expr {
                    Some(inner) if is_default => self.condition(inner),
                    Some(inner) => self.value(inner),
                    None => Shape::Plain,
                };
                self.filter_name(filter.span(), filter.name);
                self.arguments(&filter.args);
                let keeps = is_default || matches!(filter.name, "escape" | "e");
                if keeps { shape } else { Shape::Plain }
            }
            Expr::IfExpr(choice) => {
                self.condition(&choice.test_expr);
                let before = self.known.len();
                learn(&choice.test_expr, &mut self.known);
                let shape = self.value(&choice.true_expr);
                self.known.truncate(before);
                if let Some(other) = &choice.false_expr {
                    self.value(other);
                }
                shape
            }
            _ => self.condition(expression),
        }
    }

    /// A value that may be missing: in conditions, and before `default`.
    fn condition(&mut self, expression: &Expr<'_>) -> Shape {
        if let Some(path) = path_of(expression) {
            return self.name(expression, &path).0;
        }
        match expression {
            Expr::Var(_) | Expr::GetAttr(_) => {
                self.wrong(expression.span(), "this name cannot be read", "write for example person.city");
            }
            Expr::Const(_) => {}
            Expr::UnaryOp(operation) => drop(self.condition(&operation.expr)),
            Expr::Compare(comparison) => {
                self.condition(&comparison.expr);
                for operand in &comparison.ops {
                    self.condition(&operand.expr);
                }
            }
            Expr::BinOp(operation) => {
                if matches!(operation.op, BinOpKind::Mul | BinOpKind::Pow) {
                    let cure = "print the number as it is; what has to be computed is computed before";
                    self.wrong(operation.span(), "multiplication is not available", cure);
                }
                self.condition(&operation.left);
                let before = self.known.len();
                if matches!(operation.op, BinOpKind::ScAnd) {
                    learn(&operation.left, &mut self.known);
                }
                self.condition(&operation.right);
                self.known.truncate(before);
            }
            Expr::Test(test) => {
                if !matches!(test.name, "defined" | "undefined" | "none") {
                    self.wrong(test.span(), format!("there is no test \"{}\"", test.name), "use is defined");
                }
                self.condition(&test.expr);
                self.arguments(&test.args);
            }
            Expr::Filter(_) | Expr::IfExpr(_) => return self.value(expression),
            Expr::List(_) | Expr::Tuple(_) | Expr::Map(_) if expression.as_const().is_some() => {}
            Expr::List(_) | Expr::Tuple(_) | Expr::Map(_) => {
                self.wrong(
                    expression.span(),
                    "lists hold fixed words only",
                    "write for example [\"DE\", \"AT\"]",
                );
            }
            Expr::GetItem(item) => {
                self.wrong(item.span(), "brackets are not available here", "write the field behind a dot");
            }
            Expr::Slice(slice) => self.wrong(slice.span(), "parts are taken in loops only", "use truncate"),
            Expr::Call(call) => self.wrong(call.span(), "there are no functions", "use a filter"),
        }
        Shape::Plain
    }

    fn arguments(&mut self, arguments: &[CallArg<'_>]) {
        for argument in arguments {
            match argument {
                CallArg::Pos(value) | CallArg::Kwarg(_, value) => drop(self.value(value)),
                CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                    self.wrong(value.span(), "arguments are written one by one", "leave out the star");
                }
            }
        }
    }

    fn filter_name(&mut self, span: Span, name: &str) {
        if crate::filters::NAMES.contains(&name) {
            return;
        }
        let known = crate::filters::NAMES;
        let cure = match nearest(name, known.into_iter()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("use one of {}", known.join(", ")),
        };
        self.wrong(span, format!("there is no filter \"{name}\""), cure);
    }

    /// Looks a name up, and remembers that it is used.
    fn name(&mut self, expression: &Expr<'_>, path: &str) -> (Shape, bool) {
        let first = path.split('.').next().unwrap_or_default();
        if self.set.contains(first) {
            return (Shape::Plain, false);
        }
        let over = self.loops.iter().rfind(|(name, _)| name == first).map(|(_, over)| over.clone());
        match self.scope.find(path, over.as_ref(), !self.loops.is_empty()) {
            Ok(found) => {
                self.uses.person |= found.is_personal;
                self.uses.name |= found.is_name;
                (found.shape, found.may_be_missing)
            }
            Err(known) => {
                let cure = match nearest(path, known.iter().map(|name| &**name)) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("known here: {}", known.join(", ")),
                };
                self.wrong(expression.span(), format!("there is no \"{path}\""), cure);
                (Shape::Plain, false)
            }
        }
    }

    /// `set` may not build longer texts: twice the text twenty-eight times over is a quarter of a billion times.
    fn no_joining(&mut self, expression: &Expr<'_>) {
        match expression {
            Expr::BinOp(operation) if matches!(operation.op, BinOpKind::Concat | BinOpKind::Add) => {
                self.wrong(operation.span(), "set may not join texts", "print the parts one after the other");
            }
            Expr::BinOp(operation) => {
                self.no_joining(&operation.left);
                self.no_joining(&operation.right);
            }
            Expr::UnaryOp(operation) => self.no_joining(&operation.expr),
            Expr::Filter(filter) => {
                if let Some(inner) = &filter.expr {
                    self.no_joining(inner);
                }
                for argument in &filter.args {
                    if let CallArg::Pos(value) | CallArg::Kwarg(_, value) = argument {
                        self.no_joining(value);
                    }
                }
            }
            Expr::IfExpr(choice) => {
                self.no_joining(&choice.true_expr);
                if let Some(other) = &choice.false_expr {
                    self.no_joining(other);
                }
            }
            _ => {}
        }
    }
}

/// `person.city` of such an expression; `None` if it is anything else.
fn path_of(expression: &Expr<'_>) -> Option<String> {
    match expression {
        Expr::Var(name) => Some(name.id.to_owned()),
        Expr::GetAttr(field) => path_of(&field.expr).map(|path| format!("{path}.{}", field.name)),
        _ => None,
    }
}

/// Paths that are there when the condition holds.
fn learn(condition: &Expr<'_>, known: &mut Vec<String>) {
    if let Some(path) = path_of(condition) {
        known.push(path);
        return;
    }
    match condition {
        Expr::BinOp(operation) if matches!(operation.op, BinOpKind::ScAnd) => {
            learn(&operation.left, known);
            learn(&operation.right, known);
        }
        Expr::Test(test) if test.name == "defined" => known.extend(path_of(&test.expr)),
        // What equals something fixed is there.
        Expr::BinOp(operation)
            if matches!(operation.op, BinOpKind::Eq) && matches!(operation.right, Expr::Const(_)) =>
        {
            known.extend(path_of(&operation.left));
        }
        _ => {}
    }
}
